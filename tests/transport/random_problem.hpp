// Random transport problems that have everything: several units, edge bounds, trees, convex and negative segments.
#pragma once

#include <algorithm>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::test {

struct ProblemShape {
  std::size_t orders = 4, leaves = 3, groups = 2;
  Units largest_demand = 3, largest_capacity = 4;
  std::int64_t largest_cost = 20;
  bool unserved = true;           // an unserved leaf that takes everybody
  unsigned bounded_percent = 15;  // of the edges
};

inline std::vector<Segment> random_segments(Random& random, Units capacity) {
  std::vector<Segment> segments;
  std::int64_t cost = random.chance(70) ? 0 : random.between(-15, 0);
  while (capacity > 0) {
    const Units units = random.chance(60) ? capacity : random.between(0, capacity);
    segments.push_back({units, Cost(cost)});
    capacity -= units;
    cost += random.between(0, 8);
  }
  return segments;
}

inline TransportProblem random_problem(Random& random, const ProblemShape& shape) {
  TransportProblem problem;
  for (std::size_t g = 0; g < shape.groups; ++g) {
    const GroupId parent = g == 0 || random.chance(40) ? GroupId{} : GroupId(random.below(g));
    problem.add_group(parent, random_segments(random, random.between(0, shape.largest_capacity * 3)));
  }
  for (std::size_t j = 0; j < shape.leaves; ++j) {
    const GroupId parent = shape.groups == 0 || random.chance(30) ? GroupId{} : GroupId(random.below(shape.groups));
    problem.add_leaf(parent, random_segments(random, random.between(0, shape.largest_capacity)));
  }
  const LeafId unserved = shape.unserved ? problem.add_leaf(unbounded) : LeafId{};
  for (std::size_t i = 0; i < shape.orders; ++i) {
    problem.start_order(random.between(1, shape.largest_demand));
    for (std::size_t j = 0; j < shape.leaves; ++j) {
      if (!random.chance(55)) continue;
      const EdgeId edge = problem.add_edge(LeafId(j), Cost(random.between(-3, shape.largest_cost)));
      if (random.chance(shape.bounded_percent)) problem.bound_edge(edge, random.between(0, shape.largest_demand));
    }
    if (unserved.has_value()) problem.add_edge(unserved, Cost(shape.largest_cost * random.between(1, 3)));
  }
  return problem;
}

}  // namespace paidan::transport::test
