// The transport problem with a capacity tree: who takes which order, at least cost.
//
//   minimise   Σ c_e x_e  +  Σ_v f_v(load_v)
//   subject to Σ_{e of order i} x_e = demand_i          every order is placed in full
//              0 ≤ x_e ≤ bound_e                         at most so many units on an edge (default: no bound)
//              load_v = Σ x_e of the leaves below v      v a leaf or a group; the tree ends in the root
//              load_v ≤ capacity_v
//
// f_v is convex and piecewise linear, given as *segments* of rising unit cost; their widths sum to the capacity. One
// segment of cost 0 is a plain capacity; a first segment of negative cost is a guaranteed minimum load, a dear last one
// balances. Being unserved is not special: it is an edge to an unserved leaf, with the penalty as its cost.
//
// Everything is integer, so the optimum is integer, and prices prove it (solution.hpp). Orders are stored as compressed
// rows: 12 bytes an edge and 16 bytes an order; leaves and groups about 24 bytes.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "paidan/core/ids.hpp"
#include "paidan/core/quantities.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/linkage.hpp"

namespace paidan::transport {

using OrderId = Id<struct OrderTag>;
using LeafId = Id<struct LeafTag>;
using GroupId = Id<struct GroupTag>;  // an inner node of the capacity tree; none = the root
using EdgeId = Id<struct EdgeTag>;

// Larger than every feasible load: a capacity that does not bind.
inline constexpr Units unbounded = std::numeric_limits<std::int64_t>::max() / 4;

// The next `units` units cost `unit_cost` each.
struct Segment {
  Units units = unbounded;
  Cost unit_cost{0};
  friend bool operator==(const Segment&, const Segment&) = default;
};

struct Edge {
  LeafId leaf;
  Cost cost{0};
};

class TransportProblem {
 public:
  // --- the capacity tree: parents before children ---------------------------------------------------------------

  // An inner node. `segments` in order of rising unit cost (equal costs allowed); no segments = no capacity at all.
  GroupId add_group(GroupId parent, std::span<const Segment> segments) {
    assert(!parent.has_value() || parent.index() < groups_.size());
    return groups_.push_back(node(parent, segments));
  }
  GroupId add_group(GroupId parent, Units capacity) { return add_group(parent, std::span{&as_segment(capacity), 1}); }

  LeafId add_leaf(GroupId parent, std::span<const Segment> segments) {
    assert(!parent.has_value() || parent.index() < groups_.size());
    return leaves_.push_back(node(parent, segments));
  }
  LeafId add_leaf(GroupId parent, Units capacity) { return add_leaf(parent, std::span{&as_segment(capacity), 1}); }
  LeafId add_leaf(Units capacity) { return add_leaf(GroupId{}, capacity); }

  // --- the orders ------------------------------------------------------------------------------------------------

  // An order of `demand` ≥ 1 units that may go to the leaves of `edges`, at most one edge a leaf.
  OrderId add_order(Units demand, std::span<const Edge> edges) {
    const std::size_t first = edge_leaf_.size();
    edge_leaf_.resize(first + edges.size());
    edge_cost_.resize(first + edges.size());
    for (std::size_t k = 0; k < edges.size(); ++k) {
      edge_leaf_[first + k] = edges[k].leaf;
      edge_cost_[first + k] = edges[k].cost;
    }
    if (!edge_bound_.empty()) edge_bound_.resize(edge_leaf_.size(), unbounded);
    demand_.push_back(demand);
    first_edge_.push_back(edge_leaf_.size());
    return OrderId(demand_.size() - 1);
  }
  // The same, edge by edge: start_order, then add_edge, add_edge, …
  OrderId start_order(Units demand) { return add_order(demand, {}); }
  EdgeId add_edge(LeafId leaf, Cost cost) {
    assert(!demand_.empty());
    edge_leaf_.push_back(leaf);
    edge_cost_.push_back(cost);
    if (!edge_bound_.empty()) edge_bound_.push_back(unbounded);
    first_edge_.back() = edge_leaf_.size();
    return EdgeId(edge_leaf_.size() - 1);
  }
  // Many orders at once, from compressed rows as other systems hold them: the next orders want `demands[k]` units and
  // may go to leaves number `edge_leaves[e]` at `edge_costs[e]`, e in [first_edges[k], first_edges[k + 1]). What counts
  // is first_edges[0] to the last of them, at most one edge a leaf and order. One copy, on at most `threads` threads,
  // O(orders + edges). Throws `Error` for arrays that do not fit together, and has added nothing then.
  void add_orders(std::span<const Units> demands, std::span<const std::size_t> first_edges,
                  std::span<const std::uint32_t> edge_leaves, std::span<const std::int64_t> edge_costs,
                  unsigned threads = 1);
  // At most `units` of the order on this edge. The first call allocates 8 bytes for every edge.
  void bound_edge(EdgeId edge, Units units) {
    edge_bound_.resize(edge_leaf_.size(), unbounded);
    edge_bound_[edge.index()] = units;
  }
  void set_edge_cost(EdgeId edge, Cost cost) { edge_cost_[edge.index()] = cost; }
  void reserve(std::size_t orders, std::size_t edges) {
    demand_.reserve(orders);
    first_edge_.reserve(orders + 1);
    edge_leaf_.reserve(edges);
    edge_cost_.reserve(edges);
  }

