// Hundreds of small random streets: every reason against a second reading of the rules, every relief granted and
// matched afresh, every chain against a problem that forces the move, and every plan of the tiny ones against all other
// plans.
#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <set>

#include "dispatch/all_changes.hpp"
#include "dispatch/naive.hpp"
#include "dispatch/random_street.hpp"
#include "paidan/dispatch/explain_order.hpp"
#include "paidan/dispatch/work_list.hpp"
#include "paidan/model/check.hpp"
#include "paidan/transport/solve.hpp"
#include "rounds.hpp"

using namespace paidan;
namespace naive = paidan::test::naive;

namespace {

struct Case {
  Street street;
  policy::Policy policy;
  dispatch::Batch batch;

  explicit Case(Random& random, const test::StreetShape& shape = {})
      : street(test::random_street(random, shape)),
        policy(test::random_policy(random)),
        batch(dispatch::run_batch(street, policy)) {
    REQUIRE(check(street).errors.empty());
  }
  policy::Context context() const { return {street, batch.list, policy, batch.compiled, batch.solution}; }
};

// Is every unit of the order served in every optimal plan?
bool surely_served(const Street& street, const policy::Policy& policy, std::string_view demand) {
  const auto batch = dispatch::run_batch(street, policy);
  const WorkOrderId order = dispatch::find_order(street, batch.list, demand);
  for (const UnservedLine& line : batch.plan.unserved) {
    if (line.order == order) return false;
  }
  return !policy::Chains({street, batch.list, policy, batch.compiled, batch.solution}).may_stay_unserved(order);
}

struct NaivePlan {
  std::vector<naive::Place> places;
  std::vector<naive::Order> orders;
  std::vector<Units> served;
  naive::Capacity used;
  std::int64_t cost = 0;

  NaivePlan(const Street& street, const dispatch::Batch& batch)
      : places(naive::places(street)), orders(naive::orders(street)), used(street, places) {
    naive::pay(street, orders, places);
    served.assign(orders.size(), 0);
    for (const PlanLine& line : batch.plan.lines) {
      served[line.order.index()] += line.units;
      cost += line.terms.total().count();
      for (std::size_t p = 0; p < places.size(); ++p) {
        const auto& place = places[p];
        const bool here = place.organisation == line.organisation && place.worker == line.worker &&
                          place.session == line.session &&
                          (place.kind == naive::Kind::organisation ||
                           (line.slot && place.start == line.slot->start && place.end == line.slot->end));
        if (here) used.add(p, line.units);
      }
    }
  }
};

}  // namespace

TEST_CASE("the work list, the places and who may take what are as a plain reading of the rules has them") {
  Random random(2026);
  for (int round = 0; round < 400; ++round) {
    INFO("seed 2026, round ", round);
    const Case c(random);
    const NaivePlan plan(c.street, c.batch);
    REQUIRE(plan.orders.size() == c.batch.list.orders.size());
    REQUIRE(plan.places.size() <= c.batch.compiled.leaves.size());
    std::size_t edges = 0;
    for (std::size_t i = 0; i < plan.orders.size(); ++i) {
      const WorkOrder& order = c.batch.list.orders[WorkOrderId(i)];
      const naive::Order& expected = plan.orders[i];
      CHECK(order.first == expected.demands.front());
      CHECK(order.member_count == expected.demands.size());
      CHECK(order.units == expected.units);
      CHECK(static_cast<int>(order.priority) == expected.priority);
      CHECK(order.window == Window{expected.start, expected.end});
      CHECK(order.screened == expected.screened);
      CHECK(order.fund == expected.fund.value_or(FundId{}));
      if (expected.screened) continue;
      for (const auto& place : plan.places) edges += naive::eligible(c.street, expected, place);
      ++edges;  // to stay unserved
    }
    CHECK(edges == c.batch.compiled.problem.edge_count());
    for (std::size_t p = 0; p < plan.places.size(); ++p) CHECK(plan.used.room(p) >= 0);
  }
}

