// The state of a Matcher and a journal of what the present change has done to it, so that a change that turns out to be
// impossible leaves no trace, and one that is possible can say what it moved.
//
// Node v has the price p_v; the residual arcs have the reduced costs (solution.hpp)
//   j → k   order i moves from leaf j to leaf k   c_ik − c_ij + p_k − p_j
//   v → parent, parent → v                        next unit's cost + p_parent − p_v,  p_v − p_parent − last unit's cost
// and the state is optimal when none is negative. Between the steps of a change units may be missing or too many at
// some nodes, but no reduced cost is negative.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "paidan/transport/detail/live/leaf_arcs.hpp"
#include "paidan/transport/detail/live/orders.hpp"
#include "paidan/transport/detail/live/tree.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport::detail::live {

// So many units more (or fewer) of an order on one of its edges.
struct UnitChange {
  Index order, slot;
  Units units;
  friend auto operator<=>(const UnitChange&, const UnitChange&) = default;
};

class State {
 public:
  State(const TransportProblem& problem, const Solution& solution, std::int64_t disruption)
      : orders(problem, disruption), tree(problem), arcs(orders, problem.leaf_count()), price(tree.root() + 1, 0) {
    for (std::size_t j = 0; j < problem.leaf_count(); ++j) price[j] = solution.leaf_price[j].count();
    for (std::size_t g = 0; g < problem.group_count(); ++g) {
      price[tree.node(GroupId(g))] = solution.group_price[g].count();
    }
    std::vector<Units> load(tree.root(), 0);  // of leaves
    Index order = 0;
    for (const Placement& p : solution.placements) {
      while (p.edge.index() >= problem.end_edge(OrderId(order))) ++order;
      orders.add_units(order, static_cast<Index>(p.edge.index() - problem.first_edge(OrderId(order))), p.units);
      load[problem.edge_leaf(p.edge).index()] += p.units;
    }
    for (Index v = 0; v < tree.root(); ++v) {
      for (Index g = v; load[v] != 0 && g != tree.root(); g = tree.arc(g).parent) tree.add_load(g, load[v]);
    }
    objective = solution.objective;
  }

  Orders orders;
  Tree tree;
  LeafArcs arcs;
  std::vector<std::int64_t> price;  // by node
  WideCost objective = 0;
  Units moved_away = 0;  // units that pay for the disruption

  [[nodiscard]] std::int64_t total(Index order, Index slot) const {
    return orders.cost(order, slot) + price[orders.leaf(order, slot)];
  }

  // --- what a change does --------------------------------------------------------------------------------------------

