// The true reason of an unserved order and the first place to look for relief.
#include <algorithm>
#include <map>

#include "paidan/core/blocks.hpp"
#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/explain.hpp"
#include "paidan/policy/levers.hpp"
#include "paidan/policy/loads.hpp"
#include "src/policy/rule_counts.hpp"

namespace paidan::policy {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;

namespace {

class Reasoner {
 public:
  explicit Reasoner(const Context& context) : context_(context), loads_(context.compiled.problem, context.solution) {}

  // Is there no leaf that may take it, although nothing screened it out?
  [[nodiscard]] bool no_leaf(WorkOrderId id) const {
    if (context_.list.orders[id].screened) return false;
    const transport::OrderId order = context_.compiled.problem_order[id.index()];
    const auto& problem = context_.compiled.problem;
    return problem.end_edge(order) - problem.first_edge(order) <= 1;  // the unserved one
  }

  void decide_screened(const WorkOrder& order, UnservedLine& line) const {
    line.reason = *order.screened;
    if (line.reason == Reason::fund_exhausted) line.relief = first_money(order);
  }

  // No leaf may take it.
  void decide_rule(RuleCounts& counts, UnservedLine& line) const {
    const WorkOrder& order = context_.list.orders[line.order];
    line.removed = counts.alone(order);
    const bool singles = std::any_of(line.removed.begin(), line.removed.end(), [](std::uint32_t n) { return n != 0; });
    if (!singles) line.removed = counts.any(order);
    const auto most = std::max_element(line.removed.begin(), line.removed.end());
    // Nobody offers the item at all: there is no leaf that a rule could have taken away.
    line.reason = *most == 0 ? Reason::no_skill : static_cast<Reason>(most - line.removed.begin());
    if (!singles) return;
    const std::uint32_t leaf = counts.example(order, line.reason);
    if (leaf == UINT32_MAX) return;
    const auto changes = lifts(context_.street, order, context_.compiled.leaves[leaf]);
    const auto smallest = std::min_element(changes.begin(), changes.end(),
                                           [](const Relief& a, const Relief& b) { return a.amount < b.amount; });
    if (smallest != changes.end()) line.relief = *smallest;
  }

  // Some leaf may take it. The first place to look is the one whose price is the least, and on its way to the root the
  // limit that is the scarcest: where the price falls by most.
  void decide_capacity(UnservedLine& line) const {
    const transport::OrderId order = context_.compiled.problem_order[line.order.index()];
    const auto& problem = context_.compiled.problem;
    LeafId best, roomy;
    WideCost cheapest = 0, dear = 0, penalty = 0;
    for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
      const LeafId leaf = problem.edge_leaf(EdgeId(e));
      const WideCost cost = problem.edge_cost(EdgeId(e)).count();
      if (context_.compiled.leaves[leaf.index()].kind == LeafKind::unserved) {
        penalty = cost + loads_.last_unit(leaf).value_or(Cost(0)).count();
        continue;
      }
      const WideCost all_told = cost + context_.solution.leaf_price[leaf.index()].count();
      if (!best.has_value() || all_told < cheapest) {
        cheapest = all_told;
        best = leaf;
      }
      if (!loads_.has_room(leaf)) continue;
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
    line.relief = more_at(context_.street, context_.compiled.leaves[best.index()], scarcest(best), line.units);
  }

 private:
  WideCost cost_to_root(LeafId leaf) const {
    const auto& problem = context_.compiled.problem;
    WideCost sum = loads_.next_unit(leaf)->count();
    for (GroupId g = problem.parent(leaf); g.has_value(); g = problem.parent(g)) sum += loads_.next_unit(g)->count();
    return sum;
  }

  Limit::Kind scarcest(LeafId leaf) const {
    const auto& problem = context_.compiled.problem;
    const auto price = [&](GroupId g) {
      return g.has_value() ? context_.solution.group_price[g.index()].count() : std::int64_t{0};
    };
    Limit::Kind kind{};
    std::int64_t largest = -1;
    for (const Limit& limit : limits_of(context_.street, context_.compiled, leaf)) {
      const std::int64_t fall = limit.leaf.has_value() ? context_.solution.leaf_price[limit.leaf.index()].count() -
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
    const Demand& demand = context_.street.demands[order.first];
    const MenuItem& item = context_.street.menu[demand.item];
    Relief relief;
    relief.kind = Relief::Kind::fund_area;
    relief.fund = item.funds.front();
    relief.amount = 1;
    for (const FundId f : item.funds) {
      const Fund& fund = context_.street.funds[f];
      const auto covers = [](const auto& listed, auto value) {
        return listed.empty() || std::binary_search(listed.begin(), listed.end(), value);
      };
      if (!covers(fund.categories, item.category) || !covers(fund.communities, demand.community)) continue;
      const std::int64_t lacking =
          std::max<std::int64_t>(1, (item.unit_price * order.units - context_.list.fund_left[f.index()]).count());
      if (relief.kind == Relief::Kind::money && relief.amount <= lacking) continue;
      relief.kind = Relief::Kind::money;
      relief.fund = f;
      relief.amount = lacking;
    }
    return relief;
  }

  const Context context_;
  Loads loads_;
};

}  // namespace

void find_reasons(const Context& context, std::span<UnservedLine> lines, unsigned threads) {
  const Reasoner reasoner(context);
  constexpr std::size_t least = 1'024;  // lines that are worth a thread
  in_runs(lines.size(), runs_of(lines.size(), least, threads), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (UnservedLine& line : lines.subspan(begin, end - begin)) {
      const WorkOrder& order = context.list.orders[line.order];
      if (order.screened) {
        reasoner.decide_screened(order, line);
      } else if (!reasoner.no_leaf(line.order)) {
        reasoner.decide_capacity(line);
      }
    }
  });
  // What orders without a leaf share they share by item.
  std::map<ItemId, std::vector<std::uint32_t>> by_item;
  for (std::uint32_t k = 0; k < lines.size(); ++k) {
    if (!reasoner.no_leaf(lines[k].order)) continue;
    by_item[context.street.demands[context.list.orders[lines[k].order].first].item].push_back(k);
  }
  if (by_item.empty()) return;
  std::vector<const std::vector<std::uint32_t>*> items;
  for (const auto& [item, of_item] : by_item) items.push_back(&of_item);
  const ServingLeaves serving(context.street, context.compiled.leaves);
  each_on_threads(items.size(), threads, [&](std::size_t k) {
    RuleCounts counts(serving);
    for (const std::uint32_t at : *items[k]) reasoner.decide_rule(counts, lines[at]);
  });
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
