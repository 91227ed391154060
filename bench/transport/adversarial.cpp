// Inputs that break a method rather than describe a street.
#include <vector>

#include "bench/transport/shapes.hpp"

namespace paidan::bench {

using transport::unbounded;

namespace {

// Leaves stand; every order gets `degree` of the first `leaves` at random, each at cost_of().
template <class CostOf>
void add_random_orders(TransportProblem& problem, Random& random, std::size_t orders, std::size_t leaves,
                       std::size_t degree, CostOf cost_of) {
  degree = std::min(degree, leaves);
  problem.reserve(orders, orders * (degree + 1));
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < orders; ++i) {
    choose(random, degree, leaves, chosen);
    problem.start_order(1);
    for (const std::uint32_t j : chosen) problem.add_edge(LeafId(j), Cost(cost_of()));
  }
}

}  // namespace

TransportProblem make_equal_costs(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(100'000, 20), leaves = scale.of(1'000, 5);
  TransportProblem problem;
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  const LeafId unserved = problem.add_leaf(unbounded);
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < orders; ++i) {
    choose(random, std::min<std::size_t>(12, leaves), leaves, chosen);
    problem.start_order(1);
    for (const std::uint32_t j : chosen) problem.add_edge(LeafId(j), Cost(7));
    problem.add_edge(unserved, Cost(7));
  }
  return problem;
}

// Leaf 0 takes everybody, the others nobody; every order may go to leaf 0.
TransportProblem make_one_leaf(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(100'000, 20), leaves = scale.of(1'000, 5);
  TransportProblem problem;
  for (std::size_t j = 0; j < leaves; ++j) problem.add_leaf(j == 0 ? static_cast<Units>(orders) : 0);
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < orders; ++i) {
    choose(random, std::min<std::size_t>(11, leaves - 1), leaves - 1, chosen);
    problem.start_order(1);
    problem.add_edge(LeafId(0), Cost(random.between(0, 100'000)));
    for (const std::uint32_t j : chosen) problem.add_edge(LeafId(j + 1), Cost(random.between(0, 100'000)));
  }
  return problem;
}

TransportProblem make_huge_costs(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(1'000, 20), leaves = scale.of(50, 4);
  TransportProblem problem;
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  const LeafId unserved = problem.add_leaf(unbounded);
  std::vector<std::uint32_t> chosen;
  const std::int64_t huge = std::int64_t{1} << 62;
  for (std::size_t i = 0; i < orders; ++i) {
    choose(random, std::min<std::size_t>(10, leaves), leaves, chosen);
    problem.start_order(1);
    for (const std::uint32_t j : chosen) problem.add_edge(LeafId(j), Cost(huge - random.between(0, 100'000)));
    problem.add_edge(unserved, Cost(huge));
  }
  return problem;
}

TransportProblem make_empty(Scale, std::uint64_t) { return {}; }

TransportProblem make_identical(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(1'000'000, 20), leaves = scale.of(500, 5);
  const std::size_t degree = std::min<std::size_t>(20, leaves);
  TransportProblem problem;
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  const LeafId unserved = problem.add_leaf(unbounded);
  std::vector<std::uint32_t> chosen;
  choose(random, degree, leaves, chosen);
  std::vector<transport::Edge> edges;
  for (const std::uint32_t j : chosen) edges.push_back({LeafId(j), Cost(random.between(0, 100'000))});
  edges.push_back({unserved, Cost(unserved_penalty)});
  problem.reserve(orders, orders * edges.size());
  for (std::size_t i = 0; i < orders; ++i) problem.add_order(1, edges);
  return problem;
}

TransportProblem make_product_wide(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(200'000, 40), leaves = std::min<std::size_t>(50, orders / 10);
  TransportProblem problem;
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  problem.reserve(orders, orders * leaves);
  for (std::size_t i = 0; i < orders; ++i) {
    problem.start_order(1);
    for (std::size_t j = 0; j < leaves; ++j)
      problem.add_edge(LeafId(j), Cost(static_cast<std::int64_t>((i + 1) * (j + 1))));
  }
  return problem;
}

TransportProblem make_infeasible(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(100'000, 20), leaves = scale.of(1'000, 5);
  TransportProblem problem;
  add_leaves(problem, random, static_cast<Units>(orders) * 95 / 100, leaves);
  add_random_orders(problem, random, orders, leaves, 12, [&] { return random.between(0, 100'000); });
  return problem;
}

// Ten orders for each pair of neighbours j, j + 1 and ten more for the first pair; ten places a leaf, all slack at the
// last one. Everybody would rather stay left (cost 0, right 1), the ten extra orders push the whole row.
TransportProblem make_chain(Scale scale, std::uint64_t) {
  constexpr std::size_t a_pair = 10;
  const std::size_t leaves = scale.of(20'000, 6);
  TransportProblem problem;
  for (std::size_t j = 0; j < leaves; ++j) problem.add_leaf(j + 1 < leaves ? a_pair : 3 * a_pair);
  const auto add_pair = [&](std::size_t j) {
    problem.start_order(1);
    problem.add_edge(LeafId(j), Cost(0));
    problem.add_edge(LeafId(j + 1), Cost(1));
  };
  problem.reserve(leaves * a_pair, 2 * leaves * a_pair);
  for (std::size_t k = 0; k < a_pair; ++k) {
    for (std::size_t j = 0; j + 1 < leaves; ++j) add_pair(j);
  }
  for (std::size_t k = 0; k < a_pair; ++k) add_pair(0);
  return problem;
}

}  // namespace paidan::bench
