// Deferred acceptance: the examples of Gale & Shapley and of Roth, and no blocking pair in thousands of random cases.
#include "paidan/policy/stable.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "small_street.hpp"

using namespace paidan;
using policy::Preferences;
using transport::EdgeId;
using transport::LeafId;
using transport::OrderId;
using transport::Placement;
using transport::TransportProblem;

namespace {

struct Market {
  TransportProblem problem;
  Preferences preferences;
};

// proposers[i] ranks institutions (best first), institutions[j] ranks proposers; each institution has a quota.
Market market(const std::vector<std::vector<int>>& proposers, const std::vector<std::vector<int>>& institutions,
              const std::vector<Units>& quota) {
  Market m;
  for (const Units q : quota) m.problem.add_leaf(q);
  for (std::size_t i = 0; i < proposers.size(); ++i) {
    m.problem.start_order(1);
    for (std::size_t k = 0; k < proposers[i].size(); ++k) {
      const auto j = static_cast<std::size_t>(proposers[i][k]);
      m.problem.add_edge(LeafId(j), Cost(0));
      m.preferences.of_order.push_back(static_cast<std::int64_t>(k));
      const auto& ranks = institutions[j];
      m.preferences.of_institution.push_back(std::find(ranks.begin(), ranks.end(), static_cast<int>(i)) -
                                             ranks.begin());
    }
  }
  return m;
}

// Where each proposer ends: "2 0 1"; "-" for nowhere.
std::string matching(const TransportProblem& problem, const std::vector<Placement>& placements) {
  std::string out;
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    std::string at = "-";
    for (const Placement& p : placements) {
      if (p.edge.index() >= problem.first_edge(OrderId(i)) && p.edge.index() < problem.end_edge(OrderId(i))) {
        at = std::to_string(problem.edge_leaf(p.edge).value());
      }
    }
    out += (i == 0 ? "" : " ") + at;
  }
  return out;
}
std::string matching(const Market& m) {
  const auto placements = policy::deferred_acceptance(m.problem, m.preferences);
  CHECK(policy::blocking_pairs(m.problem, placements, m.preferences).empty());
  return matching(m.problem, placements);
}

// A ranking matrix as in the paper: for each pair, the man's rank of the woman and hers of him.
using Ranks = std::vector<std::vector<std::pair<int, int>>>;
Market marriage(const Ranks& ranks, bool men_propose) {
  const std::size_t n = ranks.size();
  std::vector<std::vector<int>> men(n, std::vector<int>(n)), women(n, std::vector<int>(n));
  for (std::size_t m = 0; m < n; ++m) {
    for (std::size_t w = 0; w < n; ++w) {
      men[m][static_cast<std::size_t>(ranks[m][w].first) - 1] = static_cast<int>(w);
      women[w][static_cast<std::size_t>(ranks[m][w].second) - 1] = static_cast<int>(m);
    }
  }
  return men_propose ? market(men, women, std::vector<Units>(n, 1)) : market(women, men, std::vector<Units>(n, 1));
}

