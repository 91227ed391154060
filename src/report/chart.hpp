// Charts as values. Each is drawn twice from the same value: `svg` for print and for browsers without scripts, `json`
// for charts.js, which hands it to Apache ECharts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "src/report/text.hpp"

namespace paidan::report {

// Colours by what they mean; report.css gives them their values (blue and orange, told apart by everybody). c1 … c8
// only tell apart (after Okabe & Ito 2008).
enum class Tone : std::uint8_t { served, unserved, neutral, p1, p2, p3, p4, accent, c1, c2, c3, c4, c5, c6, c7, c8 };
[[nodiscard]] std::string_view name_of(Tone tone);

struct Series {
  Text name;
  Tone tone = Tone::served;
  std::vector<std::int64_t> values;  // one for each name of the chart
};

// Bars that are stacked when there are several series: across (names on the left) or upright (names below).
struct BarChart {
  enum class Direction : std::uint8_t { across, upright } direction = Direction::across;
  Format format;
  std::vector<Text> names;
  std::vector<Series> series;
};

// How full each row is at each time: load of room. Room 0 is an empty cell.
struct HeatChart {
  std::vector<Text> rows, columns;
  std::vector<std::int64_t> load, room;  // row by row
};

struct Axis {
  Text title;
  Format format;
  std::int64_t low = 0, high = 1;
};
struct Curve {
  Text name;
  Tone tone = Tone::served;
  std::vector<std::pair<std::int64_t, std::int64_t>> points;  // by x
};
struct CurveChart {
  enum class Guide : std::uint8_t { none, diagonal, zero } guide = Guide::none;  // zero: the line x = 0
  Axis x, y;
  std::vector<Curve> curves;
};

// A dot and its interval for each name; nothing where there is no figure.
struct IntervalChart {
  struct Interval {
    std::int64_t mean = 0, low = 0, high = 0;
  };
  Format format;
  std::vector<Text> names;
  std::vector<std::optional<Interval>> intervals;
};

using Chart = std::variant<BarChart, HeatChart, CurveChart, IntervalChart>;

// How much of the page a chart takes; sets how large its letters are beside it.
enum class Place : std::uint8_t { half, full };

// Whole <svg> elements with a viewBox and classes of report.css; no style or script of their own.
[[nodiscard]] std::string svg(const Chart& chart, Place place = Place::half);
[[nodiscard]] std::string json(const Chart& chart);

// A round step that cuts 0 … high into at most `most` parts: 1, 2 or 5 times a power of ten (for durations: minutes,
// hours, days).
[[nodiscard]] std::int64_t round_step(std::int64_t range, int most, const Format& format);

}  // namespace paidan::report
