// TreeLoad: how full each leaf and group of a capacity tree is while an allocation grows, unit by unit.
#pragma once

#include <algorithm>
#include <cassert>
#include <vector>

#include "paidan/transport/problem.hpp"

namespace paidan::policy {

class TreeLoad {
 public:
  // `problem` must outlive this. O(leaves + groups).
  explicit TreeLoad(const transport::TransportProblem& problem)
      : problem_(problem), leaves_(problem.leaf_count()), groups_(problem.group_count()) {
    for (std::size_t j = 0; j < leaves_.size(); ++j) leaves_[j].capacity = problem.capacity(transport::LeafId(j));
    for (std::size_t g = 0; g < groups_.size(); ++g) groups_[g].capacity = problem.capacity(transport::GroupId(g));
  }

  // Units that still fit at the leaf and everywhere above it. O(depth), as all below.
  [[nodiscard]] Units room(transport::LeafId leaf) const {
    Units room = leaves_[leaf.index()].room();
    for (auto g = problem_.parent(leaf); g.has_value(); g = problem_.parent(g)) {
      room = std::min(room, groups_[g.index()].room());
    }
    return room;
  }
  // Adds `units` (or takes them away, when negative).
  void add(transport::LeafId leaf, Units units) {
    assert(units <= room(leaf));
    leaves_[leaf.index()].load += units;
    for (auto g = problem_.parent(leaf); g.has_value(); g = problem_.parent(g)) groups_[g.index()].load += units;
  }
  [[nodiscard]] Units load(transport::LeafId leaf) const { return leaves_[leaf.index()].load; }
  [[nodiscard]] Units load(transport::GroupId group) const { return groups_[group.index()].load; }

 private:
  struct Node {
    Units load = 0, capacity = 0;
    [[nodiscard]] Units room() const { return capacity - load; }
  };
  const transport::TransportProblem& problem_;
  std::vector<Node> leaves_, groups_;
};

}  // namespace paidan::policy
