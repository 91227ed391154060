// Scarce leaves are those where one more place would serve one more order; where many are, the solver starts from it.
#include "paidan/transport/detail/scarce_leaves.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
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

constexpr std::int64_t penalty = 1'000, far = 1'000'000;

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

// Empty where none is scarce.
std::vector<std::int64_t> prices(const Compact<std::int32_t>& c, std::int64_t margin,
                                 const std::vector<Index>& leaf_of = {}) {
  ScarceLeaves<std::int32_t> scarce(c, far, leaf_of);
  constexpr std::size_t most_looks = 1'000;
  if (scarce.find(most_looks).value() == 0) return {};
  return scarce.prices(margin);
}

// Every order may go to two leaves on average.
Rows random_rows(Random& random, std::size_t leaves) {
  Rows rows(random.below(13));
  for (auto& row : rows) {
    for (Index j = 0; j < leaves; ++j) {
      if (random.below(leaves) < 2) row.push_back(j);
    }
  }
  return rows;
}

// Of one to nine leaves: at least `least` and at most two.
std::vector<Units> random_places(Random& random, Units least) {
  std::vector<Units> places(1 + random.below(9));
  for (Units& width : places) width = random.between(least, 2);
  return places;
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
  CHECK(prices(c, 100) == std::vector<std::int64_t>{901, 901, 0, 0});
  CHECK(prices(c, 5'000) == std::vector<std::int64_t>{0, 0, 0, 0});
  // The same from where they are already, well or not.
  CHECK(prices(c, 100, {0, 1, detail::none, 2, 3}) == std::vector<std::int64_t>{901, 901, 0, 0});
  CHECK(prices(c, 100, {0, detail::none, detail::none, 1, 2}) == std::vector<std::int64_t>{901, 901, 0, 0});
  const auto crowd = compact({{0}, {0}, {0}}, {1});
  CHECK_FALSE(ScarceLeaves<std::int32_t>(crowd, far).find(0).has_value());  // one search is too long
}

TEST_CASE("nothing is scarce where everybody finds a place, or where nobody has any to go to") {
  CHECK(prices(compact({{0, 1}, {0}}, {1, 1}), 0).empty());
  CHECK(prices(compact({{}, {}}, {1}), 0).empty());
  CHECK(prices(compact({{0}, {0}}, {0}), 0).empty());
  CHECK(prices(compact({}, {1}), 0).empty());
  CHECK(prices(compact({}, {}), 0).empty());
}

TEST_CASE("an edge dearer than staying out leads nowhere") {
  auto c = compact({{0}, {0, 1}}, {1, 1});
  c.edges[2].cost = penalty * 2;
  CHECK(prices(c, 0) == std::vector<std::int64_t>{penalty + 1, 0});
}

TEST_CASE("whoever pays more for staying out comes first; leaves cost what those of that level pay") {
  // Two who would pay a fortune want leaf 0, and one of them the last place of leaf 1 too; a third wants that alone.
  auto c = compact({{1}, {0, 1}, {0}, {2}}, {1, 1, 2});
  constexpr std::int64_t fortune = 100 * far;
  c.outside = {penalty, fortune, fortune, penalty};
  CHECK(prices(c, 100) == std::vector<std::int64_t>{penalty - 100, penalty - 100, 0});
  // A place fewer, and one of the first stays out as well: leaf 0 is worth a fortune.
  c = compact({{1}, {0}, {0}, {2}}, {1, 1, 2});
  c.outside = {penalty, fortune, fortune, penalty};
  CHECK(prices(c, 100) == std::vector<std::int64_t>{fortune - 100, 0, 0});
}

TEST_CASE("each unit of an order wants a place, and the leaves of a group have no more than it") {
  auto c = compact({{0}, {1}}, {3, 3});
  c.demand = {2, 3};
  CHECK(prices(c, 0).empty());
  c.demand = {4, 3};
  CHECK(prices(c, 0) == std::vector<std::int64_t>{penalty, 0});
  c.demand = {3, 3};
  c.nodes = 3;
  c.parent = {2, 2, 3};
  c.segments.push_back({0, 5});
  c.first_segment.push_back(3);
  CHECK(prices(c, 0) == std::vector<std::int64_t>{penalty, 0});
}

TEST_CASE("an edge that is far dearer than others is a way to stay out") {
  auto c = compact({{0, 1}, {0, 1}}, {1, 5});
  c.edges[1].cost = c.edges[3].cost = 3 * far;
  c.outside = {100 * far, 100 * far};
  CHECK(prices(c, 0) == std::vector<std::int64_t>{3 * far, 0});
}

TEST_CASE("a leaf is worth what the order would pay that one more place would serve") {
  constexpr std::uint64_t seed = 20'261'128;
  CAPTURE(seed);
  Random random(seed);
  std::size_t scarce = 0, others = 0;
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    std::vector<Units> places = random_places(random, 1);
    const std::size_t leaves = places.size();
    const Rows rows = random_rows(random, leaves);
    const std::size_t orders = rows.size();
    std::vector<std::int64_t> level(orders);
    std::vector<Units> demand(orders);
    for (std::size_t i = 0; i < orders; ++i) {
      level[i] = std::int64_t{1} << (30 + 5 * random.below(3));
      demand[i] = random.below(4) == 0 ? 3 : 1;
    }
    auto c = compact(rows, places);
    for (std::size_t i = 0; i < orders; ++i) {
      c.outside[i] = level[i];
      c.demand[i] = demand[i];
    }
    // The same by the simplest means: units one by one, the dearest first, whoever has a place keeps one.
    std::vector<std::size_t> sequence(orders);
    std::iota(sequence.begin(), sequence.end(), std::size_t{0});
    std::stable_sort(sequence.begin(), sequence.end(), [&](auto a, auto b) { return level[a] > level[b]; });
    Rows units;
    std::vector<std::int64_t> unit_level;
    for (const std::size_t i : sequence) {
      for (Units k = 0; k < demand[i]; ++k) {
        units.push_back(rows[i]);
        unit_level.push_back(level[i]);
      }
    }
    const auto served = [&] {
      std::int64_t sum = 0;
      std::size_t before = 0;
      for (std::size_t k = 1; k <= units.size(); ++k) {
        const Rows first(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(k));
        const std::size_t count = Places(first, places).count();
        if (count > before) sum += unit_level[k - 1];
        before = count;
      }
      return sum;
    };
    const std::int64_t worth = served();
    const auto told = prices(c, 0);
    for (Index j = 0; j < leaves; ++j) {
      ++places[j];
      const std::int64_t more = served() - worth;
      --places[j];
      CHECK((told.empty() ? 0 : told[j]) == more);
      (more > 0 ? scarce : others) += 1;
    }
  }
  CHECK(scarce > 200);
  CHECK(others > 200);
}

TEST_CASE("scarce is a leaf where one more place would serve one more order") {
  constexpr std::uint64_t seed = 20'261'126;
  CAPTURE(seed);
  Random random(seed);
  std::size_t scarce = 0, others = 0;
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    std::vector<Units> places = random_places(random, 0);
    const std::size_t leaves = places.size();
    const Rows rows = random_rows(random, leaves);
    const std::size_t orders = rows.size();
    const std::size_t served = Places(rows, places).count();
    const auto c = compact(rows, places);
    const auto told = prices(c, 0);
    std::vector<Index> leaf_of(orders, detail::none);  // from any start the same leaves, if not the same orders
    for (std::size_t i = 0; i < orders; ++i) {
      if (!rows[i].empty() && random.below(2) == 0) leaf_of[i] = rows[i][random.below(rows[i].size())];
    }
    const auto told_from_there = prices(c, 0, leaf_of);
    REQUIRE(told.empty() == told_from_there.empty());
    for (Index j = 0; j < leaves; ++j) {
      ++places[j];
      const bool more = Places(rows, places).count() > served;
      --places[j];
      // A leaf without any place has none that could be taken; it is told where another is.
      if (!told.empty()) CHECK((told[j] > 0) == more);
      if (!told.empty()) CHECK((told_from_there[j] > 0) == more);
      if (told.empty() && more) CHECK(places[j] == 0);
      (more ? scarce : others) += 1;
    }
  }
  CHECK(scarce > 200);
  CHECK(others > 200);
}

