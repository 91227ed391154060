// The rules that go order by order or pair by pair and never look back.
#include <algorithm>
#include <tuple>

#include "paidan/core/random.hpp"
#include "paidan/policy/travel.hpp"
#include "src/policy/arrival.hpp"
#include "src/policy/greedy.hpp"
#include "src/policy/rules.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::OrderId;

constexpr Words half{"极大分配：已派单量不少于最多可派单量的一半",
                     "maximal: serves at least half of the most units that could be served"};

Allocation fcfs(const AllocationInput& in) {
  Filling filling(in);
  for (const OrderId order : by_arrival(in)) filling.place_cheapest(order);
  return std::move(filling).finish();
}

// Pairs of order and leaf by their distance; pairs without one come last, cheapest first.
Allocation nearest_first(const AllocationInput& in) {
  const auto& problem = in.compiled.problem;
  struct Pair {
    std::int64_t metres;
    OrderId order;
    EdgeId edge;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const OrderId order(i);
    const WorkOrder& work = in.list.orders[in.compiled.orders[i]];
    for (std::size_t e = problem.first_edge(order); e + 1 < problem.end_edge(order); ++e) {
      const auto metres = travel(in.street, work, in.compiled.leaves[problem.edge_leaf(EdgeId(e)).index()]);
      pairs.push_back({metres ? metres->count() : INT64_MAX, order, EdgeId(e)});
    }
  }
  std::sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) {
    return std::tuple(a.metres, problem.edge_cost(a.edge), a.edge) <
           std::tuple(b.metres, problem.edge_cost(b.edge), b.edge);
  });
  Filling filling(in);
  for (const Pair& p : pairs) filling.place(p.order, p.edge);
  return std::move(filling).finish();
}

Allocation random_serial_dictatorship(const AllocationInput& in) {
  std::vector<OrderId> orders = by_arrival(in);
  Random random(in.seed);
  random.shuffle(orders);
  Filling filling(in);
  for (const OrderId order : orders) filling.place_cheapest(order);
  return std::move(filling).finish();
}

// Unit by unit in order of arrival: the next organisation in turn (by index, after the one that took the last unit)
// that can take the unit gets it, at its cheapest leaf.
Allocation round_robin(const AllocationInput& in) {
  const auto& problem = in.compiled.problem;
  const std::size_t organisations = in.street.organisations.size();
  Filling filling(in);
  std::size_t next = in.given.last.has_value() ? in.given.last.index() + 1 : 0;
  for (const OrderId order : by_arrival(in)) {
    std::vector<EdgeId> edges = filling.cheapest_first(order);
    const auto turn = [&](EdgeId e) {  // how many organisations are asked before this edge's
      const auto o = in.compiled.leaves[problem.edge_leaf(e).index()].organisation.index();
      return (o + organisations - next % organisations) % organisations;
    };
    const auto one_unit = [&] {
      std::stable_sort(edges.begin(), edges.end(), [&](EdgeId a, EdgeId b) { return turn(a) < turn(b); });
      for (const EdgeId e : edges) {
        if (filling.place(order, e, 1) == 0) continue;
        next = in.compiled.leaves[problem.edge_leaf(e).index()].organisation.index() + 1;
        return true;
      }
      return false;
    };
    while (filling.left(order) > 0 && one_unit()) {
    }
  }
  return std::move(filling).finish();
}

}  // namespace

void add_greedy_rules(AllocationRegistry& registry) {
  registry.add(rule({.name = "fcfs",
                     .title = {"先到先得", "First come, first served"},
                     .optimises = {"按提交先后，每单取当时代价最小的去处",
                                   "each order, as it was submitted, takes its cheapest place that is left"},
                     .guarantee = half,
                     .source = "Korte & Hausmann 1978, An analysis of the greedy heuristic for independence systems"},
                    fcfs));
  registry.add(rule({.name = "nearest_first",
                     .title = {"就近优先", "Nearest first"},
                     .optimises = {"先派距离最近的订单和服务者", "the closest pair of order and server is taken first"},
                     .guarantee = half,
                     .source = "Korte & Hausmann 1978, An analysis of the greedy heuristic for independence systems"},
                    nearest_first));
  registry.add(rule({.name = "random_serial_dictatorship",
                     .title = {"抽签排序", "Random serial dictatorship"},
                     .optimises = {"抽签定顺序，每单依次取代价最小的去处",
                                   "orders draw lots for their turn, each takes its cheapest place that is left"},
                     .guarantee = {"帕累托有效、谎报偏好无利可图；已派单量不少于最多的一半",
                                   "Pareto efficient, no gain from lying; serves at least half of the most units"},
                     .source = "Abdulkadiroglu & Sonmez 1998, Random serial dictatorship and the core"},
                    random_serial_dictatorship));
  registry.add(rule({.name = "round_robin",
                     .title = {"组织轮流", "Round robin"},
                     .optimises = {"按提交先后，轮到的组织接下一单", "organisations take the next order in turn"},
                     .guarantee = half,
                     .source = "Korte & Hausmann 1978, An analysis of the greedy heuristic for independence systems"},
                    round_robin));
}

}  // namespace paidan::policy
