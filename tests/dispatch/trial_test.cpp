// Trials on a live optimum against a compile and a solve of the whole changed street, for every kind of relief.
#include "src/dispatch/trial.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "dispatch/all_changes.hpp"
#include "dispatch/random_street.hpp"
#include "paidan/transport/solve.hpp"
#include "rounds.hpp"
#include "src/policy/tree_segments.hpp"

using namespace paidan;
using dispatch::Trial;
using Kind = Relief::Kind;

namespace {

// All changes at several sizes, those with the limits above too, and a higher penalty where there is one.
std::vector<Relief> changes_of(const Street& street, const policy::Policy& policy, const WorkOrder& order) {
  std::vector<Relief> out;
  for (Relief relief : test::all_changes(street, order)) {
    const std::int64_t most = relief.amount;
    for (const std::int64_t amount : std::set<std::int64_t>{1, (most + 1) / 2, most}) {
      relief.amount = amount;
      out.push_back(relief);
    }
    if (relief.kind != Kind::more_units_worker) continue;
    const bool worker = street.workers[relief.worker].max_units.has_value();
    const bool organisation = street.organisations[relief.organisation].max_units.has_value();
    if (worker) out.emplace_back(relief).limits = Relief::Limits::worker;
    if (organisation) out.emplace_back(relief).limits = Relief::Limits::organisation;
    if (worker && organisation) out.emplace_back(relief).limits = Relief::Limits::both;
  }
  for (const std::int64_t amount : {1, 30, 400}) {
    if (!policy.plain_penalties) break;
    Relief& relief = out.emplace_back();
    relief.kind = Kind::higher_penalty;
    relief.amount = amount;
  }
  return out;
}

// The optimum of the changed street, counted with the given penalties.
WideCost objective(const dispatch::Changed& changed, const policy::Penalties& penalties) {
  WorkList list = dispatch::make_work_list(changed.street);
  dispatch::fund(changed.street, list, policy::servable(changed.street, list));
  policy::Compiled compiled = policy::compile(changed.street, list, changed.policy);
  policy::set_penalties(changed.street, list, penalties, compiled);
  return transport::solve(compiled.problem).objective;
}

}  // namespace

TEST_CASE("a trial on the live optimum says what a compile and a solve of the changed street say") {
  Random random(23);
  std::map<Kind, int> tried, served;
  std::size_t warm_solves = 0, cold_solves = 0;
  for (int round = 0; round < test_rounds(150); ++round) {
    INFO("seed 23, round ", round);
    const Street street = test::random_street(random);
    const policy::Policy policy = test::random_policy(random);
    const auto batch = dispatch::run_batch(street, policy);
    for (const UnservedLine& line : batch.plan.unserved) {
      const WorkOrder& order = batch.list.orders[line.order];
      if (order.screened == Reason::workers_short) continue;
      Trial warm(street, policy, batch, line.order), cold(street, policy, batch, line.order);  // warm: one after all
      for (const Relief& relief : changes_of(street, policy, order)) {
        INFO("order ", street.demands[order.first].code, ", ", name_of(relief.kind), " of ", relief.amount);
        const auto gained = warm.attempt(relief);
        const auto expected = cold.attempt_cold(relief);
        CHECK(gained.has_value() == expected.has_value());
        // With plain penalties equally good plans may differ goal by goal.
        if (gained && expected && !policy.plain_penalties) CHECK(*gained == *expected);
        ++tried[relief.kind];
        served[relief.kind] += expected.has_value();
        if (warm.optimum()) {
          const auto changed = dispatch::with_relief(street, policy, batch.list, line.order, relief);
          CHECK(warm.optimum()->objective == objective(changed, warm.optimum()->penalties));
        }
      }
      warm_solves += warm.solves();
      cold_solves += cold.solves();
    }
  }
  for (int k = 1; k <= static_cast<int>(Kind::higher_penalty); ++k) {
    INFO(name_of(static_cast<Kind>(k)));
    CHECK(tried[static_cast<Kind>(k)] > 0);
    CHECK(served[static_cast<Kind>(k)] > 0);
  }
  CHECK(warm_solves * 20 < cold_solves);
}