  // --- reading ---------------------------------------------------------------------------------------------------

  [[nodiscard]] std::size_t order_count() const noexcept { return demand_.size(); }
  [[nodiscard]] std::size_t leaf_count() const noexcept { return leaves_.size(); }
  [[nodiscard]] std::size_t group_count() const noexcept { return groups_.size(); }
  [[nodiscard]] std::size_t edge_count() const noexcept { return edge_leaf_.size(); }

  [[nodiscard]] Units demand(OrderId order) const { return demand_[order.index()]; }
  [[nodiscard]] std::size_t first_edge(OrderId order) const { return first_edge_[order.index()]; }
  [[nodiscard]] std::size_t end_edge(OrderId order) const { return first_edge_[order.index() + 1]; }
  [[nodiscard]] LeafId edge_leaf(EdgeId edge) const { return edge_leaf_[edge.index()]; }
  [[nodiscard]] Cost edge_cost(EdgeId edge) const { return edge_cost_[edge.index()]; }
  [[nodiscard]] Units edge_bound(EdgeId edge) const {
    return edge_bound_.empty() ? unbounded : edge_bound_[edge.index()];
  }
  [[nodiscard]] bool has_edge_bounds() const noexcept { return !edge_bound_.empty(); }

  // The arrays as they lie in memory, for solvers: demand and leaf of order i's edges at [first_edges[i],
  // first_edges[i+1]).
  [[nodiscard]] std::span<const Units> demands() const noexcept { return demand_; }
  [[nodiscard]] std::span<const std::size_t> first_edges() const noexcept { return first_edge_; }
  [[nodiscard]] std::span<const LeafId> edge_leaves() const noexcept { return edge_leaf_; }
  [[nodiscard]] std::span<const Cost> edge_costs() const noexcept { return edge_cost_; }
  [[nodiscard]] std::span<const Units> edge_bounds() const noexcept { return edge_bound_; }  // empty = unbounded

  [[nodiscard]] GroupId parent(LeafId leaf) const { return leaves_[leaf].parent; }
  [[nodiscard]] GroupId parent(GroupId group) const { return groups_[group].parent; }
  [[nodiscard]] std::span<const Segment> segments(LeafId leaf) const { return segments(leaves_[leaf]); }
  [[nodiscard]] std::span<const Segment> segments(GroupId group) const { return segments(groups_[group]); }
  [[nodiscard]] Units capacity(LeafId leaf) const { return width(segments(leaf)); }
  [[nodiscard]] Units capacity(GroupId group) const { return width(segments(group)); }

  // Other segments for a leaf or group that stands (a capacity changed, a relief tried).
  void set_segments(LeafId leaf, std::span<const Segment> segments) { leaves_[leaf] = node(parent(leaf), segments); }
  void set_segments(GroupId group, std::span<const Segment> segments) {
    groups_[group] = node(parent(group), segments);
  }

 private:
  struct Node {
    GroupId parent;
    std::uint32_t segment_count = 0;
    std::size_t first_segment = 0;
  };

  Node node(GroupId parent, std::span<const Segment> segments) {
    const std::size_t first = segments_.size();
    segments_.insert(segments_.end(), segments.begin(), segments.end());
    return Node{parent, static_cast<std::uint32_t>(segments.size()), first};
  }
  [[nodiscard]] std::span<const Segment> segments(const Node& n) const {
    return std::span(segments_).subspan(n.first_segment, n.segment_count);
  }
  const Segment& as_segment(Units capacity) { return scratch_ = Segment{capacity, Cost(0)}; }
  static Units width(std::span<const Segment> segments) {
    Units sum = 0;
    for (const Segment& s : segments) sum = s.units > unbounded - sum ? unbounded : sum + s.units;
    return sum;
  }

  RawVector<Units> demand_;
  RawVector<std::size_t> first_edge_{0};
  RawVector<LeafId> edge_leaf_;
  RawVector<Cost> edge_cost_;
  RawVector<Units> edge_bound_;
  Table<Node, LeafId> leaves_;
  Table<Node, GroupId> groups_;
  std::vector<Segment> segments_;
  Segment scratch_;
};

}  // namespace paidan::transport

#ifndef PAIDAN_TRANSPORT_COMPILED
#include "paidan/transport/detail/problem_inl.hpp"
#endif
