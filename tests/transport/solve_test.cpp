#include "paidan/transport/solve.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "paidan/transport/verify.hpp"
#include "transport/brute_force.hpp"
#include "transport/random_problem.hpp"

using namespace paidan;
using namespace paidan::transport;
using paidan::transport::test::brute_force;
using paidan::transport::test::ProblemShape;
using paidan::transport::test::random_problem;

TEST_CASE("the dearer order waits when one place is left") {
  TransportProblem problem;
  const LeafId tuesday = problem.add_leaf(1), unserved = problem.add_leaf(unbounded);
  problem.add_order(1, std::vector<Edge>{{tuesday, Cost(10)}, {unserved, Cost(100)}});
  problem.add_order(1, std::vector<Edge>{{tuesday, Cost(30)}, {unserved, Cost(100)}});
  const Solution solution = solve(problem);
  CHECK(solution.status == Status::optimal);
  CHECK(solution.objective == 110);
  CHECK(solution.leaf_price[tuesday.index()] >= Cost(70));  // what one more place would save
  CHECK(verify(problem, solution).holds());
}

TEST_CASE("every backend finds the brute-force optimum of tiny problems") {
  constexpr std::uint64_t seed = 20261124;
  CAPTURE(seed);
  Random random(seed);
  int infeasible = 0;
  for (int round = 0; round < 1200; ++round) {
    CAPTURE(round);
    ProblemShape shape{random.below(5), random.below(4), random.below(4), 3, 4, 20, random.chance(60)};
    shape.bounded_percent = round % 2 == 0 ? 15 : 0;  // bounded edges go to another backend
    const TransportProblem problem = random_problem(random, shape);
    const auto best = brute_force(problem);
    infeasible += best ? 0 : 1;
    for (std::string_view algorithm : algorithms()) {
      CAPTURE(algorithm);
      const Solution solution = solve(problem, {.algorithm = algorithm});
      REQUIRE((solution.status == Status::optimal) == best.has_value());
      if (best) REQUIRE(solution.objective == *best);
      const Verdict verdict = verify(problem, solution);
      REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
    }
  }
  CHECK(infeasible > 20);
}

TEST_CASE("medium problems end in a certificate, whatever the backend") {
  constexpr std::uint64_t seed = 7;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 240; ++round) {
    CAPTURE(round);
    ProblemShape shape{random.below(300) + 1, random.below(30) + 1, random.below(10), 5, 40, 1000, random.chance(80)};
    shape.bounded_percent = round % 4 == 0 ? 15 : 0;
    const TransportProblem problem = random_problem(random, shape);
    std::optional<WideCost> objective;
    for (std::string_view algorithm : algorithms()) {
      CAPTURE(algorithm);
      const Solution solution = solve(problem, {.algorithm = algorithm});
      const Verdict verdict = verify(problem, solution);
      REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
      if (!objective) objective = solution.objective;
      REQUIRE(solution.objective == *objective);
    }
  }
}

TEST_CASE("thousands of orders of several units bid for three leaves, and stand at two of them in part") {
  constexpr std::uint64_t seed = 2048;
  CAPTURE(seed);
  Random random(seed);
  TransportProblem problem;
  const LeafId near = problem.add_leaf(9'001), far = problem.add_leaf(701), out = problem.add_leaf(unbounded);
  for (int i = 0; i < 4'000; ++i) {
    const auto cost = [&](std::uint64_t most) { return Cost(static_cast<std::int64_t>(random.below(most))); };
    problem.add_order(static_cast<Units>(2 + random.below(4)),
                      std::vector<Edge>{{near, cost(1'000)}, {far, cost(1'000)}, {out, Cost(700) + cost(1'000)}});
  }
  const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
  CHECK(verify(problem, solution).holds());
  CHECK(solution.objective == solve(problem, {.algorithm = "network_simplex"}).objective);
}

TEST_CASE("a changed amount, leaf or objective is seen by verify") {
  constexpr std::uint64_t seed = 99;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const TransportProblem problem = random_problem(random, {30, 6, 3, 3, 12, 50, true});
    const Solution good = solve(problem);
    REQUIRE(verify(problem, good).holds());
    for (std::size_t p = 0; p < good.placements.size(); ++p) {
      Solution bad = good;
      bad.placements[p].units += 1;
      CHECK_FALSE(verify(problem, bad).holds());
      bad = good;
      bad.placements[p].units -= 1;
      CHECK_FALSE(verify(problem, bad).holds());
      bad = good;
      bad.placements.erase(bad.placements.begin() + static_cast<std::ptrdiff_t>(p));
      CHECK_FALSE(verify(problem, bad).holds());
    }
    Solution bad = good;
    bad.objective += 1;
    CHECK_FALSE(verify(problem, bad).holds());
    bad = good;
    for (Cost& value : bad.order_value) value += Cost(1);
    CHECK_FALSE(verify(problem, bad).holds());
  }
}

TEST_CASE("adversarial shapes") {
  SUBCASE("nothing at all") {
    const TransportProblem problem;
    CHECK(verify(problem, solve(problem)).holds());
  }
  SUBCASE("an order without edges is its own witness") {
    TransportProblem problem;
    problem.add_leaf(5);
    problem.start_order(1);
    const Solution solution = solve(problem);
    CHECK(solution.status == Status::infeasible);
    CHECK(solution.witness == std::vector<OrderId>{OrderId(0)});
    CHECK(verify(problem, solution).holds());
  }
  SUBCASE("equal costs near 2^62") {
    TransportProblem problem;
    const LeafId a = problem.add_leaf(2), b = problem.add_leaf(2);
    for (int i = 0; i < 4; ++i) {
      problem.add_order(1, std::vector<Edge>{{a, Cost((1LL << 62) - i)}, {b, Cost((1LL << 62) - 2 * i)}});
    }
    CHECK(verify(problem, solve(problem)).holds());
  }
  SUBCASE("costs too far apart are refused with the bound") {
    TransportProblem problem;
    const LeafId a = problem.add_leaf(2), b = problem.add_leaf(2);
    problem.add_order(1, std::vector<Edge>{{a, Cost(0)}, {b, Cost(1LL << 62)}});
    CHECK_THROWS_WITH(static_cast<void>(solve(problem)), doctest::Contains("2^60"));
  }
  SUBCASE("two edges to one leaf are refused") {
    TransportProblem problem;
    const LeafId a = problem.add_leaf(2);
    problem.add_order(1, std::vector<Edge>{{a, Cost(0)}, {a, Cost(1)}});
    CHECK_THROWS_AS(static_cast<void>(solve(problem)), Error);
  }
  SUBCASE("c_ij = i * j (Machol and Wien 1976)") {
    TransportProblem problem;
    constexpr int size = 60;
    for (int j = 0; j < size; ++j) problem.add_leaf(1);
    for (int i = 0; i < size; ++i) {
      problem.start_order(1);
      for (int j = 0; j < size; ++j) problem.add_edge(LeafId(static_cast<std::size_t>(j)), Cost((i + 1) * (j + 1)));
    }
    const Solution solution = solve(problem);
    CHECK(verify(problem, solution).holds());
    WideCost expected = 0;
    for (int i = 1; i <= size; ++i) expected += i * (size + 1 - i);
    CHECK(solution.objective == expected);
  }
}
