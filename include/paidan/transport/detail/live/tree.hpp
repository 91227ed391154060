// The capacity tree of a Matcher: what every leaf and group carries, and what the next and the last unit cost there.
//
// Nodes are numbered: leaves, then groups, then the root. Memory: 72 bytes a node, 24 more a group,
// 4 a child of a group, 16 a segment.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/transport/detail/live/orders.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail::live {

class Tree {
 public:
  // The arc from a node to its parent, as the residual network sees it.
  struct Arc {
    std::int64_t up_cost = 0, down_cost = 0;  // of the next unit; of the last one
    Units up_room = 0, down_room = 0;         // how many units cost that; 0 = there is no such arc
    Units load = 0;
    Index parent = none;
  };

  explicit Tree(const TransportProblem& problem)
      : leaves_(static_cast<Index>(problem.leaf_count())),
        root_(static_cast<Index>(problem.leaf_count() + problem.group_count())),
        arcs_(root_),
        segments_(root_),
        children_(problem.group_count()) {
    for (Index j = 0; j < leaves_; ++j) read(problem, LeafId(j), j);
    for (Index g = leaves_; g < root_; ++g) read(problem, GroupId(g - leaves_), g);
  }

  [[nodiscard]] Index root() const noexcept { return root_; }
  [[nodiscard]] Index leaf_count() const noexcept { return leaves_; }
  [[nodiscard]] bool is_leaf(Index node) const noexcept { return node < leaves_; }
  [[nodiscard]] Index node(LeafId leaf) const { return leaf.value(); }
  [[nodiscard]] Index node(GroupId group) const { return group.has_value() ? leaves_ + group.value() : root_; }
  [[nodiscard]] const Arc& arc(Index node) const { return arcs_[node]; }
  [[nodiscard]] std::span<const Index> children(Index group) const { return children_[group - leaves_]; }
  [[nodiscard]] std::span<const Segment> segments(Index node) const { return segments_[node]; }

  void add_load(Index node, Units delta) {
    arcs_[node].load += delta;
    find_ends(node);
  }
  // Replaces the segments; the load stays as it is, even above the new capacity (no arc goes up then).
  void set_segments(Index node, std::vector<Segment>& segments) {
    segments_[node].swap(segments);
    find_ends(node);
  }
  // Σ cost of the units that the node carries. Its load fits its capacity.
  [[nodiscard]] WideCost cost(Index node) const {
    WideCost cost = 0;
    Units left = arcs_[node].load;
    for (const Segment& s : segments_[node]) {
      const Units here = std::min(left, s.units);
      cost += WideCost{s.unit_cost.count()} * here;
      left -= here;
    }
    assert(left == 0);
    return cost;
  }
  // The load nearest to the present one that complementary slackness allows when the node costs `difference` more than
  // its parent: all segments cheaper than that are full, all dearer ones empty.
  [[nodiscard]] Units fitting_load(Index node, std::int64_t difference) const {
    Units least = 0, most = 0;
    for (const Segment& s : segments_[node]) {
      if (s.unit_cost.count() < difference) least = std::min(unbounded, least + s.units);
      if (s.unit_cost.count() <= difference) most = std::min(unbounded, most + s.units);
    }
    return std::clamp(arcs_[node].load, least, most);
  }

 private:
  template <class NodeId>
  void read(const TransportProblem& problem, NodeId id, Index v) {
    const auto segments = problem.segments(id);
    segments_[v].assign(segments.begin(), segments.end());
    arcs_[v].parent = node(problem.parent(id));
    if (arcs_[v].parent != root_) children_[arcs_[v].parent - leaves_].push_back(v);
    find_ends(v);
  }
  void find_ends(Index node) {
    Arc& a = arcs_[node];
    a.up_room = a.down_room = 0;
    Units begin = 0;
    for (const Segment& s : segments_[node]) {
      if (s.units == 0) continue;
      const Units end = s.units > unbounded - begin ? unbounded : begin + s.units;
      if (a.load > begin) {
        a.down_cost = s.unit_cost.count();
        a.down_room = a.load - begin;
      }
      if (a.load < end) {
        a.up_cost = s.unit_cost.count();
        a.up_room = end - a.load;
        return;
      }
      begin = end;
    }
  }

  Index leaves_, root_;
  std::vector<Arc> arcs_;
  std::vector<std::vector<Segment>> segments_;
  std::vector<std::vector<Index>> children_;
};

}  // namespace paidan::transport::detail::live