  void begin() {
    units_.clear();
    loads_.clear();
    prices_.clear();
    segments_.clear();
  }
  // Moves units between two edges of an order; none stands for "not placed".
  void move(Index order, Index from_slot, Index to_slot, Units units) {
    if (from_slot != none) units_.push_back({order, from_slot, -units});
    if (to_slot != none) units_.push_back({order, to_slot, units});
    if (orders.has_bounds()) {  // room changes too
      arcs.detach(order);
      if (from_slot != none) put(order, from_slot, -units);
      if (to_slot != none) put(order, to_slot, units);
      arcs.attach(order);
      return;
    }
    if (from_slot != none) {
      if (orders.units(order, from_slot) == units) arcs.leave(order, from_slot);
      put(order, from_slot, -units);
    }
    if (to_slot != none) {
      put(order, to_slot, units);
      if (orders.units(order, to_slot) == units) arcs.arrive(order, to_slot);
    }
  }
  void add_load(Index node, Units delta) {
    carry(node, delta);
    loads_.push_back({node, delta});
  }
  // Other segments for a node, and with them the load nearest to its own that its price allows. Returns by how much the
  // load changed: so many units are now too many at its parent and missing at the node.
  Units set_segments(Index node, std::vector<Segment> segments) {
    const Units delta = exchange_segments(node, segments, [&] {
      return tree.fitting_load(node, price[node] - price[tree.arc(node).parent]) - tree.arc(node).load;
    });
    segments_.push_back({node, delta, std::move(segments)});
    return delta;
  }
  void set_cost(Index order, Index slot, std::int64_t cost) {
    arcs.detach(order);
    objective += (WideCost{cost} - orders.own_cost(order, slot)) * orders.units(order, slot);
    orders.set_cost(order, slot, cost);
    arcs.attach(order);
  }
  void set_closed(Index order, Index slot, bool closed) {
    arcs.detach(order);
    orders.set_closed(order, slot, closed);
    arcs.attach(order);
  }
  void set_pinned(Index order, bool pinned) {
    arcs.detach(order);
    orders.set_pinned(order, pinned);
    arcs.attach(order);
  }
  Index add_edge(Index order, Index leaf, std::int64_t cost) {
    arcs.detach(order);
    const Index slot = orders.add_edge(order, leaf, cost);
    arcs.attach(order);
    return slot;
  }
  void publish(Index order) {
    arcs.detach(order);
    note_published(order);
    arcs.attach(order);
  }
  // For the first time: nothing can move, and all lengths change.
  void publish_all_new() {
    for (Index i = 0; i < orders.count(); ++i) {
      if (orders.is_live(i)) note_published(i);
    }
    arcs.clear();
  }
  void add_price(Index node, std::int64_t delta) {
    price[node] += delta;
    prices_.push_back({node, delta});
  }
  // As it was at begin(), but for costs, edges and flags of orders: these are the caller's to restore, afterwards.
  void roll_back() {
    for (std::size_t k = units_.size(); k-- > 0;) {
      arcs.detach(units_[k].order);
      put(units_[k].order, units_[k].slot, -units_[k].units);
      arcs.attach(units_[k].order);
    }
    for (std::size_t k = loads_.size(); k-- > 0;) carry(loads_[k].node, -loads_[k].delta);
    for (SegmentChange& c : segments_) exchange_segments(c.node, c.before, [&] { return -c.delta; });
    for (const NodeChange& c : prices_) price[c.node] -= c.delta;
    begin();
  }
  // What begin() … now comes to, by order and edge.
  [[nodiscard]] std::vector<UnitChange> net_changes() const {
    std::vector<UnitChange> net = units_;
    std::sort(net.begin(), net.end());
    std::size_t kept = 0;
    for (std::size_t k = 0; k < net.size();) {
      UnitChange sum = net[k++];
      for (; k < net.size() && net[k].order == sum.order && net[k].slot == sum.slot; ++k) sum.units += net[k].units;
      if (sum.units != 0) net[kept++] = sum;
    }
    net.resize(kept);
    return net;
  }

 private:
  struct NodeChange {
    Index node;
    std::int64_t delta;
  };

  struct SegmentChange {
    Index node;
    Units delta;
    std::vector<Segment> before;
  };

  template <class DeltaOf>
  Units exchange_segments(Index node, std::vector<Segment>& segments, DeltaOf delta_of) {
    objective -= tree.cost(node);
    tree.set_segments(node, segments);
    const Units delta = delta_of();
    tree.add_load(node, delta);
    objective += tree.cost(node);
    return delta;
  }
  void note_published(Index order) {
    orders.for_each_place(order, [&](const Orders::Place& p) {
      if (orders.cost(order, p.slot) == orders.own_cost(order, p.slot)) return;
      objective -= WideCost{orders.disruption()} * p.units;
      moved_away -= p.units;
    });
    orders.publish(order);
  }
  void put(Index order, Index slot, Units delta) {
    const std::int64_t cost = orders.cost(order, slot);
    objective += WideCost{cost} * delta;
    if (cost != orders.own_cost(order, slot)) moved_away += delta;
    orders.add_units(order, slot, delta);
  }
  void carry(Index node, Units delta) {
    objective -= tree.cost(node);
    tree.add_load(node, delta);
    objective += tree.cost(node);
  }

  std::vector<UnitChange> units_;
  std::vector<NodeChange> loads_, prices_;
  std::vector<SegmentChange> segments_;  // at most one
};

}  // namespace paidan::transport::detail::live
