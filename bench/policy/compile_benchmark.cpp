// Street → transport problem → plan, around the solver: what a batch takes beside the solve.
#include <benchmark/benchmark.h>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/transport.hpp"

namespace {

using namespace paidan;

WorkList funded_list(const Street& street) {
  WorkList list = dispatch::make_work_list(street);
  dispatch::fund(street, list, policy::servable(street, list));
  return list;
}

void compile_street(benchmark::State& state) {
  const Street street = sim::generate_street();
  const WorkList list = funded_list(street);
  const policy::Policy policy;
  std::size_t edges = 0;
  for (auto _ : state) edges = policy::compile(street, list, policy).problem.edge_count();
  state.counters["edges"] = static_cast<double>(edges);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(edges));
}
BENCHMARK(compile_street)->Unit(benchmark::kMillisecond);

void make_plan(benchmark::State& state) {
  const Street street = sim::generate_street();
  const WorkList list = funded_list(street);
  const policy::Policy policy;
  const policy::Compiled compiled = policy::compile(street, list, policy);
  const transport::Solution solution = transport::solve(compiled.problem);
  for (auto _ : state) benchmark::DoNotOptimize(policy::make_plan(street, list, policy, compiled, solution));
}
BENCHMARK(make_plan)->Unit(benchmark::kMillisecond);

}  // namespace
