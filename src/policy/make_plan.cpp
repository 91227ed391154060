// The way back: placements become plan lines, what is left becomes unserved lines with their reasons.
#include <algorithm>

#include "paidan/core/blocks.hpp"
#include "paidan/core/prefetch.hpp"
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
               const transport::Solution& solution, unsigned threads) {
  const transport::TransportProblem& problem = compiled.problem;
  const Pricing pricing(street, policy);
  Plan plan;
  plan.placements.reserve(solution.placements.size());
  plan.lines.reserve(solution.placements.size());
  struct Lines {
    std::vector<PlanPlacement> placements;
    std::vector<PlanLine> lines;
    std::vector<UnservedLine> unserved;
  };
  // The first placement of the orders from the i-th of the list on.
  const auto first_placement = [&](std::size_t i) {
    while (i < list.orders.size() && list.orders[WorkOrderId(i)].screened) ++i;
    if (i == list.orders.size()) return solution.placements.size();
    const std::size_t edge = problem.first_edge(compiled.problem_order[i]);
    const auto at = std::partition_point(solution.placements.begin(), solution.placements.end(),
                                         [&](const auto& p) { return p.edge.index() < edge; });
    return static_cast<std::size_t>(at - solution.placements.begin());
  };
  // Leaves, workers and organisations of neighbouring orders lie far apart.
  const auto fetch_ahead = [&](std::size_t at) {
    constexpr std::size_t ahead = 8;
    const std::size_t count = solution.placements.size();
    const auto leaf = [&](std::size_t k) -> const Leaf& {
      return compiled.leaves[problem.edge_leaf(solution.placements[k].edge).index()];
    };
    if (at + 3 * ahead < count) prefetch(&problem.edge_leaves()[solution.placements[at + 3 * ahead].edge.index()]);
    if (at + 2 * ahead < count) prefetch(&leaf(at + 2 * ahead));
    if (at + ahead >= count) return;
    const Leaf& soon = leaf(at + ahead);
    if (soon.worker.has_value()) prefetch(&street.workers[soon.worker]);
    if (soon.organisation.has_value()) prefetch(&street.organisations[soon.organisation]);
  };
  constexpr std::size_t block = 4'096;  // orders
  in_blocks<Lines>(
      list.orders.size(), block, threads,
      [&](std::size_t begin, std::size_t end, Lines& made) {
        made.placements.clear();
        made.lines.clear();
        made.unserved.clear();
        std::size_t at = first_placement(begin);
        const std::size_t last = first_placement(end);
        for (std::size_t i = begin; i < end; ++i) {
          const WorkOrderId id(i);
          const WorkOrder& order = list.orders[id];
          const OrderId problem_order = compiled.problem_order[i];
          Units unserved = order.screened ? order.units : 0;
          for (; !order.screened && at < last && solution.placements[at].edge.index() < problem.end_edge(problem_order);
               ++at) {
            fetch_ahead(at);
            const auto& placement = solution.placements[at];
            const LeafId leaf_id = problem.edge_leaf(placement.edge);
            made.placements.push_back({problem_order.value(), leaf_id.value(), placement.units});
            const Leaf& leaf = compiled.leaves[leaf_id.index()];
            if (leaf.kind == LeafKind::unserved) {
              unserved += placement.units;
            } else {
              made.lines.push_back(line_of(street, list, id, leaf, placement.units, pricing.terms(order, leaf)));
            }
          }
          if (unserved == 0) continue;
          UnservedLine& line = made.unserved.emplace_back();
          line.order = id;
          line.units = unserved;
        }
      },
      [&](std::size_t, std::size_t, const Lines& made) {
        plan.placements.insert(plan.placements.end(), made.placements.begin(), made.placements.end());
        plan.lines.insert(plan.lines.end(), made.lines.begin(), made.lines.end());
        plan.unserved.insert(plan.unserved.end(), made.unserved.begin(), made.unserved.end());
        for (const PlanLine& line : made.lines) plan.cost += line.terms.total();
      });
  find_reasons(Context{street, list, policy, compiled, solution}, plan.unserved, threads);
  report_shortfalls(street, list, plan);
  plan.objective = solution.objective;
  plan.leaf_price = solution.leaf_price;
  plan.group_price = solution.group_price;
  plan.order_value = solution.order_value;
  return plan;
}

}  // namespace paidan::policy
