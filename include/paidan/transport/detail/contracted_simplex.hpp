// Network simplex with the orders contracted: the spanning tree holds leaves, groups, the root and only the orders that
// are *split* over several basic edges.
//
// In a basis most orders are pendant: one basic edge, so the order's value is that edge's cost plus its leaf's price
// and the order need not be in the tree at all. With n orders and m leaves, n ≫ m, the tree has O(m) nodes instead of n
// + m, every pivot touches O(m), and pricing reads the edges in order against a price array that fits the cache. An
// order joins the tree when one of its edges enters and leaves it when it is pendant again. Ratio test and strongly
// feasible trees as in Cunningham 1976 (Ahuja, Magnanti & Orlin 1993, §11.6).
//
// The first basis is a crash (crash.hpp): placements that respect all capacities and guessed prices of full leaves,
// which enter as the costs of artificial arcs that can carry nothing. What the crash does not place starts on an
// artificial arc.
//
// Memory beside the problem: 9 bytes an edge, 40 bytes an order, 48 a node of the tree.
// Deterministic: ties by scan order. Tried without gain: storing reduced costs; scanning arcs instead of orders.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/detail/crash.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport::detail {

class ContractedSimplex {
 public:
  ContractedSimplex(const TransportProblem& problem, const ProblemBounds& bounds, const Crash& crash)
      : problem_(problem), big_(bounds.path + 1) {
    build(bounds, crash);
  }

  // False when some order stays on its artificial arc: infeasible.
  [[nodiscard]] bool run() {
    while (price()) {
      pivot();
      ++pivots_;
    }
    return std::all_of(flow_.begin() + static_cast<std::ptrdiff_t>(first_artificial_), flow_.end(),
                       [](Units units) { return units == 0; });
  }

  [[nodiscard]] Solution solution() const {
    Solution s;
    s.status = Status::optimal;
    s.algorithm = "contracted_simplex";
    s.counts.augmentations = pivots_;
    for (std::size_t e = 0; e < edges_; ++e) {
      if (flow_[e] == 0) continue;
      s.placements.push_back({EdgeId(e), flow_[e]});
      s.objective += static_cast<WideCost>(cost_of_edge(e)) * flow_[e];
    }
    for (std::size_t a = edges_; a < first_artificial_; ++a) {
      s.objective += static_cast<WideCost>(segments_[a - edges_].cost) * flow_[a];
    }
    s.order_value.reserve(orders_);
    for (std::size_t i = 0; i < orders_; ++i) s.order_value.emplace_back(value_of(i));
    for (std::size_t j = 0; j < leaves_; ++j) s.leaf_price.emplace_back(potential_[j]);
    for (std::size_t v = leaves_; v < root_; ++v) s.group_price.emplace_back(potential_[v]);
    return s;
  }

 private:
  using Index = std::uint32_t;
  static constexpr Index none = UINT32_MAX;
  enum State : std::int8_t { at_upper = -1, in_tree = 0, at_lower = 1 };
  struct SegmentArc {
    std::int64_t cost;
    Units capacity;
    Index from, to;
  };

  // Arcs: [0, edges) order edges, then segments, then one artificial arc for each node and order.
  [[nodiscard]] std::int64_t cost_of_edge(std::size_t e) const { return costs_[e].count(); }
  [[nodiscard]] std::int64_t cost_of(std::size_t arc) const {
    if (arc < edges_) return cost_of_edge(arc);
    if (arc < first_artificial_) return segments_[arc - edges_].cost;
    return artificial_cost_[arc - first_artificial_];
  }
  [[nodiscard]] Units capacity_of(std::size_t arc) const {
    if (arc < edges_) return bounds_.empty() ? unbounded : bounds_[arc];
    if (arc < first_artificial_) return segments_[arc - edges_].capacity;
    return arc - first_artificial_ < root_ ? node_artificial_capacity_ : unbounded;
  }
  [[nodiscard]] Index order_node(std::size_t order) const { return static_cast<Index>(root_ + 1 + order); }
  [[nodiscard]] Index node_of(GroupId g) const {
    return g.has_value() ? static_cast<Index>(leaves_ + g.index()) : static_cast<Index>(root_);
  }
  [[nodiscard]] bool pendant(std::size_t order) const { return parent_[order_node(order)] == none; }
  [[nodiscard]] Index foot_of(std::size_t order) const {  // the node that a pendant order's own arc leads to
    const Index a = arc_above_[order_node(order)];
    return a < edges_ ? edge_leaves_[a].value() : static_cast<Index>(root_);
  }
  [[nodiscard]] std::int64_t value_of(std::size_t order) const {
    const Index v = order_node(order);
    return pendant(order) ? cost_of(arc_above_[v]) + potential_[foot_of(order)] : potential_[v];
  }

