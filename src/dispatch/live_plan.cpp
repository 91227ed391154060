#include "src/dispatch/live_plan.hpp"

#include <algorithm>
#include <cassert>

namespace paidan::dispatch {

using transport::Edge;
using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;

LivePlan::LivePlan(const Street& street, const WorkList& list, const policy::Compiled& compiled,
                   const transport::Solution& solution)
    : street_(street), compiled_(compiled), matcher_(compiled.problem, solution) {
  const auto& problem = compiled.problem;
  first_unserved_ = compiled.leaves.size();
  while (first_unserved_ > 0 && !serves(LeafId(first_unserved_ - 1))) --first_unserved_;
  unserved_.assign(compiled.leaves.size() - first_unserved_, 0);
  placed_.assign(street.organisations.size(), 0);
  orders_.resize(problem.order_count());
  order_of_.resize(problem.order_count());
  for (std::size_t i = 0, at = 0; i < orders_.size(); ++i) {
    const OrderId id(i);
    const WorkOrder& order = list.orders[compiled.orders[i]];
    const EdgeId last(problem.end_edge(id) - 1);
    orders_[i] = {order.units, order.priority, id, problem.edge_leaf(last), problem.edge_cost(last), {}};
    order_of_[i] = id;
    for (; at < solution.placements.size() && solution.placements[at].edge.index() < problem.end_edge(id); ++at) {
      count(id, problem.edge_leaf(solution.placements[at].edge), solution.placements[at].units);
    }
  }
}

// --- changes ---------------------------------------------------------------------------------------------------------

LivePlan::OrderId LivePlan::add(Units units, Priority priority, Row row) {
  const OrderId id(orders_.size());
  orders_.push_back({units, priority, {}, {}, {}, {}});
  steps_.push_back({Step::Kind::added, id, {}, {}, {}, {}, {}});
  enter(id, row);
  return id;
}

void LivePlan::withdraw(OrderId order) {
  steps_.push_back({Step::Kind::withdrawn, order, {}, {}, {}, row_of(order), {}});
  leave(order);
}

void LivePlan::set_row(OrderId order, Row row) {
  steps_.push_back({Step::Kind::row, order, {}, {}, {}, row_of(order), {}});
  exchange(order, row);
}

void LivePlan::set_penalty(OrderId order, Cost cost) {
  steps_.push_back({Step::Kind::penalty, order, {}, {}, orders_[order.index()].penalty, {}, {}});
  price_unserved(order, cost);
}

void LivePlan::set_segments(LeafId leaf, Segments segments) {
  steps_.push_back({Step::Kind::leaf, {}, leaf, {}, {}, {}, this->segments(leaf)});
  note(matcher_.set_segments(leaf, segments));
  leaf_segments_[leaf.value()] = std::move(segments);
}

void LivePlan::set_segments(GroupId group, Segments segments) {
  steps_.push_back({Step::Kind::group, {}, {}, group, {}, {}, this->segments(group)});
  note(matcher_.set_segments(group, segments));
  group_segments_[group.value()] = std::move(segments);
}

void LivePlan::take_back() {
  for (; !steps_.empty(); steps_.pop_back()) {
    Step& step = steps_.back();
    switch (step.kind) {
      case Step::Kind::row:
        exchange(step.order, step.row);
        break;
      case Step::Kind::penalty:
        price_unserved(step.order, step.penalty);
        break;
      case Step::Kind::added:
        leave(step.order);
        orders_.pop_back();
        break;
      case Step::Kind::withdrawn:
        enter(step.order, step.row);
        break;
      case Step::Kind::leaf:
        note(matcher_.set_segments(step.leaf, step.segments));
        leaf_segments_[step.leaf.value()] = std::move(step.segments);
        break;
      case Step::Kind::group:
        note(matcher_.set_segments(step.group, step.segments));
        group_segments_[step.group.value()] = std::move(step.segments);
        break;
    }
  }
}

void LivePlan::enter(OrderId order, const Row& row) {
  Order& o = orders_[order.index()];
  assert(!serves(row.back().leaf));
  o.unserved = row.back().leaf;
  o.penalty = row.back().cost;
  o.own_arcs = true;
  o.arcs.clear();
  for (const Edge& e : std::span(row).first(row.size() - 1)) o.arcs.push_back({e.leaf, e.cost});
  const auto change = matcher_.add_order(o.units, row);
  assert(change.applied());
  o.number = change.order;
  order_of_.resize(change.order.index() + 1);
  order_of_[change.order.index()] = order;
  note(change);
}

void LivePlan::leave(OrderId order) {
  Order& o = orders_[order.index()];
  if (!o.number.has_value()) return;
  note(matcher_.withdraw(o.number));
  o.number = {};
}

void LivePlan::exchange(OrderId order, const Row& all) {
  assert(all.back().leaf == orders_[order.index()].unserved);
  if (all.back().cost != orders_[order.index()].penalty) price_unserved(order, all.back().cost);
  const auto row = std::span(all).first(all.size() - 1);
  auto& arcs = arcs_of(order);
  const OrderId number = orders_[order.index()].number;
  const auto by_leaf = [](const auto& a, LeafId leaf) { return a.leaf < leaf; };
  for (const Edge& e : row) {
    const auto at = std::lower_bound(arcs.begin(), arcs.end(), e.leaf, by_leaf);
    if (at == arcs.end() || at->leaf != e.leaf) {
      const auto change = matcher_.add_edge(number, e.leaf, e.cost);
      arcs.insert(at, {e.leaf, e.cost});
      note(change);
      continue;
    }
    if (at->cost != e.cost) price(order, *at, e.cost);
    if (at->open) continue;
    const auto change = matcher_.allow(number, e.leaf);
    at->open = true;
    note(change);
  }
  auto wanted = row.begin();
  for (Arc& arc : arcs) {
    while (wanted != row.end() && wanted->leaf < arc.leaf) ++wanted;
    if (!arc.open || (wanted != row.end() && wanted->leaf == arc.leaf)) continue;
    const auto change = matcher_.forbid(number, arc.leaf);
    assert(change.applied());  // whoever may stay unserved can be placed
    arc.open = false;
    note(change);
  }
}

void LivePlan::price(OrderId order, Arc& arc, Cost cost) {
  const OrderId number = orders_[order.index()].number;
  Units here = 0;
  for (const auto& p : matcher_.placements(number)) {
    if (p.leaf == arc.leaf) here = p.units;
  }
  const auto change = matcher_.set_cost(number, arc.leaf, cost);
  goals_.cost += (cost - arc.cost) * here;
  arc.cost = cost;
  note(change);
}

void LivePlan::price_unserved(OrderId order, Cost cost) {
  Order& o = orders_[order.index()];
  const auto change = matcher_.set_cost(o.number, o.unserved, cost);
  o.penalty = cost;
  note(change);
}

// --- counting --------------------------------------------------------------------------------------------------------

void LivePlan::note(const transport::Change& change) {
  assert(change.applied());
  for (const transport::Move& m : change.moves) {
    const OrderId order = order_of_[m.order.index()];
    if (m.from.has_value()) count(order, m.from, -m.units);
    if (m.to.has_value()) count(order, m.to, m.units);
  }
}

void LivePlan::count(OrderId order, LeafId leaf, Units units) {
  if (!serves(leaf)) {
    unserved_[leaf.index() - first_unserved_] += units;
    return;
  }
  goals_.served[static_cast<std::size_t>(orders_[order.index()].priority) - 1] += units;
  goals_.cost += cost_at(order, leaf) * units;
  placed_[compiled_.leaves[leaf.index()].organisation.index()] += units;
}

Goals LivePlan::goals(std::span<const Units> slack) const {
  Goals out = goals_;
  for (std::size_t k = 0; k < unserved_.size(); ++k) {
    const CommunityId community = compiled_.leaves[first_unserved_ + k].community;
    if (community.has_value()) out.over_caps += std::max<Units>(0, unserved_[k] - slack[community.index()]);
  }
  for (std::size_t o = 0; o < placed_.size(); ++o) {
    out.below_minimum += std::max<Units>(0, street_.organisations[OrganisationId(o)].min_units - placed_[o]);
  }
  return out;
}

// The least cost as a function of the order's unserved units is convex, and whole at whole units. So when its first
// unserved unit costs at least a point more than none, no number of them pays if each of them gets a point cheaper.
bool LivePlan::surely_served(OrderId order) {
  for (const auto& p : matcher_.placements(orders_[order.index()].number)) {
    if (!serves(p.leaf)) return false;
  }
  const Cost penalty = orders_[order.index()].penalty;
  const WideCost objective = matcher_.objective();
  price_unserved(order, penalty - Cost(1));
  const bool surely = matcher_.objective() == objective;
  price_unserved(order, penalty);
  return surely;
}

// --- rows ------------------------------------------------------------------------------------------------------------

Row LivePlan::row_of(OrderId order) const {
  const Order& o = orders_[order.index()];
  Row out;
  if (!o.own_arcs) {
    const auto& problem = compiled_.problem;
    for (std::size_t e = problem.first_edge(order); e + 1 < problem.end_edge(order); ++e) {
      out.push_back({problem.edge_leaf(EdgeId(e)), problem.edge_cost(EdgeId(e))});
    }
  }
  for (const Arc& a : o.arcs) {
    if (a.open) out.push_back({a.leaf, a.cost});
  }
  out.push_back({o.unserved, o.penalty});
  return out;
}

std::vector<LivePlan::Arc>& LivePlan::arcs_of(OrderId order) {
  Order& o = orders_[order.index()];
  if (!o.own_arcs) {
    const Row row = row_of(order);
    for (const Edge& e : std::span(row).first(row.size() - 1)) o.arcs.push_back({e.leaf, e.cost});
    o.own_arcs = true;
  }
  return o.arcs;
}

Cost LivePlan::cost_at(OrderId order, LeafId leaf) const {
  const Order& o = orders_[order.index()];
  if (o.own_arcs) {
    return std::lower_bound(o.arcs.begin(), o.arcs.end(), leaf, [](const Arc& a, LeafId l) { return a.leaf < l; })
        ->cost;
  }
  const auto& problem = compiled_.problem;
  std::size_t e = problem.first_edge(order);
  while (problem.edge_leaf(EdgeId(e)) != leaf) ++e;
  return problem.edge_cost(EdgeId(e));
}

}  // namespace paidan::dispatch
