// What an optimal solution says about single orders: reasons of the unserved, chains of moves and next best places.
//
// *Reason* of an unserved order, decided in this order:
//   1. screened out before the matching: that reason (workers_short, deadline_passed, outside_hours, fund_exhausted);
//   2. no eligible leaf: the rule that alone removes the most of the leaves that have to do with its item. Leaves that
//      break one rule only are "otherwise possible"; when there are none, all leaves that break a rule count for it.
//      Nobody offers the item at all: no_skill with no counts;
//   3. every eligible leaf is full, up to the root: capacity_taken. The prices prove that what fills them is worth at
//      least as much;
//   4. a leaf has room and the order still stays unserved: too_dear. Only plain penalties can do that.
//
// *Chains.* One unit of an order that moves pushes another out of its place, which moves on, …, until somebody takes a
// free place, or stays unserved. The cheapest such chain is a shortest path in the residual network of the solution;
// under the solution's prices all its arcs cost ≥ 0 (Ahuja, Magnanti & Orlin 1993, §9.3), so Dijkstra's method finds
// it, and its length is exactly what the optimum of the changed problem costs more. What that means is told by goals
// (`Goals`), never in the points of the transport problem.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "paidan/model/plan.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::policy {

// Everything a question about one plan needs; the references must outlive whoever holds it.
struct Context {
  const Street& street;
  const WorkList& list;
  const Policy& policy;
  const Compiled& compiled;
  const transport::Solution& solution;
};

// How well the solution does, by goals.
[[nodiscard]] Goals goals_of(const Context& context);

// The reasons of a plan's unserved lines: `order` and `units` of each are given; its reason, the counts behind it and
// the first place to look, untried, are filled in. Orders without an eligible leaf are answered from counts by item,
// wishes and community, not by looking at every leaf for each of them. O(edges of the lines + items asked for ×
// leaves); the same for any number of threads.
void find_reasons(const Context& context, std::span<UnservedLine> lines, unsigned threads = 1);

// One unit of `order` leaves `from` for `to`; either may be an unserved leaf.
struct Move {
  WorkOrderId order;
  transport::LeafId from, to;
  friend bool operator==(const Move&, const Move&) = default;
};

// The asked order's unit moves first, then whoever it pushes out, and so on.
struct Chain {
  std::vector<Move> moves;
  Goals change;    // of the whole plan
  Cost points{0};  // the same in points of the transport problem: below 0 = the plan gets better
};

// The residual network of a solution. O(edges + leaves) to set up, O(edges log edges) a question.
class Chains {
 public:
  explicit Chains(const Context& context);
  ~Chains();
  Chains(const Chains&) = delete;
  Chains& operator=(const Chains&) = delete;

  // The cheapest chain that gets one unserved unit of the order served; none when no leaf may take it.
  [[nodiscard]] std::optional<Chain> serve(WorkOrderId order) const;
  // The same if the order could go to `edges` (hypothetical ones too) instead of its own.
  [[nodiscard]] std::optional<Chain> serve(WorkOrderId order, std::span<const transport::Edge> edges) const;
  // The cheapest chain that moves one unit of the order from `now` to another leaf that serves it.
  [[nodiscard]] std::optional<Chain> next_best(WorkOrderId order, transport::LeafId now) const;
  // Does another plan, as good as this one, leave more of the order unserved?
  [[nodiscard]] bool may_stay_unserved(WorkOrderId order) const;

 private:
  class Network;
  std::unique_ptr<Network> network_;
};

}  // namespace paidan::policy
