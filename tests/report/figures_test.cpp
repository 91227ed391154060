// The figures of the report against hand-computed values and a plain recount.
#include "src/report/figures.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "paidan/dispatch/batch.hpp"
#include "paidan/report/scarce.hpp"
#include "paidan/sim/generate.hpp"
#include "src/report/chart.hpp"

using namespace paidan;
using report::Lorenz;

TEST_CASE("Lorenz curves: equal shares lie on the diagonal, one who has all gives (n - 1) / n") {
  const Lorenz equal = report::lorenz({{1, 5}, {1, 5}, {1, 5}, {1, 5}});
  CHECK(equal.gini_basis_points == 0);
  CHECK(equal.points == std::vector<std::pair<std::int64_t, std::int64_t>>{
                            {0, 0}, {2500, 2500}, {5000, 5000}, {7500, 7500}, {10000, 10000}});
  CHECK(report::lorenz({{1, 0}, {1, 8}, {1, 0}, {1, 0}}).gini_basis_points == 7500);
  // Shares 1/10, 2/10, 3/10, 4/10: 1 - 2 (0.125 · (0.1 + 0.4 + 0.9 + 1.6)) = 0.25.
  CHECK(report::lorenz({{1, 4}, {1, 2}, {1, 3}, {1, 1}}).gini_basis_points == 2500);
  // Weights: half of the orders served in full, the other half not at all.
  CHECK(report::lorenz({{10, 10}, {10, 0}}).gini_basis_points == 5000);
  CHECK(report::lorenz({}).points.size() == 1);
  CHECK(report::lorenz({{1, 0}}).points.size() == 1);
}

TEST_CASE("a curve of many parts keeps at most 101 points and both ends") {
  std::vector<std::pair<std::int64_t, std::int64_t>> parts;
  for (std::int64_t k = 0; k < 5000; ++k) parts.emplace_back(1, k % 17);
  const Lorenz curve = report::lorenz(parts);
  CHECK(curve.points.size() <= 102);
  CHECK(curve.points.front() == std::pair<std::int64_t, std::int64_t>{0, 0});
  CHECK(curve.points.back() == std::pair<std::int64_t, std::int64_t>{10000, 10000});
}

TEST_CASE("waits: mean rounds to the nearest minute, percentiles are nearest ranks") {
  const std::vector<std::pair<std::int64_t, Units>> waits{{0, 1}, {10, 8}, {100, 1}};
  CHECK(report::mean(waits) == 18);
  CHECK(report::percentile(waits, 50) == 10);
  CHECK(report::percentile(waits, 90) == 10);
  CHECK(report::percentile(waits, 95) == 100);
  CHECK(report::mean({}) == 0);
}

TEST_CASE("round steps of axes") {
  CHECK(report::round_step(1000, 5, report::counted) == 200);
  CHECK(report::round_step(7, 5, report::counted) == 2);
  CHECK(report::round_step(1, 5, report::counted) == 1);
  CHECK(report::round_step(7 * 1440, 12, report::in_minutes) == 1440);
  CHECK(report::round_step(500, 12, report::in_minutes) == 60);
}

TEST_CASE("the figures of a generated week agree with a plain recount of the plan") {
  const Street street = sim::generate_street({.seed = 3, .scale_thousandths = 300});
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  const auto scarce = report::scarce_places(batch.compiled, batch.plan);
  const report::MatchReport input{street, batch.list, batch.plan, scarce, "default", ""};
  const report::Figures f = report::figures_of(input);

  Units served = 0, ordered = 0;
  for (const PlanLine& line : batch.plan.lines) served += line.units;
  for (const WorkOrder& order : batch.list.orders) ordered += order.units;
  CHECK(f.all.served == served);
  CHECK(f.all.ordered == ordered);
  const auto sum = [](const auto& tallies) {
    report::Tally all;
    for (const auto& t : tallies) all.add(t.ordered, t.served);
    return all;
  };
  CHECK(sum(f.by_community).ordered == ordered);
  CHECK(sum(f.by_priority).served == served);
  CHECK(std::accumulate(f.by_reason.begin(), f.by_reason.end(), Units{0}) == ordered - served);
  CHECK(f.terms.total() == batch.plan.cost);
  Units loads = 0, flows = 0, relieved = 0;
  for (const auto& o : f.organisations) {
    CHECK(std::accumulate(o.load.begin(), o.load.end(), Units{0}) == o.units);
    for (std::size_t k = 0; k < o.load.size(); ++k) CHECK(o.load[k] <= o.room[k]);
    loads += o.units;
  }
  for (const auto& flow : f.flows) flows += flow.units;
  for (const auto& group : f.reliefs) relieved += group.units;
  CHECK(loads == served);
  CHECK(flows == served);
  CHECK(relieved <= ordered - served);
  Units waited = f.waits.untimed;
  for (const auto& waits : f.waits.by_priority) {
    for (const auto& [minutes, units] : waits) waited += units;
  }
  CHECK(waited == served);
}
