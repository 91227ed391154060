// Loads of an optimal solution and the arcs of its capacity tree that still have room, or could give some back.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::policy {

class Loads {
 public:
  Loads(const transport::TransportProblem& problem, const transport::Solution& solution)
      : leaf_(problem.leaf_count(), 0), group_(problem.group_count(), 0), problem_(&problem) {
    for (const auto& p : solution.placements) {
      const transport::LeafId leaf = problem.edge_leaf(p.edge);
      leaf_[leaf.index()] += p.units;
      for (auto g = problem.parent(leaf); g.has_value(); g = problem.parent(g)) group_[g.index()] += p.units;
    }
  }
  [[nodiscard]] Units of(transport::LeafId leaf) const { return leaf_[leaf.index()]; }
  [[nodiscard]] Units of(transport::GroupId group) const { return group_[group.index()]; }

  // What the next unit on the arc from this node to its parent costs; none when the node is full.
  template <class NodeId>
  [[nodiscard]] std::optional<Cost> next_unit(NodeId node) const {
    Units load = of(node);
    for (const auto& s : problem_->segments(node)) {
      if (load < s.units) return s.unit_cost;
      load -= s.units;
    }
    return std::nullopt;
  }
  // What the last unit on it costs; none when there is none.
  template <class NodeId>
  [[nodiscard]] std::optional<Cost> last_unit(NodeId node) const {
    Units load = of(node);
    std::optional<Cost> cost;
    for (const auto& s : problem_->segments(node)) {
      if (load <= 0) break;
      if (s.units > 0) cost = s.unit_cost;
      load -= s.units;
    }
    return cost;
  }
  template <class NodeId>
  [[nodiscard]] bool full(NodeId node) const {
    return !next_unit(node);
  }
  // Is there room for one more unit from the leaf to the root?
  [[nodiscard]] bool has_room(transport::LeafId leaf) const {
    if (!next_unit(leaf)) return false;
    for (auto g = problem_->parent(leaf); g.has_value(); g = problem_->parent(g)) {
      if (!next_unit(g)) return false;
    }
    return true;
  }

 private:
  std::vector<Units> leaf_, group_;
  const transport::TransportProblem* problem_;
};

}  // namespace paidan::policy
