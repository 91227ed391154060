// Small problems, unit by unit along shortest paths; beside the other backends on problems that have everything.
#include "paidan/transport/detail/successive_paths.hpp"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport.hpp"
#include "transport/random_problem.hpp"

using namespace paidan;
using namespace paidan::transport;
using paidan::transport::test::ProblemShape;
using paidan::transport::test::random_problem;

namespace {

constexpr std::string_view by_paths = "successive_shortest_paths";

Solution certified(const TransportProblem& problem, std::string_view algorithm) {
  const Solution solution = solve(problem, {.algorithm = algorithm});
  const Verdict verdict = verify(problem, solution);
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
  return solution;
}

// `orders` that all cost the same everywhere: each path could go through every leaf.
TransportProblem equal_costs(std::size_t orders, std::size_t leaves) {
  TransportProblem problem;
  for (std::size_t j = 0; j < leaves; ++j) problem.add_leaf(static_cast<Units>(orders / leaves + 1));
  for (std::size_t i = 0; i < orders; ++i) {
    problem.start_order(1);
    for (std::size_t j = 0; j < leaves; ++j) problem.add_edge(LeafId(j), Cost(7));
  }
  return problem;
}

}  // namespace

TEST_CASE("the order that comes last moves two others one place on") {
  TransportProblem problem;
  for (int j = 0; j < 3; ++j) problem.add_leaf(1);
  problem.add_order(1, std::vector<Edge>{{LeafId(0), Cost(10)}, {LeafId(1), Cost(11)}});
  problem.add_order(1, std::vector<Edge>{{LeafId(1), Cost(20)}, {LeafId(2), Cost(23)}});
  problem.add_order(1, std::vector<Edge>{{LeafId(0), Cost(30)}, {LeafId(2), Cost(90)}});
  const Solution solution = certified(problem, "auto");
  CHECK(solution.algorithm == by_paths);
  CHECK(solution.why == "few orders and few leaves");
  CHECK(solution.objective == 11 + 23 + 30);
  CHECK(solution.counts.rounds == 3);         // units
  CHECK(solution.counts.augmentations == 5);  // two that went straight to their leaves, and three moves of the last
  CHECK(solution.leaf_price[0] == Cost(4));
}

TEST_CASE("a full organisation gives up one worker's order for another's") {
  TransportProblem problem;
  const GroupId organisation = problem.add_group(GroupId{}, 1);
  const LeafId anna = problem.add_leaf(organisation, 1), bo = problem.add_leaf(organisation, 1);
  const LeafId outside = problem.add_leaf(unbounded);
  problem.add_order(1, std::vector<Edge>{{anna, Cost(5)}, {outside, Cost(50)}});
  problem.add_order(1, std::vector<Edge>{{bo, Cost(5)}, {outside, Cost(200)}});
  const Solution solution = certified(problem, by_paths);
  CHECK(solution.algorithm == by_paths);
  CHECK(solution.objective == 55);
  CHECK(solution.group_price[organisation.index()] >= Cost(45));
}

TEST_CASE("an order of several units at a convex leaf: placed once an edge") {
  TransportProblem problem;
  const LeafId rising = problem.add_leaf(
      GroupId{}, std::vector<Segment>{{0, Cost(-9)}, {2, Cost(-5)}, {0, Cost(0)}, {2, Cost(1)}, {9, Cost(30)}});
  const LeafId flat = problem.add_leaf(unbounded);
  problem.add_order(7, std::vector<Edge>{{flat, Cost(20)}, {rising, Cost(0)}});
  const Solution solution = certified(problem, by_paths);
  CHECK(solution.algorithm == by_paths);
  CHECK(solution.placements == std::vector<Placement>{{EdgeId(0), 3}, {EdgeId(1), 4}});
  CHECK(solution.objective == 3 * 20 - 2 * 5 + 2 * 1);
}

