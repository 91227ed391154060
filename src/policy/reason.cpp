// The true reason of an unserved order and the first place to look for relief.
#include <algorithm>

#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/explain.hpp"
#include "paidan/policy/levers.hpp"
#include "paidan/policy/loads.hpp"
#include "src/policy/rule_counts.hpp"

namespace paidan::policy {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;

struct Reasons::State {
  explicit State(const Context& c)
      : context(c), counts(c.street, c.compiled.leaves), loads(c.compiled.problem, c.solution) {}

  // No leaf may take it.
  void decide_rule(const WorkOrder& order, UnservedLine& line) {
    line.removed = counts.alone(order);
    const bool singles = std::any_of(line.removed.begin(), line.removed.end(), [](std::uint32_t n) { return n != 0; });
    if (!singles) line.removed = counts.any(order);
    const auto most = std::max_element(line.removed.begin(), line.removed.end());
    // Nobody offers the item at all: there is no leaf that a rule could have taken away.
    line.reason = *most == 0 ? Reason::no_skill : static_cast<Reason>(most - line.removed.begin());
    if (!singles) return;
    const std::uint32_t leaf = counts.example(order, line.reason);
    if (leaf == UINT32_MAX) return;
    const auto changes = lifts(context.street, order, context.compiled.leaves[leaf]);
    const auto smallest = std::min_element(changes.begin(), changes.end(),
                                           [](const Relief& a, const Relief& b) { return a.amount < b.amount; });
    if (smallest != changes.end()) line.relief = *smallest;
  }

  // Some leaf may take it. The first place to look is the one whose price is the least, and on its way to the root the
  // limit that is the scarcest: where the price falls by most.
  void decide_capacity(transport::OrderId order, UnservedLine& line) {
    const auto& problem = context.compiled.problem;
    LeafId best, roomy;
    WideCost cheapest = 0, dear = 0, penalty = 0;
    for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
      const LeafId leaf = problem.edge_leaf(EdgeId(e));
      const WideCost cost = problem.edge_cost(EdgeId(e)).count();
      if (context.compiled.leaves[leaf.index()].kind == LeafKind::unserved) {
        penalty = cost + loads.last_unit(leaf).value_or(Cost(0)).count();
        continue;
      }
      const WideCost all_told = cost + context.solution.leaf_price[leaf.index()].count();
      if (!best.has_value() || all_told < cheapest) {
        cheapest = all_told;
        best = leaf;
      }
      if (!loads.has_room(leaf)) continue;
      const WideCost here = cost + cost_to_root(leaf);
      if (!roomy.has_value() || here < dear) {
        dear = here;
        roomy = leaf;
      }
    }
    if (roomy.has_value()) {
      line.reason = Reason::too_dear;
      line.short_by = Cost(static_cast<std::int64_t>(dear - penalty));
      line.relief.kind = Relief::Kind::higher_penalty;
      line.relief.amount = line.short_by.count() + 1;
      return;
    }
    line.reason = Reason::capacity_taken;
    line.relief = more_at(context.street, context.compiled.leaves[best.index()], scarcest(best), line.units);
  }

  WideCost cost_to_root(LeafId leaf) const {
    const auto& problem = context.compiled.problem;
    WideCost sum = loads.next_unit(leaf)->count();
    for (GroupId g = problem.parent(leaf); g.has_value(); g = problem.parent(g)) sum += loads.next_unit(g)->count();
    return sum;
  }

  Limit::Kind scarcest(LeafId leaf) const {
    const auto& problem = context.compiled.problem;
    const auto price = [&](GroupId g) {
      return g.has_value() ? context.solution.group_price[g.index()].count() : std::int64_t{0};
    };
    Limit::Kind kind{};
    std::int64_t largest = -1;
    for (const Limit& limit : limits_of(context.street, context.compiled, leaf)) {
      const std::int64_t fall = limit.leaf.has_value() ? context.solution.leaf_price[limit.leaf.index()].count() -
                                                             price(problem.parent(limit.leaf))
                                                       : price(limit.group) - price(problem.parent(limit.group));
      if (fall > largest) {
        largest = fall;
        kind = limit.kind;
      }
    }
    return kind;
  }

