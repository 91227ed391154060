// The index finds exactly what the plain rules allow, and a compile is the same on any number of threads.
#include "paidan/policy/candidates.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "paidan/core/random.hpp"
#include "paidan/model/window.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/policy/eligibility.hpp"
#include "paidan/transport/solve.hpp"

using namespace paidan;
using namespace paidan::policy;

namespace {

constexpr std::int64_t day = 1440;

template <class T>
std::vector<T> some_of(Random& random, std::size_t count, unsigned percent) {
  std::vector<T> out;
  for (std::size_t k = 0; k < count; ++k) {
    if (random.chance(percent)) out.push_back(T(k));
  }
  return out;
}

// A small street with everything that eligibility knows of. Some rows break the rules of a street (shifts that
// overlap): the index must not care.
Street random_street(Random& random) {
  Street s;
  s.zone = random.chance(70) ? TimeZone("x", Minutes(480), {})
                             : TimeZone("y", Minutes(60), {{Instant(day * 2 - 60), Minutes(0)}});  // clocks go back
  s.period_end = Instant(7 * day);
  s.slot_minutes = Minutes(random.between(60, 300));
  for (int k = 0; k < 3; ++k) s.terms.intern("term" + std::to_string(k));
  s.communities.resize(3);
  for (std::size_t c = 0; c < 3; ++c) {
    if (random.chance(50)) s.communities[CommunityId(c)].point = GeoPoint{1'065'000'000 + static_cast<int>(c), 1};
    if (random.chance(30)) s.communities[CommunityId(c)].max_unserved_basis_points = 2'000;
  }
  s.menu.resize(4);
  for (MenuItem& item : s.menu) {
    item.category = static_cast<Category>(random.below(3));
    item.skills = some_of<TermId>(random, 3, 30);
    item.certificates = some_of<TermId>(random, 3, 20);
    item.minutes = Minutes(random.chance(20) ? 0 : random.between(10, 150));
    item.group_min = random.chance(30) ? 5 : 1;
  }
  s.organisations.resize(4);
  for (Organisation& o : s.organisations) {
    if (random.chance(60)) o.communities = some_of<CommunityId>(random, 3, 60);
    if (random.chance(40)) o.categories = some_of<Category>(random, 3, 60);
    if (random.chance(50)) o.max_units = random.between(1, 9);
    if (random.chance(40)) o.valid_until = Date{static_cast<std::int32_t>(random.between(-1, 7))};
  }
  const std::size_t with_workers = 1 + random.below(4);
  for (int k = 0; k < 6; ++k) {
    Worker w;
    w.organisation = OrganisationId(random.below(with_workers));
    w.skills = some_of<TermId>(random, 3, 70);
    w.languages = some_of<TermId>(random, 3, 60);
    w.gender = static_cast<Gender>(random.below(3));
    for (const TermId t : some_of<TermId>(random, 3, 60)) {
      const bool expires = random.chance(50);
      w.certificates.push_back(
          {t, expires ? std::optional(Date{static_cast<std::int32_t>(random.between(0, 6))}) : std::nullopt});
      if (expires && random.chance(30)) w.certificates.push_back({t, Date{3}});
    }
    const WorkerId id = s.workers.push_back(w);
    const auto shifts = random.below(random.chance(20) ? 30 : 5);
    for (std::uint64_t n = 0; n < shifts; ++n) {
      const Instant start(random.between(-300, 7 * day));
      s.shifts.push_back({id, start, start + Minutes(random.between(1, 700)), {}});
    }
  }
  for (int k = 0; k < 5; ++k) {
    Session x;
    x.item = ItemId(random.below(4));
    x.worker = random.chance(60) ? WorkerId(random.below(6)) : WorkerId{};
    x.organisation = x.worker.has_value() ? s.workers[x.worker].organisation : OrganisationId(random.below(4));
    x.start = Instant(random.between(0, 7 * day));
    x.end = x.start + Minutes(random.between(30, 200));
    x.seats = random.between(0, 5);
    s.sessions.push_back(x);
  }
  for (int k = 0; k < 40; ++k) {
    Demand d;
    d.community = CommunityId(random.below(3));
    d.item = ItemId(random.below(4));
    d.quantity = static_cast<std::uint32_t>(random.between(1, 3));
    if (random.chance(80)) d.set_submitted(Instant(random.between(-day, 6 * day)));
    if (random.chance(40)) d.set_earliest(Instant(random.between(0, 6 * day)));
    if (random.chance(70)) d.set_latest(Instant(random.between(0, 7 * day)));
    if (random.chance(30)) {
      d.languages = s.term_lists.push_back(some_of<TermId>(random, 3, 40));
      if (s.term_lists[d.languages].empty()) d.languages = {};
    }
    if (random.chance(30)) d.worker_gender = static_cast<Gender>(random.below(3));
    if (random.chance(30)) {
      d.avoid = s.party_lists.push_back(
          {random.chance(50) ? Party{WorkerId(random.below(6)), {}} : Party{{}, OrganisationId(random.below(4))}});
    }
    d.set_priority(static_cast<Priority>(1 + random.below(4)));
    s.demands.push_back(d);
  }
  return s;
}

WorkList list_of(const Street& s) {
  WorkList list;
  for (std::size_t i = 0; i < s.demands.size(); ++i) {
    const DemandId id(i);
    WorkOrder order;
    order.first = id;
    order.first_member = static_cast<std::uint32_t>(i);
    order.units = s.demands[id].quantity;
    order.priority = priority_of(s, s.demands[id]);
    order.window = window_of(s, s.demands[id]);
    if (i % 11 == 0) order.screened = Reason::workers_short;
    list.members.push_back(id);
    list.orders.push_back(order);
  }
  return list;
}

}  // namespace

TEST_CASE("the index finds the leaves for which the plain rules find nothing, in their order") {
  std::size_t found_in_all = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed);
    const Street s = random_street(random);
    const WorkList list = list_of(s);
    const Candidates candidates(s);
    INFO("seed ", seed);
    for (const WorkOrder& order : list.orders) {
      std::vector<std::uint32_t> plain, found;
      for (std::uint32_t l = 0; l < candidates.leaves().size(); ++l) {
        const Leaf& leaf = candidates.leaves()[l];
        if (concerns(s, order, leaf) && broken_rules(s, order, leaf).none()) plain.push_back(l);
      }
      candidates.for_each(order, [&](const Provider& provider, std::uint32_t leaf, Instant start) {
        found.push_back(leaf);
        CHECK(provider.organisation == candidates.leaves()[leaf].organisation);
        CHECK(provider.worker == candidates.leaves()[leaf].worker);
        CHECK(provider.session == candidates.leaves()[leaf].session);
        CHECK(start == candidates.leaves()[leaf].window.start);
      });
      CHECK(found == plain);
      CHECK(candidates.any(order) == !plain.empty());
      found_in_all += found.size();
    }
  }
  CHECK(found_in_all > 20'000);
}

