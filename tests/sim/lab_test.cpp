// The lab: the same numbers on any number of threads, claims that hold, curves that follow their prices.
#include "paidan/sim/lab.hpp"

#include <doctest/doctest.h>

#include "paidan/core/error.hpp"
#include "paidan/dispatch/batch.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/sim/lab_io.hpp"
#include "policy/small_street.hpp"
#include "rounds.hpp"

using namespace paidan;
using namespace paidan::sim;

namespace {

std::vector<Dispatching> ways(std::initializer_list<const char*> names) {
  std::vector<Dispatching> out;
  for (const char* name : names) out.push_back(parse_dispatching(name, policy::allocation_rules()));
  return out;
}

Street small_jiulong() {
  GenerateOptions options;
  options.scale_thousandths = 100;
  return generate_street(options);
}

// Units served and the cost of the optimum, from the batch that `paidan match` runs.
std::pair<Units, Cost> matched(const Street& street) {
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  Units served = 0;
  for (const PlanLine& line : batch.plan.lines) served += line.units;
  return {served, batch.plan.cost};
}

}  // namespace

TEST_CASE("one, two and five threads give the same bytes") {
  const Street street = small_jiulong();
  CompareOptions options;
  options.days = test_rounds(7);
  options.resamples = 200;
  std::string files[3];
  int k = 0;
  for (const unsigned threads : {1U, 2U, 5U}) {
    options.threads = threads;
    for (const auto& f : render_comparison(
             compare(street, policy::Policy{}, ways({"min_cost", "fcfs@immediate", "lookahead@4h"}), options))) {
      files[k] += f.content;
    }
    ++k;
  }
  CHECK(files[0] == files[1]);
  CHECK(files[0] == files[2]);
}

TEST_CASE("a comparison has every policy, pair and group, and calls a rule no better than itself") {
  const Street street = small_jiulong();
  CompareOptions options;
  options.days = 6;
  options.resamples = 200;
  const Comparison c = compare(street, policy::Policy{}, ways({"min_cost", "min_cost@60m", "round_robin@1d"}), options);
  CHECK(c.days == 6);
  CHECK(c.period_days == 7);
  CHECK(c.orders_a_day > 100);
  REQUIRE(c.policies.size() == 3);
  for (const Pairwise& p : c.pairs) {
    CHECK(p.a < p.b);
    CHECK(p.difference.low <= p.difference.mean);
    CHECK(p.difference.mean <= p.difference.high);
    if (p.a == 0 && p.b == 1) {  // the same rule under two names
      CHECK(p.difference.mean == 0);
      CHECK(p.verdict == Verdict::unclear);
    }
    if (p.a == 0 && p.b == 2 && p.metric == Metric::served_share) CHECK(p.verdict == Verdict::better);
  }
  for (const ComparedPolicy& p : c.policies) {
    CHECK(p.days.size() == 6);
    double sum = 0;
    for (const DayFigures& d : p.days) sum += *d[Metric::served_share];
    CHECK(p.estimates[0]->mean == doctest::Approx(sum / 6));
    CHECK(p.lorenz.back() == doctest::Approx(1));
  }
  CHECK(c.groups[static_cast<std::size_t>(Dimension::community)].size() == street.communities.size());
  CHECK(c.groups[static_cast<std::size_t>(Dimension::fund)][0].share.size() == 3);
  options.days = 4;
  for (const Pairwise& p : compare(street, policy::Policy{}, ways({"min_cost", "round_robin@1d"}), options).pairs) {
    CHECK(p.verdict == Verdict::too_few);
  }
}

TEST_CASE("no days, no policies, no parameters, no change: refused") {
  const Street street = small_jiulong();
  CompareOptions options;
  options.days = 0;
  CHECK_THROWS_AS((void)compare(street, policy::Policy{}, ways({"fcfs"}), options), Error);
  CHECK_THROWS_AS((void)compare(street, policy::Policy{}, {}, {}), Error);
  CHECK_THROWS_AS((void)what_if(street, policy::Policy{}, {}), Error);
  CHECK_THROWS_AS((void)what_if(street, policy::Policy{}, {WhatIfParameter{}}), Error);
  WhatIfParameter shrink;
  shrink.change = -10'001;
  CHECK_THROWS_AS((void)what_if(street, policy::Policy{}, {shrink}), Error);
  WhatIfParameter poor{WhatIfCurve::Parameter::fund, FundId(0), {}, -62'000'001};
  CHECK_THROWS_AS((void)what_if(street, policy::Policy{}, {poor}), Error);
}