  void build(const ProblemBounds& bounds, const Crash& crash) {
    orders_ = problem_.order_count();
    leaves_ = problem_.leaf_count();
    edges_ = problem_.edge_count();
    root_ = leaves_ + problem_.group_count();
    edge_leaves_ = problem_.edge_leaves();
    costs_ = problem_.edge_costs();
    bounds_ = problem_.edge_bounds();
    first_edges_ = problem_.first_edges();

    const std::size_t nodes = root_ + 1 + orders_;
    parent_.assign(nodes, none);
    arc_above_.assign(nodes, none);
    up_.assign(nodes, 1);
    depth_.assign(nodes, 0);
    first_child_.assign(nodes, none);
    next_.assign(nodes, none);
    prev_.assign(nodes, none);
    potential_.assign(nodes, 0);

    std::vector<Units> load(root_ + 1, 0);
    for (std::size_t j = 0; j < leaves_; ++j) add_segments(LeafId(j), static_cast<Index>(j), bounds);
    for (std::size_t g = 0; g < problem_.group_count(); ++g) {
      add_segments(GroupId(g), static_cast<Index>(leaves_ + g), bounds);
    }
    first_artificial_ = edges_ + segments_.size();
    flow_.assign(first_artificial_ + root_ + orders_, 0);
    state_.assign(first_artificial_ + root_, at_lower);
    artificial_cost_.assign(root_ + orders_, 0);

    for (std::size_t i = 0; i < orders_; ++i) {
      const Index edge = crash.edge[i];
      const std::size_t arc = edge != none ? edge : first_artificial_ + root_ + i;
      arc_above_[order_node(i)] = static_cast<Index>(arc);
      flow_[arc] = problem_.demand(OrderId(i));
      if (edge != none) {
        state_[arc] = in_tree;
        load[edge_leaves_[edge].index()] += problem_.demand(OrderId(i));
      } else {
        std::int64_t cheapest = 0;
        for (std::size_t e = first_edges_[i]; e < first_edges_[i + 1]; ++e) {
          cheapest = e == first_edges_[i] ? cost_of_edge(e) : std::min(cheapest, cost_of_edge(e));
        }
        artificial_cost_[root_ + i] = cheapest + big_;
      }
    }
    for (std::size_t j = 0; j < leaves_; ++j) load[node_of(problem_.parent(LeafId(j)))] += load[j];
    for (std::size_t g = problem_.group_count(); g-- > 0;) {
      load[node_of(problem_.parent(GroupId(g)))] += load[leaves_ + g];
    }
    for (std::size_t v = root_; v-- > 0;) hang(v, load[v], crash.leaf_price);  // groups' parents have lower group ids…
    for (std::size_t g = 0; g < problem_.group_count(); ++g) settle(static_cast<Index>(leaves_ + g));
    for (std::size_t j = 0; j < leaves_; ++j) settle(static_cast<Index>(j));
    block_ = std::max<std::size_t>(256, static_cast<std::size_t>(4 * std::sqrt(static_cast<double>(edges_ + 1))));
  }