TEST_CASE("every reason, and the counts behind it, are those of a plain reading") {
  Random random(7);
  std::array<int, reason_count> seen{};
  for (int round = 0; round < 600; ++round) {
    INFO("seed 7, round ", round);
    const Case c(random);
    const NaivePlan plan(c.street, c.batch);
    for (const UnservedLine& line : c.batch.plan.unserved) {
      const naive::Order& order = plan.orders[line.order.index()];
      ++seen[static_cast<std::size_t>(line.reason)];
      INFO("order ", c.street.demands[order.demands.front()].code, " ", name_of(line.reason));
      CHECK(line.units == order.units - plan.served[line.order.index()]);
      if (order.screened) {
        CHECK(line.reason == *order.screened);
        continue;
      }
      std::array<std::uint32_t, reason_count> alone{}, any{};
      bool eligible = false, room = false;
      for (std::size_t p = 0; p < plan.places.size(); ++p) {
        if (!naive::concerns(c.street, order, plan.places[p])) continue;
        const auto broken = naive::broken(c.street, order, plan.places[p]);
        eligible = eligible || broken.empty();
        room = room || (broken.empty() && plan.used.room(p) > 0);
        for (const Reason r : broken) {
          ++any[static_cast<std::size_t>(r)];
          if (broken.size() == 1) ++alone[static_cast<std::size_t>(r)];
        }
      }
      if (eligible) {
        CHECK(line.reason == (room ? Reason::too_dear : Reason::capacity_taken));
        if (room) CHECK(c.policy.plain_penalties.has_value());
        if (room) CHECK(line.short_by >= Cost(0));
        continue;
      }
      const bool singles = std::any_of(alone.begin(), alone.end(), [](auto n) { return n > 0; });
      const auto& counts = singles ? alone : any;
      const auto most = std::max_element(counts.begin(), counts.end());
      CHECK(line.removed == counts);
      CHECK(line.reason == (*most == 0 ? Reason::no_skill : static_cast<Reason>(most - counts.begin())));
      // Where one rule stands alone in the way, there is a first place to look.
      if (singles && line.reason == Reason::outside_service_area) CHECK(line.relief.kind == Relief::Kind::service_area);
      if (singles && line.reason == Reason::avoided) CHECK(line.relief.kind != Relief::Kind::skill);
    }
  }
  for (const Reason r :
       {Reason::no_skill, Reason::no_certificate, Reason::no_language, Reason::no_gender, Reason::organisation_expired,
        Reason::outside_service_area, Reason::outside_hours, Reason::avoided, Reason::deadline_passed,
        Reason::workers_short, Reason::fund_exhausted, Reason::capacity_taken, Reason::too_dear}) {
    INFO(name_of(r));
    CHECK(seen[static_cast<std::size_t>(r)] > 0);
  }
}

TEST_CASE("each relief that is listed gets the order served by a fresh match, and a smaller one does not") {
  Random random(11);
  std::map<Relief::Kind, int> seen;
  for (int round = 0; round < 400; ++round) {
    INFO("seed 11, round ", round);
    const Case c(random);
    for (const UnservedLine& line : c.batch.plan.unserved) {
      const auto code = c.street.demands[c.batch.list.orders[line.order].first].code;
      const auto reliefs = dispatch::find_reliefs(c.street, c.policy, c.batch, line);
      CHECK(reliefs.size() <= 5);
      for (const Relief& relief : reliefs) {
        ++seen[relief.kind];
        INFO("order ", code, ", relief ", name_of(relief.kind), " of ", relief.amount);
        const auto changed = dispatch::with_relief(c.street, c.policy, c.batch.list, line.order, relief);
        CHECK(check(changed.street).errors.empty());
        const auto again = dispatch::run_batch(changed.street, changed.policy);
        const WorkOrderId order = dispatch::find_order(changed.street, again.list, code);
        for (const UnservedLine& left : again.plan.unserved) CHECK(left.order != order);
        REQUIRE(relief.change.has_value());
        // With plain penalties equally good plans may differ goal by goal.
        const policy::Context after{changed.street, again.list, changed.policy, again.compiled, again.solution};
        if (!c.policy.plain_penalties) CHECK(*relief.change == policy::goals_of(after) - policy::goals_of(c.context()));
        if (relief.amount <= 1) continue;
        Relief less = relief;
        --less.amount;
        const auto with_less = dispatch::with_relief(c.street, c.policy, c.batch.list, line.order, less);
        if (!check(with_less.street).errors.empty()) continue;  // a limit below the organisation's own minimum
        CHECK_FALSE(surely_served(with_less.street, with_less.policy, code));
      }
      for (std::size_t k = 1; k < reliefs.size(); ++k) CHECK(reliefs[k - 1].kind <= reliefs[k].kind);
    }
  }
  for (int k = 1; k <= static_cast<int>(Relief::Kind::higher_penalty); ++k) {
    INFO(name_of(static_cast<Relief::Kind>(k)));
    CHECK(seen[static_cast<Relief::Kind>(k)] > 0);
  }
}