TEST_CASE("a compiled order has an edge for every candidate, at the sum of its terms, and one to an unserved leaf") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed);
    const Street s = random_street(random);
    const WorkList list = list_of(s);
    const Candidates candidates(s);
    const Policy policy;
    const Compiled compiled = compile(candidates, list, policy);
    const auto& problem = compiled.problem;
    const std::vector<bool> can = servable(candidates, list);
    INFO("seed ", seed);
    REQUIRE(problem.leaf_count() == compiled.leaves.size());
    for (std::size_t i = 0; i < list.orders.size(); ++i) {
      const WorkOrder& order = list.orders[WorkOrderId(i)];
      const auto row = compiled.problem_order[i];
      CHECK(row.has_value() != order.screened.has_value());
      if (!row.has_value()) continue;
      CHECK(compiled.orders[row.index()] == WorkOrderId(i));
      CHECK(problem.demand(row) == order.units);
      std::size_t e = problem.first_edge(row);
      candidates.for_each(order, [&](const Provider&, std::uint32_t leaf, Instant) {
        const transport::EdgeId edge(e++);
        CHECK(problem.edge_leaf(edge).value() == leaf);
        CHECK(problem.edge_cost(edge) == cost_terms(s, order, compiled.leaves[leaf], policy).total());
      });
      CHECK(can[i] == (e > problem.first_edge(row)));
      REQUIRE(e + 1 == problem.end_edge(row));
      const Leaf& last = compiled.leaves[problem.edge_leaf(transport::EdgeId(e)).index()];
      const CommunityId community = s.demands[order.first].community;
      CHECK(last.kind == LeafKind::unserved);
      CHECK(last.community == (s.communities[community].max_unserved_basis_points ? community : CommunityId{}));
      CHECK(problem.edge_cost(transport::EdgeId(e)) ==
            compiled.penalties.unserved[static_cast<std::size_t>(order.priority) - 1]);
    }
  }
}

TEST_CASE("threads change neither the problem nor the plan") {
  Random random(5);
  Street s = random_street(random);
  // More orders than a block: the same demands again and again.
  const std::vector<Demand> few = s.demands.rows();
  for (int k = 0; k < 100; ++k) {
    for (const Demand& d : few) s.demands.push_back(d);
  }
  const WorkList list = list_of(s);
  const Candidates candidates(s);
  const Compiled one = compile(candidates, list, Policy{}, 1);
  for (const unsigned threads : {2U, 3U}) {
    const Compiled more = compile(candidates, list, Policy{}, threads);
    CHECK(std::ranges::equal(one.problem.edge_leaves(), more.problem.edge_leaves()));
    CHECK(std::ranges::equal(one.problem.edge_costs(), more.problem.edge_costs()));
    CHECK(std::ranges::equal(one.problem.first_edges(), more.problem.first_edges()));
    CHECK(std::ranges::equal(one.problem.demands(), more.problem.demands()));
    CHECK(one.orders == more.orders);
    CHECK(one.penalties.unserved == more.penalties.unserved);
    CHECK(servable(candidates, list, threads) == servable(candidates, list, 1));
  }
  const transport::Solution solution = transport::solve(one.problem);
  REQUIRE(solution.status == transport::Status::optimal);
  const auto told = [&](unsigned threads) {
    const Plan plan = make_plan(s, list, Policy{}, one, solution, threads);
    std::vector<std::array<std::int64_t, 4>> out;
    for (const PlanLine& l : plan.lines) {
      out.push_back({l.order.value(), l.organisation.value(), l.units, l.terms.total().count()});
    }
    for (const UnservedLine& l : plan.unserved) {
      out.push_back({l.order.value(), static_cast<std::int64_t>(l.reason), l.units, l.relief.amount});
      for (const std::uint32_t n : l.removed) out.push_back({n});
    }
    for (const PlanPlacement& p : plan.placements) out.push_back({p.order, p.leaf, p.units});
    return out;
  };
  const auto plan = told(1);
  CHECK(!plan.empty());
  for (const unsigned threads : {2U, 3U}) CHECK(told(threads) == plan);
}
