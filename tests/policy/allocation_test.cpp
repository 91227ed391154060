// Each rule does what it says: on examples worked by hand, and beside all allocations of tiny random streets.
#include "paidan/policy/allocation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "small_street.hpp"

using namespace paidan;
using test::Batch;
using test::SmallStreet;

namespace {

GeoPoint east(std::int32_t steps) { return {1'065'000'000 + steps * 100'000, 295'000'000}; }  // about 970 m a step

// Two workers in a line at 0 and 10, one visit each; orders at 4, 1 and 20, submitted in this order.
Batch line() {
  SmallStreet s;
  const CommunityId c = s.community("C");
  s.worker(s.organisation("A"), 1, east(0));
  s.worker(s.organisation("B"), 1, east(10));
  s.demand(c, 10, 1, east(4));
  s.demand(c, 20, 1, east(1));
  s.demand(c, 30, 1, east(20));
  return Batch(std::move(s.street));
}

WideCost objective(const Batch& b, const policy::Allocation& a) {
  WideCost sum = 0;
  std::vector<Units> leaf(b.compiled.problem.leaf_count(), 0), group(b.compiled.problem.group_count(), 0);
  for (const auto& p : a.placements) {
    sum += static_cast<WideCost>(b.compiled.problem.edge_cost(p.edge).count()) * p.units;
    const auto at = b.compiled.problem.edge_leaf(p.edge);
    leaf[at.index()] += p.units;
    for (auto g = b.compiled.problem.parent(at); g.has_value(); g = b.compiled.problem.parent(g)) {
      group[g.index()] += p.units;
    }
  }
  const auto tree = [&](std::span<const transport::Segment> segments, Units load) {
    for (const auto& s : segments) {
      sum += static_cast<WideCost>(s.unit_cost.count()) * std::min(load, s.units);
      load -= std::min(load, s.units);
    }
  };
  for (std::size_t j = 0; j < leaf.size(); ++j) tree(b.compiled.problem.segments(transport::LeafId(j)), leaf[j]);
  for (std::size_t g = 0; g < group.size(); ++g) tree(b.compiled.problem.segments(transport::GroupId(g)), group[g]);
  return sum;
}

}  // namespace

TEST_CASE("first come, first served takes the nearest that is left, whoever comes after") {
  const Batch b = line();
  const auto a = b.allocate("fcfs");
  CHECK(b.who(a, 0) == "W0");  // 4 is nearer to 0 than to 10
  CHECK(b.who(a, 1) == "W1");
  CHECK(b.who(a, 2) == "-");
}

TEST_CASE("nearest first gives the closest pair its way") {
  const Batch b = line();
  const auto a = b.allocate("nearest_first");
  CHECK(b.who(a, 1) == "W0");  // one step
  CHECK(b.who(a, 0) == "W1");  // six steps; 20 is ten from W1
  CHECK(b.who(a, 2) == "-");
}

TEST_CASE("round robin goes on with the organisation after the last one") {
  SmallStreet s;
  const CommunityId c = s.community("C");
  const OrganisationId first = s.organisation("A"), second = s.organisation("B"), third = s.organisation("C");
  s.worker(first, 3);
  s.worker(second, 3);
  s.worker(third, 3);
  s.demand(c, 5);
  s.demand(c, 3);
  s.demand(c, 4, 1, {}, {}, {third});
  s.demand(c, 6, 2);
  Batch b(std::move(s.street));
  const auto a = b.allocate("round_robin");
  CHECK(b.who(a, 1) == "W0");     // came first: A's turn
  CHECK(b.who(a, 2) == "W1");     // B's turn
  CHECK(b.who(a, 0) == "W2");     // C's turn
  CHECK(b.who(a, 3) == "W0 W1");  // two units: A, then B
  b.given.last = second;          // a later batch goes on where the last one stopped
  const auto next = b.allocate("round_robin");
  CHECK(b.who(next, 1) == "W2");
  CHECK(b.who(next, 2) == "W0");
  CHECK(b.who(next, 0) == "W1");
}

TEST_CASE("the lots of serial dictatorship follow the seed, and every order comes first in some draw") {
  const Batch b = line();
  CHECK(b.allocate("random_serial_dictatorship", 7).placements ==
        b.allocate("random_serial_dictatorship", 7).placements);
  std::set<std::size_t> unserved;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto a = b.allocate("random_serial_dictatorship", seed);
    for (std::size_t i = 0; i < 3; ++i) {
      if (b.who(a, i) == "-") unserved.insert(i);
    }
  }
  CHECK(unserved.size() == 3);
}

