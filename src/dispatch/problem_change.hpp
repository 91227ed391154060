// What a relief changes in the compiled problem, beyond the room at its leaves.
//
// Any change of a street may change whom the funds pay and which reports are merged, so those are always worked out
// anew, O(demands). Which leaves an order may go to, and at what cost, is asked only for the orders that the change
// concerns: those of a community for a service area, those that need a certificate, those that are newly paid, ….
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "paidan/dispatch/batch.hpp"
#include "paidan/dispatch/relief.hpp"
#include "src/dispatch/live_plan.hpp"

namespace paidan::dispatch {

struct CostBounds {
  std::int64_t cheapest = INT64_MAX, dearest = INT64_MIN;
  [[nodiscard]] bool known() const { return cheapest <= dearest; }
  void include(Cost cost) {
    cheapest = std::min(cheapest, cost.count());
    dearest = std::max(dearest, cost.count());
  }
};

struct ProblemChange {
  struct Order {
    transport::OrderId before;  // in the plan's problem; none: it was not in it
    bool after = false;         // is it in the changed one?
    bool asked = false;
    Units units = 0;
    Priority priority{};
    Row row;  // if it is; the unserved edge at no cost
  };
  std::vector<Order> orders;
  transport::OrderId asked;  // none: it is one of `orders`, or screened out
  std::vector<Units> slack;  // by community, as in policy::cap_slack
};

// For reliefs that neither make room nor add to the capacity tree: leaves and groups are the same before and after.
// `changed` is what `with_relief` gives.
[[nodiscard]] ProblemChange change_of(const Batch& batch, const Changed& changed, WorkOrderId asked,
                                      const Relief& relief);

// Of all edges of a problem to leaves that serve.
[[nodiscard]] CostBounds bounds_of(const policy::Compiled& compiled);

// The same after the change.
[[nodiscard]] CostBounds bounds_after(const policy::Compiled& compiled, const ProblemChange& change);

}  // namespace paidan::dispatch