  template <class NodeId>
  void add_segments(NodeId id, Index node, const ProblemBounds& bounds) {
    segment_begin_.push_back(static_cast<Index>(segments_.size()));
    for (const Segment& s : problem_.segments(id)) {
      segments_.push_back(
          {s.unit_cost.count(), std::min(s.units, bounds.total_demand + 1), node, node_of(problem_.parent(id))});
    }
  }
  // Fills the node's segments with its load, cheapest first; the first with room carries the node in the tree, or an
  // artificial arc does that costs what a full leaf is guessed to be worth.
  void hang(std::size_t v, Units load, std::span<const std::int64_t> leaf_price) {
    const std::size_t begin = segment_begin_[v], end = v + 1 < root_ ? segment_begin_[v + 1] : segments_.size();
    arc_above_[v] = static_cast<Index>(first_artificial_ + v);
    parent_[v] = static_cast<Index>(root_);
    artificial_cost_[v] = v < leaf_price.size() ? leaf_price[v] : big_;
    bool carried = false;
    for (std::size_t s = begin; s < end; ++s) {
      const Units units = std::min(load, segments_[s].capacity);
      load -= units;
      flow_[edges_ + s] = units;
      if (carried) continue;
      if (units == segments_[s].capacity) {
        state_[edges_ + s] = at_upper;
      } else {
        state_[edges_ + s] = in_tree;
        arc_above_[v] = static_cast<Index>(edges_ + s);
        parent_[v] = segments_[s].to;
        carried = true;
      }
    }
    if (!carried) state_[first_artificial_ + v] = in_tree;
  }
  void settle(Index v) {  // parents first
    const Index parent = parent_[v];
    attach(v, parent);
    depth_[v] = depth_[parent] + 1;
    potential_[v] = potential_[parent] + cost_of(arc_above_[v]);
  }

  void attach(Index v, Index parent) {
    parent_[v] = parent;
    prev_[v] = none;
    next_[v] = first_child_[parent];
    if (next_[v] != none) prev_[next_[v]] = v;
    first_child_[parent] = v;
  }
  void detach(Index v) {
    if (prev_[v] != none) {
      next_[prev_[v]] = next_[v];
    } else {
      first_child_[parent_[v]] = next_[v];
    }
    if (next_[v] != none) prev_[next_[v]] = prev_[v];
    parent_[v] = none;
  }
  void join_tree(std::size_t order) {
    if (!pendant(order)) return;
    const Index v = order_node(order), foot = foot_of(order);
    potential_[v] = value_of(order);
    depth_[v] = depth_[foot] + 1;
    up_[v] = 1;
    attach(v, foot);
  }
  void leave_tree(Index v) {
    if (v > root_ && parent_[v] != none && first_child_[v] == none) detach(v);
  }

