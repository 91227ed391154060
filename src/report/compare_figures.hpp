// What a comparison says about each figure: who leads, whom it beats, how it is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "paidan/sim/compare.hpp"
#include "src/report/table.hpp"
#include "src/report/text.hpp"

namespace paidan::report {

[[nodiscard]] constexpr std::size_t index(sim::Metric metric) { return static_cast<std::size_t>(metric); }

// A metric's values are drawn and written as integers of its printed unit × 10^decimals.
[[nodiscard]] Format format_of(const sim::MetricInfo& info);
[[nodiscard]] std::int64_t scaled(double value, const sim::MetricInfo& info);
// The number alone.
[[nodiscard]] std::string bare(double value, const sim::MetricInfo& info);

[[nodiscard]] Text title_of(const sim::ComparedPolicy& policy);
[[nodiscard]] Text dimension_title(sim::Dimension dimension);
[[nodiscard]] Text served_share_title(sim::Dimension dimension);
[[nodiscard]] Text group_title(sim::Dimension dimension, const sim::GroupShares& group);

struct Leader {
  std::size_t policy = 0;
  std::size_t beaten = 0;  // how many others it is proven better than
};
// The policy with the best mean, the first of equals; nothing where there is no better, no figure, or no difference.
[[nodiscard]] std::optional<Leader> leader_of(const sim::Comparison& comparison, sim::Metric metric);

// 1: proven better than the first policy, -1: proven worse, 0: neither.
[[nodiscard]] int against_first(const sim::Comparison& comparison, std::size_t policy, sim::Metric metric);

// Every figure, every pair, every group, every day.
[[nodiscard]] std::vector<DataTable> compare_tables(const sim::Comparison& comparison);

}  // namespace paidan::report
