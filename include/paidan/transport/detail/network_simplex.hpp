// Primal network simplex on the whole network: one node an order, a leaf, a group; parallel arcs for segments.
//
// The general backend: handles everything the problem allows. Bounded-variable simplex on spanning trees, kept
// strongly feasible against cycling, block pricing (Ahuja, Magnanti & Orlin 1993, §11.5–11.7; Kiraly & Kovacs 2012
// for the block search). Costs are taken relative to each order's cheapest edge, so large equal costs cost no range.
// Time: pseudo-polynomial in the worst case, in practice about (arcs)^1.2. Memory: 40 bytes an arc, 56 a node.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport::detail {

class NetworkSimplex {
 public:
  NetworkSimplex(const TransportProblem& problem, const ProblemBounds& bounds) : problem_(problem) { build(bounds); }

  [[nodiscard]] Solution run() {
    Solution solution;
    while (price()) {
      pivot();
      ++solution.counts.augmentations;
    }
    solution.algorithm = "network_simplex";
    const std::size_t n = problem_.order_count();
    for (std::size_t a = first_artificial_; a < flow_.size(); ++a) {
      if (flow_[a] > 0) {
        solution.witness = stuck_orders();
        solution.status = Status::infeasible;
        return solution;
      }
    }
    solution.status = Status::optimal;
    for (std::size_t e = 0; e < problem_.edge_count(); ++e) {
      if (flow_[e] == 0) continue;
      solution.placements.push_back({EdgeId(e), flow_[e]});
      solution.objective += static_cast<WideCost>(problem_.edge_costs()[e].count()) * flow_[e];
    }
    for (std::size_t a = problem_.edge_count(); a < first_artificial_; ++a) {
      solution.objective += static_cast<WideCost>(cost_[a]) * flow_[a];
    }
    for (std::size_t i = 0; i < n; ++i) solution.order_value.push_back(Cost(potential_[i] + offset_[i]));
    for (std::size_t j = 0; j < problem_.leaf_count(); ++j) solution.leaf_price.push_back(Cost(potential_[n + j]));
    for (std::size_t g = 0; g < problem_.group_count(); ++g) {
      solution.group_price.push_back(Cost(potential_[n + problem_.leaf_count() + g]));
    }
    return solution;
  }

 private:
  using Index = std::uint32_t;
  static constexpr Index none = UINT32_MAX;
  enum State : std::int8_t { at_upper = -1, in_tree = 0, at_lower = 1 };

  void add_arc(Index from, Index to, std::int64_t cost, Units capacity) {
    from_.push_back(from);
    to_.push_back(to);
    cost_.push_back(cost);
    capacity_.push_back(capacity);
    flow_.push_back(0);
    state_.push_back(at_lower);
  }
  [[nodiscard]] Index node_of(LeafId leaf) const { return static_cast<Index>(problem_.order_count() + leaf.index()); }
  [[nodiscard]] Index node_of(GroupId group) const {
    return group.has_value() ? static_cast<Index>(problem_.order_count() + problem_.leaf_count() + group.index())
                             : root_;
  }

  void build(const ProblemBounds& bounds) {
    const std::size_t n = problem_.order_count(), m = problem_.leaf_count(), g = problem_.group_count();
    root_ = static_cast<Index>(n + m + g);
    offset_.assign(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      const OrderId order(i);
      const std::size_t begin = problem_.first_edge(order), end = problem_.end_edge(order);
      if (begin < end) {
        offset_[i] = INT64_MAX;
        for (std::size_t e = begin; e < end; ++e) offset_[i] = std::min(offset_[i], problem_.edge_costs()[e].count());
      }
      for (std::size_t e = begin; e < end; ++e) {
        add_arc(static_cast<Index>(i), node_of(problem_.edge_leaves()[e]),
                problem_.edge_costs()[e].count() - offset_[i], problem_.edge_bound(EdgeId(e)));
      }
    }
    auto add_tree_arcs = [&](auto node) {
      for (const Segment& s : problem_.segments(node)) {
        add_arc(node_of(node), node_of(problem_.parent(node)), s.unit_cost.count(),
                std::min(s.units, bounds.total_demand + 1));
      }
    };
    for (std::size_t j = 0; j < m; ++j) add_tree_arcs(LeafId(j));
    for (std::size_t k = 0; k < g; ++k) add_tree_arcs(GroupId(k));

    // The first tree: every node hangs on the root by an artificial arc that no optimum uses if it can help it.
    first_artificial_ = cost_.size();
    const std::size_t nodes = root_ + std::size_t{1};
    parent_.assign(nodes, root_);
    arc_above_.assign(nodes, none);
    depth_.assign(nodes, 1);
    first_child_.assign(nodes, none);
    next_.assign(nodes, none);
    prev_.assign(nodes, none);
    potential_.assign(nodes, 0);
    parent_[root_] = none;
    depth_[root_] = 0;
    for (Index v = 0; v < root_; ++v) {
      add_arc(v, root_, bounds.path + 1, unbounded);
      state_.back() = in_tree;
      if (v < n) flow_.back() = problem_.demand(OrderId(v));
      arc_above_[v] = static_cast<Index>(first_artificial_ + v);
      potential_[v] = bounds.path + 1;
      attach(v, root_);
    }
    block_ = std::max<std::size_t>(20, static_cast<std::size_t>(std::sqrt(static_cast<double>(first_artificial_))));
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
  }