TEST_CASE("capacity is changed by what is asked, evenly, and a larger change never takes anything away") {
  const Street street = small_jiulong();
  const auto total = [](const Street& s) {
    Units sum = 0;
    for (const Shift& shift : s.shifts) sum += *shift.units;
    return sum;
  };
  WhatIfParameter p;
  Street before = with_change(street, p, -3'000);
  for (const std::int64_t change : {-2'000, -1'000, -1, 0, 1, 500, 1'000, 2'500, 10'000}) {
    CAPTURE(change);
    const Street now = with_change(street, p, change);
    CHECK(total(now) - total(street) == total(street) * change / 10'000);
    for (std::size_t k = 0; k < now.shifts.size(); ++k) CHECK(*now.shifts[k].units >= *before.shifts[k].units);
    for (std::size_t k = 0; k < now.sessions.size(); ++k) {
      CHECK(now.sessions[SessionId(k)].seats >= before.sessions[SessionId(k)].seats);
    }
    before = now;
  }
  p.organisation = OrganisationId(3);
  const Street one = with_change(street, p, 5'000);
  for (std::size_t k = 0; k < one.shifts.size(); ++k) {
    if (one.workers[one.shifts[k].worker].organisation != OrganisationId(3)) {
      CHECK(one.shifts[k].units == street.shifts[k].units);
    }
  }
}

TEST_CASE("along the curve more is served, and each step gains between its two shadow prices") {
  GenerateOptions generate;
  generate.scale_thousandths = 1'000;
  const Street street = generate_street(generate);
  WhatIfParameter p;
  p.change = -3'000;
  WhatIfOptions options;
  options.steps = 5;
  const WhatIfCurve curve = what_if(street, policy::Policy{}, {p}, options).curves[0];
  REQUIRE(curve.points.size() == 6);
  CHECK(curve.points.back().change == 0);
  for (std::size_t k = 1; k < curve.points.size(); ++k) {
    CAPTURE(k);
    const WhatIfPoint &less = curve.points[k - 1], &more = curve.points[k];
    CHECK(less.change < more.change);
    CHECK(less.capacity < more.capacity);
    CHECK(less.served <= more.served);
    CHECK(less.asked == more.asked);
    const auto gain = static_cast<double>(less.objective - more.objective);
    CHECK(gain >= 0);
    // The optimum is convex in the capacities and the prices are its slope: no step gains more than they say.
    CHECK(gain <= *less.shadow_price * static_cast<double>(more.capacity - less.capacity) * (1 + 1e-9));
  }
  // The last point is the street as it is.
  const auto base = matched(street);
  CHECK(curve.points.back().served == base.first);
  CHECK(curve.points.back().cost == base.second);
}

TEST_CASE("money: what a fund cannot pay is unserved, and a yuan is worth what the next step shows") {
  test::SmallStreet s;
  s.street.menu[ItemId(0)].unit_price = Money(1'000);
  s.street.menu[ItemId(0)].funds = {FundId(0)};
  s.street.funds.push_back(Fund{"F", "fund", Money(4'000), {}, {}});
  const CommunityId c = s.community("C");
  s.worker(s.organisation("A"), 10);
  for (int k = 0; k < 8; ++k) s.demand(c, k);
  WhatIfParameter p{WhatIfCurve::Parameter::fund, FundId(0), {}, 6'000};
  WhatIfOptions options;
  options.steps = 3;
  const WhatIfCurve curve = what_if(s.street, policy::Policy{}, {p}, options).curves[0];
  REQUIRE(curve.points.size() == 4);
  const std::array<Units, 4> served{4, 6, 8, 8};
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(curve.points[k].served == served[k]);
    CHECK(curve.points[k].fund_exhausted == 8 - served[k]);
    CHECK(curve.points[k].capacity_taken == 0);
  }
  // Two units more for twenty yuan: the penalty of a normal order less its cost, a tenth of it a yuan.
  const double unit = static_cast<double>(curve.unserved[2].count() - curve.points[0].cost.count() / 4);
  CHECK(*curve.points[0].shadow_price == doctest::Approx(unit / 10));
  CHECK(*curve.points[1].shadow_price == doctest::Approx(unit / 10));
  CHECK(*curve.points[2].shadow_price == 0);
  CHECK(!curve.points[3].shadow_price);
}

TEST_CASE("text that a spreadsheet would run stays text") {
  Street street = small_jiulong();
  street.communities[CommunityId(0)].name = "=HYPERLINK(\"http://x\",\"y\")";
  street.communities[CommunityId(1)].code = "@SUM(A1)";
  street.funds[FundId(0)].name = "-2+3";
  CompareOptions options;
  options.days = 1;
  const auto files = render_comparison(compare(street, policy::Policy{}, ways({"fcfs"}), options));
  CHECK(files[0].content.find(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",") != std::string::npos);
  CHECK(files[0].content.find(",'@SUM(A1),") != std::string::npos);
  CHECK(files[0].content.find(",'-2+3,") != std::string::npos);
  CHECK(files[0].content.find(",=") == std::string::npos);
}
