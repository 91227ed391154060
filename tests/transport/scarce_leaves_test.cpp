// Scarce leaves are those where one more place would serve one more order; where many are, the solver starts from it.
#include "paidan/transport/detail/scarce_leaves.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"

using namespace paidan;
using namespace paidan::transport;
using detail::Compact;
using detail::Index;
using detail::ScarceLeaves;

namespace {

using Rows = std::vector<std::vector<Index>>;  // by order: the leaves that it may go to

constexpr std::int64_t penalty = 1'000;

Compact<std::int32_t> compact(const Rows& rows, const std::vector<Units>& places) {
  Compact<std::int32_t> c;
  c.leaves = c.nodes = places.size();
  for (const Units width : places) {
    c.parent.push_back(c.root());
    c.segments.push_back({0, width});
    c.first_segment.push_back(static_cast<Index>(c.segments.size()));
  }
  for (const auto& row : rows) {
    for (const Index leaf : row) c.edges.push_back({leaf, 1});
    c.first.push_back(static_cast<Index>(c.edges.size()));
    c.demand.push_back(1);
    c.outside.push_back(penalty + static_cast<std::int64_t>(c.outside.size()));
  }
  return c;
}

// How many find a place, by the simplest search there is.
class Places {
 public:
  Places(const Rows& rows, const std::vector<Units>& places) : rows_(rows), places_(places), at_(places.size()) {}
  std::size_t count() {
    std::size_t found = 0;
    for (Index i = 0; i < rows_.size(); ++i) {
      seen_.assign(places_.size(), 0);
      found += place(i) ? 1 : 0;
    }
    return found;
  }

 private:
  bool place(Index row) {
    for (const Index leaf : rows_[row]) {
      if (seen_[leaf] != 0) continue;
      seen_[leaf] = 1;
      auto& here = at_[leaf];
      if (static_cast<Units>(here.size()) < places_[leaf]) {
        here.push_back(row);
        return true;
      }
      for (Index& other : here) {
        if (!place(other)) continue;
        other = row;
        return true;
      }
    }
    return false;
  }

  const Rows& rows_;
  const std::vector<Units>& places_;
  std::vector<std::vector<Index>> at_;
  std::vector<char> seen_;
};

}  // namespace

TEST_CASE("three orders want two places, next door a place stays free: the two are scarce") {
  const Rows rows{{0, 1}, {0, 1}, {0, 1}, {1, 2}, {2, 3}};
  const auto c = compact(rows, {1, 1, 2, 1});
  // One of the three stays out, and it would be the first, whose penalty is the lowest; the next would pay 1,001.
  CHECK(ScarceLeaves<std::int32_t>(c).prices(100) == std::vector<std::int64_t>{901, 901, 0, 0});
  CHECK(ScarceLeaves<std::int32_t>(c).prices(5'000) == std::vector<std::int64_t>{0, 0, 0, 0});
}

TEST_CASE("nothing is scarce where everybody finds a place, or where nobody has any to go to") {
  CHECK(ScarceLeaves<std::int32_t>(compact({{0, 1}, {0}}, {1, 1})).prices(0).empty());
  CHECK(ScarceLeaves<std::int32_t>(compact({{}, {}}, {1})).prices(0).empty());
  CHECK(ScarceLeaves<std::int32_t>(compact({}, {1})).prices(0).empty());
  CHECK(ScarceLeaves<std::int32_t>(compact({}, {})).prices(0).empty());
}

TEST_CASE("an edge dearer than staying out leads nowhere") {
  auto c = compact({{0}, {0, 1}}, {1, 1});
  c.edges[2].cost = penalty * 2;
  CHECK(ScarceLeaves<std::int32_t>(c).prices(0) == std::vector<std::int64_t>{penalty + 1, 0});
}

TEST_CASE("scarce is a leaf where one more place would serve one more order") {
  constexpr std::uint64_t seed = 20'261'126;
  CAPTURE(seed);
  Random random(seed);
  std::size_t scarce = 0, others = 0;
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    const std::size_t orders = random.below(13), leaves = 1 + random.below(9);
    std::vector<Units> places(leaves);
    for (Units& width : places) width = random.between(0, 2);
    Rows rows(orders);
    for (auto& row : rows) {
      for (Index j = 0; j < leaves; ++j) {
        if (random.below(leaves) < 2) row.push_back(j);
      }
    }
    const std::size_t served = Places(rows, places).count();
    const auto prices = ScarceLeaves<std::int32_t>(compact(rows, places)).prices(0);
    for (Index j = 0; j < leaves; ++j) {
      ++places[j];
      const bool more = Places(rows, places).count() > served;
      --places[j];
      // A leaf without any place has none that could be taken; it is told where another is.
      const bool told = !prices.empty() && prices[j] > 0;
      if (!prices.empty()) CHECK(told == more);
      if (prices.empty() && more) CHECK(places[j] == 0);
      (more ? scarce : others) += 1;
    }
  }
  CHECK(scarce > 200);
  CHECK(others > 200);
}

TEST_CASE("a thousand orders one to one, too many in the west: the same optimum as by the other backend") {
  constexpr std::uint64_t seed = 20'261'127;
  CAPTURE(seed);
  Random random(seed);
  for (const bool outside : {true, false}) {
    CAPTURE(outside);
    constexpr std::int64_t size = 1'500, street = 15'000;
    TransportProblem problem;
    std::vector<std::int64_t> leaf_at(size);
    for (auto& x : leaf_at) x = random.between(0, street);
    std::sort(leaf_at.begin(), leaf_at.end());
    for (std::int64_t j = 0; j < size; ++j) problem.add_leaf(outside ? 1 : 2);
    const LeafId unserved = outside ? problem.add_leaf(unbounded) : LeafId{};
    for (std::int64_t i = 0; i < size; ++i) {
      const std::int64_t x = random.between(0, street) * random.between(50, 100) / 100;
      problem.start_order(1);
      const auto home = std::lower_bound(leaf_at.begin(), leaf_at.end(), x) - leaf_at.begin();
      for (std::int64_t j = std::max<std::int64_t>(0, home - 4); j < std::min<std::int64_t>(size, home + 4); ++j) {
        problem.add_edge(LeafId(static_cast<std::size_t>(j)), Cost(std::abs(leaf_at[static_cast<std::size_t>(j)] - x)));
      }
      if (outside) problem.add_edge(unserved, Cost(random.between(100'000, 100'500)));
    }
    const Solution solution = solve(problem);
    const Solution other = solve(problem, {.algorithm = "network_simplex"});
    REQUIRE(solution.status == other.status);
    CHECK(solution.objective == other.objective);
    CHECK(verify(problem, solution).holds());
  }
}
