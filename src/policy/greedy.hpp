// Filling: placements that grow unit by unit and never break a bound or a capacity.
//
// Allocations made this way are maximal: no order is left unserved that a free place would have taken. Orders and the
// capacity tree are two (laminar) matroids over units, and a maximal common independent set of two matroids has at
// least half the units of a largest one (Korte & Hausmann 1978): the guarantee of every greedy rule.
#pragma once

#include <algorithm>
#include <vector>

#include "paidan/policy/allocation.hpp"
#include "paidan/policy/tree_load.hpp"

namespace paidan::policy {

class Filling {
 public:
  explicit Filling(const AllocationInput& in)
      : problem_(in.compiled.problem), load_(problem_), placed_(problem_.edge_count(), 0) {
    for (const Units demand : problem_.demands()) left_.push_back(demand);
  }

  [[nodiscard]] Units left(transport::OrderId order) const { return left_[order.index()]; }
  // As many of the order's units on its edge as fit, at most `most`; returns how many.
  Units place(transport::OrderId order, transport::EdgeId edge, Units most = transport::unbounded) {
    const transport::LeafId leaf = problem_.edge_leaf(edge);
    const Units free = problem_.edge_bound(edge) - placed_[edge.index()];
    const Units units = std::min({most, left_[order.index()], free, load_.room(leaf)});
    if (units <= 0) return 0;
    load_.add(leaf, units);
    placed_[edge.index()] += units;
    left_[order.index()] -= units;
    return units;
  }
  // Its serving edges, cheapest first.
  [[nodiscard]] const std::vector<transport::EdgeId>& cheapest_first(transport::OrderId order) {
    edges_.clear();
    for (std::size_t e = problem_.first_edge(order); e + 1 < problem_.end_edge(order); ++e) {
      edges_.push_back(transport::EdgeId(e));
    }
    std::stable_sort(edges_.begin(), edges_.end(),
                     [&](auto a, auto b) { return problem_.edge_cost(a) < problem_.edge_cost(b); });
    return edges_;
  }
  void place_cheapest(transport::OrderId order) {
    for (const auto edge : cheapest_first(order)) {
      if (left(order) == 0) return;
      place(order, edge);
    }
  }
  // What is left is unserved.
  [[nodiscard]] Allocation finish() && {
    Allocation out;
    for (std::size_t i = 0; i < left_.size(); ++i) {
      const transport::OrderId order(i);
      if (left_[i] > 0) placed_[problem_.end_edge(order) - 1] += left_[i];
      for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
        if (placed_[e] > 0) out.placements.push_back({transport::EdgeId(e), placed_[e]});
      }
    }
    return out;
  }

 private:
  const transport::TransportProblem& problem_;
  TreeLoad load_;
  std::vector<Units> placed_, left_;
  std::vector<transport::EdgeId> edges_;
};

}  // namespace paidan::policy
