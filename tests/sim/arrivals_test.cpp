// The fitted arrivals: as many as observed, at the hours and places observed, storms included.
#include "paidan/sim/arrivals.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <set>

#include "paidan/model/check.hpp"
#include "paidan/sim/generate.hpp"
#include "policy/small_street.hpp"

using namespace paidan;
using namespace paidan::sim;

TEST_CASE("Poisson draws have the distribution they are named after") {
  Random random(1837);
  constexpr int n = 200'000;
  for (const std::uint32_t percent : {100U, 250U, 30U}) {
    CAPTURE(percent);
    const double mean = percent / 100.0;
    std::array<int, 40> count{};
    double sum = 0, squares = 0;
    for (int k = 0; k < n; ++k) {
      const auto x = draw_poisson(random, percent);
      ++count[x];
      sum += x;
      squares += static_cast<double>(x) * x;
    }
    CHECK(sum / n == doctest::Approx(mean).epsilon(0.01));
    CHECK(squares / n - sum / n * (sum / n) == doctest::Approx(mean).epsilon(0.02));
    double p = std::exp(-mean);
    for (int k = 0; k < 4; ++k) {
      CHECK(std::abs(static_cast<double>(count[static_cast<std::size_t>(k)]) / n - p) < 0.005);
      p *= mean / (k + 1);
    }
  }
}

TEST_CASE("draws of Jiulong's week look like it: how many, when, what and where") {
  const Street street = generate_street();
  const ArrivalModel model = fit_arrivals(street);
  CHECK(model.bursts.empty());
  CHECK(model.known.empty());
  CHECK(model.steady.size() == street.demands.size());
  constexpr int draws = 20;
  double count = 0;
  std::vector<double> by_item(street.menu.size(), 0), by_community(street.communities.size(), 0);
  for (int k = 0; k < draws; ++k) {
    Random random(static_cast<std::uint64_t>(k));
    const Street day = draw_arrivals(street, model, random);
    CHECK(check(day).errors.empty());
    count += static_cast<double>(day.demands.size());
    for (const Demand& d : day.demands) {
      ++by_item[d.item.index()];
      ++by_community[d.community.index()];
      const auto hour = ((*d.submitted() - day.period_start).count() / 60) % 24;
      CHECK(model.hour_profile[static_cast<std::size_t>(street.menu[d.item].category)][static_cast<std::size_t>(hour)] >
            0);  // the street's own hours, and nobody orders in others
      if (d.latest()) CHECK(*d.latest() > *d.submitted());
    }
  }
  CHECK(count / draws == doctest::Approx(2'000).epsilon(0.02));
  std::vector<double> item(street.menu.size(), 0), community(street.communities.size(), 0);
  for (const Demand& d : street.demands) {
    ++item[d.item.index()];
    ++community[d.community.index()];
  }
  const auto near = [&](double drawn, double observed) {
    CHECK(std::abs(drawn / draws - observed) < 5 * std::sqrt((observed + 1) / draws));
  };
  for (std::size_t k = 0; k < item.size(); ++k) near(by_item[k], item[k]);
  for (std::size_t k = 0; k < community.size(); ++k) near(by_community[k], community[k]);
}

TEST_CASE("a storm is found, and comes in every draw, smaller or larger") {
  const Street street = generate_storm();
  const ArrivalModel model = fit_arrivals(street);
  REQUIRE(model.bursts.size() >= 1);
  std::size_t reports = 0;
  for (const auto& b : model.bursts) reports += b.reports.size();
  CHECK(reports + model.steady.size() == street.demands.size());
  CHECK(reports * 10 >= street.demands.size() * 9);
  std::size_t least = SIZE_MAX, most = 0;
  for (std::uint64_t k = 0; k < 40; ++k) {
    Random random(k);
    const Street day = draw_arrivals(street, model, random);
    CHECK(check(day).errors.empty());
    least = std::min(least, day.demands.size());
    most = std::max(most, day.demands.size());
    for (const Demand& d : day.demands) CHECK(*d.submitted() < street.period_start + Minutes(600));
  }
  CHECK(least >= 30);
  CHECK(most > least + 30);
}

TEST_CASE("what is known before the period comes again as it is") {
  test::SmallStreet s;
  const CommunityId c = s.community("C");
  s.organisation("A");
  s.demand(c, -100);
  s.demand(c, 10);
  s.street.demands[s.demand(c, 20)].set_submitted({});
  const ArrivalModel model = fit_arrivals(s.street);
  CHECK(model.known.size() == 2);
  CHECK(model.steady.size() == 1);
  Random random(1);
  const Street day = draw_arrivals(s.street, model, random, 500);
  std::size_t before = 0, without = 0;
  for (const Demand& d : day.demands) {
    without += !d.submitted();
    before += d.submitted() && *d.submitted() < s.street.period_start;
  }
  CHECK(before == 1);
  CHECK(without == 1);
}

TEST_CASE("codes are new and unique, and the load scales the rates") {
  const Street street = generate_street();
  const ArrivalModel model = fit_arrivals(street);
  Random random(3);
  const Street day = draw_arrivals(street, model, random, 250);
  CHECK(static_cast<double>(day.demands.size()) == doctest::Approx(5'000).epsilon(0.05));
  std::set<std::string_view> codes;
  for (const Demand& d : day.demands) codes.insert(d.code);
  CHECK(codes.size() == day.demands.size());
}
