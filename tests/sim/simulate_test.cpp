// Simulated days: what was given out fits the day, visits follow the clock, and no rule beats the offline optimum.
#include "paidan/sim/simulate.hpp"

#include <doctest/doctest.h>

#include <map>

#include "paidan/core/error.hpp"
#include "paidan/policy/tree_load.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/sim/measure.hpp"
#include "policy/small_street.hpp"
#include "rounds.hpp"

using namespace paidan;
using namespace paidan::sim;
using test::SmallStreet;

namespace {

Dispatching way(std::string_view text) { return parse_dispatching(text, policy::allocation_rules()); }

constexpr Chance no_chance{.load_percent = 100,
                           .decline_percent = 0,
                           .no_show_percent = 0,
                           .service_spread = 0,
                           .travel_spread = 0,
                           .metres_a_minute = 100};

// Everything that must hold of an outcome whatever the rule.
void check_outcome(const Day& day, const Outcome& outcome, bool clairvoyant) {
  const auto& problem = day.compiled.problem;
  policy::TreeLoad load(problem);
  std::map<std::size_t, Units> placed;
  for (const Visit& v : outcome.visits) {
    CHECK(v.units > 0);
    CHECK(v.edge.index() >= problem.first_edge(v.order));
    CHECK(v.edge.index() < problem.end_edge(v.order));
    const policy::Leaf& leaf = day.compiled.leaves[problem.edge_leaf(v.edge).index()];
    CHECK(leaf.kind != policy::LeafKind::unserved);
    CHECK(!day.declined[v.edge.index()]);
    CHECK(load.room(problem.edge_leaf(v.edge)) >= v.units);
    load.add(problem.edge_leaf(v.edge), v.units);
    placed[v.order.index()] += v.units;
    if (!clairvoyant) {
      CHECK(v.told >= day.orders[v.order.index()].arrival);
      CHECK(v.told <= day.last_minute[v.edge.index()]);
      CHECK(v.start >= v.told);
    }
    CHECK(v.start >= leaf.window.start);
    CHECK(v.end >= v.start);
    CHECK(v.served == day.orders[v.order.index()].shows);
  }
  for (const auto& [order, units] : placed) CHECK(units <= problem.demand(transport::OrderId(order)));
}

}  // namespace

