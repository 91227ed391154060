// explain_order(): why an order went where it went, or why it stays unserved, and what would change that.
//
// Nothing is estimated: chains are shortest paths under the plan's own prices (policy/explain.hpp), reliefs were tried
// (relief.hpp). A placed order takes O(edges) and a shortest path a line; an unserved one what `find_reliefs` takes.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "paidan/dispatch/batch.hpp"
#include "paidan/dispatch/relief.hpp"
#include "paidan/policy/explain.hpp"

namespace paidan::dispatch {

// The next best place for one unit of a line, and all that would follow from moving it there.
struct NextBest {
  transport::LeafId leaf;
  CostTerms terms;  // of one unit there
  policy::Chain chain;
};

struct PlacedExplanation {
  PlanLine line;
  std::optional<NextBest> next_best;  // none: nobody else may take it
};

struct OrderExplanation {
  WorkOrderId order;
  std::vector<PlacedExplanation> placed;
  std::optional<UnservedLine> unserved;
  std::optional<policy::Chain> chain;  // capacity_taken, too_dear: the cheapest moves that would serve one unit
  std::vector<Relief> reliefs;         // tried, at most five
};

// The order that holds this demand; none when there is no such demand. O(demands).
[[nodiscard]] WorkOrderId find_order(const Street& street, const WorkList& list, std::string_view demand);

// The batch must hold what `run_batch` or `check_plan` gave for this street and policy.
[[nodiscard]] OrderExplanation explain_order(const Street& street, const policy::Policy& policy, const Batch& batch,
                                             WorkOrderId order);

}  // namespace paidan::dispatch
