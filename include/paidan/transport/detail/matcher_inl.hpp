// Each change of a Matcher: first whatever it does at once, which leaves units too many in one place and missing in
// another but no negative reduced cost; then the searches that carry them there.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "paidan/core/error.hpp"
#include "paidan/transport/detail/linkage.hpp"
#include "paidan/transport/matcher.hpp"
#include "paidan/transport/verify.hpp"

namespace paidan::transport {

PAIDAN_INLINE Matcher::Matcher(const TransportProblem& problem, const Solution& solution,
                               const MatcherOptions& options) {
  detail::check_problem(problem);
  const std::int64_t disruption = options.disruption.count();
  if (disruption < 0) detail::refuse(fmt::format("a disruption cost of {}, expected 0 or more", disruption));
  if (solution.status != Status::optimal) detail::refuse("a Matcher starts from an optimal solution");
  const Verdict verdict = verify(problem, solution);
  if (!verdict.holds()) detail::refuse("the solution to start from is not optimal: " + verdict.faults.front());
  const auto check_price = [](Cost price) {
    if (price.count() > detail::path_limit || price.count() < -detail::path_limit) {
      detail::refuse(fmt::format("a price of {}, expected at most 2^60", price.count()));
    }
  };
  std::for_each(solution.leaf_price.begin(), solution.leaf_price.end(), check_price);
  std::for_each(solution.group_price.begin(), solution.group_price.end(), check_price);
  state_ = std::make_unique<detail::live::State>(problem, solution, disruption);
  search_ = std::make_unique<detail::live::Search>(*state_);
  range_ = std::make_unique<detail::live::CostRange>(state_->orders, state_->tree);
  range_->check();
  live_ = problem.order_count();
  for (const Units demand : problem.demands()) total_demand_ += demand;
}

PAIDAN_INLINE Matcher::Matcher(const TransportProblem& problem, const MatcherOptions& options)
    : Matcher(problem, solve(problem), options) {}

// --- orders ----------------------------------------------------------------------------------------------------------

PAIDAN_INLINE Change Matcher::add_order(Units demand, std::span<const Edge> edges) {
  if (demand < 1) detail::refuse(fmt::format("a demand of {}, expected 1 or more", demand));
  if (total_demand_ + demand > unbounded / 2) detail::refuse("total demand above 2^60 units");
  std::vector<Index> leaves;
  std::vector<std::int64_t> costs;
  for (const Edge& e : edges) {
    if (e.leaf.value() >= state_->tree.leaf_count()) {
      detail::refuse(fmt::format("an edge to leaf {}, expected below {}", e.leaf.value(), state_->tree.leaf_count()));
    }
    leaves.push_back(e.leaf.value());
    costs.push_back(e.cost.count());
  }
  std::vector<Index> sorted = leaves;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) detail::refuse(fmt::format("two edges to leaf {}, expected one", *twice));
  range_->admit(costs, leaves);

  begin();
  if (edges.empty()) return refuse("the new order has no edge", {});
  const Index order = state_->orders.add(demand, edges);
  Index cheapest = 0;
  for (Index s = 1; s < edges.size(); ++s) {
    if (state_->total(order, s) < state_->total(order, cheapest)) cheapest = s;
  }
  state_->move(order, none, cheapest, demand);
  const Route route{leaves[cheapest], state_->tree.root(), demand};
  if (!carry({&route, 1})) {
    std::vector<OrderId> witness = stuck_orders();
    std::erase(witness, OrderId(order));
    Change refused = refuse("the new order", std::move(witness));
    state_->orders.take_back_newest();
    return refused;
  }
  ++live_;
  total_demand_ += demand;
  Change change = finish();
  change.order = OrderId(order);
  return change;
}

PAIDAN_INLINE Change Matcher::withdraw(OrderId id) {
  const Index order = known(id);
  begin();
  std::vector<Route> routes;
  state_->orders.for_each_place(order, [&](const detail::live::Orders::Place& p) {
    routes.push_back({state_->tree.root(), p.slot, p.units});
  });
  for (Route& r : routes) {
    state_->move(order, r.to, none, r.units);
    r.to = state_->orders.leaf(order, r.to);
  }
  [[maybe_unused]] const bool carried = carry(routes);
  assert(carried);
  Change change = finish();
  --live_;
  total_demand_ -= state_->orders.demand(order);
  state_->orders.withdraw(order);
  return change;
}