TEST_CASE("ways of dispatching are read as people write them") {
  CHECK(way("fcfs").timing == Dispatching::Timing::batches);
  CHECK(way("fcfs").every == Minutes(60));
  CHECK(way("min_cost@15m").every == Minutes(15));
  CHECK(way("min_cost@4h").every == Minutes(240));
  CHECK(way("min_cost@1d+replan").every == Minutes(1'440));
  CHECK(way("min_cost@1d+replan").planned == Dispatching::Planned::replan);
  CHECK(way("fcfs@immediate").timing == Dispatching::Timing::immediate);
  CHECK(way("min_cost@hindsight").timing == Dispatching::Timing::hindsight);
  CHECK(way("min_cost@hindsight").rule->info().name == "min_cost");
  for (const char* text : {"", "@", "fcf", "fcfs@", "fcfs@15", "fcfs@0m", "fcfs@-1h", "fcfs@1w", "fcfs@9999999999d",
                           "fcfs@immediate+replan", "fcfs+replan+replan", "fcfs@15m@1h"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(way(text), Error);
  }
}

TEST_CASE("visits follow the clock: told, travel, the one before, the window") {
  SmallStreet s;
  s.street.menu[ItemId(0)].minutes = Minutes(30);
  const CommunityId c = s.community("C");
  const GeoPoint home{1'065'000'000, 295'000'000}, near{1'065'000'000, 295'090'200};  // 1000 m north of it
  const OrganisationId o = s.organisation("A");
  s.worker(o, 2, home, 8);
  const DemandId first = s.demand(c, 300, 1, near), second = s.demand(c, 400, 1, near);
  s.street.demands[first].set_submitted({});  // known from the start: comes once in every draw
  s.street.demands[second].set_submitted({});
  s.street.demands[second].set_earliest(test::monday + Minutes(9 * 60));
  const Simulator simulator(s.street, policy::Policy{}, no_chance, 1);
  const Day day = simulator.day(0);
  REQUIRE(day.orders.size() == 2);
  const Outcome outcome = simulator.play(day, 0, way("fcfs@immediate"));
  check_outcome(day, outcome, false);
  REQUIRE(outcome.visits.size() == 2);
  const Visit &a = outcome.visits[0], &b = outcome.visits[1];
  CHECK(a.travel->count() == 1'000);
  CHECK(a.start == test::monday + Minutes(8 * 60 + 10));  // ten minutes on the way at 100 m a minute
  CHECK(a.end == test::monday + Minutes(8 * 60 + 40));
  CHECK(b.travel->count() == 0);                     // next door
  CHECK(b.start == test::monday + Minutes(9 * 60));  // not before the resident is there
  const DayFigures f = measure(day, outcome);
  CHECK(f[Metric::served_share] == 1.0);
  CHECK(f[Metric::travel] == 500.0);
  CHECK(f[Metric::wait_mean] == doctest::Approx((8 + 10.0 / 60 + 9) / 2));  // since the period began
  CHECK(f[Metric::wait_p95] == doctest::Approx(9));
  CHECK(f[Metric::served_ratio] == 1.0);
}

TEST_CASE("figures of a small day worked by hand") {
  SmallStreet s;
  MenuItem course;  // seats only
  course.code = "course";
  course.category = Category::civic_culture;
  course.client_group = ClientGroup::elderly;
  course.group_min = 2;
  course.minutes = Minutes(60);
  course.unit_price = Money(500);
  course.funds = {FundId(0)};
  const ItemId item = s.street.menu.push_back(course);
  s.street.menu[ItemId(0)].deadline = Minutes(10 * 60);
  s.street.funds.push_back(Fund{"F", "fund", Money(2'000), {}, {}});
  const CommunityId a = s.community("A"), b = s.community("B");
  const OrganisationId o = s.organisation("O");
  s.worker(o, 2);
  s.worker(o, 2);
  Session session;
  session.code = "S";
  session.item = item;
  session.organisation = o;
  session.start = test::monday + Minutes(9 * 60);
  session.end = test::monday + Minutes(10 * 60);
  session.seats = 4;
  session.min_seats = 3;
  s.street.sessions.push_back(session);
  const auto known = [&](DemandId id, bool seat) {
    Demand& d = s.street.demands[id];
    d.set_submitted(test::monday - Minutes(60));
    if (seat) d.item = item;
    return id;
  };
  known(s.demand(a, 0, 2), true);                           // two seats
  known(s.demand(a, 0, 3), false);                          // three visits
  known(s.demand(b, 0, 2, {}, Priority::whenever), false);  // one fits
  const Simulator simulator(s.street, policy::Policy{}, no_chance, 1);
  const Day day = simulator.day(0);
  const Outcome outcome = simulator.play(day, 0, way("min_cost@hindsight"));
  check_outcome(day, outcome, true);
  const DayFigures f = measure(day, outcome);
  CHECK(f[Metric::served_share] == doctest::Approx(6.0 / 7));
  CHECK(f[Metric::community_lowest] == doctest::Approx(0.5));
  CHECK(f[Metric::seat_fill] == doctest::Approx(0.5));
  CHECK(f[Metric::short_sessions] == 1.0);  // two of three
  CHECK(f[Metric::spend] == 10.0);
  CHECK(f[Metric::load_gini] == 0.0);  // both workers are full
  CHECK(f[Metric::load_peak] == 1.0);
  CHECK(f[Metric::wait_p95] == doctest::Approx(10));  // the session at nine, from an hour before midnight on
  CHECK(f[Metric::wait_mean] == doctest::Approx((4 * 9 + 2 * 10) / 6.0));
  CHECK(f[Metric::on_time] == doctest::Approx(4.0 / 5));  // visits by nine: four of five units with a deadline
  CHECK(f[Metric::envy] == 0.0);                          // what B lacks, A has with more urgent orders
  CHECK(f[Metric::blocking_pairs] == 0.0);
  CHECK(f[Metric::cost_ratio] == 1.0);
  CHECK(f[Metric::regret] == 0.0);
  CHECK(!f[Metric::travel]);  // nobody has a place
  CHECK(f.parts[static_cast<std::size_t>(Dimension::priority)][3].served == 1);
  CHECK(f.parts[static_cast<std::size_t>(Dimension::priority)][2].asked == 5);
  CHECK(f.parts[static_cast<std::size_t>(Dimension::category)][4].served == 2);
  CHECK(f.parts[static_cast<std::size_t>(Dimension::client_group)][0].served == 2);
  CHECK(f.parts[static_cast<std::size_t>(Dimension::community)][a.index()].served == 5);
  CHECK(f.parts[static_cast<std::size_t>(Dimension::fund)][0].served == 1'000);
  CHECK(f.parts[static_cast<std::size_t>(Dimension::fund)][0].asked == 2'000);
}

TEST_CASE("an unserved order envies another community's that is no more urgent, and blocks") {
  SmallStreet s;
  const CommunityId a = s.community("A"), b = s.community("B");
  s.worker(s.organisation("O"), 1);
  s.demand(a, 10, 1, {}, Priority::normal);
  s.demand(b, 20, 1, {}, Priority::urgent);
  const auto figures = [&](std::string_view text) {
    Street street = s.street;
    for (Demand& d : street.demands) d.set_submitted(*d.submitted() - Minutes(60));
    const Simulator simulator(street, policy::Policy{}, no_chance, 1);
    const Day day = simulator.day(0);
    return measure(day, simulator.play(day, 0, way(text)));
  };
  CHECK(figures("fcfs@hindsight")[Metric::envy] == 0.5);
  CHECK(figures("fcfs@hindsight")[Metric::blocking_pairs] == 50.0);
  CHECK(*figures("fcfs@hindsight")[Metric::cost_ratio] > 1);
  CHECK(figures("min_cost@hindsight")[Metric::envy] == 0.0);
  CHECK(figures("min_cost@hindsight")[Metric::blocking_pairs] == 0.0);
}

TEST_CASE("a new plan may move what has not begun, and says so") {
  SmallStreet s;
  const GeoPoint left{1'065'000'000, 295'000'000}, right{1'066'000'000, 295'000'000};
  const CommunityId c = s.community("C");
  s.worker(s.organisation("A"), 1, left, 10);
  s.worker(s.organisation("B"), 1, right, 10);
  const DemandId early = s.demand(c, 0, 1, left);
  s.street.demands[early].set_submitted(test::monday - Minutes(1));
  s.demand(c, 100, 1, left, {}, {OrganisationId(1)});  // comes later, and only A will do
  std::uint64_t index = 0;
  const Simulator simulator(s.street, policy::Policy{}, no_chance, 1);
  Day day = simulator.day(index);
  while (day.orders.size() != 2) day = simulator.day(++index);
  const Outcome kept = simulator.play(day, index, way("min_cost@60m"));
  const Outcome moved = simulator.play(day, index, way("min_cost@60m+replan"));
  CHECK(kept.visits.size() == 1);
  CHECK(moved.visits.size() == 2);
  CHECK(moved.moved == 1);
  CHECK(moved.dispatched == 3);
  CHECK(measure(day, moved)[Metric::disruption] == doctest::Approx(1.0 / 3));
}

TEST_CASE("an order that is sent back goes to another organisation or stays unserved") {
  SmallStreet s;
  const CommunityId c = s.community("C");
  s.worker(s.organisation("A"), 50);
  s.worker(s.organisation("B"), 50);
  for (int k = 0; k < 40; ++k) s.street.demands[s.demand(c, k)].set_submitted({});
  Chance chance = no_chance;
  chance.decline_percent = 50;
  const Simulator simulator(s.street, policy::Policy{}, chance, 4);
  const Day day = simulator.day(0);
  for (const char* text : {"fcfs@immediate", "fcfs", "min_cost@hindsight", "min_cost+replan"}) {
    CAPTURE(text);
    const Outcome outcome = simulator.play(day, 0, way(text));
    check_outcome(day, outcome, outcome.visits.empty());
    CHECK(outcome.visits.size() == static_cast<std::size_t>(day.most_served));  // both no: nobody could
    CHECK(outcome.offered == outcome.declined + outcome.dispatched);
    CHECK(outcome.declined > 0);
  }
}

TEST_CASE("no rule serves more or costs less than the offline optimum; knowing all, two rules reach it") {
  GenerateOptions options;
  options.scale_thousandths = 150;
  const Street street = generate_street(options);
  const Simulator simulator(street, policy::Policy{}, Chance{}, 11);
  Chance sure = no_chance;
  const Simulator certain(street, policy::Policy{}, sure, 11);
  std::vector<std::string> ways;
  for (const auto& rule : policy::allocation_rules().rules()) {
    ways.emplace_back(rule->info().name);
    ways.push_back(ways.back() + "@hindsight");
    ways.push_back(ways.back().substr(0, ways.back().find('@')) + "@1d+replan");
  }
  ways.emplace_back("fcfs@immediate");
  ways.emplace_back("lookahead@4h");
  for (std::uint64_t index = 0; index < static_cast<std::uint64_t>(test_rounds(3)); ++index) {
    const Day day = simulator.day(index);
    for (const std::string& text : ways) {
      CAPTURE(index);
      CAPTURE(text);
      const Outcome outcome = simulator.play(day, index, way(text));
      check_outcome(day, outcome, text.ends_with("hindsight"));
      const DayFigures f = measure(day, outcome);
      CHECK(*f[Metric::served_ratio] <= 1);
      CHECK(*f[Metric::cost_ratio] >= 1);
      CHECK(*f[Metric::regret] >= 0);
    }
    const Day plain = certain.day(index);
    CHECK(measure(plain, certain.play(plain, index, way("min_cost@hindsight")))[Metric::regret] == 0.0);
    CHECK(measure(plain, certain.play(plain, index, way("max_served@hindsight")))[Metric::served_ratio] == 1.0);
    CHECK(measure(plain, certain.play(plain, index, way("deferred_acceptance@hindsight")))[Metric::blocking_pairs] ==
          0.0);
  }
}

TEST_CASE("a day is the same whoever plays it, and another with another index or seed") {
  GenerateOptions options;
  options.scale_thousandths = 100;
  const Street street = generate_street(options);
  const Simulator one(street, policy::Policy{}, Chance{}, 1), again(street, policy::Policy{}, Chance{}, 1),
      other(street, policy::Policy{}, Chance{}, 2);
  const auto print = [](const Day& day) {
    std::string out;
    for (const Demand& d : day.street.demands) out += std::to_string(d.submitted()->minutes()) + " ";
    for (const auto& o : day.orders) {
      out += std::to_string(o.service_percent) + (o.shows ? "y" : "n") + std::to_string(o.travel_percent);
    }
    for (const bool b : day.declined) out += b ? '1' : '0';
    return out;
  };
  CHECK(print(one.day(3)) == print(again.day(3)));
  CHECK(print(one.day(3)) != print(one.day(4)));
  CHECK(print(one.day(3)) != print(other.day(3)));
  // More declines change neither who comes nor how long anything takes.
  Chance sour;
  sour.decline_percent = 40;
  const Day mild = one.day(3), harsh = Simulator(street, policy::Policy{}, sour, 1).day(3);
  REQUIRE(mild.orders.size() == harsh.orders.size());
  for (std::size_t i = 0; i < mild.orders.size(); ++i) {
    CHECK(mild.orders[i].service_percent == harsh.orders[i].service_percent);
  }
  for (std::size_t e = 0; e < mild.declined.size(); ++e) CHECK(mild.declined[e] <= harsh.declined[e]);
}
