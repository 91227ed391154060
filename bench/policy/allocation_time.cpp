// How long each allocation rule takes beside the exact optimum, and what it gives away: one batch with all orders.
//
//   build/release/bin/bench_allocation [SCALE] [RUNS]
//
// SCALE × Jiulong's week (2,000 demands; 1 by default), medians of RUNS (5) runs. The optimum's time is that of
// min_cost: building its problem is not counted for any rule.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/allocation.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/sim/measure.hpp"

int main(int argc, char** argv) {
  using namespace paidan;
  sim::GenerateOptions options;
  options.scale_thousandths = argc > 1 ? static_cast<std::int64_t>(std::atof(argv[1]) * 1'000) : 1'000;
  const int runs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  if (options.scale_thousandths < 1) {
    fmt::print(stderr, "usage: bench_allocation [SCALE] [RUNS]\n");
    return 2;
  }
  const Street street = sim::generate_street(options);
  WorkList list = dispatch::make_work_list(street);
  dispatch::fund(street, list, policy::servable(street, list));
  const policy::Compiled compiled = policy::compile(street, list, policy::Policy{});
  fmt::print("{} orders, {} leaves, {} edges\n", compiled.problem.order_count(), compiled.problem.leaf_count(),
             compiled.problem.edge_count());
  fmt::print("{:<28}{:>10}{:>14}{:>9}{:>17}\n", "rule", "ms", "x optimum", "served", "x objective");
  const policy::Given nothing;
  double optimum_seconds = 0, optimum_objective = 0;
  for (const auto& rule : policy::allocation_rules().rules()) {  // min_cost is the first
    std::vector<double> seconds;
    policy::Allocation allocation;
    for (int k = 0; k < runs; ++k) {
      const auto begun = std::chrono::steady_clock::now();
      allocation = rule->allocate({.street = street, .list = list, .compiled = compiled, .given = nothing});
      seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + runs / 2, seconds.end());
    const double median = seconds[static_cast<std::size_t>(runs / 2)];
    const sim::Value value = sim::value_of(compiled, allocation.placements);
    const auto objective = static_cast<double>(value.objective);
    if (optimum_seconds == 0) {
      optimum_seconds = median;
      optimum_objective = objective;
    }
    fmt::print("{:<28}{:>10.2f}{:>14.2f}{:>9}{:>17.4f}\n", rule->info().name, median * 1e3, median / optimum_seconds,
               value.served, objective / optimum_objective);
  }
}
