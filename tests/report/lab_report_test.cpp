// The pages of comparisons and what-ifs: claims only where the intervals say so, whole, deterministic, escaped.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "paidan/report/report.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/sim/lab.hpp"
#include "report/report_page.hpp"
#include "src/report/compare_figures.hpp"

using namespace paidan;
using nlohmann::json;
using sim::Metric;

namespace {

// Three policies that serve 90, 95 and 95 % and travel alike; only 1 over 0 is proven.
sim::Comparison small() {
  sim::Comparison c;
  c.street_code = "JL";
  c.street_name = "九龙";
  c.days = 5;
  c.period_days = 7;
  for (const char* name : {"a", "b", "c"}) {
    sim::ComparedPolicy p;
    p.name = name;
    p.title_zh = p.title_en = std::string("<i>") + name;
    p.estimates[report::index(Metric::served_share)] = sim::Estimate{name[0] == 'a' ? 0.90 : 0.95, 0.85, 0.99, 5};
    p.estimates[report::index(Metric::travel)] = sim::Estimate{700, 600, 800, 5};
    p.days.resize(5);
    for (sim::DayFigures& d : p.days) d.value[report::index(Metric::served_share)] = 0.9;
    c.policies.push_back(p);
  }
  const auto pair = [&](std::size_t a, std::size_t b, sim::Verdict verdict) {
    c.pairs.push_back({a, b, Metric::served_share, {-0.05, -0.06, -0.04, 5}, verdict});
  };
  pair(0, 1, sim::Verdict::worse);
  pair(0, 2, sim::Verdict::unclear);
  pair(1, 2, sim::Verdict::unclear);
  return c;
}

}  // namespace

TEST_CASE("the leader is the first of the best, and beats only those that a paired interval says") {
  const sim::Comparison c = small();
  const auto leader = report::leader_of(c, Metric::served_share);
  REQUIRE(leader);
  CHECK(leader->policy == 1);
  CHECK(leader->beaten == 1);
  CHECK(report::against_first(c, 1, Metric::served_share) == 1);
  CHECK(report::against_first(c, 2, Metric::served_share) == 0);
  CHECK(!report::leader_of(c, Metric::travel));     // all alike
  CHECK(!report::leader_of(c, Metric::wait_mean));  // no figure
  CHECK(!report::leader_of(c, Metric::spend));      // neither way is better
}

TEST_CASE("less is better where it is") {
  sim::Comparison c = small();
  c.policies[2].estimates[report::index(Metric::travel)]->mean = 650;
  c.pairs.push_back({1, 2, Metric::travel, {50, 40, 60, 5}, sim::Verdict::worse});
  CHECK(report::leader_of(c, Metric::travel)->policy == 2);
  CHECK(report::leader_of(c, Metric::travel)->beaten == 1);
}

TEST_CASE("a comparison's page holds every figure, pair and day, and no markup from names") {
  const std::string page = report::render(small());
  CHECK(page.find("<i>a") == std::string::npos);
  CHECK(written(page).find("&lt;i&gt;b") != std::string::npos);
  const json data = data_of(page);
  const auto rows = [&](std::string_view id) {
    for (const json& t : data["tables"]) {
      if (t["id"] == id) return t["rows"].get<std::size_t>();
    }
    return std::size_t{0};
  };
  CHECK(rows("figures") == 3 * sim::metric_count);
  CHECK(rows("pairs") == 3);
  CHECK(rows("days") == 15);
  CHECK(data["charts"]["served_share"]["chart"]["intervals"][0] == json({900, 850, 990}));
}

TEST_CASE("the time that policies took is not in the page") {
  sim::Comparison slow = small(), quick = small();
  slow.policies[0].seconds = 17.25;
  CHECK(report::render(slow) == report::render(quick));
}

TEST_CASE("a page of nothing is still a page") {
  CHECK(report::render(sim::Comparison{}).ends_with("</html>\n"));
  CHECK(report::render(sim::WhatIf{}).ends_with("</html>\n"));
  sim::WhatIf empty;
  empty.curves.resize(1);
  CHECK(report::render(empty).ends_with("</html>\n"));
}

TEST_CASE("real days and curves of a small street are drawn; the numbers in the page are theirs") {
  const Street street = sim::generate_street({.seed = 1, .scale_thousandths = 50});
  const auto ways = {sim::parse_dispatching("min_cost", policy::allocation_rules(), Minutes(240)),
                     sim::parse_dispatching("fcfs", policy::allocation_rules(), Minutes(240))};
  sim::CompareOptions options;
  options.days = 4;
  options.resamples = 200;
  const sim::Comparison comparison = sim::compare(street, policy::Policy{}, ways, options);
  const json compared = data_of(report::render(comparison));
  CHECK(compared["charts"]["lorenz"]["chart"]["curves"].size() == 2);
  for (const auto& figure : compared["charts"]) CHECK(!figure["about"].empty());

  sim::WhatIfParameter more;
  more.change = 2000;
  const sim::WhatIf what_if = sim::what_if(street, policy::Policy{}, {more}, {.steps = 4});
  const json turned = data_of(report::render(what_if, {.language = Language::en}));
  const json& points = turned["charts"]["curve1-served"]["chart"]["curves"][0]["points"];
  REQUIRE(points.size() == what_if.curves[0].points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    CHECK(points[k] == json({what_if.curves[0].points[k].change, what_if.curves[0].points[k].served}));
  }
}