TEST_CASE("where no relief is listed, no single change helps, however large") {
  Random random(19);
  int none = 0, kinds = 0, missed = 0;
  for (int round = 0; round < test_rounds(200); ++round) {
    INFO("seed 19, round ", round);
    const Case c(random);
    for (const UnservedLine& line : c.batch.plan.unserved) {
      const WorkOrder& order = c.batch.list.orders[line.order];
      const auto code = c.street.demands[order.first].code;
      const auto reliefs = dispatch::find_reliefs(c.street, c.policy, c.batch, line, 100);
      std::set<Relief::Kind> listed, works;
      for (const Relief& relief : reliefs) listed.insert(relief.kind);
      for (const Relief& change : test::all_changes(c.street, order)) {
        if (works.contains(change.kind)) continue;
        const auto changed = dispatch::with_relief(c.street, c.policy, c.batch.list, line.order, change);
        if (surely_served(changed.street, changed.policy, code)) works.insert(change.kind);
      }
      INFO("order ", code);
      none += reliefs.empty();
      if (reliefs.empty()) CHECK(works.empty());
      // A kind may be missed where only another order could use the change, and so makes room for this one.
      kinds += static_cast<int>(works.size());
      for (const Relief::Kind kind : works) missed += !listed.contains(kind);
    }
  }
  CHECK(none > test_rounds(100));
  CHECK(kinds > test_rounds(200));
  CHECK(missed * 50 < kinds);
}

TEST_CASE("a chain costs exactly what the optimum costs more when the move is forced") {
  Random random(13);
  int served = 0, moved = 0;
  for (int round = 0; round < 400; ++round) {
    INFO("seed 13, round ", round);
    const Case c(random);
    const policy::Chains chains(c.context());
    const auto& problem = c.batch.compiled.problem;
    const auto is_unserved = [&](std::size_t e) {
      const auto leaf = problem.edge_leaf(transport::EdgeId(e));
      return c.batch.compiled.leaves[leaf.index()].kind == policy::LeafKind::unserved;
    };
    const auto forced = [&](const std::vector<std::pair<std::size_t, Units>>& bounds) {
      transport::TransportProblem changed = problem;
      for (const auto& [edge, units] : bounds) changed.bound_edge(transport::EdgeId(edge), units);
      return transport::solve(changed);
    };
    const auto compare = [&](const policy::Chain& chain, const transport::Solution& solution) {
      CHECK(static_cast<WideCost>(chain.points.count()) == solution.objective - c.batch.solution.objective);
      if (c.policy.plain_penalties) return;  // else the goals are lexicographic and every optimum has the same
      CHECK(chain.change == policy::goals_of({c.street, c.batch.list, c.policy, c.batch.compiled, solution}) -
                                policy::goals_of(c.context()));
    };
    for (const auto& p : c.batch.solution.placements) {
      std::uint32_t o = 0;
      while (problem.end_edge(transport::OrderId(o)) <= p.edge.index()) ++o;
      const transport::OrderId order(o);
      const WorkOrderId id = c.batch.compiled.orders[o];
      const std::size_t unserved_edge = problem.end_edge(order) - 1;
      REQUIRE(is_unserved(unserved_edge));
      INFO("order ", c.street.demands[c.batch.list.orders[id].first].code);
      Units unserved = 0;
      for (const auto& q : c.batch.solution.placements) unserved += q.edge.index() == unserved_edge ? q.units : 0;
      if (is_unserved(p.edge.index())) {
        const auto chain = chains.serve(id);
        const auto solution = forced({{unserved_edge, unserved - 1}});
        REQUIRE(chain.has_value() == (solution.status == transport::Status::optimal));
        if (!chain) continue;
        ++served;
        compare(*chain, solution);
      } else {
        const auto chain = chains.next_best(id, problem.edge_leaf(p.edge));
        const auto solution = forced({{p.edge.index(), p.units - 1}, {unserved_edge, unserved}});
        REQUIRE(chain.has_value() == (solution.status == transport::Status::optimal));
        if (!chain) continue;
        ++moved;
        compare(*chain, solution);
        CHECK(chain->points >= Cost(0));
        CHECK(chain->moves.front().order == id);
        CHECK(chain->moves.front().from == problem.edge_leaf(p.edge));
      }
    }
  }
  CHECK(served > 50);
  CHECK(moved > 100);
}

