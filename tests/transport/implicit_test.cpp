#include "paidan/transport/implicit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport/plane_candidates.hpp"
#include "transport/random_problem.hpp"

using namespace paidan;
using namespace paidan::transport;

namespace {

struct Plane {
  std::vector<PlaneLeaf> leaves;
  std::vector<PlaneOrder> orders;
  TransportProblem base;

  [[nodiscard]] PlaneCandidates source() const { return PlaneCandidates(leaves, orders, Cost(2)); }
};

PlanePoint random_point(Random& random, std::int64_t side) {
  const std::int64_t x = random.between(-side, side);
  return {Metres(x), Metres(random.between(-side, side))};
}

// Orders and leaves in a square, a random tree, perhaps an unserved leaf. With a small side, many distances are equal.
Plane random_plane(Random& random, std::size_t orders, std::size_t leaves, bool unserved) {
  Plane plane;
  const std::int64_t side = random.chance(50) ? 3 : 1000;
  const std::size_t groups = random.below(4);
  for (std::size_t g = 0; g < groups; ++g) {
    const GroupId parent = g == 0 || random.chance(40) ? GroupId{} : GroupId(random.below(g));
    plane.base.add_group(parent, test::random_segments(random, random.between(0, static_cast<Units>(2 * orders))));
  }
  for (std::size_t j = 0; j < leaves; ++j) {
    const std::uint64_t traits = random.below(8);
    const PlanePoint at = random_point(random, side);
    plane.leaves.push_back({at, Cost(random.between(-5, 20)), traits});
    const Units mean = static_cast<Units>(2 * orders / leaves) + 1;
    const GroupId parent = groups == 0 || random.chance(30) ? GroupId{} : GroupId(random.below(groups));
    plane.base.add_leaf(parent, test::random_segments(random, random.between(0, 2 * mean)));
  }
  const LeafId last = unserved ? plane.base.add_leaf(unbounded) : LeafId{};
  for (std::size_t i = 0; i < orders; ++i) {
    const PlanePoint at = random_point(random, side);
    plane.orders.push_back({at, random.chance(50) ? 0 : std::uint64_t{1} << random.below(3)});
    plane.base.start_order(random.between(1, 3));
    if (unserved) plane.base.add_edge(last, Cost(random.between(0, 3 * side)));
  }
  return plane;
}

// All pairs written down.
TransportProblem materialised(const Plane& plane) {
  const PlaneCandidates source = plane.source();
  TransportProblem problem;
  const TransportProblem& base = plane.base;
  for (std::size_t g = 0; g < base.group_count(); ++g) {
    problem.add_group(base.parent(GroupId(g)), base.segments(GroupId(g)));
  }
  for (std::size_t j = 0; j < base.leaf_count(); ++j) {
    problem.add_leaf(base.parent(LeafId(j)), base.segments(LeafId(j)));
  }
  for (std::size_t i = 0; i < base.order_count(); ++i) {
    problem.start_order(base.demand(OrderId(i)));
    for (std::size_t e = base.first_edge(OrderId(i)); e < base.end_edge(OrderId(i)); ++e) {
      problem.add_edge(base.edge_leaves()[e], base.edge_costs()[e]);
    }
    for (std::size_t j = 0; j < plane.leaves.size(); ++j) {
      const auto cost = source.cost(OrderId(i), LeafId(j));
      if (cost) problem.add_edge(LeafId(j), *cost);
    }
  }
  return problem;
}

}  // namespace

TEST_CASE("the index names the cheapest leaves, and all of them if it names fewer than asked") {
  constexpr std::uint64_t seed = 4;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    const Plane plane = random_plane(random, 5, random.below(60) + 1, true);
    PlaneCandidates source = plane.source();
    std::vector<Cost> prices;
    for (std::size_t j = 0; j < plane.leaves.size(); ++j) prices.emplace_back(random.between(0, 500));
    source.set_prices(prices);
    for (std::size_t i = 0; i < 5; ++i) {
      std::vector<std::pair<Cost, std::size_t>> all;
      const Cost below(random.between(0, 3000));
      for (std::size_t j = 0; j < plane.leaves.size(); ++j) {
        const auto cost = source.cost(OrderId(i), LeafId(j));
        if (cost && *cost + prices[j] < below) all.emplace_back(*cost + prices[j], j);
      }
      std::sort(all.begin(), all.end());
      const std::size_t most = random.below(10);
      all.resize(std::min(all.size(), most));
      std::vector<Edge> found;
      source.cheapest(OrderId(i), below, most, found);
      REQUIRE(found.size() == all.size());
      for (std::size_t k = 0; k < found.size(); ++k) {
        REQUIRE(found[k].leaf.index() == all[k].second);
        REQUIRE(found[k].cost + prices[all[k].second] == all[k].first);
      }
    }
  }
}

