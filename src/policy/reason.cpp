// The true reason of an unserved order and the first place to look for relief.
#include <algorithm>
#include <bit>

#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/explain.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;

// The rule that alone removes the most leaves; when no leaf fails by one rule only, the one that removes the most.
void decide_rule(const Context& c, const WorkOrder& order, UnservedLine& line) {
  std::array<std::uint32_t, reason_count> alone{}, any{};
  std::array<const Leaf*, reason_count> nearest{};
  for (const Leaf& leaf : c.compiled.leaves) {
    if (leaf.kind == LeafKind::unserved || !concerns(c.street, order, leaf)) continue;
    const Broken broken = broken_rules(c.street, order, leaf);
    for (std::size_t r = 0; r < reason_count; ++r) {
      if (!broken.test(r)) continue;
      ++any[r];
      if (broken.count() != 1) continue;
      ++alone[r];
      if (nearest[r] == nullptr) nearest[r] = &leaf;
    }
  }
  const bool singles = std::any_of(alone.begin(), alone.end(), [](std::uint32_t n) { return n != 0; });
  line.removed = singles ? alone : any;
  const auto most = std::max_element(line.removed.begin(), line.removed.end());
  // Nobody offers the item at all: there is no leaf that a rule could have removed.
  line.reason = *most == 0 ? Reason::no_skill : static_cast<Reason>(most - line.removed.begin());
  const Leaf* leaf = nearest[static_cast<std::size_t>(line.reason)];
  if (leaf == nullptr) return;
  Relief& relief = line.relief;
  relief.organisation = leaf->organisation;
  relief.worker = leaf->worker;
  relief.session = leaf->session;
  if (leaf->kind != LeafKind::organisation) relief.slot = leaf->window;
  using Kind = Relief::Kind;
  switch (line.reason) {
    case Reason::no_skill:
      relief.kind = Kind::skill;
      break;
    case Reason::no_certificate:
      relief.kind = Kind::certificate;
      break;
    case Reason::no_language:
      relief.kind = Kind::language;
      break;
    case Reason::no_gender:
      relief.kind = Kind::other_gender;
      break;
    case Reason::organisation_expired:
      relief.kind = Kind::renewed_validity;
      break;
    case Reason::outside_service_area:
      relief.kind = Kind::service_area;
      break;
    case Reason::outside_hours:
      relief.kind = Kind::longer_window;
      relief.amount = std::max<std::int64_t>((leaf->window.start - order.window.end).count() +
                                                 c.street.menu[c.street.demands[order.first].item].minutes.count(),
                                             1);
      break;
    case Reason::avoided:
      relief.kind = Kind::avoid_dropped;
      break;
    default:
      break;
  }
}

// Units that could still go to a leaf, up to the root.
Units room_at(const Context& c, const std::vector<Units>& leaf_load, const std::vector<Units>& group_load,
              LeafId leaf) {
  Units room = c.compiled.problem.capacity(leaf) - leaf_load[leaf.index()];
  for (GroupId g = c.compiled.problem.parent(leaf); g.has_value(); g = c.compiled.problem.parent(g)) {
    room = std::min(room, c.compiled.problem.capacity(g) - group_load[g.index()]);
  }
  return room;
}

void decide_capacity(const Context& c, WorkOrderId id, UnservedLine& line) {
  const auto& problem = c.compiled.problem;
  const transport::OrderId order = c.compiled.problem_order[id.index()];
  std::int64_t cheapest = INT64_MAX;
  LeafId best;
  std::int64_t penalty = 0;
  for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
    const LeafId leaf = problem.edge_leaf(EdgeId(e));
    const std::int64_t cost = problem.edge_cost(EdgeId(e)).count();
    if (c.compiled.leaves[leaf.index()].kind == LeafKind::unserved) {
      penalty = cost;
      continue;
    }
    const std::int64_t reduced = cost + c.solution.leaf_price[leaf.index()].count();
    if (reduced < cheapest) {
      cheapest = reduced;
      best = leaf;
    }
  }
  line.reason = Reason::capacity_taken;
  const Leaf& leaf = c.compiled.leaves[best.index()];
  line.relief.organisation = leaf.organisation;
  line.relief.worker = leaf.worker;
  line.relief.session = leaf.session;
  if (leaf.kind != LeafKind::organisation) line.relief.slot = leaf.window;
  line.relief.amount = line.units;
  line.relief.kind = leaf.kind == LeafKind::session ? Relief::Kind::more_seats
                     : leaf.kind == LeafKind::slot  ? Relief::Kind::more_units_worker
                                                    : Relief::Kind::more_units_organisation;
  if (!c.policy.plain_penalties) return;

  // With plain penalties a leaf with room may still be dearer than staying unserved.
  std::vector<Units> leaf_load(problem.leaf_count(), 0), group_load(problem.group_count(), 0);
  for (const auto& p : c.solution.placements) {
    const LeafId to = problem.edge_leaf(p.edge);
    leaf_load[to.index()] += p.units;
    for (GroupId g = problem.parent(to); g.has_value(); g = problem.parent(g)) group_load[g.index()] += p.units;
  }
  std::int64_t dear = INT64_MAX;
  for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
    const LeafId to = problem.edge_leaf(EdgeId(e));
    if (c.compiled.leaves[to.index()].kind == LeafKind::unserved || room_at(c, leaf_load, group_load, to) < 1) continue;
    dear = std::min(dear, problem.edge_cost(EdgeId(e)).count());
  }
  if (dear == INT64_MAX) return;
  line.reason = Reason::too_dear;
  line.relief = Relief{};
  line.relief.kind = Relief::Kind::higher_penalty;
  line.relief.amount = dear - penalty + 1;
}

}  // namespace

UnservedLine reason_of(const Context& c, WorkOrderId id, Units units) {
  const WorkOrder& order = c.list.orders[id];
  UnservedLine line;
  line.order = id;
  line.units = units;
  if (order.screened) {
    line.reason = *order.screened;
    if (line.reason == Reason::fund_exhausted) {
      const MenuItem& item = c.street.menu[c.street.demands[order.first].item];
      line.relief.kind = Relief::Kind::money;
      line.relief.fund = item.funds.front();
      const Money lacking = item.unit_price * order.units - c.list.fund_left[item.funds.front().index()];
      line.relief.amount = std::max(lacking, Money(0)).count();
    }
    return line;
  }
  const transport::OrderId problem_order = c.compiled.problem_order[id.index()];
  const auto& problem = c.compiled.problem;
  if (problem.end_edge(problem_order) - problem.first_edge(problem_order) > 1) {
    decide_capacity(c, id, line);
  } else {
    decide_rule(c, order, line);
  }
  return line;
}

}  // namespace paidan::policy
