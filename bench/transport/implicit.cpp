// implicit: a complete spatial problem solved from few edges, beside the same with all pairs written down.
// `implicit --help` lists the options.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "bench/peers/stopwatch.hpp"
#include "bench/program/command_line.hpp"
#include "bench/transport/points.hpp"
#include "bench/transport/shapes.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport/implicit.hpp"
#include "paidan/transport/plane_candidates.hpp"

using namespace paidan;
using namespace paidan::bench;
using namespace paidan::transport;

namespace {

struct Options {
  std::size_t orders = 20'000, leaves = 500;
  bool materialise = false, check_all_pairs = false;
  std::uint64_t seed = 1;
  peers::Clock clock = peers::Clock::wall;
  ImplicitOptions implicit;
};

PlanePoint plane(Point p) { return {Metres(p.x), Metres(p.y)}; }

// In MB, so far.
std::size_t peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) / 1024;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CommandLine line("Solves a complete spatial problem from few edges.", "bench_implicit");
  line.add("--orders", &options.orders, "How many, of one unit each")
      .add("--leaves", &options.leaves, "How many; together they take 5% more than the orders")
      .add("--seed", &options.seed, "Another instance")
      .add("--first-edges", &options.implicit.first_edges, "Pairs an order to begin with")
      .add("--more-edges", &options.implicit.more_edges, "Pairs an order may get in a round")
      .add("--threads", &options.implicit.solve.threads, "Threads")
      .add("--materialise", &options.materialise, "Also write down all pairs, solve that and compare")
      .add("--check-all-pairs", &options.check_all_pairs, "Also check every pair against the prices")
      .add_clock(options.clock);
  if (const auto end = line.parse(argc, argv)) return *end;

  Random random(options.seed);
  TransportProblem base;
  add_leaves(base, random, tight(static_cast<Units>(options.orders)), options.leaves);
  std::vector<PlaneLeaf> leaves;
  for (const Point p : scatter(random, options.leaves)) leaves.push_back({plane(p)});
  std::vector<PlaneOrder> orders;
  for (const Point p : scatter(random, options.orders)) {
    orders.push_back({plane(p)});
    base.start_order(1);
  }
  peers::Stopwatch watch(options.clock);
  PlaneCandidates source(leaves, orders);
  const ImplicitSolution result = solve_implicit(base, source, options.implicit);
  const double seconds = watch.lap();
  const std::size_t pairs = options.orders * options.leaves;
  fmt::print("{} orders x {} leaves, {} pairs\n", options.orders, options.leaves, pairs);
  fmt::print(
      "implicit: {:.3f} s, {} edges ({:.2f} an order, {:.3f}% of all), {} solves, {} rounds, {} pairs added to a "
      "Matcher, peak {} MB\n",
      seconds, result.counts.generated,
      static_cast<double>(result.counts.generated) / static_cast<double>(options.orders),
      100.0 * static_cast<double>(result.counts.generated) / static_cast<double>(pairs), result.counts.solves,
      result.counts.rounds, result.counts.repairs, peak_memory());
  bool right = verify(result.problem, result.solution).holds();
  fmt::print("certificate of the generated edges {}\n", right ? "holds" : "BROKEN");
  std::fflush(stdout);
  if (options.check_all_pairs) {
    const bool holds = verify_implicit(source, result).holds();
    fmt::print("certificate of all pairs {}\n", holds ? "holds" : "BROKEN");
    right = right && holds;
  }
  if (options.materialise) {
    peers::Stopwatch writing(options.clock);
    TransportProblem problem;
    for (std::size_t j = 0; j < options.leaves; ++j) problem.add_leaf(base.capacity(LeafId(j)));
    problem.reserve(options.orders, pairs);
    for (std::size_t i = 0; i < options.orders; ++i) {
      problem.start_order(1);
      for (std::size_t j = 0; j < options.leaves; ++j) {
        problem.add_edge(LeafId(j), *source.cost(OrderId(i), LeafId(j)));
      }
    }
    const double written = writing.lap();
    peers::Stopwatch solving(options.clock);
    const Solution solution = solve(problem, options.implicit.solve);
    const bool same = solution.objective == result.solution.objective;
    fmt::print("materialised: {:.3f} s to write down, {:.3f} s to solve, peak {} MB, objective {}\n", written,
               solving.lap(), peak_memory(), same ? "equal" : "DIFFERENT");
    right = right && same;
  }
  return right ? 0 : 1;
}