TEST_CASE("few edges and prices give the optimum of the complete problem, or say that there is none") {
  constexpr std::uint64_t seed = 20261124;
  CAPTURE(seed);
  Random random(seed);
  int infeasible = 0, widened = 0, repaired = 0;
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    const Plane plane = random_plane(random, random.below(80), random.below(25) + 1, random.chance(60));
    const Solution expected = solve(materialised(plane));
    PlaneCandidates source = plane.source();
    const ImplicitSolution result = solve_implicit(
        plane.base, source, {random.below(4), random.below(3) + 1, {.threads = 1 + static_cast<unsigned>(round % 2)}});
    REQUIRE(result.solution.status == expected.status);
    if (expected.status == Status::optimal) REQUIRE(result.solution.objective == expected.objective);
    const Verdict verdict = verify_implicit(source, result);
    REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
    infeasible += expected.status == Status::infeasible ? 1 : 0;
    widened += result.counts.solves > 1 ? 1 : 0;
    repaired += result.counts.repairs > 0 ? 1 : 0;
  }
  CHECK(infeasible > 20);
  CHECK(widened > 50);
  CHECK(repaired > 5);
}

TEST_CASE("the number of threads changes nothing") {
  Random random(8);
  const Plane plane = random_plane(random, 5000, 60, true);
  PlaneCandidates source = plane.source();
  const ImplicitSolution one = solve_implicit(plane.base, source, {2, 2, {.threads = 1}});
  const ImplicitSolution three = solve_implicit(plane.base, source, {2, 2, {.threads = 3}});
  CHECK(one.solution.placements == three.solution.placements);
  CHECK(one.solution.leaf_price == three.solution.leaf_price);
  CHECK(std::ranges::equal(one.problem.edge_leaves(), three.problem.edge_leaves()));
}

TEST_CASE("what a source throws reaches the caller, from any thread") {
  struct Failing {
    void set_prices(std::span<const Cost>) {}
    void cheapest(OrderId order, Cost, std::size_t, std::vector<Edge>&) const {
      if (order.index() == 4'321) throw Error("the index is gone");
    }
    [[nodiscard]] std::optional<Cost> cost(OrderId, LeafId) const { return {}; }
  };
  Random random(8);
  const Plane plane = random_plane(random, 5000, 60, true);
  for (const unsigned threads : {1U, 3U}) {
    Failing source;
    CHECK_THROWS_AS((void)solve_implicit(plane.base, source, {2, 2, {.threads = threads}}), Error);
  }
}

TEST_CASE("a pair that was forgotten is seen by verify_implicit") {
  Random random(5);
  const Plane plane = random_plane(random, 40, 10, true);
  PlaneCandidates source = plane.source();
  ImplicitSolution result = solve_implicit(plane.base, source, {0, 1, {}});
  REQUIRE(verify_implicit(source, result).holds());
  REQUIRE(result.counts.generated > 0);
  result.problem = plane.base;  // as if nothing had been generated: everybody stays unserved
  result.solution = solve(plane.base);
  CHECK(verify(result.problem, result.solution).holds());
  CHECK_FALSE(verify_implicit(source, result).holds());
}

TEST_CASE("points and costs out of range are refused") {
  const PlanePoint far{Metres(2'000'000'000), Metres(0)};
  CHECK_THROWS_WITH(PlaneCandidates({{far}}, {}), doctest::Contains("2000000000"));
  CHECK_THROWS_AS(PlaneCandidates({}, {{far}}), Error);
  CHECK_THROWS_AS(PlaneCandidates({}, {}, Cost(-1)), Error);
}
