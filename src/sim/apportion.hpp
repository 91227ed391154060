// Scaling many small whole numbers so that their total changes by a share and none of them jumps about.
#pragma once

#include <algorithm>
#include <cstdint>
#include <queue>
#include <tuple>
#include <vector>

#include "paidan/core/quantities.hpp"
#include "src/sim/stream.hpp"

namespace paidan::sim {

// Changes the total by `basis_points`, rounded towards 0, dealing the units out by Webster's divisors (who has most per
// unit changed comes next): a method that is monotone in the total, so a larger change never gives anybody less
// (Balinski & Young 1982). Ties are broken by a fixed shuffle, so that the first rows are not favoured. O(units log
// rows).
inline void scale_evenly(const std::vector<Units*>& values, std::int64_t basis_points) {
  WideCost total = 0;
  for (const Units* v : values) total += *v;
  const auto change = static_cast<Units>(total * basis_points / 10'000);
  struct Next {
    Units value, dealt;
    std::uint64_t lot;
    std::size_t row;
  };
  const auto later = [](const Next& a, const Next& b) {
    const WideCost x = static_cast<WideCost>(a.value) * (2 * b.dealt + 1);
    const WideCost y = static_cast<WideCost>(b.value) * (2 * a.dealt + 1);
    return std::tuple(x, b.lot, b.row) < std::tuple(y, a.lot, a.row);
  };
  std::priority_queue<Next, std::vector<Next>, decltype(later)> queue(later);
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (*values[k] > 0) queue.push({*values[k], 0, mixed(0, k), k});
  }
  for (Units left = std::abs(change); left > 0 && !queue.empty(); --left) {
    Next next = queue.top();
    queue.pop();
    *values[next.row] += change > 0 ? 1 : -1;
    ++next.dealt;
    if (change > 0 || next.dealt < next.value) queue.push(next);
  }
}

}  // namespace paidan::sim
