// Large problems are solved on several threads: regions that share no leaf at the same time, with one answer.
#include "paidan/transport/detail/regions.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "bench/transport/families.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"

using namespace paidan;
using namespace paidan::transport;
using namespace paidan::transport::detail;

namespace {

// Leaves in a row; each order sees some around its own place, a few see leaves that are far apart.
Compact<std::int32_t> in_a_row(std::size_t leaves, std::size_t orders, Random& random, unsigned far_percent) {
  Compact<std::int32_t> c;
  c.leaves = c.nodes = leaves;
  for (std::size_t i = 0; i < orders; ++i) {
    const std::size_t home = random.below(leaves - 4);
    for (std::size_t k = 0; k < 4; ++k) c.edges.push_back({static_cast<Index>(home + k), 0});
    if (random.chance(far_percent)) c.edges.back().leaf = static_cast<Index>(random.below(leaves));
    c.first.push_back(static_cast<Index>(c.edges.size()));
  }
  return c;
}

void collect_rows(const Regions& regions, Index region, std::vector<Index>& region_of) {
  for (std::size_t k = 0; k < regions.size(region); ++k) {
    CHECK(region_of[regions.row(region, k)] == none);
    region_of[regions.row(region, k)] = region;
  }
  if (!regions.has_halves(region)) return;
  collect_rows(regions, 2 * region, region_of);
  collect_rows(regions, 2 * region + 1, region_of);
}

}  // namespace

TEST_CASE("Every row is in one region, and regions that are not within one another share no leaf") {
  const std::uint64_t seed = 7;
  CAPTURE(seed);
  Random random(seed);
  const Compact<std::int32_t> c = in_a_row(9'000, 40'000, random, 3);
  const Regions regions(c);
  REQUIRE(regions.has_halves(Regions::all));
  CHECK(regions.size_within(Regions::all) == c.rows());
  std::vector<Index> region_of(c.rows(), none);
  collect_rows(regions, Regions::all, region_of);
  std::vector<std::vector<Index>> seen(c.leaves);
  for (std::size_t i = 0; i < c.rows(); ++i) {
    REQUIRE(region_of[i] != none);
    for (const auto& e : c.row(i)) seen[e.leaf].push_back(region_of[i]);
  }
  for (const auto& at_leaf : seen) {
    for (const Index a : at_leaf) {
      Index deep = a, other = at_leaf.front();
      if (deep < other) std::swap(deep, other);
      while (deep > other) deep /= 2;
      CHECK(deep == other);  // one lies within the other
    }
  }
}

TEST_CASE("Few leaves are one region, and so are those whose orders reach everywhere") {
  Random random(8);
  CHECK_FALSE(Regions(in_a_row(4'000, 20'000, random, 0)).has_halves(Regions::all));
  CHECK_FALSE(Regions(in_a_row(9'000, 20'000, random, 100)).has_halves(Regions::all));
}

TEST_CASE("A city that is one part has one answer on 1, 2 and 3 threads") {
  const TransportProblem city = bench::find_family("city")->make({210'000}, 3);  // 210,000 orders, 4,200 leaves
  const Solution one = solve(city, {});
  REQUIRE(one.counts.components == 1);
  CHECK(verify(city, one).holds());
  for (const unsigned threads : {2U, 3U}) {
    SolveOptions options;
    options.threads = threads;
    const Solution more = solve(city, options);
    CHECK(more.objective == one.objective);
    CHECK(more.placements == one.placements);
    CHECK(more.leaf_price == one.leaf_price);
    CHECK(more.order_value == one.order_value);
  }
}

TEST_CASE("A chain whose slack is at its far end takes few rounds, though it is cut into regions") {
  const TransportProblem chain = bench::find_family("chain")->make({400'000}, 1);  // 80,000 orders, 8,000 leaves
  const Solution solution = solve(chain, {});
  CHECK(verify(chain, solution).holds());
  CHECK(solution.counts.rounds < 20);
  CHECK(solution.counts.augmentations < 40 * chain.order_count());
}

// Enough of them, in one part, that several threads put them back; many are split.
TEST_CASE("Orders of several units have one answer on 1, 2 and 3 threads") {
  const std::uint64_t seed = 20;
  CAPTURE(seed);
  Random random(seed);
  constexpr std::size_t orders = 150'000, leaves = 3'000, degree = 3;
  TransportProblem problem;
  for (std::size_t j = 0; j < leaves; ++j) problem.add_leaf(random.between(90, 130));
  problem.add_leaf(unbounded);
  for (std::size_t i = 0; i < orders; ++i) {
    problem.start_order(random.between(1, 3));
    const std::size_t home = random.below(leaves - degree);
    for (std::size_t k = 0; k < degree; ++k) problem.add_edge(LeafId(home + k), Cost(random.between(0, 100'000)));
    problem.add_edge(LeafId(leaves), Cost(1'000'000));
  }
  const Solution one = solve(problem);
  REQUIRE(one.counts.components == 1);
  REQUIRE(one.counts.merged_orders == 0);
  CHECK(verify(problem, one).holds());
  CHECK(one.placements.size() > orders + 500);  // of those that are split
  for (const unsigned threads : {2U, 3U}) {
    CAPTURE(threads);
    const Solution more = solve(problem, {.threads = threads});
    CHECK(more.objective == one.objective);
    CHECK(more.placements == one.placements);
    CHECK(more.leaf_price == one.leaf_price);
    CHECK(more.order_value == one.order_value);
  }
}