  // The fund that pays for such orders and lacks the least; when none does, its first one's area.
  Relief first_money(const WorkOrder& order) const {
    const Demand& demand = context.street.demands[order.first];
    const MenuItem& item = context.street.menu[demand.item];
    Relief relief;
    relief.kind = Relief::Kind::fund_area;
    relief.fund = item.funds.front();
    relief.amount = 1;
    for (const FundId f : item.funds) {
      const Fund& fund = context.street.funds[f];
      const auto covers = [](const auto& listed, auto value) {
        return listed.empty() || std::binary_search(listed.begin(), listed.end(), value);
      };
      if (!covers(fund.categories, item.category) || !covers(fund.communities, demand.community)) continue;
      const std::int64_t lacking =
          std::max<std::int64_t>(1, (item.unit_price * order.units - context.list.fund_left[f.index()]).count());
      if (relief.kind == Relief::Kind::money && relief.amount <= lacking) continue;
      relief.kind = Relief::Kind::money;
      relief.fund = f;
      relief.amount = lacking;
    }
    return relief;
  }

  const Context context;
  RuleCounts counts;
  Loads loads;
};

Reasons::Reasons(const Context& context) : state_(std::make_unique<State>(context)) {}
Reasons::~Reasons() = default;

UnservedLine Reasons::of(WorkOrderId id, Units units) {
  const Context& c = state_->context;
  const WorkOrder& order = c.list.orders[id];
  UnservedLine line;
  line.order = id;
  line.units = units;
  if (order.screened) {
    line.reason = *order.screened;
    if (line.reason == Reason::fund_exhausted) line.relief = state_->first_money(order);
    return line;
  }
  const transport::OrderId problem_order = c.compiled.problem_order[id.index()];
  const auto& problem = c.compiled.problem;
  if (problem.end_edge(problem_order) - problem.first_edge(problem_order) > 1) {
    state_->decide_capacity(problem_order, line);
  } else {
    state_->decide_rule(order, line);
  }
  return line;
}

Goals goals_of(const Context& c) {
  Goals out;
  const auto& problem = c.compiled.problem;
  const Loads loads(problem, c.solution);
  for (std::size_t i = 0, at = 0; i < problem.order_count(); ++i) {
    const auto priority = static_cast<std::size_t>(c.list.orders[c.compiled.orders[i]].priority) - 1;
    for (; at < c.solution.placements.size() &&
           c.solution.placements[at].edge.index() < problem.end_edge(transport::OrderId(i));
         ++at) {
      const auto& p = c.solution.placements[at];
      if (c.compiled.leaves[problem.edge_leaf(p.edge).index()].kind == LeafKind::unserved) continue;
      out.served[priority] += p.units;
      out.cost += problem.edge_cost(p.edge) * p.units;
    }
  }
  std::vector<Units> all(c.street.communities.size(), 0), screened(c.street.communities.size(), 0);
  for (const WorkOrder& order : c.list.orders) {
    const auto community = c.street.demands[order.first].community.index();
    all[community] += order.units;
    if (order.screened) screened[community] += order.units;
  }
  for (std::size_t j = 0; j < c.compiled.leaves.size(); ++j) {
    const Leaf& leaf = c.compiled.leaves[j];
    if (leaf.kind != LeafKind::unserved || !leaf.community.has_value()) continue;
    const auto k = leaf.community.index();
    const Units allowed = all[k] * *c.street.communities[leaf.community].max_unserved_basis_points / 10'000;
    out.over_caps += std::max<Units>(0, screened[k] + loads.of(LeafId(j)) - allowed);
  }
  for (std::size_t o = 0; o < c.street.organisations.size(); ++o) {
    const Units least = c.street.organisations[OrganisationId(o)].min_units;
    const GroupId group = c.compiled.organisation_group[o];
    if (least > 0) out.below_minimum += std::max<Units>(0, least - (group.has_value() ? loads.of(group) : 0));
  }
  return out;
}

}  // namespace paidan::policy