namespace {

// A street with `leaves` leaves at random, `width` places each; everybody may go to eight of the nearest, for the way,
// or stay out for `penalty` and up to 500 more.
struct Street {
  std::int64_t orders, leaves;
  Units width;
  std::int64_t least_east;  // of a hundred: how far west everybody may have moved
  bool outside;
};

TransportProblem problem_of(const Street& street, Random& random) {
  constexpr std::int64_t length = 15'000, dear = 100'000;
  TransportProblem problem;
  std::vector<std::int64_t> leaf_at(static_cast<std::size_t>(street.leaves));
  for (auto& x : leaf_at) x = random.between(0, length);
  std::sort(leaf_at.begin(), leaf_at.end());
  for (std::int64_t j = 0; j < street.leaves; ++j) problem.add_leaf(street.width);
  const LeafId unserved = street.outside ? problem.add_leaf(unbounded) : LeafId{};
  for (std::int64_t i = 0; i < street.orders; ++i) {
    const std::int64_t x = random.between(0, length) * random.between(street.least_east, 100) / 100;
    problem.start_order(1);
    const auto home = std::lower_bound(leaf_at.begin(), leaf_at.end(), x) - leaf_at.begin();
    for (std::int64_t j = std::max<std::int64_t>(0, home - 4); j < std::min(street.leaves, home + 4); ++j) {
      problem.add_edge(LeafId(static_cast<std::size_t>(j)), Cost(std::abs(leaf_at[static_cast<std::size_t>(j)] - x)));
    }
    if (street.outside) problem.add_edge(unserved, Cost(random.between(dear, dear + 500)));
  }
  return problem;
}

}  // namespace

