// Orders with many edges are solved from short lists of them, and groups are priced from samples: neither may show in
// the answer.
#include <doctest/doctest.h>

#include <cstdlib>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"
#include "rounds.hpp"

using namespace paidan;
using namespace paidan::transport;

namespace {

enum class Costs { random, equal, product, near, far_apart };

struct Dense {
  std::size_t orders = 0, leaves = 0;
  Costs costs = Costs::random;
  Units most_units = 1;
  bool unserved = false, groups = false;
  int room_percent = 105;
};

std::int64_t cost_of(Costs costs, std::size_t i, std::size_t j, Random& random) {
  const auto a = static_cast<std::int64_t>(i), b = static_cast<std::int64_t>(j);
  switch (costs) {
    case Costs::random:
      return random.between(-500, 10'000);
    case Costs::equal:
      return 7;
    case Costs::product:
      return (a + 1) * (b + 1);
    case Costs::near:
      return std::abs(a * 37 % 1'000 - b * 53 % 1'000) * 10;
    case Costs::far_apart:
      return j % 7 == 0 ? random.between(0, std::int64_t{1} << 40) : random.between(0, 1'000);
  }
  return 0;
}

// Every order has an edge to every leaf.
TransportProblem make_dense(const Dense& shape, Random& random) {
  std::vector<Units> demand(shape.orders);
  Units total = 0;
  for (Units& units : demand) total += units = random.between(1, shape.most_units);
  TransportProblem problem;
  if (shape.groups) {
    for (int g = 0; g < 3; ++g) {
      const Units third = total * shape.room_percent / 300 + 1;
      problem.add_group({}, std::vector<Segment>{{third / 3, Cost(-40)}, {third - third / 3, Cost(60)}});
    }
  }
  const auto leaves = static_cast<Units>(shape.leaves);
  for (std::size_t j = 0; j < shape.leaves; ++j) {
    const Units even = total * shape.room_percent / 100 / leaves + (static_cast<Units>(j) < total % leaves ? 1 : 0);
    const GroupId parent = shape.groups ? GroupId(j % 3) : GroupId{};
    const Units room = shape.most_units == 1 && shape.orders <= shape.leaves ? 1 : even;
    const bool closed = shape.costs == Costs::near && j == 3;
    problem.add_leaf(parent, closed ? 0 : shape.groups ? room * 3 / 2 : room);
  }
  if (shape.unserved) problem.add_leaf(unbounded);
  for (std::size_t i = 0; i < shape.orders; ++i) {
    problem.start_order(demand[i]);
    for (std::size_t j = 0; j < shape.leaves; ++j)
      problem.add_edge(LeafId(j), Cost(cost_of(shape.costs, i, j, random)));
    if (shape.unserved) problem.add_edge(LeafId(shape.leaves), Cost(5'000 + 1'000 * static_cast<std::int64_t>(i % 3)));
  }
  return problem;
}

void check_both(const TransportProblem& problem) {
  const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
  const Verdict verdict = verify(problem, solution);
  CAPTURE(verdict.faults);
  CHECK(verdict.holds());
  const Solution other = solve(problem, {.algorithm = "network_simplex"});
  REQUIRE(solution.status == other.status);
  CHECK(solution.objective == other.objective);
}

}  // namespace

TEST_CASE("complete problems of every shape: short lists change nothing") {
  int shape = 0;
  for (const Costs costs : {Costs::random, Costs::equal, Costs::product, Costs::near, Costs::far_apart}) {
    for (const int room_percent : {70, 100, 105}) {
      for (const bool unserved : {false, true}) {
        for (const bool groups : {false, true}) {
          CAPTURE(static_cast<int>(costs));
          CAPTURE(room_percent);
          CAPTURE(unserved);
          CAPTURE(groups);
          if (!is_test_played(shape++)) continue;
          Random random(static_cast<std::uint64_t>(room_percent) + 2 * static_cast<std::uint64_t>(costs));
          check_both(make_dense({.orders = 900,
                                 .leaves = 120,
                                 .costs = costs,
                                 .most_units = costs == Costs::near ? 9 : 1,
                                 .unserved = unserved,
                                 .groups = groups,
                                 .room_percent = room_percent},
                                random));
        }
      }
    }
  }
}

TEST_CASE("one to one, with as many orders as leaves and with fewer") {
  for (const std::size_t orders : {250U, 400U}) {
    for (const Costs costs : {Costs::random, Costs::equal, Costs::product, Costs::far_apart}) {
      CAPTURE(orders);
      CAPTURE(static_cast<int>(costs));
      Random random(orders);
      check_both(make_dense({.orders = orders, .leaves = 400, .costs = costs}, random));
    }
  }
}

TEST_CASE("a thousand orders a leaf and all edges: lists by the prices of a sample") {
  for (const bool unserved : {false, true}) {
    CAPTURE(unserved);
    Random random(5);
    const TransportProblem problem =
        make_dense({.orders = 43'000, .leaves = 40, .costs = Costs::near, .unserved = unserved}, random);
    const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
    REQUIRE(solution.status == Status::optimal);
    CHECK(verify(problem, solution).holds());
  }
}

// Workers of three slots in organisations; every order can go to some slots of some workers.
TEST_CASE("groups that bind, priced from samples") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    for (const Units most_units : {1, 6}) {
      CAPTURE(seed);
      CAPTURE(most_units);
      Random random(seed);
      constexpr std::size_t organisations = 6, workers = 90, slots = 3 * workers, orders = 9'000;
      std::vector<Units> demand(orders);
      Units total = 0;
      for (Units& units : demand) total += units = random.between(1, most_units);
      TransportProblem problem;
      for (std::size_t g = 0; g < organisations; ++g) {
        const Units room = total * random.between(80, 120) / 100 / static_cast<Units>(organisations);
        problem.add_group({},
                          std::vector<Segment>{{room / 3, Cost(-2'000)}, {room / 3, Cost(0)}, {room / 3, Cost(900)}});
      }
      for (std::size_t w = 0; w < workers; ++w) {
        const Units room = total * random.between(80, 150) / 100 / static_cast<Units>(workers);
        problem.add_group(GroupId(w % organisations), std::vector<Segment>{{room / 2, Cost(0)}, {room / 2, Cost(50)}});
      }
      for (std::size_t s = 0; s < slots; ++s) {
        problem.add_leaf(GroupId(organisations + s / 3),
                         total * random.between(90, 200) / 100 / static_cast<Units>(slots));
      }
      const LeafId unserved = problem.add_leaf(unbounded);
      for (std::size_t i = 0; i < orders; ++i) {
        problem.start_order(demand[i]);
        const std::size_t first = random.below(slots);
        for (std::size_t k = 0; k < 8; ++k) {
          problem.add_edge(LeafId((first + k * k) % slots), Cost(random.between(0, 3'000)));
        }
        problem.add_edge(unserved, Cost(40'000));
      }
      const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
      REQUIRE(solution.status == Status::optimal);
      const Verdict verdict = verify(problem, solution);
      CAPTURE(verdict.faults);
      CHECK(verdict.holds());
    }
  }
}

// The auction may count in 32 bits: what does not fit must not turn into something else.
TEST_CASE("segments of leaves and groups that cost far more or less than any edge") {
  for (const std::int64_t far : {std::int64_t{1} << 31, std::int64_t{1} << 32, std::int64_t{1} << 45}) {
    CAPTURE(far);
    Random random(static_cast<std::uint64_t>(far));
    TransportProblem problem;
    constexpr std::size_t leaves = 30, orders = 9'000;
    for (int g = 0; g < 3; ++g) {
      problem.add_group({}, std::vector<Segment>{{900, Cost(-far)}, {1'500, Cost(0)}, {900, Cost(far)}});
    }
    for (std::size_t j = 0; j < leaves; ++j) {
      problem.add_leaf(GroupId(j % 3), std::vector<Segment>{{50, Cost(-far)}, {200, Cost(0)}, {200, Cost(far)}});
    }
    const LeafId unserved = problem.add_leaf(unbounded);
    for (std::size_t i = 0; i < orders; ++i) {
      problem.start_order(1);
      const std::size_t first = random.below(leaves);
      for (std::size_t k = 0; k < 5; ++k)
        problem.add_edge(LeafId((first + k) % leaves), Cost(random.between(0, 1'000)));
      problem.add_edge(unserved, Cost(50'000));
    }
    check_both(problem);
  }
}

// Edges dearer than the outside option stay where their leaf's segments pay for them. Such a cost and a price are 32
// bits each, and their sum is more.
TEST_CASE("edges as dear as 32 bits hold, at leaves whose prices rise") {
  constexpr std::int64_t far = std::int64_t{1} << 31;
  TransportProblem problem;
  for (int j = 0; j < 8; ++j) problem.add_leaf(GroupId{}, std::vector<Segment>{{2, Cost(-far)}, {3, Cost(0)}});
  const LeafId outside = problem.add_leaf(unbounded);
  Random random(3);
  for (std::size_t i = 0; i < 400; ++i) {
    problem.start_order(1);
    for (std::size_t j = 0; j < 8; ++j) {
      problem.add_edge(LeafId(j),
                       i % 4 == j % 4 ? Cost(random.between(0, 100)) : Cost(far - 1 - random.between(0, 50)));
    }
    problem.add_edge(outside, Cost(random.between(1'000, 100'000)));
  }
  check_both(problem);
}

// Only differences of an order's costs may be added to prices: the costs themselves leave no room for it.
TEST_CASE("many edges whose costs are the largest that there are") {
  for (const std::int64_t dearest : {INT64_MAX, INT64_MIN + 10'000}) {
    CAPTURE(dearest);
    Random random(8);
    TransportProblem problem;
    for (int j = 0; j < 60; ++j) problem.add_leaf(Units{1'500});
    const LeafId free = problem.add_leaf(unbounded);
    for (int i = 0; i < 2'000; ++i) {
      problem.start_order(1);
      for (std::size_t j = 0; j < 60; ++j) problem.add_edge(LeafId(j), Cost(dearest - random.between(0, 10'000)));
      problem.add_edge(free, Cost(dearest));
    }
    check_both(problem);
  }
}
