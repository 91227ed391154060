// The way back: placements become plan lines, what is left becomes unserved lines with their reasons.
#include <algorithm>

#include "paidan/policy/compile.hpp"
#include "paidan/policy/explain.hpp"
#include "src/policy/costs.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::LeafId;
using transport::OrderId;

PlanLine line_of(const Street& street, const WorkList& list, WorkOrderId id, const Leaf& leaf, Units units,
                 const CostTerms& unit_terms) {
  const WorkOrder& order = list.orders[id];
  PlanLine line;
  line.order = id;
  line.organisation = leaf.organisation;
  line.worker = leaf.worker;
  line.session = leaf.session;
  if (leaf.kind != LeafKind::organisation) line.slot = leaf.window;
  line.units = units;
  line.price = street.menu[street.demands[order.first].item].unit_price * units;
  line.fund = order.fund;
  for (std::size_t t = 0; t < cost_term_count; ++t) line.terms.of[t] = unit_terms.of[t] * units;
  return line;
}

void report_shortfalls(const Street& street, const WorkList& list, Plan& plan) {
  std::vector<Units> placed(street.organisations.size(), 0), seats(street.sessions.size(), 0);
  std::vector<Units> wanted(street.communities.size(), 0), unserved(street.communities.size(), 0);
  for (const PlanLine& line : plan.lines) {
    placed[line.organisation.index()] += line.units;
    if (line.session.has_value()) seats[line.session.index()] += line.units;
  }
  const auto community = [&](WorkOrderId id) { return street.demands[list.orders[id].first].community.index(); };
  for (std::size_t i = 0; i < list.orders.size(); ++i) {
    wanted[community(WorkOrderId(i))] += list.orders[WorkOrderId(i)].units;
  }
  for (const UnservedLine& line : plan.unserved) unserved[community(line.order)] += line.units;
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    const auto& cap = street.communities[CommunityId(c)].max_unserved_basis_points;
    if (!cap) continue;
    const Units allowed = wanted[c] * *cap / 10'000;
    if (unserved[c] > allowed) plan.broken_caps.push_back({CommunityId(c), allowed, unserved[c]});
  }
  for (std::size_t o = 0; o < placed.size(); ++o) {
    const Units least = street.organisations[OrganisationId(o)].min_units;
    if (placed[o] < least) plan.short_organisations.push_back({OrganisationId(o), least, placed[o]});
  }
  for (std::size_t s = 0; s < seats.size(); ++s) {
    const Units least = street.sessions[SessionId(s)].min_seats;
    if (seats[s] < least) plan.short_sessions.push_back({SessionId(s), least, seats[s]});
  }
}

}  // namespace

Plan make_plan(const Street& street, const WorkList& list, const Policy& policy, const Compiled& compiled,
               const transport::Solution& solution) {
  Plan plan;
  const Pricing pricing(street, policy);
  Reasons reasons(Context{street, list, policy, compiled, solution});
  std::size_t at = 0;
  for (std::size_t i = 0; i < list.orders.size(); ++i) {
    const WorkOrderId id(i);
    const WorkOrder& order = list.orders[id];
    if (order.screened) {
      plan.unserved.push_back(reasons.of(id, order.units));
      continue;
    }
    const OrderId problem_order = compiled.problem_order[i];
    Units unserved = 0;
    for (; at < solution.placements.size() &&
           solution.placements[at].edge.index() < compiled.problem.end_edge(problem_order);
         ++at) {
      const auto& placement = solution.placements[at];
      plan.placements.push_back(
          {problem_order.value(), compiled.problem.edge_leaf(placement.edge).value(), placement.units});
      const Leaf& leaf = compiled.leaves[compiled.problem.edge_leaf(placement.edge).index()];
      if (leaf.kind == LeafKind::unserved) {
        unserved += placement.units;
        continue;
      }
      plan.lines.push_back(line_of(street, list, id, leaf, placement.units, pricing.terms(order, leaf)));
      plan.cost += plan.lines.back().terms.total();
    }
    if (unserved > 0) plan.unserved.push_back(reasons.of(id, unserved));
  }
  report_shortfalls(street, list, plan);
  plan.objective = solution.objective;
  plan.leaf_price = solution.leaf_price;
  plan.group_price = solution.group_price;
  plan.order_value = solution.order_value;
  return plan;
}

}  // namespace paidan::policy