TEST_CASE("too many in the west, one to one or dozens a leaf: the same optimum as by the other backend") {
  constexpr std::uint64_t seed = 20'261'127;
  CAPTURE(seed);
  Random random(seed);
  for (const Street& street :
       {Street{1'500, 1'500, 1, 50, true}, Street{1'500, 1'500, 2, 50, false}, Street{3'000, 60, 52, 50, true},
        Street{3'000, 60, 52, 10, true}, Street{3'000, 60, 45, 50, true}, Street{3'000, 60, 50, 100, true}}) {
    CAPTURE(street.leaves);
    CAPTURE(street.width);
    CAPTURE(street.least_east);
    const TransportProblem problem = problem_of(street, random);
    const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
    const Solution other = solve(problem, {.algorithm = "network_simplex"});
    REQUIRE(solution.status == other.status);
    CHECK(solution.objective == other.objective);
    CHECK(verify(problem, solution).holds());
  }
}

TEST_CASE("one order that wants thousands of units at hundreds of leaves: the same optimum, without a place for each") {
  constexpr std::uint64_t seed = 20'261'130;
  CAPTURE(seed);
  Random random(seed);
  constexpr std::int64_t dear = 100'000'000;
  TransportProblem problem;
  constexpr std::size_t leaves = 400;
  for (std::size_t j = 0; j < leaves; ++j) problem.add_leaf(random.between(1, 20));
  const LeafId unserved = problem.add_leaf(unbounded);
  for (std::size_t i = 0; i < 2'000; ++i) {
    problem.start_order(i == 1'000 ? 5'000 : 1);
    const std::size_t first = i == 1'000 ? 0 : random.below(leaves - 6), last = i == 1'000 ? leaves : first + 6;
    for (std::size_t j = first; j < last; ++j) problem.add_edge(LeafId(j), Cost(random.between(0, 1'000)));
    problem.add_edge(unserved, Cost(dear * random.between(1, 3)));
  }
  const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
  CHECK(solution.objective == solve(problem, {.algorithm = "network_simplex"}).objective);
  CHECK(verify(problem, solution).holds());
}

TEST_CASE("who may stay out at a leaf that is too small for all of them comes first; beyond it everything is dearer") {
  // Four orders, one place at leaf 0; they may stay out at leaf 1, far away, which has `places`, or beyond, dearer
  // still.
  for (const Units places : {Units{4}, Units{2}}) {
    CAPTURE(places);
    Compact<std::int32_t> c = compact({{0, 1}, {0, 1}, {0, 1}, {0, 1}}, {1, places});
    for (std::size_t i = 0; i < 4; ++i) {
      c.edges[2 * i + 1].cost = 2'000'000 + static_cast<std::int32_t>(i);
      c.outside[i] = 900'000'000 + static_cast<std::int64_t>(i);
    }
    ScarceLeaves<std::int32_t> within(c, far);
    REQUIRE(within.find(1'000) == 1);
    CHECK(within.prices(0) == std::vector<std::int64_t>{2'000'003, 0});  // as if all who stay out had a place there
    const std::vector<char> full = within.overfull();
    CHECK(full == (places == 2 ? std::vector<char>{0, 1} : std::vector<char>{}));
    ScarceLeaves<std::int32_t> beyond(c, far, {}, {0, 1});
    if (places == 4) {
      CHECK(beyond.find(1'000) == 0);
      continue;
    }
    REQUIRE(beyond.find(1'000) == 2);
    CHECK(beyond.prices(0) == std::vector<std::int64_t>{900'000'001, 898'000'001});
  }
}

TEST_CASE("communities within their caps and far beyond them: the same optimum as by the other backend") {
  constexpr std::uint64_t seed = 30'112'026;
  CAPTURE(seed);
  Random random(seed);
  for (const Units cap : {0, 50, 700, 2'000}) {
    CAPTURE(cap);
    TransportProblem problem;
    constexpr std::size_t leaves = 900;
    const GroupId worker = problem.add_group({}, 5);
    for (std::size_t j = 0; j < leaves; ++j) problem.add_leaf(j < 5 ? worker : GroupId{}, random.between(1, 3));
    const LeafId unserved = problem.add_leaf(unbounded);
    const LeafId capped =
        problem.add_leaf(GroupId{}, std::vector<Segment>{{cap, Cost(0)}, {unbounded, Cost(450'000'000'000)}});
    for (std::size_t i = 0; i < 3'000; ++i) {
      const std::size_t first = random.below(leaves - 8);
      problem.start_order(random.chance(5) ? 2 : 1);
      for (std::size_t j = first; j < first + 8; ++j) problem.add_edge(LeafId(j), Cost(random.between(0, 1'000)));
      const std::int64_t penalty_of = random.chance(50) ? 300'000'000 : 30'000'000'000;
      problem.add_edge(first < leaves / 2 ? capped : unserved, Cost(penalty_of));
    }
    const Solution solution = solve(problem, {.algorithm = "contracted_simplex"});
    CHECK(solution.objective == solve(problem, {.algorithm = "network_simplex"}).objective);
    CHECK(verify(problem, solution).holds());
  }
}
