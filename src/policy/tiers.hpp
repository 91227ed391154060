// Penalties that make the goals of a dispatch lexicographic.
//
// Two plans differ by simple cycles through the leaves. A simple cycle passes every leaf at most once, so its serving
// edges change the cost by at most G = (leaves + 2) × (largest − smallest edge cost); it passes at most all N minimum
// segments and all K + 1 unserved leaves (K capped communities and the shared one). Each penalty below exceeds what all
// later goals together can change along one cycle, hence no amount of a later goal outweighs a unit of an earlier one.
#pragma once

#include <fmt/format.h>

#include "paidan/core/error.hpp"
#include "paidan/policy/compile.hpp"

namespace paidan::policy {

struct TierNumbers {
  std::int64_t leaves = 0;
  std::int64_t cheapest = 0, dearest = 0;  // edge
  std::int64_t capped = 0;                 // K
  std::int64_t minimums = 0;               // N
};

[[nodiscard]] inline Penalties tiers(const TierNumbers& n, const Policy& policy) {
  // Plain integers in floating point would be wrong beyond 2^53: everything is exact in 128 bits, then checked.
  const WideCost gap = static_cast<WideCost>(n.leaves + 2) * (n.dearest - n.cheapest) + 1;
  WideCost later = gap + 0;
  const WideCost below = later + 1;
  later += below * n.minimums;
  const auto next = [&](WideCost count) {
    const WideCost tier = later + 1;
    later += tier * count;
    return tier;
  };
  WideCost p[4]{}, cap;
  if (policy.plain_penalties) {
    for (int k = 0; k < 4; ++k) p[k] = (*policy.plain_penalties)[static_cast<std::size_t>(k)].count();
    for (WideCost x : p) later = std::max(later, gap + below * n.minimums + x * (n.capped + 2));
    cap = next(n.capped + 1);
  } else {
    // An unserved leaf counts twice in a cycle: one order enters, one leaves.
    p[3] = next(2 * (n.capped + 1));
    p[2] = next(2 * (n.capped + 1));
    p[1] = next(2 * (n.capped + 1));
    cap = next(2 * (n.capped + 1));
    p[0] = next(2 * (n.capped + 1));
    // Serving is never dearer than not serving: shift by the dearest edge.
    for (WideCost& x : p) x += n.dearest > 0 ? n.dearest : 0;
  }
  for (WideCost x : {p[0], p[1], p[2], p[3], cap, below}) {
    if (x > (WideCost{1} << 58)) {
      throw Error(
          fmt::format("the priorities do not fit into 63 bits: {} leaves, costs from {} to {}, {} communities with "
                      "max_unserved_percent, {} organisations with min_units; expected smaller weights or fewer caps",
                      n.leaves, n.cheapest, n.dearest, n.capped, n.minimums));
    }
  }
  Penalties out;
  for (std::size_t k = 0; k < 4; ++k) out.unserved[k] = Cost(static_cast<std::int64_t>(p[k]));
  out.cap_broken = Cost(static_cast<std::int64_t>(cap));
  out.below_minimum = Cost(static_cast<std::int64_t>(below));
  return out;
}

}  // namespace paidan::policy
