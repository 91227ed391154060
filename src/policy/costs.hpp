// The named terms of a cost, taken apart by what they depend on: the order, the provider, the time.
//
// Everything but waiting is the same for all leaves of a provider, so a compile works it out once for each order and
// provider. `cost_terms` (compile.hpp) is the same sum, one pair at a time.
#pragma once

#include <span>
#include <vector>

#include "paidan/policy/candidates.hpp"
#include "paidan/policy/compile.hpp"

namespace paidan::policy {

// Past services by resident.
class ContinuityIndex {
 public:
  explicit ContinuityIndex(const Street& street);
  [[nodiscard]] std::span<const std::uint32_t> of(ResidentId resident) const;  // rows of Street::history

 private:
  std::vector<std::uint32_t> first_, rows_;  // empty when nobody has a past
};

class Pricing {
 public:
  // Both must outlive it. O(residents + history).
  Pricing(const Street& street, const Policy& policy);

  // What the terms need of an order.
  struct OrderSide {
    GeoPoint place;  // or unknown
    Cost price{0};
    std::span<const std::uint32_t> past;  // rows of Street::history
    std::span<const Party> wishes;
    std::int64_t skills_needed = 0;
    Instant ready;  // start of the window
  };
  [[nodiscard]] OrderSide of(const WorkOrder& order) const;

  // All terms but waiting.
  [[nodiscard]] CostTerms without_wait(const OrderSide& order, const Provider& provider) const;
  [[nodiscard]] Cost wait(const OrderSide& order, Instant start) const {
    return Cost(std::max<std::int64_t>(0, (start - order.ready).count()) * policy_.weights.wait_per_hour / 60);
  }
  [[nodiscard]] CostTerms terms(const WorkOrder& order, const Leaf& leaf) const;

 private:
  const Street& street_;
  const Policy& policy_;
  ContinuityIndex continuity_;
};

// Calls `take(leaf index, cost of a unit there)` for every leaf that may take the order, in the order of the leaves.
template <class Take>
void for_each_edge(const Candidates& candidates, const Pricing& pricing, const WorkOrder& order, Take&& take) {
  const Pricing::OrderSide side = pricing.of(order);
  const Provider* before = nullptr;
  Cost shared;
  candidates.for_each(order, [&](const Provider& provider, std::uint32_t leaf, Instant start) {
    if (&provider != before) shared = pricing.without_wait(side, provider).total();
    before = &provider;
    take(leaf, shared + pricing.wait(side, start));
  });
}

}  // namespace paidan::policy
