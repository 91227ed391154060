// Remainder: what is left of a compiled problem in the middle of a day, as a compiled problem of its own.
#pragma once

#include <vector>

#include "paidan/policy/compile.hpp"
#include "paidan/policy/tree_load.hpp"

namespace paidan::sim {

struct Remainder {
  policy::Compiled compiled;
  std::vector<transport::EdgeId> edge;    // of the whole problem, by edge of this one
  std::vector<transport::OrderId> order;  // the same for orders
};

// An order of the whole problem with the units of it that are still to be placed.
struct Waiting {
  transport::OrderId order;
  Units units = 0;
};

// Segments of which the first `load` units are taken, cut off at `most` units.
[[nodiscard]] std::vector<transport::Segment> rest_of(std::span<const transport::Segment> segments, Units load,
                                                      Units most);

// The orders `waiting` over the serving edges for which `open(edge)`, bounds less `placed` (by edge; may be empty), and
// capacities less `load`, a leaf's at most `room(leaf)`. All leaves and groups stay, so their ids do too. O(leaves +
// edges of the waiting orders).
template <class Open, class Room>
void make_remainder(const policy::Compiled& whole, const std::vector<Waiting>& waiting, const policy::TreeLoad& load,
                    std::span<const Units> placed, Open&& open, Room&& room, Remainder& out) {
  const transport::TransportProblem& problem = whole.problem;
  if (out.compiled.leaves.empty()) {
    out.compiled.leaves = whole.leaves;
    out.compiled.organisation_group = whole.organisation_group;
    out.compiled.penalties = whole.penalties;
    out.compiled.problem_order.resize(whole.problem_order.size());
  }
  for (const WorkOrderId w : out.compiled.orders) out.compiled.problem_order[w.index()] = {};
  out.compiled.orders.clear();
  out.edge.clear();
  out.order.clear();
  transport::TransportProblem rest;
  for (std::size_t g = 0; g < problem.group_count(); ++g) {
    const transport::GroupId group(g);
    rest.add_group(problem.parent(group), rest_of(problem.segments(group), load.load(group), transport::unbounded));
  }
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    const transport::LeafId leaf(j);
    rest.add_leaf(problem.parent(leaf), rest_of(problem.segments(leaf), load.load(leaf), room(leaf)));
  }
  for (const Waiting& w : waiting) {
    out.compiled.problem_order[whole.orders[w.order.index()].index()] = rest.start_order(w.units);
    out.compiled.orders.push_back(whole.orders[w.order.index()]);
    out.order.push_back(w.order);
    const std::size_t last = problem.end_edge(w.order) - 1;
    for (std::size_t e = problem.first_edge(w.order); e <= last; ++e) {
      const transport::EdgeId edge(e);
      if (e != last && !open(edge)) continue;
      const transport::EdgeId mine = rest.add_edge(problem.edge_leaf(edge), problem.edge_cost(edge));
      out.edge.push_back(edge);
      if (problem.has_edge_bounds()) {
        rest.bound_edge(mine, problem.edge_bound(edge) - (placed.empty() ? 0 : placed[edge.index()]));
      }
    }
  }
  out.compiled.problem = std::move(rest);
}

}  // namespace paidan::sim