TEST_CASE("balanced load spreads what least cost gives to one") {
  SmallStreet s;
  const CommunityId c = s.community("C");
  const OrganisationId o = s.organisation("A");
  s.worker(o, 4, east(0));
  s.worker(o, 4, east(1));
  for (int k = 0; k < 4; ++k) s.demand(c, k, 1, {1'065'000'000 + 40'000, 295'000'000});  // a little nearer to W0
  const Batch b(std::move(s.street));
  const auto cheap = b.allocate("min_cost"), balanced = b.allocate("load_balanced");
  const auto count = [&](const policy::Allocation& a, const char* worker) {
    int n = 0;
    for (std::size_t i = 0; i < 4; ++i) n += b.who(a, i) == worker;
    return n;
  };
  CHECK(count(cheap, "W0") == 4);
  CHECK(count(balanced, "W0") == 2);
  CHECK(count(balanced, "W1") == 2);
}

TEST_CASE("look-ahead keeps a place for those who will need it more") {
  const Batch b = line();
  std::vector<Cost> price(b.compiled.problem.leaf_count(), Cost(0));
  policy::AllocationInput in = b.input();
  in.future_price = price;
  const auto& rule = *policy::allocation_rules().find("lookahead");
  CHECK(rule.allocate(in).placements == b.allocate("min_cost").placements);
  const Cost dear = b.compiled.penalties.unserved[2];  // W0 will be worth as much as serving any of these
  price[0] = dear;
  const auto a = rule.allocate(in);
  CHECK(b.served(a) == 1);
  CHECK(b.who(a, 0) != "W0");
  CHECK(b.who(a, 1) != "W0");
}

TEST_CASE("every rule keeps all limits and its guarantee on random streets") {
  Random random(20'260'802);
  for (int round = 0; round < 150; ++round) {
    CAPTURE(round);
    const Batch b(test::random_street(random, 4, 3));
    Units most = 0;
    WideCost least = 0;
    bool first = true;
    test::each_allocation(b.compiled, [&](const policy::Allocation& a) {
      most = std::max(most, b.served(a));
      const WideCost cost = objective(b, a);
      least = first ? cost : std::min(least, cost);
      first = false;
    });
    for (const auto& rule : policy::allocation_rules().rules()) {
      const std::string_view name = rule->info().name;
      CAPTURE(name);
      const auto a = rule->allocate(b.input(static_cast<std::uint64_t>(round)));
      for (const std::string& fault : policy::allocation_faults(b.compiled, a)) FAIL_CHECK(fault);
      CHECK(objective(b, a) >= least);
      const Units served = b.served(a);
      CHECK(2 * served >= most);
      if (name == "min_cost") CHECK(objective(b, a) == least);
      if (name == "max_served" || name == "max_min_fair" || name == "proportional_fair" || name == "budgeted") {
        CHECK(served == most);
      }
    }
  }
}

TEST_CASE("the most units are served at the least cost that so many allow") {
  Random random(5);
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const Batch b(test::random_street(random, 4, 3));
    const auto cost = [&](const policy::Allocation& a) {
      std::int64_t sum = 0;
      for (const auto& p : a.placements) {
        if (b.serves(p.edge)) sum += b.compiled.problem.edge_cost(p.edge).count() * p.units;
      }
      return sum;
    };
    std::pair<Units, std::int64_t> best{-1, 0};
    test::each_allocation(b.compiled, [&](const policy::Allocation& a) {
      best = std::max(best, {b.served(a), -cost(a)});
    });
    const auto a = b.allocate("max_served");
    CHECK(std::pair(b.served(a), -cost(a)) == best);
  }
}

TEST_CASE("a fault of an allocation is named") {
  const Batch b = line();
  policy::Allocation a = b.allocate("fcfs");
  a.placements.pop_back();
  CHECK(policy::allocation_faults(b.compiled, a).size() == 1);
  a = b.allocate("fcfs");
  a.placements[0].units = 2;
  CHECK(policy::allocation_faults(b.compiled, a).size() >= 2);
}

TEST_CASE("an embedder adds a rule of their own") {
  class Nobody final : public policy::AllocationPolicy {
   public:
    const policy::AllocationInfo& info() const noexcept override { return info_; }
    policy::Allocation allocate(const policy::AllocationInput& in) const override {
      policy::Allocation out;
      for (std::size_t i = 0; i < in.compiled.problem.order_count(); ++i) {
        const transport::OrderId order(i);
        out.placements.push_back(
            {transport::EdgeId(in.compiled.problem.end_edge(order) - 1), in.compiled.problem.demand(order)});
      }
      return out;
    }

   private:
    policy::AllocationInfo info_{.name = "nobody", .title = {}, .optimises = {}, .guarantee = {}, .source = ""};
  };
  policy::AllocationRegistry rules = policy::allocation_rules();
  rules.add(std::make_shared<Nobody>());
  CHECK(policy::allocation_rules().find("nobody") == nullptr);
  const Batch b = line();
  const auto a = rules.find("nobody")->allocate(b.input());
  CHECK(policy::allocation_faults(b.compiled, a).empty());
  CHECK(b.served(a) == 0);
}
