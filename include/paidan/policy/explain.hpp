// Explanations: why an order went where it went, or why it stays unserved, and what would change that.
//
// Definitions are in the design: the reason of an unserved order is the rule that removes the most of its otherwise
// possible leaves; else that all its leaves are full of orders that are worth as much (with the cheapest chain of
// moves); else that serving costs more than its penalty. A relief is never reported untried: the changed problem was
// re-solved and the order was served in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "paidan/model/plan.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::policy {

// One unit of `order` leaves `from` (none: it was unserved) for `to` (an unserved leaf: it loses its place).
struct Move {
  WorkOrderId order;
  transport::LeafId from, to;
};

struct PlacedExplanation {
  PlanLine line;
  transport::LeafId leaf;
  std::optional<transport::LeafId> next_best;  // another leaf that serves it, cheapest for the whole plan
  CostTerms next_best_terms;                   // of one unit there
  Cost plan_change{0};                         // what the plan would cost more if one unit went there
};

struct UnservedExplanation {
  UnservedLine line;                 // with a tried relief where one exists
  std::vector<Move> cheapest_chain;  // capacity_taken: the moves that would serve one unit
  Cost chain_cost{0};                // and what they cost the plan
  std::vector<Relief> reliefs;       // all that were tried and work, smallest first
};

struct Explanation {
  WorkOrderId order;
  std::vector<PlacedExplanation> placed;
  std::optional<UnservedExplanation> unserved;
};

// Everything a question about one order needs; references must outlive the call.
struct Context {
  const Street& street;
  const WorkList& list;
  const Policy& policy;
  const Compiled& compiled;
  const transport::Solution& solution;
};

[[nodiscard]] UnservedLine reason_of(const Context& context, WorkOrderId order, Units units);
[[nodiscard]] Explanation explain(const Context& context, WorkOrderId order);

}  // namespace paidan::policy
