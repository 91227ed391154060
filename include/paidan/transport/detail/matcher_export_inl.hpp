// What a Matcher holds, as anybody else would read it: placements, values, a problem and its solution.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "paidan/transport/detail/linkage.hpp"
#include "paidan/transport/matcher.hpp"

namespace paidan::transport {

PAIDAN_INLINE std::vector<LeafUnits> Matcher::placements(OrderId id) const {
  const Index order = known(id);
  std::vector<LeafUnits> placed;
  state_->orders.for_each_place(order, [&](const detail::live::Orders::Place& p) {
    placed.push_back({LeafId(state_->orders.leaf(order, p.slot)), p.units});
  });
  std::sort(placed.begin(), placed.end(), [](const LeafUnits& a, const LeafUnits& b) { return a.leaf < b.leaf; });
  return placed;
}

// The cheapest edge with room tells; if there is none, the dearest that is used.
PAIDAN_INLINE Cost Matcher::value(OrderId id) const {
  const Index order = known(id);
  const auto& orders = state_->orders;
  if (!orders.has_bounds() && !orders.is_pinned(order) && !orders.is_closed(order, orders.place(order).slot)) {
    return Cost(state_->total(order, orders.place(order).slot));
  }
  std::int64_t cheapest = INT64_MAX, dearest = INT64_MIN;
  for (Index s = 0; s < orders.degree(order); ++s) {
    if (orders.room(order, s) > 0) cheapest = std::min(cheapest, state_->total(order, s));
    if (orders.units(order, s) > 0) dearest = std::max(dearest, state_->total(order, s));
  }
  return Cost(cheapest != INT64_MAX ? cheapest : dearest);
}

PAIDAN_INLINE std::vector<OrderId> Matcher::orders() const {
  std::vector<OrderId> live;
  live.reserve(live_);
  for (Index i = 0; i < state_->orders.count(); ++i) {
    if (state_->orders.is_live(i)) live.emplace_back(i);
  }
  return live;
}

PAIDAN_INLINE TransportProblem Matcher::problem() const {
  const auto& orders = state_->orders;
  const auto& tree = state_->tree;
  TransportProblem problem;
  const auto parent = [&](Index v) {
    const Index p = tree.arc(v).parent;
    return p == tree.root() ? GroupId{} : GroupId(p - tree.leaf_count());
  };
  for (Index g = tree.leaf_count(); g < tree.root(); ++g) problem.add_group(parent(g), tree.segments(g));
  for (Index j = 0; j < tree.leaf_count(); ++j) problem.add_leaf(parent(j), tree.segments(j));
  problem.reserve(live_, orders.edge_count());
  for (const OrderId id : this->orders()) {
    const Index order = id.value();
    problem.start_order(orders.demand(order));
    for (Index s = 0; s < orders.degree(order); ++s) {
      const Units units = orders.is_pinned(order) ? orders.units(order, s) : 0;
      if (orders.is_pinned(order) ? units == 0 : orders.is_closed(order, s)) continue;
      const EdgeId edge = problem.add_edge(LeafId(orders.leaf(order, s)), Cost(orders.cost(order, s)));
      const Units bound =
          orders.is_pinned(order) ? (orders.is_split(order) ? units : unbounded) : orders.bound(order, s);
      if (bound != unbounded) problem.bound_edge(edge, bound);
    }
  }
  return problem;
}

PAIDAN_INLINE Solution Matcher::solution() const {
  const auto& orders = state_->orders;
  const auto& tree = state_->tree;
  Solution solution;
  solution.status = Status::optimal;
  solution.objective = state_->objective;
  solution.algorithm = "matcher";
  solution.why = "kept optimal change by change";
  solution.counts.augmentations = search_->paths;
  for (Index j = 0; j < tree.leaf_count(); ++j) solution.leaf_price.emplace_back(state_->price[j]);
  for (Index g = tree.leaf_count(); g < tree.root(); ++g) solution.group_price.emplace_back(state_->price[g]);
  solution.order_value.reserve(live_);
  solution.placements.reserve(live_);
  std::size_t first = 0;  // edge of the order in problem()
  for (const OrderId id : this->orders()) {
    const Index order = id.value();
    solution.order_value.push_back(value(id));
    const std::size_t begin = solution.placements.size();
    const bool has_gaps = orders.is_pinned(order) || orders.closed_count(order) > 0;
    std::size_t edges = orders.degree(order);
    if (!has_gaps) {
      orders.for_each_place(order, [&](const detail::live::Orders::Place& p) {
        solution.placements.push_back({EdgeId(first + p.slot), p.units});
      });
    } else {
      edges = 0;
      for (Index s = 0; s < orders.degree(order); ++s) {
        const Units units = orders.units(order, s);
        if (orders.is_pinned(order) ? units == 0 : orders.is_closed(order, s)) continue;
        if (units > 0) solution.placements.push_back({EdgeId(first + edges), units});
        ++edges;
      }
    }
    std::sort(solution.placements.begin() + static_cast<std::ptrdiff_t>(begin), solution.placements.end(),
              [](const Placement& a, const Placement& b) { return a.edge < b.edge; });
    first += edges;
  }
  return solution;
}

}  // namespace paidan::transport