  // Block search: the most violated edge of the next block of orders; the segments count as one block of their own.
  bool price() {
    entering_ = none;
    best_ = 0;
    std::size_t looked = 0, in_block = 0;
    while (looked <= orders_) {
      if (scan_ == orders_) {
        price_segments();
        scan_ = 0;
      } else {
        price_order(scan_);
        in_block += first_edges_[scan_ + 1] - first_edges_[scan_] + 1;
        ++scan_;
      }
      ++looked;
      if (in_block >= block_) {
        if (best_ < 0) return true;
        in_block = 0;
      }
    }
    return best_ < 0;
  }
  void price_order(std::size_t i) {
    const std::int64_t value = value_of(i);
    const std::size_t begin = first_edges_[i], end = first_edges_[i + 1];
    for (std::size_t e = begin; e < end; ++e) {
      std::int64_t r = cost_of_edge(e) + potential_[edge_leaves_[e].value()] - value;
      if (!bounds_.empty()) r *= state_[e];
      if (r < best_) {
        best_ = r;
        entering_ = static_cast<Index>(e);
        entering_order_ = i;
      }
    }
  }
  void price_segments() {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      const SegmentArc& arc = segments_[s];
      const std::int64_t r = state_[edges_ + s] * (arc.cost + potential_[arc.to] - potential_[arc.from]);
      if (r < best_) {
        best_ = r;
        entering_ = static_cast<Index>(edges_ + s);
      }
    }
  }

  void pivot() {
    const bool is_edge = entering_ < edges_;
    if (is_edge) join_tree(entering_order_);
    const Index from = is_edge ? order_node(entering_order_) : segments_[entering_ - edges_].from;
    const Index to = is_edge ? edge_leaves_[entering_].value() : segments_[entering_ - edges_].to;
    const bool forward = state_[entering_] == at_lower;
    const Index first = forward ? from : to, second = forward ? to : from;
    Index u = first, w = second;
    while (u != w) {
      if (depth_[u] >= depth_[w]) {
        u = parent_[u];
      } else {
        w = parent_[w];
      }
    }
    const Index join = u;

    Units delta = capacity_of(entering_);
    Index leaving = none;  // the node below the leaving arc; none: the entering arc goes to its other bound
    bool on_first_side = false;
    for (u = first; u != join; u = parent_[u]) {
      const Index a = arc_above_[u];
      const Units room = up_[u] != 0 ? flow_[a] : capacity_of(a) - flow_[a];
      if (room < delta) {
        delta = room;
        leaving = u;
        on_first_side = true;
      }
    }
    for (u = second; u != join; u = parent_[u]) {
      const Index a = arc_above_[u];
      const Units room = up_[u] != 0 ? capacity_of(a) - flow_[a] : flow_[a];
      if (room <= delta) {
        delta = room;
        leaving = u;
        on_first_side = false;
      }
    }
    if (delta > 0) {
      flow_[entering_] += forward ? delta : -delta;
      for (u = first; u != join; u = parent_[u]) flow_[arc_above_[u]] += up_[u] != 0 ? -delta : delta;
      for (u = second; u != join; u = parent_[u]) flow_[arc_above_[u]] += up_[u] != 0 ? delta : -delta;
    }
    if (leaving == none) {
      state_[entering_] = forward ? at_upper : at_lower;
      if (is_edge) leave_tree(from);
      return;
    }
    const Index out = arc_above_[leaving], above = parent_[leaving];
    if (out < state_.size()) state_[out] = flow_[out] == 0 ? at_lower : at_upper;
    state_[entering_] = in_tree;
    const Index bottom = on_first_side ? first : second, outside = on_first_side ? second : first;
    rehang(bottom, outside, leaving, bottom == from);
    if (is_edge) leave_tree(from);
    leave_tree(leaving);
    leave_tree(above);
  }

  // The subtree below `leaving` now hangs by the entering arc: from `bottom` (inside) on `outside`.
  void rehang(Index bottom, Index outside, Index leaving, bool upwards) {
    Index v = bottom, new_parent = outside, new_arc = entering_;
    std::uint8_t new_up = upwards ? 1 : 0;
    while (true) {
      const Index old_parent = parent_[v], old_arc = arc_above_[v];
      const std::uint8_t old_up = up_[v];
      detach(v);
      attach(v, new_parent);
      arc_above_[v] = new_arc;
      up_[v] = new_up;
      if (v == leaving) break;
      new_parent = v;
      new_arc = old_arc;
      new_up = old_up != 0 ? 0 : 1;
      v = old_parent;
    }
    const std::int64_t cost = cost_of(entering_);
    const std::int64_t shift = (upwards ? potential_[outside] + cost : potential_[outside] - cost) - potential_[bottom];
    for (v = bottom;;) {  // the whole subtree, depth first
      depth_[v] = depth_[parent_[v]] + 1;
      potential_[v] += shift;
      if (first_child_[v] != none) {
        v = first_child_[v];
        continue;
      }
      while (v != bottom && next_[v] == none) v = parent_[v];
      if (v == bottom) break;
      v = next_[v];
    }
  }

  const TransportProblem& problem_;
  const std::int64_t big_;
  static constexpr Units node_artificial_capacity_ = 0;
  std::size_t orders_ = 0, leaves_ = 0, edges_ = 0, root_ = 0, first_artificial_ = 0, block_ = 0, scan_ = 0;
  std::size_t entering_order_ = 0, pivots_ = 0;
  Index entering_ = none;
  std::int64_t best_ = 0;
  std::span<const LeafId> edge_leaves_;
  std::span<const Cost> costs_;
  std::span<const Units> bounds_;
  std::span<const std::size_t> first_edges_;
  std::vector<SegmentArc> segments_;
  std::vector<Index> segment_begin_;
  std::vector<std::int64_t> artificial_cost_;
  std::vector<Units> flow_;
  std::vector<std::int8_t> state_;
  std::vector<Index> parent_, arc_above_, first_child_, next_, prev_;
  std::vector<std::uint8_t> up_;
  std::vector<std::int32_t> depth_;
  std::vector<std::int64_t> potential_;
};

}  // namespace paidan::transport::detail