// --- edges -----------------------------------------------------------------------------------------------------------

PAIDAN_INLINE Change Matcher::forbid(OrderId id, LeafId leaf) {
  const Index order = known(id), slot = known_slot(order, leaf);
  begin();
  if (state_->orders.is_closed(order, slot)) return finish();
  const Units units = state_->orders.units(order, slot);
  if (units > 0 && state_->orders.is_pinned(order)) {
    return refuse(fmt::format("order {} has been accepted at leaf {}: it", order, leaf.value()), {id});
  }
  state_->set_closed(order, slot, true);
  if (units == 0) return finish();
  std::vector<Route> routes;
  const bool has_room = clear_edge(order, slot, routes);
  if (has_room && carry(routes)) return finish();
  std::vector<OrderId> witness = has_room ? stuck_orders() : std::vector<OrderId>{id};
  Change refused = refuse(fmt::format("order {} without leaf {}", order, leaf.value()), std::move(witness));
  state_->set_closed(order, slot, false);
  return refused;
}

PAIDAN_INLINE Change Matcher::allow(OrderId id, LeafId leaf) {
  const Index order = known(id), slot = known_slot(order, leaf);
  begin();
  if (state_->orders.is_closed(order, slot)) {
    state_->set_closed(order, slot, false);
    rebalance(order);
  }
  return finish();
}

PAIDAN_INLINE Change Matcher::add_edge(OrderId id, LeafId leaf, Cost cost) {
  const Index order = known(id);
  if (leaf.value() >= state_->tree.leaf_count()) {
    detail::refuse(fmt::format("an edge to leaf {}, expected below {}", leaf.value(), state_->tree.leaf_count()));
  }
  if (state_->orders.find(order, leaf.value()) != none) {
    detail::refuse(fmt::format("order {} has an edge to leaf {} already", order, leaf.value()));
  }
  admit_costs(order, none, leaf.value(), cost.count());
  begin();
  state_->add_edge(order, leaf.value(), cost.count());
  rebalance(order);
  return finish();
}

PAIDAN_INLINE Change Matcher::set_cost(OrderId id, LeafId leaf, Cost cost) {
  const Index order = known(id), slot = known_slot(order, leaf);
  admit_costs(order, slot, leaf.value(), cost.count());
  begin();
  state_->set_cost(order, slot, cost.count());
  rebalance(order);
  return finish();
}

// --- the tree --------------------------------------------------------------------------------------------------------

PAIDAN_INLINE Change Matcher::set_segments(LeafId leaf, std::span<const Segment> segments) {
  assert(leaf.index() < state_->tree.leaf_count());
  return set_node_segments(state_->tree.node(leaf), segments, fmt::format("leaf {}", leaf.value()));
}
PAIDAN_INLINE Change Matcher::set_segments(GroupId group, std::span<const Segment> segments) {
  assert(state_->tree.leaf_count() + group.index() < state_->tree.root());
  return set_node_segments(state_->tree.node(group), segments, fmt::format("group {}", group.value()));
}
PAIDAN_INLINE Change Matcher::set_capacity(LeafId leaf, Units capacity) {
  const Segment segment{capacity, Cost(0)};
  return set_segments(leaf, {&segment, 1});
}
PAIDAN_INLINE Change Matcher::set_capacity(GroupId group, Units capacity) {
  const Segment segment{capacity, Cost(0)};
  return set_segments(group, {&segment, 1});
}

