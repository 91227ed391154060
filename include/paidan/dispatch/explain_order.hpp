// explain_order(): why an order went where it went, or why it stays unserved, and what would change that.
//
// Nothing is estimated. The next best leaf is found by solving the plan again without the present one; a relief is
// listed only after the street was changed by it, matched again, and the order was served.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "paidan/dispatch/batch.hpp"

namespace paidan::dispatch {

struct PlacedExplanation {
  PlanLine line;
  std::optional<policy::Leaf> next_best;  // where it would go if this leaf did not take it; none = it would be unserved
  Cost plan_change{0};                    // what the whole plan would cost more
};

struct OrderExplanation {
  WorkOrderId order;
  std::vector<PlacedExplanation> placed;
  std::optional<UnservedLine> unserved;
  std::vector<Relief> reliefs;  // tried, and the order was served; those that gain most first
};

// The order that holds this demand; none when there is no such demand.
[[nodiscard]] WorkOrderId find_order(const Street& street, const WorkList& list, std::string_view demand);

// A solve for each line of the order, and a batch for each relief that is tried (at most 12).
[[nodiscard]] OrderExplanation explain_order(const Street& street, const policy::Policy& policy, const Batch& batch,
                                             WorkOrderId order);

// The street with the change that a relief asks for.
[[nodiscard]] Street with_relief(const Street& street, const WorkOrder& order, const Relief& relief);

}  // namespace paidan::dispatch
