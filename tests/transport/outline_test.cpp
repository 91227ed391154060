// Open leaves: several segments that take everybody together. What comes before the last is a leaf, the last a way past
// it (compactor.hpp); neither may show in the answer.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"
#include "rounds.hpp"

using namespace paidan;
using namespace paidan::transport;

namespace {

struct OpenShape {
  std::size_t orders = 0, leaves = 0, open = 0, edges = 0;
  Units most_units = 1;
  bool unserved = false, groups = false;
  int room_percent = 80;
};

// Segments of rising cost, the last for everybody; some take nothing.
std::vector<Segment> open_segments(Random& random, Units total) {
  std::vector<Segment> out;
  std::int64_t cost = random.between(-50, 50);
  for (std::uint64_t k = random.below(3) + 1; k-- > 0; cost += random.between(0, 2'000)) {
    out.push_back({random.chance(20) ? 0 : random.between(0, total / 4), Cost(cost)});
  }
  out.push_back({random.chance(50) ? unbounded : total, Cost(cost)});
  return out;
}

TransportProblem make_open(const OpenShape& shape, Random& random) {
  std::vector<Units> demand(shape.orders);
  Units total = 0;
  for (Units& units : demand) total += units = random.between(1, shape.most_units);
  TransportProblem problem;
  if (shape.groups) {
    problem.add_group({}, total * 3);  // cannot bind: it is contracted
    problem.add_group({}, std::vector<Segment>{{total / 4, Cost(0)}, {total / 4, Cost(90)}});
    problem.add_group({}, std::vector<Segment>{{total * 2, Cost(30)}});
  }
  const auto parent = [&] { return shape.groups ? GroupId(random.below(3)) : GroupId{}; };
  for (std::size_t j = 0; j < shape.leaves; ++j) {
    problem.add_leaf(parent(), total * shape.room_percent / 100 / static_cast<Units>(shape.leaves) + 1);
  }
  for (std::size_t j = 0; j < shape.open; ++j) problem.add_leaf(parent(), open_segments(random, total));
  const LeafId unserved = shape.unserved ? problem.add_leaf(unbounded) : LeafId{};
  for (std::size_t i = 0; i < shape.orders; ++i) {
    problem.start_order(demand[i]);
    const std::size_t first = random.below(shape.leaves);
    for (std::size_t k = 0; k < std::min(shape.edges, shape.leaves); ++k) {
      problem.add_edge(LeafId((first + k) % shape.leaves), Cost(random.between(-100, 1'000)));
    }
    for (std::size_t j = 0; j < shape.open; ++j) {
      if (j % 3 == i % 3) problem.add_edge(LeafId(shape.leaves + j), Cost(random.between(0, 3'000)));
    }
    if (shape.unserved) problem.add_edge(unserved, Cost(random.between(0, 6'000)));
  }
  return problem;
}

void check_open(const TransportProblem& problem) {
  const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
  const Solution other = solve(problem, {.algorithm = "network_simplex"});
  REQUIRE(solution.status == other.status);
  const Verdict verdict = verify(problem, solution);
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
  REQUIRE(solution.objective == other.objective);
}

}  // namespace

TEST_CASE("a cap that is broken costs each unit above it, and its price is that") {
  TransportProblem problem;
  const LeafId slot = problem.add_leaf(1);
  const LeafId capped = problem.add_leaf(GroupId{}, std::vector<Segment>{{1, Cost(0)}, {unbounded, Cost(500)}});
  for (const std::int64_t penalty : {100, 200, 300}) {
    problem.add_order(1, std::vector<Edge>{{slot, Cost(10)}, {capped, Cost(penalty)}});
  }
  const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
  CHECK(solution.objective == 10 + 100 + 200 + 500);
  CHECK(solution.leaf_price[capped.index()] == Cost(500));
  CHECK(verify(problem, solution).holds());
}

TEST_CASE("small problems with leaves that take everybody in the end") {
  constexpr std::uint64_t seed = 20261130;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < test_rounds(600); ++round) {
    CAPTURE(round);
    OpenShape shape;
    shape.orders = 1 + random.below(60);
    shape.leaves = 1 + random.below(8);
    shape.open = 1 + random.below(4);
    shape.edges = random.below(6);
    shape.most_units = random.chance(50) ? 1 : 5;
    shape.unserved = random.chance(30);
    shape.groups = random.chance(50);
    shape.room_percent = static_cast<int>(random.between(20, 130));
    check_open(make_open(shape, random));
  }
}

TEST_CASE("thousands of orders, of one unit and of several, that break some caps and keep others") {
  Random random(11);
  for (const Units most_units : {Units{1}, Units{4}}) {
    for (const bool groups : {false, true}) {
      for (const int room : {60, 98}) {
        CAPTURE(most_units);
        CAPTURE(groups);
        CAPTURE(room);
        check_open(make_open({3'000, 60, 5, 7, most_units, !groups, groups, room}, random));
      }
    }
  }
}

TEST_CASE("orders with an edge to each of many leaves are listed with their way past open ones") {
  Random random(12);
  for (const bool unserved : {false, true}) {
    CAPTURE(unserved);
    const TransportProblem problem = make_open({4'000, 60, 2, 60, 1, unserved, false, 90}, random);
    check_open(problem);
  }
}