TEST_CASE("no other plan of a tiny street is better by what comes first") {
  Random random(17);
  const test::StreetShape tiny{4, 2, 2, 1, 2, 2};
  int searched = 0;
  for (int round = 0; round < 600; ++round) {
    INFO("seed 17, round ", round);
    const Case c(random, tiny);
    if (c.policy.plain_penalties) continue;  // then the goals are weighed, not ordered
    const NaivePlan plan(c.street, c.batch);
    const auto ours = naive::score(c.street, plan.orders, plan.served, plan.used, plan.cost);

    // One choice for each unit: a place, or none. Units of an order are alike, so their places never fall.
    struct Unit {
      std::size_t order;
      std::vector<std::pair<std::size_t, std::int64_t>> choices;  // place, cost
    };
    std::vector<Unit> units;
    double plans = 1;
    for (std::size_t i = 0; i < plan.orders.size(); ++i) {
      if (plan.orders[i].screened) continue;
      Unit unit{i, {}};
      for (std::size_t p = 0; p < plan.places.size(); ++p) {
        if (!naive::eligible(c.street, plan.orders[i], plan.places[p])) continue;
        const auto& place = plan.places[p];
        for (const policy::Leaf& leaf : c.batch.compiled.leaves) {
          const bool same = leaf.kind != policy::LeafKind::unserved && leaf.organisation == place.organisation &&
                            leaf.worker == place.worker && leaf.session == place.session &&
                            leaf.window == Window{place.start, place.end};
          if (!same) continue;
          const WorkOrder& order = c.batch.list.orders[WorkOrderId(i)];
          unit.choices.emplace_back(p, policy::cost_terms(c.street, order, leaf, c.policy).total().count());
        }
      }
      for (Units u = 0; u < plan.orders[i].units; ++u) {
        units.push_back(unit);
        plans *= static_cast<double>(unit.choices.size() + 1);
      }
    }
    if (plans > 30'000) continue;
    ++searched;
    naive::Capacity used(c.street, plan.places);
    std::vector<Units> served(plan.orders.size(), 0);
    std::optional<naive::Score> best;
    std::function<void(std::size_t, std::int64_t)> search = [&](std::size_t u, std::int64_t cost) {
      if (u == units.size()) {
        const auto here = naive::score(c.street, plan.orders, served, used, cost);
        if (!best || here < *best) best = here;
        return;
      }
      search(u + 1, cost);
      for (const auto& [place, unit_cost] : units[u].choices) {
        if (used.room(place) < 1) continue;
        used.add(place, 1);
        ++served[units[u].order];
        search(u + 1, cost + unit_cost);
        --served[units[u].order];
        used.add(place, -1);
      }
    };
    search(0, 0);
    CHECK(ours == *best);
  }
  CHECK(searched > 200);
}
