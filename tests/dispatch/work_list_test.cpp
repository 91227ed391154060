// From demands to the work list: which reports become one order, and who is paid by which fund.
#include "paidan/dispatch/work_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "paidan/core/random.hpp"
#include "paidan/model/window.hpp"
#include "src/dispatch/merge_reports.hpp"

using namespace paidan;
using dispatch::merge_reports;
using dispatch::ReportGroup;

namespace {

// One item whose reports merge; a day from minute 0 on.
Street empty_street() {
  Street s;
  s.period_end = Instant(1440);
  s.communities.push_back({});
  MenuItem tree;
  tree.code = "tree";
  tree.merge_reports = true;
  s.menu.push_back(tree);
  return s;
}

constexpr GeoPoint here{1'065'000'000, 295'000'000};
GeoPoint north_of_here(std::int64_t metres) {
  return {here.lon, static_cast<std::int32_t>(here.lat + metres * 10'000'000 / 110'850)};
}

struct Report {
  std::string resident = {};
  std::int64_t minute = 0;
  GeoPoint point = here;
  std::int64_t latest = 1440;
  std::uint32_t quantity = 1;
  Priority priority = Priority::normal;
};

DemandId add(Street& s, const Report& r) {
  Demand d;
  d.code = s.text->store("D" + std::to_string(s.demands.size()));
  if (!r.resident.empty()) d.resident = s.residents.intern(r.resident);
  d.community = CommunityId(0);
  d.item = ItemId(0);
  d.point = r.point;
  d.quantity = r.quantity;
  d.set_submitted(Instant(r.minute));
  d.set_latest(Instant(r.latest));
  d.set_priority(r.priority);
  return s.demands.push_back(d);
}

std::size_t orders(std::initializer_list<Report> reports) {
  Street s = empty_street();
  for (const Report& r : reports) add(s, r);
  return dispatch::make_work_list(s).orders.size();
}

// The rules once more, every report against every group.
std::vector<ReportGroup> merged_plainly(const Street& s, std::vector<DemandId> reports) {
  std::sort(reports.begin(), reports.end(), [&](DemandId a, DemandId b) {
    const Demand &x = s.demands[a], &y = s.demands[b];
    return std::pair(*x.submitted(), x.code) < std::pair(*y.submitted(), y.code);
  });
  std::vector<ReportGroup> groups;
  for (const DemandId id : reports) {
    const Demand& d = s.demands[id];
    const auto fits = [&](const ReportGroup& g) {
      const Demand& first = s.demands[g.members.front()];
      for (const DemandId m : g.members) {
        if (d.resident.has_value() && s.demands[m].resident == d.resident) return false;
      }
      return distance(first.point, d.point) <= Metres(50) && *d.submitted() - *first.submitted() <= Minutes(120) &&
             !intersection(g.window, window_of(s, d)).empty();
    };
    const auto at = std::find_if(groups.begin(), groups.end(), fits);
    if (at == groups.end()) {
      groups.push_back({{id}, window_of(s, d)});
    } else {
      at->members.push_back(id);
      at->window = intersection(at->window, window_of(s, d));
    }
  }
  return groups;
}

}  // namespace

TEST_CASE("two people's reports of one thing are one order") { CHECK(orders({{"A", 0}, {"B", 10}}) == 1); }

TEST_CASE("50 m are near enough, 51 m are not") {
  CHECK(distance(here, north_of_here(50)) == Metres(50));
  CHECK(orders({{"A", 0}, {"B", 10, north_of_here(50)}}) == 1);
  CHECK(orders({{"A", 0}, {"B", 10, north_of_here(51)}}) == 2);
}

TEST_CASE("the distance counts from the first report, not from the last one") {
  CHECK(orders({{"A", 0}, {"B", 10, north_of_here(40)}, {"C", 20, north_of_here(80)}}) == 2);
}

TEST_CASE("two hours are soon enough, a minute more is not") {
  CHECK(orders({{"A", 0}, {"B", 120}}) == 1);
  CHECK(orders({{"A", 0}, {"B", 121}}) == 2);
}

TEST_CASE("who reports twice means two things; who gives no name counts as somebody else") {
  CHECK(orders({{"A", 0}, {"A", 10}}) == 2);
  CHECK(orders({{"A", 0}, {"B", 10}, {"A", 20}}) == 2);
  CHECK(orders({{"", 0}, {"", 10}}) == 1);
}

TEST_CASE("reports whose windows do not meet are apart") {
  CHECK(orders({{"A", 0, here, 60}, {"B", 60, here, 600}}) == 2);
  CHECK(orders({{"A", 0, here, 61}, {"B", 60, here, 600}}) == 1);
}

TEST_CASE("a report joins the earliest group that it fits") {
  Street s = empty_street();
  add(s, {"A", 0});
  add(s, {"B", 1, north_of_here(60)});
  add(s, {"C", 2, north_of_here(30)});
  const WorkList list = dispatch::make_work_list(s);
  REQUIRE(list.orders.size() == 2);
  CHECK(list.members_of(list.orders[WorkOrderId(0)]).size() == 2);
}

TEST_CASE("one order has the largest quantity, the most urgent priority and the common window of its reports") {
  Street s = empty_street();
  add(s, {"A", 0, here, 600, 1, Priority::normal});
  add(s, {"B", 30, here, 500, 4, Priority::emergency});
  add(s, {"C", 40, here, 700, 2, Priority::whenever});
  const WorkList list = dispatch::make_work_list(s);
  REQUIRE(list.orders.size() == 1);
  const WorkOrder& order = list.orders[WorkOrderId(0)];
  CHECK(order.units == 4);
  CHECK(order.priority == Priority::emergency);
  CHECK(order.window == Window{Instant(40), Instant(500)});
  CHECK(order.first == DemandId(0));
}

TEST_CASE("the first report is the earliest, then the one whose id comes first, wherever they stand in the file") {
  Street s = empty_street();
  add(s, {"A", 20});
  add(s, {"B", 10});
  const WorkList list = dispatch::make_work_list(s);
  REQUIRE(list.orders.size() == 1);
  CHECK(list.orders[WorkOrderId(0)].first == DemandId(1));
}

TEST_CASE("without a position or a time nothing is merged, nor what does not ask for it") {
  CHECK(orders({{"A", 0, GeoPoint{}}, {"B", 1, GeoPoint{}}}) == 2);
  Street s = empty_street();
  add(s, {"A", 0});
  add(s, {"B", 0});
  s.demands[DemandId(1)].set_submitted(std::nullopt);
  CHECK(dispatch::make_work_list(s).orders.size() == 2);
  s = empty_street();
  add(s, {"A", 0});
  add(s, {"B", 0});
  s.menu[ItemId(0)].merge_reports = false;
  CHECK(dispatch::make_work_list(s).orders.size() == 2);
}

TEST_CASE("merging through the grid gives what comparing everything gives, wherever on earth") {
  // Around Chongqing, across the date line, across the equator, and where meridians are close together.
  constexpr GeoPoint centres[] = {
      here, {1'799'990'000, 100'000'000}, {-1'799'990'000, 0}, {200'000'000, 898'000'000}, {0, -899'999'000}};
  std::size_t merged = 0;
  for (std::uint64_t seed = 0; seed < 250; ++seed) {
    Random random(seed);
    Street s = empty_street();
    const GeoPoint centre = centres[seed % 5];
    const std::int64_t reach = random.between(2'000, 30'000);
    const std::int64_t widen = seed % 5 >= 3 ? 200 : 1;
    std::vector<DemandId> reports;
    const auto count = random.between(2, 120);
    for (std::int64_t k = 0; k < count; ++k) {
      Report r;
      if (random.chance(80)) r.resident = "R" + std::to_string(random.below(20));
      r.minute = random.between(0, 400);
      r.latest = r.minute + random.between(1, 300);
      std::int64_t lon = centre.lon + random.between(-reach, reach) * widen;
      if (lon > 1'800'000'000) lon -= 3'600'000'000;
      if (lon < -1'800'000'000) lon += 3'600'000'000;
      r.point.lon = static_cast<std::int32_t>(lon);
      r.point.lat = static_cast<std::int32_t>(
          std::clamp<std::int64_t>(centre.lat + random.between(-reach, reach), -900'000'000, 900'000'000));
      reports.push_back(add(s, r));
    }
    const auto fast = merge_reports(s, reports), plain = merged_plainly(s, reports);
    INFO("seed ", seed);
    REQUIRE(fast.size() == plain.size());
    for (std::size_t g = 0; g < fast.size(); ++g) {
      CHECK(fast[g].members == plain[g].members);
      CHECK(fast[g].window == plain[g].window);
      merged += fast[g].members.size() - 1;
    }
  }
  CHECK(merged > 1'000);
}

namespace {

// Two funds and one item that costs ten yuan, paid by the first fund or else by the second.
Street priced_street(Money first, Money second) {
  Street s = empty_street();
  s.communities.push_back({});
  s.funds.push_back({"F1", "", first, {}, {}});
  s.funds.push_back({"F2", "", second, {}, {}});
  MenuItem& item = s.menu[ItemId(0)];
  item.merge_reports = false;
  item.category = Category::public_welfare;
  item.unit_price = Money(1'000);
  item.funds = {FundId(0), FundId(1)};
  return s;
}

WorkList funded(const Street& s, std::vector<bool> servable = {}) {
  WorkList list = dispatch::make_work_list(s);
  if (servable.empty()) servable.assign(list.orders.size(), true);
  dispatch::fund(s, list, servable);
  return list;
}

}  // namespace

TEST_CASE("the preferred fund pays as long as it can pay all of an order, then the next") {
  Street s = priced_street(Money(2'500), Money(1'500));
  for (int k = 0; k < 4; ++k) add(s, {});
  const WorkList list = funded(s);
  CHECK(list.orders[WorkOrderId(0)].fund == FundId(0));
  CHECK(list.orders[WorkOrderId(1)].fund == FundId(0));
  CHECK(list.orders[WorkOrderId(2)].fund == FundId(1));
  CHECK_FALSE(list.orders[WorkOrderId(3)].fund.has_value());
  CHECK(list.orders[WorkOrderId(3)].screened == Reason::fund_exhausted);
  CHECK(list.fund_left == std::vector<Money>{Money(500), Money(500)});
}

TEST_CASE("money goes to the most urgent first, then to who asked first") {
  Street s = priced_street(Money(2'000), Money(0));
  add(s, {"A", 50});
  add(s, {"B", 40});
  add(s, {"C", 90, here, 1440, 1, Priority::urgent});
  const WorkList list = funded(s);
  CHECK(list.orders[WorkOrderId(0)].screened == Reason::fund_exhausted);
  CHECK(list.orders[WorkOrderId(1)].fund == FundId(0));
  CHECK(list.orders[WorkOrderId(2)].fund == FundId(0));
}

TEST_CASE("an order is paid whole or not at all, and a cheaper one behind it may still be") {
  Street s = priced_street(Money(1'500), Money(0));
  add(s, {"A", 0, here, 1440, 2});
  add(s, {"B", 1});
  const WorkList list = funded(s);
  CHECK(list.orders[WorkOrderId(0)].screened == Reason::fund_exhausted);
  CHECK(list.orders[WorkOrderId(1)].fund == FundId(0));
}

TEST_CASE("nobody pays for what nobody could serve, nor for what costs nothing") {
  Street s = priced_street(Money(1'000), Money(0));
  add(s, {"A", 0});
  add(s, {"B", 1});
  WorkList list = funded(s, {false, true});
  CHECK_FALSE(list.orders[WorkOrderId(0)].screened.has_value());
  CHECK_FALSE(list.orders[WorkOrderId(0)].fund.has_value());
  CHECK(list.orders[WorkOrderId(1)].fund == FundId(0));
  s.menu[ItemId(0)].unit_price = Money(0);
  list = funded(s);
  CHECK_FALSE(list.orders[WorkOrderId(0)].fund.has_value());
  CHECK(list.fund_left.front() == Money(1'000));
}

TEST_CASE("a fund pays in its communities and for its categories only") {
  Street s = priced_street(Money(9'000), Money(9'000));
  add(s, {});
  add(s, {});
  s.demands[DemandId(1)].community = CommunityId(1);
  s.funds[FundId(0)].communities = {CommunityId(1)};
  WorkList list = funded(s);
  CHECK(list.orders[WorkOrderId(0)].fund == FundId(1));
  CHECK(list.orders[WorkOrderId(1)].fund == FundId(0));
  s.funds[FundId(1)].categories = {Category::environment};
  list = funded(s);
  CHECK(list.orders[WorkOrderId(0)].screened == Reason::fund_exhausted);
}
