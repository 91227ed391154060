// What one more unit is worth: never less than what it brings when it is tried.
#include "paidan/report/scarce.hpp"

#include <doctest/doctest.h>

#include "paidan/dispatch/batch.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/transport/solve.hpp"

using namespace paidan;

namespace {

// The same segments with one more unit in the last.
template <class Node>
void widen(transport::TransportProblem& problem, Node node) {
  std::vector<transport::Segment> segments(problem.segments(node).begin(), problem.segments(node).end());
  if (segments.empty()) return;
  segments.back().units += 1;
  problem.set_segments(node, segments);
}

}  // namespace

TEST_CASE("a full place gains at most its worth when it gets one more unit, tried by solving again") {
  const Street street = sim::generate_street({.seed = 5, .scale_thousandths = 250});
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  const auto places = report::scarce_places(batch.compiled, batch.plan);
  REQUIRE(!places.empty());
  std::size_t tried = 0, gained = 0;
  for (std::size_t j = 0; j < batch.compiled.leaves.size() && tried < 25; ++j) {
    const policy::Leaf& leaf = batch.compiled.leaves[j];
    for (const report::ScarcePlace& place : places) {
      if (place.organisation != leaf.organisation || place.worker != leaf.worker || place.session != leaf.session ||
          (place.slot && *place.slot != leaf.window)) {
        continue;
      }
      transport::TransportProblem more = batch.compiled.problem;
      widen(more, transport::LeafId(j));
      for (auto g = more.parent(transport::LeafId(j)); g.has_value(); g = more.parent(g)) widen(more, g);
      const WideCost gain = batch.solution.objective - transport::solve(more, {}).objective;
      CAPTURE(j);
      CHECK(gain >= 0);
      CHECK(gain <= static_cast<WideCost>(place.worth.count()));
      gained += gain > 0 ? 1 : 0;
      ++tried;
      break;
    }
  }
  CHECK(tried > 0);
  CHECK(gained > 0);
}

TEST_CASE("with room for everybody nothing is scarce") {
  Street street = sim::generate_street({.seed = 5, .scale_thousandths = 10});
  for (Shift& s : street.shifts) s.units = 1000;
  for (Session& s : street.sessions.rows()) s.seats = 1000;
  for (Organisation& o : street.organisations.rows()) o.max_units.reset();
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  for (const auto& place : report::scarce_places(batch.compiled, batch.plan)) CHECK(!place.serves);
}