PAIDAN_INLINE Change Matcher::set_node_segments(Index node, std::span<const Segment> segments,
                                                const std::string& name) {
  for (std::size_t k = 0; k < segments.size(); ++k) {
    if (segments[k].units < 0) {
      detail::refuse(fmt::format("{}: segment of {} units, expected 0 or more", name, segments[k].units));
    }
    if (k > 0 && segments[k].unit_cost < segments[k - 1].unit_cost) {
      detail::refuse(fmt::format("{}: segment costs fall from {} to {}, expected rising (convex) ones", name,
                                 segments[k - 1].unit_cost.count(), segments[k].unit_cost.count()));
    }
  }
  range_->admit(node, segments);
  begin();
  const Units more = state_->set_segments(node, {segments.begin(), segments.end()});
  const Index parent = state_->tree.arc(node).parent;
  const Route route = more > 0 ? Route{parent, node, more} : Route{node, parent, -more};
  if (!carry({&route, 1})) return refuse(name + " with so little room", stuck_orders());
  return finish();
}

// --- accepted and published orders -----------------------------------------------------------------------------------

PAIDAN_INLINE void Matcher::accept(OrderId id) { state_->set_pinned(known(id), true); }

PAIDAN_INLINE Change Matcher::release(OrderId id) {
  const Index order = known(id);
  begin();
  if (state_->orders.is_pinned(order)) {
    state_->set_pinned(order, false);
    rebalance(order);
  }
  return finish();
}

PAIDAN_INLINE Change Matcher::publish(OrderId id) {
  const Index order = known(id);
  begin();
  publish_here(order);
  return finish();
}

// An order may move away from where it has just been published when a split one settles: again, until none does. Each
// time the objective falls, or an order is published at fewer leaves.
PAIDAN_INLINE Change Matcher::publish_all() {
  begin();
  const auto& orders = state_->orders;
  bool all_new = true;
  for (Index i = 0; i < orders.count() && all_new; ++i) all_new = !orders.is_published(i);
  if (all_new) state_->publish_all_new();
  for (bool settled = false; !settled;) {
    settled = true;
    for (Index i = 0; i < orders.count(); ++i) {
      if (!orders.is_live(i) || orders.is_published_here(i)) continue;
      publish_here(i);
      settled = false;
    }
  }
  return finish();
}

PAIDAN_INLINE void Matcher::publish_here(Index order) {
  while (!state_->orders.is_published_here(order)) {
    state_->publish(order);
    rebalance(order);
  }
}

// --- steps of a change -----------------------------------------------------------------------------------------------

PAIDAN_INLINE Matcher::Index Matcher::known(OrderId order) const {
  if (!has_order(order)) detail::refuse(fmt::format("there is no order {}", order.value()));
  return order.value();
}
PAIDAN_INLINE Matcher::Index Matcher::known_slot(Index order, LeafId leaf) const {
  const Index slot = state_->orders.find(order, leaf.value());
  if (slot == none) detail::refuse(fmt::format("order {} has no edge to leaf {}", order, leaf.value()));
  return slot;
}
// Throws if the order's costs are out of range once its edge `slot` (none: a new one) to `leaf` costs `cost`.
PAIDAN_INLINE void Matcher::admit_costs(Index order, Index slot, Index leaf, std::int64_t cost) {
  std::vector<std::int64_t> costs;
  std::vector<Index> leaves(state_->orders.leaves(order).begin(), state_->orders.leaves(order).end());
  for (Index s = 0; s < leaves.size(); ++s) costs.push_back(s == slot ? cost : state_->orders.own_cost(order, s));
  if (slot == none) {
    costs.push_back(cost);
    leaves.push_back(leaf);
  }
  range_->admit(costs, leaves);
}

PAIDAN_INLINE void Matcher::begin() {
  state_->begin();
  objective_before_ = state_->objective;
}
PAIDAN_INLINE bool Matcher::carry(std::span<const Route> routes) {
  for (const Route& r : routes) {
    if (!search_->carry(r.from, r.to, r.units)) {
      stuck_at_ = r.from;
      return false;
    }
  }
  return true;
}
// The orders that share the leaves that units at `stuck_at_` can reach: all of these are full, and the orders cannot go
// elsewhere (Hall's condition is violated).
PAIDAN_INLINE std::vector<OrderId> Matcher::stuck_orders() {
  std::vector<OrderId> stuck;
  for (const Index v : search_->reachable_from(stuck_at_)) {
    if (!state_->tree.is_leaf(v)) continue;
    for (const Index order : state_->orders.members(v)) stuck.emplace_back(order);
  }
  std::sort(stuck.begin(), stuck.end());
  stuck.erase(std::unique(stuck.begin(), stuck.end()), stuck.end());
  return stuck;
}

