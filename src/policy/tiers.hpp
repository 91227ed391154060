// Penalties that make the goals of a dispatch lexicographic: priority 1, communities' caps, priorities 2, 3 and 4,
// minimum loads, cost.
//
// The tree they are for: every unserved leaf hangs off the root (K of them belong to a community with a cap and have a
// dear second segment, one more is everybody else's: M = K + 1), and so does every group with a minimum load.
//
// Two plans differ by simple cycles of the residual network; a plan of least cost has no cycle of cost < 0. So it is
// enough that a cycle which first changes a goal for the better costs < 0, whatever it does to later goals: then all
// cycles that lead to another plan are lexicographically ≥ 0, and so is their sum. Let a cycle change the unserved
// units of priority k by a_k, the units over caps by c, the units lacking to minimums by b, and write
//
//   penalty of priority k  =  dearest + t_k,   t_k = d_k + t_{k+1},   A_k = a_1 + … + a_k,   s = A_4
//   cost of the cycle      =  A_1 d_1 + A_2 d_2 + A_3 d_3 + s t_4 + c · cap + b · below + g
//
// g: every order on the cycle swaps two edges whose costs lie within [cheapest, dearest] (an unserved edge counts as
// `dearest` here) and there are no more orders than leaves, hence |g| ≤ G = (leaves + 2) × (dearest − cheapest).
//
// Root: the cycle passes it once, by one arc in and one arc out, hence s, c, b ∈ {−1, 0, 1}; and
//   s = +1: c ≥ 0, b ≥ 0;   s = −1: c ≤ 0, b ≤ 0;   c ≠ 0: s has its sign or is 0, and then b = 0.
//
// Unserved leaves: each is passed once, and adds −1, 0 or 1 to A_k, so |A_k| ≤ M. If a_1 … a_{k−1} = 0 and a_k = −m <
// 0, then at least m leaves are passed by an order of priority ≤ k coming out and none of those going in; they add ≤ 0
// to A_j of later j, so A_j ≤ M − m ≤ M − 1.
//
// From the last goal to the first, what is gained must outweigh the worst of what may be lost:
//   b = −1 (a = 0, c = 0)       below > G
//   a_4 < 0: s = −1, b ≤ 0      t_4 > G
//   a_3 < 0                     d_3 > t_4 + below + G
//   a_2 < 0: A_3 ≤ M − 1        d_2 > (M − 1) d_3 + t_4 + below + G
//   c = −1: s ≤ 0, A_k ≤ M      cap > M (d_2 + d_3) + G
//   a_1 < 0                     d_1 > (M − 1) (d_2 + d_3) + t_4 + cap + below + G
//
// So the penalties grow with M², not with a power of M for every goal: hundreds of caps fit into a city.
#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "paidan/core/error.hpp"
#include "paidan/policy/compile.hpp"

namespace paidan::policy {

struct TierNumbers {
  std::int64_t leaves = 0;                 // all of them, unserved ones too
  std::int64_t cheapest = 0, dearest = 0;  // edge to a serving leaf
  std::int64_t capped = 0;                 // K
  std::int64_t minimums = 0;               // groups with a minimum load
};

// Throws `Error` when a path through all leaves could cost more than a solver's 60 bits.
[[nodiscard]] inline Penalties tiers(const TierNumbers& n, const Policy& policy) {
  // Exact in 128 bits, then checked: int64 or floating point would be wrong beyond their range.
  constexpr WideCost limit = WideCost{1} << 60;
  const auto require = [&](bool fits) {
    if (fits) return;
    throw Error(
        fmt::format("the priorities do not fit into 60 bits: {} leaves, costs from {} to {}, {} communities with "
                    "max_unserved_percent, {} organisations with min_units; expected smaller weights or fewer caps",
                    n.leaves, n.cheapest, n.dearest, n.capped, n.minimums));
  };
  const WideCost unserved_leaves = n.capped + 1;
  WideCost p[4]{}, cap = 0, below = 0, gap = 0;
  if (policy.plain_penalties) {
    // Serving and not serving are weighed against each other, so a cost counts by itself.
    const WideCost low = std::min<std::int64_t>(n.cheapest, 0), high = std::max<std::int64_t>(n.dearest, 0);
    gap = (n.leaves + 2) * (high - low);
    require(gap <= limit);
    below = gap + 1;
    WideCost largest = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      p[k] = (*policy.plain_penalties)[k].count();
      largest = std::max(largest, p[k] < 0 ? -p[k] : p[k]);
    }
    cap = 2 * unserved_leaves * largest + gap + 1;
  } else {
    const WideCost dearest = std::max<std::int64_t>(n.dearest, 0);
    gap = (n.leaves + 2) * (dearest - n.cheapest);
    require(gap <= limit);
    below = gap + 1;
    const WideCost t4 = gap + 1;
    const WideCost lost_at_root = t4 + below + gap;
    const WideCost d3 = lost_at_root + 1;
    const WideCost d2 = (unserved_leaves - 1) * d3 + lost_at_root + 1;
    cap = unserved_leaves * (d2 + d3) + gap + 1;
    const WideCost d1 = (unserved_leaves - 1) * (d2 + d3) + lost_at_root + cap + 1;
    p[3] = dearest + t4;
    p[2] = p[3] + d3;
    p[1] = p[2] + d2;
    p[0] = p[1] + d1;
  }
  WideCost largest = 0;
  for (const WideCost x : p) largest = std::max(largest, x < 0 ? -x : x);
  const WideCost path = unserved_leaves * (2 * largest + cap) + n.minimums * below + 2 * gap;
  require(path <= limit);
  Penalties out;
  for (std::size_t k = 0; k < 4; ++k) out.unserved[k] = Cost(static_cast<std::int64_t>(p[k]));
  out.cap_broken = Cost(static_cast<std::int64_t>(cap));
  out.below_minimum = Cost(static_cast<std::int64_t>(below));
  return out;
}

}  // namespace paidan::policy
