#include "paidan/policy/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "src/policy/rules.hpp"

namespace paidan::policy {

void AllocationRegistry::add(std::shared_ptr<const AllocationPolicy> rule) {
  assert(find(rule->info().name) == nullptr);
  rules_.push_back(std::move(rule));
}

const AllocationPolicy* AllocationRegistry::find(std::string_view name) const noexcept {
  const auto at = std::find_if(rules_.begin(), rules_.end(), [&](const auto& r) { return r->info().name == name; });
  return at == rules_.end() ? nullptr : at->get();
}

const AllocationRegistry& allocation_rules() {
  static const AllocationRegistry registry = [] {
    AllocationRegistry r;
    add_exact_rules(r);
    add_greedy_rules(r);
    add_stable_rule(r);
    add_fair_rules(r);
    add_lookahead_rule(r);
    return r;
  }();
  return registry;
}

std::vector<std::string> allocation_faults(const Compiled& compiled, const Allocation& allocation) {
  const transport::TransportProblem& problem = compiled.problem;
  std::vector<std::string> faults;
  std::vector<Units> leaf(problem.leaf_count(), 0), group(problem.group_count(), 0), on_edge(problem.edge_count(), 0);
  for (const transport::Placement& p : allocation.placements) {
    if (!p.edge.has_value() || p.edge.index() >= on_edge.size() || p.units <= 0) {
      faults.push_back(fmt::format("a placement of {} units on edge {}", p.units, p.edge.value()));
      continue;
    }
    on_edge[p.edge.index()] += p.units;
    const auto at = problem.edge_leaf(p.edge);
    leaf[at.index()] += p.units;
    for (auto g = problem.parent(at); g.has_value(); g = problem.parent(g)) group[g.index()] += p.units;
  }
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const transport::OrderId order(i);
    Units placed = 0;
    for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
      placed += on_edge[e];
      if (on_edge[e] > problem.edge_bound(transport::EdgeId(e))) {
        faults.push_back(fmt::format("edge {}: {} units, its bound is lower", e, on_edge[e]));
      }
    }
    if (placed != problem.demand(order)) {
      faults.push_back(fmt::format("order {}: {} of {} units placed", i, placed, problem.demand(order)));
    }
  }
  for (std::size_t j = 0; j < leaf.size(); ++j) {
    const Units capacity = problem.capacity(transport::LeafId(j));
    if (leaf[j] > capacity) faults.push_back(fmt::format("leaf {}: {} units, it takes {}", j, leaf[j], capacity));
  }
  for (std::size_t g = 0; g < group.size(); ++g) {
    const Units capacity = problem.capacity(transport::GroupId(g));
    if (group[g] > capacity) faults.push_back(fmt::format("group {}: {} units, it takes {}", g, group[g], capacity));
  }
  return faults;
}

}  // namespace paidan::policy