// Is the allocation stable? Written from the definition: for every edge that an order could move a unit to, the
// institutions choose again, greedily by rank, from all they hold and the newcomer.
bool naively_stable(const TransportProblem& problem, const std::vector<Placement>& placements,
                    const Preferences& preferences) {
  std::map<std::size_t, Units> held;
  for (const Placement& p : placements) held[p.edge.index()] += p.units;
  const auto order_of = [&](std::size_t e) {
    std::size_t i = 0;
    while (problem.end_edge(OrderId(i)) <= e) ++i;
    return i;
  };
  const auto chosen = [&](std::size_t newcomer) {  // is it among what the institutions keep?
    std::vector<std::size_t> offers;
    for (const auto& [e, units] : held) offers.insert(offers.end(), static_cast<std::size_t>(units), e);
    offers.push_back(newcomer);
    std::stable_sort(offers.begin(), offers.end(), [&](std::size_t a, std::size_t b) {
      const auto key = [&](std::size_t e) {
        return std::tuple(preferences.of_institution[e], order_of(e), preferences.of_order[e], e);
      };
      return key(a) < key(b);
    });
    std::vector<Units> leaf(problem.leaf_count(), 0), group(problem.group_count(), 0);
    Units kept = 0;
    for (const std::size_t e : offers) {
      const LeafId at = problem.edge_leaf(EdgeId(e));
      bool fits = leaf[at.index()] < problem.capacity(at);
      for (auto g = problem.parent(at); g.has_value(); g = problem.parent(g)) {
        fits = fits && group[g.index()] < problem.capacity(g);
      }
      if (!fits) continue;
      ++leaf[at.index()];
      for (auto g = problem.parent(at); g.has_value(); g = problem.parent(g)) ++group[g.index()];
      kept += e == newcomer;
    }
    return kept > (held.contains(newcomer) ? held.at(newcomer) : 0);
  };
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    Units placed = 0;
    std::int64_t worst = INT64_MIN;
    for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
      if (!held.contains(e)) continue;
      placed += held[e];
      worst = std::max(worst, preferences.of_order[e]);
    }
    for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
      const bool likes = placed < problem.demand(OrderId(i)) || preferences.of_order[e] < worst;
      const bool may = (held.contains(e) ? held.at(e) : 0) < problem.edge_bound(EdgeId(e));
      if (likes && may && chosen(e)) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE(
    "Gale & Shapley 1962, example 1: each man gets his first choice when men propose, each woman hers when they do") {
  const Ranks ranks{{{1, 3}, {2, 2}, {3, 1}}, {{3, 1}, {1, 3}, {2, 2}}, {{2, 2}, {3, 1}, {1, 3}}};
  CHECK(matching(marriage(ranks, true)) == "0 1 2");
  CHECK(matching(marriage(ranks, false)) == "1 2 0");  // woman A marries beta, B gamma, C alpha
  // The third stable set: everybody gets a second choice.
  const Market m = marriage(ranks, true);
  const std::vector<Placement> second{{EdgeId(1), 1}, {EdgeId(4), 1}, {EdgeId(7), 1}};
  CHECK(naively_stable(m.problem, second, m.preferences));
  CHECK(policy::blocking_pairs(m.problem, second, m.preferences).empty());
}

TEST_CASE("Gale & Shapley 1962, example 2: the only stable marriages, whoever proposes") {
  const Ranks ranks{{{1, 3}, {2, 3}, {3, 2}, {4, 3}},
                    {{1, 4}, {4, 1}, {3, 3}, {2, 2}},
                    {{2, 2}, {1, 4}, {3, 4}, {4, 1}},
                    {{4, 1}, {2, 2}, {3, 1}, {1, 4}}};
  CHECK(matching(marriage(ranks, true)) == "2 3 0 1");
  CHECK(matching(marriage(ranks, false)) == "2 3 0 1");  // the same pairs, read from the women's side
}

TEST_CASE("a marriage that is not stable is blocked by the pair that would rather have each other") {
  const Ranks ranks{{{1, 1}, {2, 1}}, {{1, 2}, {2, 2}}};
  const Market m = marriage(ranks, true);
  const std::vector<Placement> crossed{{EdgeId(1), 1}, {EdgeId(2), 1}};
  CHECK(policy::blocking_pairs(m.problem, crossed, m.preferences) == std::vector{EdgeId(0)});
  CHECK(!naively_stable(m.problem, crossed, m.preferences));
}

TEST_CASE("Roth 1985: a college with two places gets its third and fourth choice") {
  // Students 1..4 over colleges 1..3 with quotas 2, 1, 1: the only stable matching leaves C1 with s3 and s4.
  const Market m =
      market({{2, 0, 1}, {1, 0, 2}, {0, 2, 1}, {0, 1, 2}}, {{0, 1, 2, 3}, {0, 1, 2, 3}, {2, 0, 1, 3}}, {2, 1, 1});
  CHECK(matching(m) == "2 1 0 0");
}

