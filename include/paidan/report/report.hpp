// Reports: a plan, a comparison or a what-if curve as one page that a person can look at.
//
// `render` returns a whole HTML document that needs nothing else: styles, scripts, charts and data are inside, a
// Content-Security-Policy forbids every connection and every script but its own. It works from a double click without a
// network, holds Chinese and English with a switch, prints on A4 and fits a phone. Every chart is drawn twice: as SVG
// by this library, which is what prints and what is seen without JavaScript, and by Apache ECharts in the browser when
// the library was built with it (`has_interactive_charts`); without it the page says so and shows the SVG.
//
// Residents. With `Residents::withheld` (the default) the page holds no resident's id, no note and no demand's exact
// point: places are the bundle's own points of grids and communities, or, where those are missing, the mean of at least
// ten demands, rounded to about 100 m. An order is named by its code, unless the code contains its own resident's id or
// is some resident's id: then by its number in the work list, as `#17`. Workers appear by their codes, as in plan.csv.
//
// Same arguments, same bytes: no times of day, no durations.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "paidan/core/words.hpp"
#include "paidan/model/plan.hpp"
#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/sim/compare.hpp"

namespace paidan::report {

enum class Residents {
  withheld,
  shown,  // ids in the table and points on the map; the page says on top that it is personal data
};

struct Options {
  Language language = Language::zh;  // the one shown first
  Residents residents = Residents::withheld;
  std::size_t row_limit =
      200'000;  // rows in the table of orders; unserved ones come first, the page says what it omits
};

// A place that is full, and what more room there would be worth: `scarce_places` (scarce.hpp) reads it off the prices.
struct ScarcePlace {
  OrganisationId organisation;
  WorkerId worker;                 // or none
  SessionId session;               // or none
  std::optional<Window> slot;      // none: the organisation serves as itself
  std::optional<Priority> serves;  // one more unit serves one more of this priority; none: it only saves cost
  Cost worth{0};                   // what the plan gains by one more unit, at most
};

// One matching batch. Everything is borrowed and must outlive the call.
struct MatchReport {
  const Street& street;
  const WorkList& list;
  const Plan& plan;  // proven optimal: `dispatch::run_batch` has checked its certificate
  std::span<const ScarcePlace> scarce{};
  std::string_view policy;         // its name
  std::string_view bundle_digest;  // in the footer, so that a page can be matched with its bundle
};

// O(orders log orders + leaves); about 60 bytes of page for each row of the table, and the scripts (0.7 MB).
[[nodiscard]] std::string render(const MatchReport& report, const Options& options = {});

// Ways of dispatching side by side: what each does best and whether that is certain, every figure with its interval,
// shares by group, Lorenz curves, every pair. The time they took is not in the page. O(policies² × metrics + days).
[[nodiscard]] std::string render(const sim::Comparison& comparison, const Options& options = {});

// One parameter turned step by step: what is served, what it costs, what the next unit is worth.
[[nodiscard]] std::string render(const sim::WhatIf& what_if, const Options& options = {});

// Whether this build of the library has Apache ECharts inside.
[[nodiscard]] bool has_interactive_charts() noexcept;

}  // namespace paidan::report