TEST_CASE("slots that nobody asks for do not make a problem large, and have a price") {
  TransportProblem problem;
  for (int w = 0; w < 100; ++w) {
    const GroupId worker = problem.add_group(GroupId{}, std::vector<Segment>{{2, Cost(-3)}, {2, Cost(4)}});
    for (int slot = 0; slot < 5; ++slot) problem.add_leaf(worker, std::vector<Segment>{{1, Cost(10)}});
  }
  for (int i = 0; i < 6; ++i) {
    problem.add_order(1, std::vector<Edge>{{LeafId(0), Cost(i)},
                                           {LeafId(1), Cost(9)},
                                           {LeafId(7), Cost(i * i)},
                                           {LeafId(8), Cost(20)},
                                           {LeafId(498), Cost(60)},
                                           {LeafId(499), Cost(50)}});
  }
  const Solution solution = certified(problem, "auto");
  CHECK(solution.algorithm == by_paths);
  CHECK(solution.objective == certified(problem, "contracted_simplex").objective);
  CHECK(solution.leaf_price[300] == Cost(10 - 3));
}

TEST_CASE("problems that have everything: the same optimum as the contracted method, with a certificate") {
  constexpr std::uint64_t seed = 20261130;
  CAPTURE(seed);
  Random random(seed);
  int infeasible = 0, solved = 0;
  for (int round = 0; round < 600; ++round) {
    CAPTURE(round);
    const std::int64_t largest_cost = std::vector<std::int64_t>{2, 50, 100'000, std::int64_t{1} << 34}[round % 4];
    const ProblemShape shape{.orders = random.below(120),
                             .leaves = random.below(30),
                             .groups = random.below(12),
                             .largest_demand = random.between(1, 4),
                             .largest_capacity = random.between(1, 20),
                             .largest_cost = largest_cost,
                             .unserved = random.chance(80),
                             .bounded_percent = 0};
    const TransportProblem problem = random_problem(random, shape);
    const Solution solution = certified(problem, by_paths), other = certified(problem, "contracted_simplex");
    REQUIRE(solution.status == other.status);
    REQUIRE(solution.objective == other.objective);
    infeasible += solution.status == Status::infeasible ? 1 : 0;
    solved += solution.algorithm == by_paths ? 1 : 0;
    CHECK(certified(problem, "auto").objective == other.objective);
  }
  CHECK(infeasible > 20);
  CHECK(solved > 300);
}

TEST_CASE("what it cannot hold goes to another backend, and the answer says which") {
  const auto with_cost = [](std::int64_t cost) {
    TransportProblem problem;
    const LeafId near = problem.add_leaf(1), far = problem.add_leaf(unbounded);
    for (int i = 0; i < 2; ++i) problem.add_order(1, std::vector<Edge>{{near, Cost(-3)}, {far, Cost(cost)}});
    return problem;
  };
  CHECK(certified(with_cost(std::int64_t{1} << 40), "auto").algorithm == by_paths);
  CHECK(certified(with_cost(std::int64_t{1} << 42), "auto").algorithm == "contracted_simplex");
  const Solution dear = certified(with_cost(std::int64_t{1} << 42), by_paths);
  CHECK(dear.algorithm == "contracted_simplex");
  CHECK(dear.why == "too large for successive_shortest_paths");

  TransportProblem many;  // units, hence arcs
  const LeafId leaf = many.add_leaf(unbounded);
  many.add_order(70'000, std::vector<Edge>{{leaf, Cost(1)}});
  CHECK(certified(many, by_paths).algorithm == "contracted_simplex");
}

TEST_CASE("what takes long is left to the contracted method, unless it is asked for by name") {
  const TransportProblem problem = equal_costs(200, 5);
  const Solution solution = certified(problem, "auto"), named = certified(problem, by_paths);
  CHECK(solution.algorithm == "contracted_simplex");
  CHECK(named.algorithm == by_paths);
  CHECK(named.why == "asked for by name");
  CHECK(named.objective == solution.objective);
}
