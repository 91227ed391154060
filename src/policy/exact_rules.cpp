// The rules that are one exact solve each.
#include <algorithm>

#include "paidan/transport/solve.hpp"
#include "src/policy/rules.hpp"
#include "src/policy/variant.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::OrderId;
using transport::Segment;

Allocation allocation_of(transport::Solution solution) { return {std::move(solution.placements), {}}; }

Allocation min_cost(const AllocationInput& in) {
  transport::SolveOptions options;
  options.leaf_prices = in.leaf_prices;
  transport::Solution solution = transport::solve(in.compiled.problem, options);
  return {std::move(solution.placements), std::move(solution.leaf_price)};
}

// Every unserved unit costs the same, more than all that edges can change along one cycle (tiers.hpp).
Allocation max_served(const AllocationInput& in) {
  const TierNumbers n = tier_numbers(in, 0, 0);
  const Cost unserved((n.leaves + 2) * (n.dearest - n.cheapest) + 1 + std::max<std::int64_t>(0, n.dearest));
  VariantSpec spec;
  spec.tree = capacity_only;
  spec.unserved_cost = [&](OrderId) { return unserved; };
  return allocation_of(solve_variant(make_variant(in, spec)));
}

// The k-th unit of a worker who could take c units costs 200 (2k − 1) ÷ (2c) points: in all 100 · load² ÷ c, as far as
// whole points go. The dearest unit costs below 200.
Allocation load_balanced(const AllocationInput& in) {
  constexpr std::int64_t balance = 100;
  std::vector<Units> before(in.street.workers.size(), 0);
  for (std::size_t j = 0; j < in.given.leaf_load.size(); ++j) {
    const Leaf& leaf = in.compiled.leaves[j];
    if (leaf.kind == LeafKind::slot) before[leaf.worker.index()] += in.given.leaf_load[j];
  }
  const Penalties penalties = tiers(tier_numbers(in, 2 * balance, capped_leaves(in)), Policy{});
  VariantSpec spec;
  spec.worker = [&](WorkerId worker, Units capacity) {
    Segments segments;
    const Units had = before[worker.index()];
    for (Units k = had + 1; k <= capacity; ++k) {
      const Cost cost(balance * (2 * k - 1) / capacity);
      if (!segments.empty() && segments.back().unit_cost == cost) {
        ++segments.back().units;
      } else {
        segments.push_back({1, cost});
      }
    }
    return segments;
  };
  spec.tree = [&](std::span<const Segment> old) { return with_penalties(old, in.compiled.penalties, penalties); };
  spec.unserved_cost = [&](OrderId order) {
    return penalties.unserved[static_cast<std::size_t>(priority_of(in, order)) - 1];
  };
  return allocation_of(solve_variant(make_variant(in, spec)));
}

// An order takes a place only if it is worth more than the place will be worth to those still to come.
Allocation lookahead(const AllocationInput& in) {
  if (in.future_price.empty()) return min_cost(in);
  const auto& problem = in.compiled.problem;
  VariantSpec spec;
  spec.serving_cost = [&](EdgeId edge) {
    const Cost later = in.future_price[problem.edge_leaf(edge).index()];
    return problem.edge_cost(edge) + std::max(later, Cost(0));
  };
  return allocation_of(solve_variant(make_variant(in, spec)));
}

}  // namespace

void add_exact_rules(AllocationRegistry& registry) {
  registry.add(rule({.name = "min_cost",
                     .title = {"最小代价", "Least cost"},
                     .optimises = {"先保紧急、社区上限、其余优先级和最少单量，再求总代价最小",
                                   "priorities, caps and minimum loads first, then the least total cost"},
                     .guarantee = {"精确最优，附证书", "the exact optimum, with a certificate"},
                     .source = "Ahuja, Magnanti & Orlin 1993, Network Flows"},
                    min_cost));
  registry.add(rule({.name = "max_served",
                     .title = {"派出最多", "Most served"},
                     .optimises = {"派出单量最多，再求总代价最小，不分优先级",
                                   "the most units served, then the least cost; priorities do not count"},
                     .guarantee = {"派出单量精确最多", "no allocation serves more units"},
                     .source = "Ahuja, Magnanti & Orlin 1993, Network Flows"},
                    max_served));
  registry.add(rule({.name = "load_balanced",
                     .title = {"负荷均衡", "Balanced load"},
                     .optimises = {"目标先后同最小代价；代价加上每位社工 100 × 负荷² ÷ 容量",
                                   "as least cost, with 100 x load^2 / capacity of every worker added to the cost"},
                     .guarantee = {"该凸目标的精确最优", "the exact optimum of that convex objective"},
                     .source = "Ahuja, Magnanti & Orlin 1993, Network Flows, chapter 14"},
                    load_balanced));
}

void add_lookahead_rule(AllocationRegistry& registry) {
  registry.add(rule({.name = "lookahead",
                     .title = {"按预期价格留余量", "Look-ahead by prices"},
                     .optimises = {"最小代价，并计入每个名额对后来订单的预期价值",
                                   "least cost, counting what each place will be worth to orders still to come"},
                     .guarantee = {"预测价格准确时渐近最优；没有预测时即最小代价",
                                   "asymptotically optimal when the forecast holds; without one it is least cost"},
                     .source = "Talluri & van Ryzin 1998, An analysis of bid-price controls for network revenue "
                               "management"},
                    lookahead, FunctionRule::Looks::ahead));
}

}  // namespace paidan::policy
