// Metrics: what a day looked like under one way of dispatching, in numbers that can be compared.
//
// An `Outcome` (simulate.hpp) is what happened on one simulated day; `measure` turns it into the figures below.
// Figures are statistics for people, so they are floating point; nothing here decides a plan. A figure that has no
// meaning on a day (waiting, when nobody was served) is empty there and the day is left out of its mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/words.hpp"

namespace paidan::sim {

enum class Metric : std::uint8_t {
  served_share,      // units served ÷ units asked for (screened-out orders count as asked for)
  community_lowest,  // the same of the community that has the lowest
  envy,              // units left unserved though another community's order, no more urgent, sits where they could go
                     // ÷ units asked for
  wait_mean,         // hours from submission to the start of the service, over units served
  wait_p95,          // 95th percentile of the same (nearest rank)
  on_time,           // units finished within their item's deadline_hours ÷ units with a deadline
  seat_fill,         // seats taken ÷ seats of all sessions
  short_sessions,    // sessions below their min_seats ÷ sessions with one
  travel,            // metres of travel for each visit: from where the worker was before
  cost,              // points of the edges ÷ units served
  spend,             // yuan paid for units served
  load_gini,         // of the workers' loads (units ÷ units they could take): 0 = all equal
  load_jain,         // Jain's index of the same: 1 = all equal
  load_peak,         // largest ÷ mean of the same
  blocking_pairs,    // order-leaf pairs that would both rather have each other, for each 100 units asked for
  disruption,        // units that lost a place they had been told ÷ units dispatched
  declines,          // units that an organisation sent back ÷ units offered
  no_shows,          // units whose resident was not there ÷ units dispatched
  served_ratio,      // units served ÷ the most that could have been served, known afterwards: at most 1
  cost_ratio,        // objective ÷ that of the offline optimum (priorities first): at least 1
  regret,            // objective − that of the offline optimum, in points, penalties included
};
inline constexpr std::size_t metric_count = 21;

enum class Better : std::uint8_t { more, less, neither };

struct MetricInfo {
  Metric metric{};
  std::string_view name;  // in files: served_share
  Words title;            // 服务率 / Served share
  Words unit;             // %, 小时 / hours, …; empty for a bare number
  Better better = Better::more;
  int decimals = 1;          // when printed
  double scale = 1;          // printed = value × scale (100 for a share in %)
  std::string_view formula;  // in English, with its symbols
  std::string_view source;   // of the measure; empty for plain counting
};
[[nodiscard]] std::span<const MetricInfo, metric_count> metrics() noexcept;
[[nodiscard]] const MetricInfo& info_of(Metric metric) noexcept;

// Served shares are also given by group of orders, money by fund.
enum class Dimension : std::uint8_t { priority, category, client_group, community, fund };
inline constexpr std::size_t dimension_count = 5;

// One group's part of a day: units asked for and served; for a fund, fen of its budget and fen spent.
struct Part {
  std::int64_t asked = 0, served = 0;
};

inline constexpr std::size_t lorenz_points = 21;  // 0 %, 5 %, …, 100 % of the workers, least loaded first

struct DayFigures {
  std::array<std::optional<double>, metric_count> value{};
  std::array<std::vector<Part>, dimension_count> parts;  // by Dimension, then by the group's index (priority 1 first)
  std::array<double, lorenz_points> lorenz{};            // share of all load that the least loaded … % carry
  [[nodiscard]] std::optional<double> operator[](Metric m) const { return value[static_cast<std::size_t>(m)]; }
};

// --- the measures by themselves ----------------------------------------------------------------------------------

// Gini coefficient of non-negative values (Gini 1912): Σ_i Σ_j |x_i − x_j| ÷ (2 n Σ x). 0 when all are 0. O(n log n).
[[nodiscard]] double gini(std::span<const double> values);
// Jain's fairness index (Jain, Chiu & Hawe 1984): (Σ x)² ÷ (n Σ x²). 1 when all are 0.
[[nodiscard]] double jain(std::span<const double> values);
// The Lorenz curve (Lorenz 1905) at 0, 1/(k−1), …, 1, linear between workers; all values 0: the diagonal.
[[nodiscard]] std::array<double, lorenz_points> lorenz(std::span<const double> values);
// The smallest value that at least `percent` % of the values do not exceed (nearest rank); empty for no values.
[[nodiscard]] std::optional<double> percentile(std::span<const double> values, int percent);

}  // namespace paidan::sim
