// Rules that are fair between communities, beside every allocation there is.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "small_street.hpp"

using namespace paidan;
using test::Batch;
using test::SmallStreet;

namespace {

std::vector<Units> asked(const Batch& b) {
  std::vector<Units> out(b.street.communities.size(), 0);
  for (const WorkOrder& o : b.list.orders) out[b.street.demands[o.first].community.index()] += o.units;
  return out;
}

// Rates as fractions, lowest first; communities that ask for nothing do not count.
std::vector<std::pair<Units, Units>> rates(const std::vector<Units>& served, const std::vector<Units>& all) {
  std::vector<std::pair<Units, Units>> out;
  for (std::size_t c = 0; c < all.size(); ++c) {
    if (all[c] > 0) out.emplace_back(served[c], all[c]);
  }
  std::sort(out.begin(), out.end(), [](auto a, auto b) { return a.first * b.second < b.first * a.second; });
  return out;
}
int compare(const std::vector<std::pair<Units, Units>>& a, const std::vector<std::pair<Units, Units>>& b) {
  for (std::size_t k = 0; k < a.size(); ++k) {
    const Units left = a[k].first * b[k].second, right = b[k].first * a[k].second;
    if (left != right) return left < right ? -1 : 1;
  }
  return 0;
}

}  // namespace

TEST_CASE("the community with the fewest chances gets what it can before others get more") {
  SmallStreet s;
  const CommunityId rich = s.community("rich"), poor = s.community("poor");
  s.worker(s.organisation("A"), 4);
  for (int k = 0; k < 8; ++k) s.demand(rich, k);
  for (int k = 0; k < 4; ++k) s.demand(poor, 100 + k);
  const Batch b(std::move(s.street));
  CHECK(b.by_community(b.allocate("fcfs")) == std::vector<Units>{4, 0});
  // 4 units: rates 2/8 and 1/4 with three of them; the fourth lifts the smaller community higher.
  CHECK(b.by_community(b.allocate("max_min_fair")) == std::vector<Units>{2, 2});
  CHECK(b.by_community(b.allocate("proportional_fair")) == std::vector<Units>{3, 1});
}

TEST_CASE("what earlier batches gave counts") {
  SmallStreet s;
  const CommunityId first = s.community("first"), second = s.community("second");
  s.worker(s.organisation("A"), 2);
  for (int k = 0; k < 4; ++k) s.demand(k % 2 == 0 ? first : second, k);
  Batch b(std::move(s.street));
  CHECK(b.by_community(b.allocate("max_min_fair")) == std::vector<Units>{1, 1});
  b.given.communities = {{.asked = 2, .served = 2, .need = 2}, {.asked = 2, .served = 0, .need = 2}};
  CHECK(b.by_community(b.allocate("max_min_fair")) == std::vector<Units>{0, 2});
  CHECK(b.by_community(b.allocate("proportional_fair")) == std::vector<Units>{0, 2});
  CHECK(b.by_community(b.allocate("budgeted")) == std::vector<Units>{0, 2});
}

TEST_CASE("budgets follow need, and what a community cannot use goes to the others") {
  SmallStreet s;
  MenuItem elderly;
  elderly.code = "elderly";
  elderly.client_group = ClientGroup::elderly;
  const ItemId item = s.street.menu.push_back(elderly);
  const CommunityId old = s.community("old"), young = s.community("young");
  s.worker(s.organisation("A"), 4);
  for (int k = 0; k < 6; ++k) s.street.demands[s.demand(old, k)].item = item;
  for (int k = 0; k < 6; ++k) s.demand(young, k);
  const Batch b(std::move(s.street));
  CHECK(b.by_community(b.allocate("budgeted")) == std::vector<Units>{3, 1});  // 18 : 6 of four units
  CHECK(b.by_community(b.allocate("max_min_fair")) == std::vector<Units>{2, 2});
}

TEST_CASE("max-min fair is leximin, exactly; within it no plan is cheaper") {
  Random random(1'974);
  for (int round = 0; round < 150; ++round) {
    CAPTURE(round);
    const Batch b(test::random_street(random, 5, 3));
    const auto all = asked(b);
    std::vector<std::pair<Units, Units>> best;
    test::each_allocation(b.compiled, [&](const policy::Allocation& a) {
      const auto r = rates(b.by_community(a), all);
      if (best.empty() || compare(r, best) > 0) best = r;
    });
    const auto a = b.allocate("max_min_fair");
    CHECK(compare(rates(b.by_community(a), all), best) == 0);
    // The same communities' numbers, urgency first: units served of priority 1, 2, 3, 4.
    const auto goals = [&](const policy::Allocation& x) {
      std::array<Units, 4> by_priority{};
      for (std::size_t i = 0; i < b.compiled.problem.order_count(); ++i) {
        const transport::OrderId order(i);
        for (const auto& p : x.placements) {
          if (p.edge.index() < b.compiled.problem.first_edge(order) ||
              p.edge.index() >= b.compiled.problem.end_edge(order) || !b.serves(p.edge)) {
            continue;
          }
          by_priority[static_cast<std::size_t>(b.list.orders[b.compiled.orders[i]].priority) - 1] += p.units;
        }
      }
      return by_priority;
    };
    const auto mine = goals(a);
    const auto numbers = b.by_community(a);
    std::array<Units, 4> most = mine;
    test::each_allocation(b.compiled, [&](const policy::Allocation& x) {
      if (b.by_community(x) == numbers) most = std::max(most, goals(x));
    });
    CHECK(mine == most);
  }
}

TEST_CASE("proportional fair reaches what it promises of the largest sum of logarithms") {
  Random random(1'998);
  int exact = 0, rounds = 0;
  for (int round = 0; round < 150; ++round) {
    CAPTURE(round);
    const Batch b(test::random_street(random, 5, 3));
    const auto all = asked(b);
    const auto value = [&](const std::vector<Units>& served) {
      int communities = 0;
      double sum = 0;
      for (std::size_t c = 0; c < all.size(); ++c) {
        if (served[c] == 0) continue;
        ++communities;
        sum += static_cast<double>(all[c]) * std::log(static_cast<double>(served[c]));
      }
      return std::pair(communities, sum);
    };
    std::pair<int, double> best{-1, 0};
    test::each_allocation(b.compiled,
                          [&](const policy::Allocation& a) { best = std::max(best, value(b.by_community(a))); });
    const auto mine = value(b.by_community(b.allocate("proportional_fair")));
    CHECK(mine.first == best.first);
    CHECK(mine.second >= 0.9617 * best.second - 1e-9);
    exact += mine.second > best.second - 1e-9;
    ++rounds;
  }
  CHECK(exact * 10 >= rounds * 9);
}
