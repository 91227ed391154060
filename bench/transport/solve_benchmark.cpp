// solve() and verify() on families small enough for every day; `compare` measures the large ones beside the peers.
#include <benchmark/benchmark.h>

#include <stdexcept>
#include <string>

#include "bench/transport/families.hpp"
#include "paidan/transport.hpp"

namespace {

using namespace paidan;
using namespace paidan::bench;

struct Instance {
  const char* family;
  std::uint64_t millionths;
};
constexpr Instance instances[] = {
    {"storm", 1'000'000}, {"street", 1'000'000}, {"bulk", 100'000}, {"district", 20'000}, {"scarce", 10'000},
    {"ties", 10'000},     {"tree", 10'000},      {"wide", 2'000},   {"classes", 5'000},   {"square2000", 100'000},
    {"machol", 200'000},  {"geometric", 50'000}, {"chain", 20'000}, {"identical", 5'000}, {"components", 10'000},
};

transport::TransportProblem make(const Instance& instance) {
  const Family* family = find_family(instance.family);
  if (family == nullptr) throw std::logic_error(std::string("no family ") + instance.family);
  return family->make(Scale{instance.millionths}, 1);
}

void count(benchmark::State& state, const transport::TransportProblem& problem) {
  state.counters["orders"] = static_cast<double>(problem.order_count());
  state.counters["edges"] = static_cast<double>(problem.edge_count());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(problem.edge_count()));
}

void solve_family(benchmark::State& state, const Instance& instance) {
  const transport::TransportProblem problem = make(instance);
  for (auto _ : state) benchmark::DoNotOptimize(transport::solve(problem));
  count(state, problem);
}

void verify_family(benchmark::State& state, const Instance& instance) {
  const transport::TransportProblem problem = make(instance);
  const transport::Solution solution = transport::solve(problem);
  for (auto _ : state) {
    if (!transport::verify(problem, solution).holds()) state.SkipWithError("the certificate does not hold");
  }
  count(state, problem);
}

const bool registered = [] {
  for (const Instance& instance : instances) {
    benchmark::RegisterBenchmark((std::string("solve/") + instance.family).c_str(), solve_family, instance)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("verify/street", verify_family, instances[1])->Unit(benchmark::kMillisecond);
  return true;
}();

}  // namespace
