// Problems that fall apart: many small problems side by side are solved as what they are, on any number of threads.
#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"
#include "transport/random_problem.hpp"

using namespace paidan;
using namespace paidan::transport;
using paidan::transport::test::random_problem;

namespace {

// All of `pieces` as one problem, with their orders shuffled among each other.
TransportProblem side_by_side(const std::vector<TransportProblem>& pieces, Random& random) {
  TransportProblem all;
  std::vector<std::uint32_t> first_leaf, piece_of;
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const TransportProblem& p = pieces[k];
    const std::size_t groups = all.group_count();
    const auto parent = [&](GroupId g) { return g.has_value() ? GroupId(groups + g.index()) : GroupId{}; };
    for (std::size_t g = 0; g < p.group_count(); ++g)
      all.add_group(parent(p.parent(GroupId(g))), p.segments(GroupId(g)));
    first_leaf.push_back(static_cast<std::uint32_t>(all.leaf_count()));
    for (std::size_t j = 0; j < p.leaf_count(); ++j) all.add_leaf(parent(p.parent(LeafId(j))), p.segments(LeafId(j)));
    piece_of.insert(piece_of.end(), p.order_count(), static_cast<std::uint32_t>(k));
  }
  for (std::size_t k = piece_of.size(); k > 1; --k) std::swap(piece_of[k - 1], piece_of[random.below(k)]);
  std::vector<std::size_t> next(pieces.size(), 0);
  for (const std::uint32_t k : piece_of) {
    const TransportProblem& p = pieces[k];
    const OrderId order(next[k]++);
    all.start_order(p.demand(order));
    for (std::size_t e = p.first_edge(order); e < p.end_edge(order); ++e) {
      all.add_edge(LeafId(first_leaf[k] + p.edge_leaves()[e].value()), p.edge_costs()[e]);
    }
  }
  return all;
}

std::vector<TransportProblem> many(Random& random, std::size_t count) {
  std::vector<TransportProblem> pieces;
  for (std::size_t k = 0; k < count; ++k) {
    pieces.push_back(random_problem(random, {.orders = 1 + random.below(8),
                                             .leaves = 1 + random.below(5),
                                             .groups = random.below(4),
                                             .bounded_percent = 0}));
  }
  return pieces;
}

void check_same(const Solution& a, const Solution& b) {
  CHECK(a.placements == b.placements);
  CHECK(a.leaf_price == b.leaf_price);
  CHECK(a.group_price == b.group_price);
  CHECK(a.order_value == b.order_value);
  CHECK(a.witness == b.witness);
  CHECK(a.counts.components == b.counts.components);
}

}  // namespace

TEST_CASE("thousands of problems side by side cost together what they cost apart, on one thread as on three") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    Random random(seed);
    const auto pieces = many(random, 4'000);
    WideCost apart = 0;
    for (const TransportProblem& piece : pieces) {
      const Solution solution = solve(piece, {.algorithm = "network_simplex"});
      REQUIRE(solution.status == Status::optimal);
      apart += solution.objective;
    }
    const TransportProblem all = side_by_side(pieces, random);
    const Solution together = solve(all);
    REQUIRE(together.status == Status::optimal);
    CHECK(together.counts.components > 2'000);
    CHECK(together.objective == apart);
    const Verdict verdict = verify(all, together);
    CHECK_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
    check_same(together, solve(all, {.threads = 3}));

    // Prices to start from, good ones or nonsense, change what it takes and nothing else.
    std::vector<Cost> nonsense;
    for (std::size_t j = 0; j < all.leaf_count(); ++j) nonsense.push_back(Cost(random.between(INT64_MIN, INT64_MAX)));
    for (const auto& prices : {together.leaf_price, nonsense}) {
      const Solution again = solve(all, {.threads = 2, .leaf_prices = prices});
      CHECK(again.objective == apart);
      CHECK(verify(all, again).holds());
    }
  }
}

TEST_CASE("of what is infeasible in several parts, one is named, the same on any number of threads") {
  Random random(4);
  auto pieces = many(random, 4'000);
  for (const std::size_t k : {700U, 3'100U}) {
    TransportProblem crowded;
    const LeafId leaf = crowded.add_leaf(Units{2});
    for (int i = 0; i < 3; ++i) {
      crowded.start_order(1);
      crowded.add_edge(leaf, Cost(i));
    }
    pieces[k] = crowded;
  }
  const TransportProblem all = side_by_side(pieces, random);
  const Solution one = solve(all);
  REQUIRE(one.status == Status::infeasible);
  CHECK(one.witness.size() == 3);
  const Verdict verdict = verify(all, one);
  CHECK_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
  check_same(one, solve(all, {.threads = 2}));
}

TEST_CASE("prices to start from are one a leaf") {
  TransportProblem problem;
  problem.add_leaf(Units{1});
  const std::vector<Cost> two(2, Cost(0));
  CHECK_THROWS_WITH(static_cast<void>(solve(problem, {.leaf_prices = two})),
                    "2 leaf prices to start from, expected one for each of the 1 leaves");
}

TEST_CASE("of several mistakes the first is named, whatever the number of threads") {
  TransportProblem problem;
  for (int j = 0; j < 4; ++j) problem.add_leaf(unbounded);
  for (std::size_t i = 0; i < 20'000; ++i) {
    problem.start_order(i == 17'000 ? 0 : 1);
    problem.add_edge(LeafId(i % 4), Cost(1));
    problem.add_edge(LeafId(i == 6'000 || i == 19'000 ? i % 4 : (i + 1) % 4), Cost(2));
  }
  for (const unsigned threads : {1U, 2U, 3U}) {
    CAPTURE(threads);
    CHECK_THROWS_WITH_AS(static_cast<void>(solve(problem, {.threads = threads})),
                         "transport problem: order 6000: two edges to leaf 0, expected one", Error);
  }
}

TEST_CASE("a verdict, and the order of its faults, on any number of threads") {
  TransportProblem problem;
  for (int j = 0; j < 4; ++j) problem.add_leaf(unbounded);
  for (std::size_t i = 0; i < 60'000; ++i) {
    problem.start_order(1);
    problem.add_edge(LeafId(i % 4), Cost(1));
    problem.add_edge(LeafId((i + 1) % 4), Cost(2));
  }
  Solution solution = solve(problem);
  CHECK(verify(problem, solution, 3).faults.empty());
  solution.order_value[50'000] = Cost(7);
  solution.placements[40'000].units = 2;
  solution.order_value[3] = Cost(0);
  const std::vector<std::string> faults = verify(problem, solution).faults;
  REQUIRE(faults.size() == 4);
  CHECK(faults[0] == "order 40000: 2 units placed, expected 1");
  CHECK(faults[1] == "order 3: 1 units on the edge to leaf 3 at reduced cost 1");
  for (const unsigned threads : {2U, 3U}) CHECK(verify(problem, solution, threads).faults == faults);
}
