// The optimum of a tiny transport problem, by trying everything.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "paidan/transport/problem.hpp"

namespace paidan::transport::test {

template <class NodeId>
std::optional<WideCost> load_cost(const TransportProblem& problem, NodeId node, Units load) {
  WideCost cost = 0;
  for (const Segment& s : problem.segments(node)) {
    const Units here = std::min(load, s.units);
    cost += WideCost{s.unit_cost.count()} * here;
    load -= here;
  }
  return load == 0 ? std::optional(cost) : std::nullopt;
}

// Every way to place every unit, order by order; states with equal leaf loads are merged.
inline std::optional<WideCost> brute_force(const TransportProblem& problem) {
  std::map<std::vector<Units>, WideCost> states{{std::vector<Units>(problem.leaf_count(), 0), 0}};
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    std::map<std::vector<Units>, WideCost> after;
    for (const auto& [loads, cost] : states) {
      auto place = [&](auto&& self, std::size_t e, Units left, std::vector<Units> now, WideCost sum) -> void {
        if (e == problem.end_edge(OrderId(i))) {
          if (left != 0) return;
          auto [at, fresh] = after.try_emplace(now, sum);
          if (!fresh) at->second = std::min(at->second, sum);
          return;
        }
        const EdgeId edge(e);
        for (Units x = 0; x <= std::min(left, problem.edge_bound(edge)); ++x) {
          self(self, e + 1, left - x, now, sum + WideCost{problem.edge_cost(edge).count()} * x);
          ++now[problem.edge_leaf(edge).index()];
        }
      };
      place(place, problem.first_edge(OrderId(i)), problem.demand(OrderId(i)), loads, cost);
    }
    states = std::move(after);
  }
  std::optional<WideCost> best;
  for (const auto& [loads, cost] : states) {
    std::vector<Units> groups(problem.group_count(), 0);
    std::optional<WideCost> sum = cost;
    auto charge = [&](auto node, Units load) {
      const auto c = load_cost(problem, node, load);
      if (!c) {
        sum.reset();
      } else if (sum) {
        *sum += *c;
      }
      if (problem.parent(node).has_value()) groups[problem.parent(node).index()] += load;
    };
    for (std::size_t j = 0; j < loads.size(); ++j) charge(LeafId(j), loads[j]);
    for (std::size_t g = groups.size(); g-- > 0;) charge(GroupId(g), groups[g]);
    if (sum && (!best || *sum < *best)) best = sum;
  }
  return best;
}

}  // namespace paidan::transport::test