  // potential[v] is what a unit at v costs on its way to the root: reduced cost = cost + potential[to] −
  // potential[from].
  [[nodiscard]] std::int64_t reduced(std::size_t a) const {
    return cost_[a] + potential_[to_[a]] - potential_[from_[a]];
  }

  bool price() {
    std::int64_t best = 0;
    std::size_t left_in_block = block_;
    const std::size_t arcs = first_artificial_;
    if (arcs == 0) return false;
    std::size_t a = scan_;
    for (std::size_t looked = 0; looked < arcs; ++looked) {
      const std::int64_t r = state_[a] * reduced(a);
      if (r < best) {
        best = r;
        entering_ = a;
      }
      if (++a == arcs) a = 0;
      if (--left_in_block == 0) {
        if (best < 0) break;
        left_in_block = block_;
      }
    }
    scan_ = a;
    return best < 0;
  }

  void pivot() {
    const bool forward = state_[entering_] == at_lower;
    const Index first = forward ? from_[entering_] : to_[entering_];
    const Index second = forward ? to_[entering_] : from_[entering_];
    Index u = first, w = second;
    while (u != w) (depth_[u] >= depth_[w] ? u : w) = depth_[u] >= depth_[w] ? parent_[u] : parent_[w];
    const Index join = u;

    Units delta = capacity_[entering_];
    Index leaving = none;  // the node below the leaving arc; none: the entering arc itself
    bool on_first_side = false;
    for (u = first; u != join; u = parent_[u]) {  // flow runs down from the join to `first`
      const Index a = arc_above_[u];
      const Units room = from_[a] == u ? flow_[a] : capacity_[a] - flow_[a];
      if (room < delta) {
        delta = room;
        leaving = u;
        on_first_side = true;
      }
    }
    for (u = second; u != join; u = parent_[u]) {  // and up from `second` to the join
      const Index a = arc_above_[u];
      const Units room = from_[a] == u ? capacity_[a] - flow_[a] : flow_[a];
      if (room <= delta) {
        delta = room;
        leaving = u;
        on_first_side = false;
      }
    }

    if (delta > 0) {
      flow_[entering_] += forward ? delta : -delta;
      for (u = first; u != join; u = parent_[u]) flow_[arc_above_[u]] += from_[arc_above_[u]] == u ? -delta : delta;
      for (u = second; u != join; u = parent_[u]) flow_[arc_above_[u]] += from_[arc_above_[u]] == u ? delta : -delta;
    }
    if (leaving == none) {
      state_[entering_] = forward ? at_upper : at_lower;
      return;
    }
    const Index out = arc_above_[leaving];
    state_[out] = flow_[out] == 0 ? at_lower : at_upper;
    state_[entering_] = in_tree;
    rehang(on_first_side ? first : second, on_first_side ? second : first, leaving);
  }

  // The subtree below `leaving` now hangs by the entering arc: from `bottom` (inside) to `outside`.
  void rehang(Index bottom, Index outside, Index leaving) {
    Index v = bottom, new_parent = outside;
    Index new_arc = static_cast<Index>(entering_);
    while (true) {
      const Index old_parent = parent_[v], old_arc = arc_above_[v];
      detach(v);
      attach(v, new_parent);
      arc_above_[v] = new_arc;
      if (v == leaving) break;
      new_parent = v;
      new_arc = old_arc;
      v = old_parent;
    }
    const Index a = arc_above_[bottom];
    const std::int64_t before = potential_[bottom];
    const std::int64_t after = from_[a] == bottom ? potential_[outside] + cost_[a] : potential_[outside] - cost_[a];
    const std::int64_t shift = after - before;
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

  // The orders from which no residual path leads to the root: together they want more than gets through.
  [[nodiscard]] std::vector<OrderId> stuck_orders() const {
    const std::size_t nodes = root_ + std::size_t{1};
    std::vector<std::vector<Index>> arcs(nodes);
    for (Index a = 0; a < first_artificial_; ++a) {
      arcs[from_[a]].push_back(a);
      arcs[to_[a]].push_back(a);
    }
    std::vector<char> reached(nodes, 0);
    std::vector<Index> queue;
    for (Index v = 0; v < root_; ++v) {
      if (flow_[first_artificial_ + v] > 0) {
        reached[v] = 1;
        queue.push_back(v);
      }
    }
    for (std::size_t head = 0; head < queue.size(); ++head) {
      const Index v = queue[head];
      for (Index a : arcs[v]) {
        const Index other = from_[a] == v ? to_[a] : from_[a];
        const bool room = from_[a] == v ? flow_[a] < capacity_[a] : flow_[a] > 0;
        if (room && reached[other] == 0) {
          reached[other] = 1;
          queue.push_back(other);
        }
      }
    }
    std::vector<OrderId> orders;
    for (std::size_t i = 0; i < problem_.order_count(); ++i) {
      if (reached[i] != 0) orders.emplace_back(i);
    }
    return orders;
  }

  const TransportProblem& problem_;
  Index root_ = 0;
  std::size_t first_artificial_ = 0, block_ = 0, scan_ = 0, entering_ = 0;
  std::vector<std::int64_t> offset_;
  std::vector<Index> from_, to_;
  std::vector<std::int64_t> cost_;
  std::vector<Units> capacity_, flow_;
  std::vector<std::int8_t> state_;
  std::vector<Index> parent_, arc_above_, first_child_, next_, prev_;
  std::vector<std::int32_t> depth_;
  std::vector<std::int64_t> potential_;
};

}  // namespace paidan::transport::detail
