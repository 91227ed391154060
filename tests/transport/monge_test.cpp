// Costs that are Monge in some order are solved by a walk, without a bid or a pivot; what only looks so is solved
// all the same.
#include "paidan/transport/detail/monge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"

using namespace paidan;
using namespace paidan::transport;

namespace {

struct Shape {
  std::size_t orders = 1, leaves = 1;
  Units most_units = 1;
  int room_percent = 100;
  bool unserved = false;
  std::int64_t spoilt = 0;  // added to one cost
};

// Urgency times waiting, with what each order pays anyway, in a random order. Leaves have costs of their own where none
// stays free: what is free pays nothing, and that is Monge only where nobody else does.
TransportProblem make_monge(const Shape& shape, Random& random) {
  std::vector<std::int64_t> urgency(shape.orders), waiting(shape.leaves);
  for (auto& u : urgency) u = random.between(1, 50);
  for (auto& w : waiting) w = random.between(0, 200);
  std::vector<Units> demand(shape.orders);
  for (Units& units : demand) units = random.between(1, shape.most_units);
  const Units total = std::accumulate(demand.begin(), demand.end(), Units{0});
  TransportProblem problem;
  Units room = total * shape.room_percent / 100;
  for (std::size_t j = 0; j < shape.leaves; ++j) {
    const auto others = static_cast<Units>(shape.leaves - j);
    const Units width = j + 1 == shape.leaves ? room : std::min(room, random.between(0, 2 * room / others));
    problem.add_leaf({}, std::vector<Segment>{{width, Cost(shape.room_percent > 100 ? 0 : random.between(-30, 30))}});
    room -= width;
  }
  const LeafId outside = shape.unserved ? problem.add_leaf(unbounded) : LeafId{};
  const std::size_t spoilt = random.below(shape.orders * shape.leaves);
  for (std::size_t i = 0; i < shape.orders; ++i) {
    problem.start_order(demand[i]);
    const std::int64_t anyway = random.between(-1'000, 1'000);
    for (std::size_t j = 0; j < shape.leaves; ++j) {
      const std::int64_t more = i * shape.leaves + j == spoilt ? shape.spoilt : 0;
      problem.add_edge(LeafId(j), Cost(anyway + urgency[i] * waiting[j] + more));
    }
    if (shape.unserved) problem.add_edge(outside, Cost(anyway + urgency[i] * 300 + 5'000));
  }
  return problem;
}

Solution solve_both(const TransportProblem& problem) {
  const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
  const Solution other = solve(problem, {.algorithm = "network_simplex"});
  REQUIRE(solution.status == other.status);
  CHECK(verify(problem, solution).holds());
  if (solution.status == Status::optimal) CHECK(solution.objective == other.objective);
  return solution;
}

}  // namespace

TEST_CASE("urgency times waiting is solved by a walk down the staircase") {
  constexpr std::uint64_t seed = 5;
  CAPTURE(seed);
  Random random(seed);
  for (const Units most_units : {1, 4}) {
    for (const int room_percent : {100, 130}) {
      const TransportProblem problem = make_monge({60, 25, most_units, room_percent}, random);
      const Solution solution = solve_both(problem);
      REQUIRE(solution.status == Status::optimal);
      CHECK(solution.counts.augmentations == 0);
      CHECK(solution.why.find("Monge") != std::string::npos);
    }
    // Too little room: whoever stays outside is part of the staircase.
    const Solution scarce = solve_both(make_monge({60, 25, most_units, 80, true}, random));
    REQUIRE(scarce.status == Status::optimal);
    CHECK(scarce.counts.augmentations == 0);
  }
}

TEST_CASE("a thousand times a thousand, one to one, cost i · j") {
  TransportProblem problem;
  constexpr std::size_t size = 1'000;
  for (std::size_t j = 0; j < size; ++j) problem.add_leaf(1);
  for (std::size_t i = 0; i < size; ++i) {
    problem.start_order(1);
    for (std::size_t j = 0; j < size; ++j) problem.add_edge(LeafId(j), Cost((i + 1) * (j + 1)));
  }
  const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
  CHECK(verify(problem, solution).holds());
  CHECK(solution.counts.augmentations == 0);
  std::int64_t expected = 0;
  for (std::size_t i = 0; i < size; ++i) expected += static_cast<std::int64_t>((i + 1) * (size - i));
  CHECK(solution.objective == expected);
}

TEST_CASE("what only looks like it is solved all the same") {
  constexpr std::uint64_t seed = 6;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    Shape shape;
    shape.orders = 2 + random.below(30);
    shape.leaves = 2 + random.below(30);
    shape.most_units = random.between(1, 3);
    shape.room_percent = static_cast<int>(random.between(60, 140));
    shape.unserved = random.below(3) != 0;
    shape.spoilt = random.below(2) == 0 ? 0 : random.between(-4'000, 4'000);
    static_cast<void>(solve_both(make_monge(shape, random)));
  }
}

TEST_CASE("the walk proves itself: it is never taken where it is not optimal") {
  constexpr std::uint64_t seed = 7;
  CAPTURE(seed);
  Random random(seed);
  int found = 0, left = 0;
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    // Small numbers: Monge by chance, in part, or not at all.
    const std::size_t rows = 2 + random.below(4), leaves = 2 + random.below(4);
    detail::Compact<std::int32_t> c;
    c.leaves = c.nodes = leaves;
    for (std::size_t j = 0; j < leaves; ++j) {
      const Units width = random.between(0, 3);
      c.parent.push_back(c.root());
      c.segments.push_back({random.between(0, 2), width});
      c.first_segment.push_back(static_cast<detail::Index>(j + 1));
    }
    for (std::size_t i = 0; i < rows; ++i) {
      c.demand.push_back(random.between(1, 3));
      c.outside.push_back(random.between(3, 30));
      for (std::size_t j = 0; j < leaves; ++j) {
        c.edges.push_back({static_cast<detail::Index>(j), static_cast<std::int32_t>(random.between(0, 2))});
      }
      c.first.push_back(static_cast<detail::Index>(c.edges.size()));
    }
    detail::Fragments fragments;
    std::vector<std::int64_t> prices;
    if (!detail::Staircase<std::int32_t>(c).find(fragments, prices)) {
      ++left;
      continue;
    }
    ++found;
    // Complementary slackness, from nothing but what came out.
    std::vector<Units> load(leaves, 0), placed(rows, 0);
    for (const detail::Fragment& f : fragments) {
      placed[f.row] += f.units;
      std::int64_t value = c.outside[f.row], lowest = c.outside[f.row];
      if (f.edge != detail::none) {
        load[c.edges[f.edge].leaf] += f.units;
        value = c.edges[f.edge].cost + prices[c.edges[f.edge].leaf];
      }
      for (const auto& e : c.row(f.row)) lowest = std::min(lowest, e.cost + prices[e.leaf]);
      CHECK(value == lowest);
    }
    CHECK(std::equal(placed.begin(), placed.end(), c.demand.begin(), c.demand.end()));
    for (std::size_t j = 0; j < leaves; ++j) {
      CHECK(load[j] <= c.segments[j].width);
      CHECK(prices[j] >= c.segments[j].cost);
      if (load[j] < c.segments[j].width) CHECK(prices[j] == c.segments[j].cost);
    }
  }
  CHECK(found > 20);
  CHECK(left > 20);
}