TEST_CASE("rural hospitals (Roth 1986): who is placed does not depend on which stable matching it is") {
  Random random(1986);
  for (int round = 0; round < 100; ++round) {
    CAPTURE(round);
    const auto shuffled = [&](std::size_t n) {
      std::vector<int> v(n);
      for (std::size_t k = 0; k < n; ++k) v[k] = static_cast<int>(k);
      random.shuffle(v);
      return v;
    };
    std::vector<std::vector<int>> residents, hospitals;
    for (int i = 0; i < 5; ++i) {
      auto list = shuffled(3);
      list.resize(1 + random.below(3));
      residents.push_back(list);
    }
    for (int j = 0; j < 3; ++j) hospitals.push_back(shuffled(5));
    const Market m = market(residents, hospitals, {1, 1, 2});
    const auto placements = policy::deferred_acceptance(m.problem, m.preferences);
    // All matchings, by counting: one edge or none for each resident.
    std::vector<std::size_t> choice(5, 0);
    while (true) {
      std::vector<Placement> other;
      std::vector<Units> load(3, 0);
      for (std::size_t i = 0; i < 5; ++i) {
        const std::size_t e = m.problem.first_edge(OrderId(i)) + choice[i];
        if (e == m.problem.end_edge(OrderId(i))) continue;
        other.push_back({EdgeId(e), 1});
        ++load[m.problem.edge_leaf(EdgeId(e)).index()];
      }
      const bool fits = load[0] <= 1 && load[1] <= 1 && load[2] <= 2;
      if (fits && naively_stable(m.problem, other, m.preferences)) {
        CHECK(policy::blocking_pairs(m.problem, other, m.preferences).empty());
        CHECK(other.size() == placements.size());
        for (std::size_t i = 0; i < 5; ++i) {  // and no resident has anything better in another stable one
          const auto rank = [&](const std::vector<Placement>& all) {
            for (const Placement& p : all) {
              if (p.edge.index() >= m.problem.first_edge(OrderId(i)) &&
                  p.edge.index() < m.problem.end_edge(OrderId(i))) {
                return m.preferences.of_order[p.edge.index()];
              }
            }
            return INT64_MAX;
          };
          CHECK(rank(placements) <= rank(other));
        }
      }
      std::size_t i = 0;
      while (i < 5 && ++choice[i] > m.problem.end_edge(OrderId(i)) - m.problem.first_edge(OrderId(i))) choice[i++] = 0;
      if (i == 5) break;
    }
  }
}

TEST_CASE("no pair blocks in thousands of random markets with several units, bounds and a tree") {
  Random random(4'711);
  for (int round = 0; round < 4'000; ++round) {
    CAPTURE(round);
    Market m;
    for (std::size_t g = 0; g < 3; ++g) {
      m.problem.add_group(g == 0 || random.chance(50) ? transport::GroupId{} : transport::GroupId(random.below(g)),
                          random.between(1, 6));
    }
    const std::size_t leaves = 2 + random.below(4);
    for (std::size_t j = 0; j < leaves; ++j) {
      m.problem.add_leaf(random.chance(20) ? transport::GroupId{} : transport::GroupId(random.below(3)),
                         random.between(0, 3));
    }
    std::vector<std::size_t> by_order;
    for (std::size_t i = 0, n = 1 + random.below(7); i < n; ++i) {
      m.problem.start_order(random.between(1, 3));
      for (std::size_t j = 0; j < leaves; ++j) {
        if (!random.chance(70)) continue;
        const EdgeId e = m.problem.add_edge(LeafId(j), Cost(0));
        if (random.chance(20)) m.problem.bound_edge(e, random.between(0, 2));
        m.preferences.of_order.push_back(random.between(0, 5));
        // Institutions rank orders, not edges: ties within an order follow its own wishes.
        m.preferences.of_institution.push_back(
            static_cast<std::int64_t>((i * 7 + static_cast<std::size_t>(round)) % 5));
      }
    }
    const auto placements = policy::deferred_acceptance(m.problem, m.preferences);
    CHECK(naively_stable(m.problem, placements, m.preferences));
    CHECK(policy::blocking_pairs(m.problem, placements, m.preferences).empty());
    // The two checkers agree on allocations that are not stable, too.
    std::vector<Placement> fewer;
    for (const Placement& p : placements) {
      if (random.chance(70)) fewer.push_back(p);
    }
    CHECK(policy::blocking_pairs(m.problem, fewer, m.preferences).empty() ==
          naively_stable(m.problem, fewer, m.preferences));
  }
}

TEST_CASE("on a street, urgent orders and known residents come before earlier ones") {
  test::SmallStreet s;
  const CommunityId c = s.community("C");
  const OrganisationId o = s.organisation("A");
  s.worker(o, 2);
  s.demand(c, 1);
  s.demand(c, 2);
  s.demand(c, 3);
  s.demand(c, 4, 1, {}, Priority::urgent);
  s.street.demands[DemandId(2)].resident = s.street.residents.intern("R");
  s.street.history.push_back({ResidentId(0), o, {}, {}, {}, {}});
  const test::Batch b(std::move(s.street));
  const auto a = b.allocate("deferred_acceptance");
  CHECK(b.who(a, 3) == "W0");
  CHECK(b.who(a, 2) == "W0");
  CHECK(b.who(a, 0) == "-");
  CHECK(b.who(a, 1) == "-");
  CHECK(policy::blocking_pairs(b.compiled.problem, a.placements, policy::preferences(b.input())).empty());
}