// Moves the units off an edge to where they cost least, at the present prices. False if the edges have no room for
// them.
PAIDAN_INLINE bool Matcher::clear_edge(Index order, Index slot, std::vector<Route>& routes) {
  auto& orders = state_->orders;
  while (const Units units = orders.units(order, slot)) {
    Index best = none;
    for (Index s = 0; s < orders.degree(order); ++s) {
      if (s == slot || orders.room(order, s) <= 0) continue;
      if (best == none || state_->total(order, s) < state_->total(order, best)) best = s;
    }
    if (best == none) return false;
    const Units moved = std::min(units, orders.room(order, best));
    state_->move(order, slot, best, moved);
    routes.push_back({orders.leaf(order, best), orders.leaf(order, slot), moved});
  }
  return true;
}

// Something about an order has changed: as long as a unit of it would be cheaper elsewhere at the present prices, it
// goes there; then the leaves settle.
PAIDAN_INLINE void Matcher::rebalance(Index order) {
  auto& orders = state_->orders;
  if (orders.is_pinned(order)) return;
  std::vector<Route> routes;
  while (true) {
    Index worst = none, best = none;
    orders.for_each_place(order, [&](const detail::live::Orders::Place& p) {
      if (worst == none || state_->total(order, p.slot) > state_->total(order, worst)) worst = p.slot;
    });
    for (Index s = 0; s < orders.degree(order); ++s) {
      if (orders.room(order, s) <= 0) continue;
      if (best == none || state_->total(order, s) < state_->total(order, best)) best = s;
    }
    if (best == none || state_->total(order, best) >= state_->total(order, worst)) break;
    const Units moved = std::min(orders.units(order, worst), orders.room(order, best));
    state_->move(order, worst, best, moved);
    routes.push_back({orders.leaf(order, best), orders.leaf(order, worst), moved});
  }
  [[maybe_unused]] const bool carried = carry(routes);
  assert(carried);
}

PAIDAN_INLINE Change Matcher::finish() const {
  Change change;
  change.objective_change = state_->objective - objective_before_;
  const std::vector<detail::live::UnitChange> net = state_->net_changes();
  for (std::size_t begin = 0, end = 0; begin < net.size(); begin = end) {
    const Index order = net[begin].order;
    while (end < net.size() && net[end].order == order) ++end;
    std::size_t from = begin, to = begin;
    Units left = 0, arriving = 0;  // of `from` and `to`
    const auto next = [&](std::size_t& k, Units& rest, int sign) {
      while (rest == 0 && k < end && net[k].units * sign <= 0) ++k;
      if (rest == 0 && k < end) rest = net[k].units * sign;
    };
    while (true) {
      next(from, left, -1);
      next(to, arriving, 1);
      if (left == 0 && arriving == 0) break;
      const Units units = left == 0 ? arriving : arriving == 0 ? left : std::min(left, arriving);
      Move move{OrderId(order), {}, {}, units};
      if (left > 0) {
        move.from = LeafId(state_->orders.leaf(order, net[from].slot));
        if ((left -= units) == 0) ++from;
      }
      if (arriving > 0) {
        move.to = LeafId(state_->orders.leaf(order, net[to].slot));
        if ((arriving -= units) == 0) ++to;
      }
      change.moves.push_back(move);
    }
  }
  return change;
}

// Takes back everything since `begin`.
PAIDAN_INLINE Change Matcher::refuse(const std::string& what, std::vector<OrderId> witness) {
  state_->roll_back();
  Change change;
  change.outcome = Change::Outcome::refused;
  change.why = witness.empty() ? what + " cannot be placed"
                               : fmt::format("{}: {} orders cannot all be placed", what, witness.size());
  change.witness = std::move(witness);
  return change;
}

}  // namespace paidan::transport
