// The bootstrap: how far a mean over the simulated days may be from that over all days there could be.
//
// Days are drawn again with replacement, `resamples` times; the interval is cut from the means of these draws. A plain
// percentile interval is too narrow for few days, so the percentiles are taken further out, by Student's t and
// √(n/(n − 1)): the *expanded percentile* interval (Hesterberg 2015, "What teachers should know about the bootstrap",
// The American Statistician 69(4); the bootstrap itself: Efron 1979). Two policies are compared by the differences on
// the same days (paired), whose spread is much smaller than that of the days.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "paidan/sim/compare.hpp"

namespace paidan::sim {

struct BootstrapOptions {
  std::int64_t resamples = 2'000;
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

// With fewer days than this no verdict is given.
inline constexpr std::int64_t least_days = 5;

// Mean and interval; nothing for no values, the mean alone (low = high = mean) for one. O(resamples × values).
[[nodiscard]] std::optional<Estimate> bootstrap_mean(std::span<const double> values, const BootstrapOptions& options);

// What an interval of a − b says.
[[nodiscard]] Verdict verdict_of(const Estimate& difference, Better better);

}  // namespace paidan::sim
