// The penalties make the goals lexicographic: no amount of a later goal outweighs a unit of an earlier one.
#include "src/policy/tiers.hpp"

#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/solve.hpp"

using namespace paidan;
using namespace paidan::policy;

namespace {

// A dispatch without its street: who is served where, in numbers.
struct Tiny {
  struct Order {
    std::size_t priority = 0, community = 0;  // 0 … 3; the last community has no cap
    std::vector<std::optional<std::int64_t>> cost;
  };
  struct Place {
    std::size_t organisation = 0;
    Units units = 0;
  };
  std::vector<Order> orders;
  std::vector<Place> places;
  std::vector<Units> minimum;  // by organisation
  std::vector<Units> cap;      // by community but the last
};

// In the order of what comes first: unserved of priority 1, over caps, unserved of 2, 3, 4, lacking to minimums, cost.
using Goals = std::array<std::int64_t, 7>;

Tiny random_tiny(Random& random) {
  Tiny t;
  t.minimum.resize(2);
  for (Units& m : t.minimum) m = random.between(0, 2);
  t.cap.resize(1 + random.below(2));
  for (Units& c : t.cap) c = random.between(0, 2);
  t.places.resize(2 + random.below(2));
  for (auto& p : t.places) p = {random.below(t.minimum.size()), random.between(0, 2)};
  t.orders.resize(4 + random.below(3));
  for (auto& o : t.orders) {
    o.priority = random.below(4);
    o.community = random.below(t.cap.size() + 1);
    for (std::size_t j = 0; j < t.places.size(); ++j) {
      o.cost.push_back(random.chance(65) ? std::optional(random.between(0, 9)) : std::nullopt);
    }
  }
  return t;
}

// `at[i]`: the place of order i, or the number of places when it stays unserved.
std::optional<Goals> goals_of(const Tiny& t, const std::vector<std::size_t>& at) {
  Goals g{};
  std::vector<Units> load(t.places.size(), 0), of(t.minimum.size(), 0), unserved(t.cap.size() + 1, 0);
  constexpr std::array<std::size_t, 4> goal_of_priority{0, 2, 3, 4};
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (at[i] == t.places.size()) {
      ++g[goal_of_priority[t.orders[i].priority]];
      ++unserved[t.orders[i].community];
      continue;
    }
    if (++load[at[i]] > t.places[at[i]].units) return std::nullopt;
    ++of[t.places[at[i]].organisation];
    g[6] += *t.orders[i].cost[at[i]];
  }
  for (std::size_t c = 0; c < t.cap.size(); ++c) g[1] += std::max<Units>(0, unserved[c] - t.cap[c]);
  for (std::size_t o = 0; o < of.size(); ++o) g[5] += std::max<Units>(0, t.minimum[o] - of[o]);
  return g;
}

Goals best_by_brute_force(const Tiny& t) {
  std::optional<Goals> best;
  std::vector<std::size_t> at(t.orders.size());
  const std::function<void(std::size_t)> place = [&](std::size_t i) {
    if (i == at.size()) {
      const auto g = goals_of(t, at);
      if (g && (!best || *g < *best)) best = g;
      return;
    }
    for (at[i] = 0; at[i] <= t.places.size(); ++at[i]) {
      if (at[i] == t.places.size() || t.orders[i].cost[at[i]]) place(i + 1);
    }
  };
  place(0);
  return *best;
}

Goals solved(const Tiny& t, const Penalties& penalties) {
  using namespace paidan::transport;
  TransportProblem problem;
  std::vector<GroupId> group;
  for (const Units least : t.minimum) {
    group.push_back(problem.add_group(
        {}, std::array<Segment, 2>{{{least, -penalties.below_minimum}, {unbounded - least, Cost(0)}}}));
  }
  for (const auto& p : t.places) problem.add_leaf(group[p.organisation], p.units);
  for (const Units cap : t.cap) {
    problem.add_leaf({}, std::array<Segment, 2>{{{cap, Cost(0)}, {unbounded - cap, penalties.cap_broken}}});
  }
  problem.add_leaf(unbounded);
  for (const auto& o : t.orders) {
    problem.start_order(1);
    for (std::size_t j = 0; j < t.places.size(); ++j) {
      if (o.cost[j]) problem.add_edge(LeafId(j), Cost(*o.cost[j]));
    }
    problem.add_edge(LeafId(t.places.size() + o.community), penalties.unserved[o.priority]);
  }
  std::vector<std::size_t> at;
  for (const auto& p : solve(problem).placements) {
    at.push_back(std::min(problem.edge_leaf(p.edge).index(), t.places.size()));
  }
  return *goals_of(t, at);
}

TierNumbers numbers(const Tiny& t) {
  TierNumbers n;
  n.capped = static_cast<std::int64_t>(t.cap.size());
  n.leaves = static_cast<std::int64_t>(t.places.size()) + n.capped + 1;
  n.dearest = 9;
  n.minimums = static_cast<std::int64_t>(t.minimum.size());
  return n;
}

}  // namespace

TEST_CASE("the solved plan is the lexicographically best one of all plans") {
  for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
    Random random(seed);
    const Tiny t = random_tiny(random);
    INFO("seed ", seed);
    CHECK(solved(t, tiers(numbers(t), Policy{})) == best_by_brute_force(t));
  }
}

TEST_CASE("these streets tell penalties that are too small") {
  // All goals a fixed step apart, as would do without caps and minimums.
  int wrong = 0;
  for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
    Random random(seed);
    const Tiny t = random_tiny(random);
    Penalties p = tiers(numbers(t), Policy{});
    const Cost step = p.below_minimum;
    p.unserved = {5 * step, 3 * step, 2 * step, step};
    p.cap_broken = 4 * step;
    wrong += solved(t, p) == best_by_brute_force(t) ? 0 : 1;
  }
  CHECK(wrong > 0);
}

TEST_CASE("hundreds of communities with a cap fit into a city, and what does not fit is refused") {
  TierNumbers n;
  n.leaves = 250'000;
  n.dearest = 5'000;
  n.capped = 150;
  n.minimums = 3'000;
  CHECK(tiers(n, Policy{}).unserved[0] > tiers(n, Policy{}).unserved[1]);
  n.capped = 1'000'000;
  CHECK_THROWS_AS((void)tiers(n, Policy{}), Error);
  n.capped = 0;
  n.dearest = INT64_MAX / 2;
  CHECK_THROWS_AS((void)tiers(n, Policy{}), Error);
}
