// Every benchmark family in small: each backend of paidan and each peer finds the same objective, and paidan's answer
// carries a certificate. Then the peers themselves, on networks that are no transport problem.
#include "bench/transport/families.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>

#include "bench/peers/peers.hpp"
#include "bench/transport/flat.hpp"
#include "bench/transport/points.hpp"
#include "paidan/core/error.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport.hpp"

using namespace paidan;
using namespace paidan::bench;
using namespace paidan::transport;

namespace {

std::vector<std::string_view> every_algorithm() {
  std::vector<std::string_view> names(algorithms().begin(), algorithms().end());
  names.emplace_back("auto");
  return names;
}

// A peer's objective; nullopt = infeasible. Tests ask for nothing out of range.
template <class Question>
std::optional<WideCost> ask(const Question& question, peers::Method method) {
  const peers::Answer answer = peers::solve(question, method);
  REQUIRE(answer.status != peers::Status::out_of_range);
  return answer.status == peers::Status::optimal ? std::optional(answer.objective) : std::nullopt;
}

// The objective, once everybody agrees on it; nullopt = infeasible.
std::optional<WideCost> agreed_objective(const TransportProblem& problem) {
  const peers::TransportArrays arrays = flatten(problem);
  const std::optional<WideCost> objective = ask(arrays, peers::Method::lemon_network_simplex);
  for (const peers::Method method : peers::all_methods) {
    CAPTURE(peers::name(method));
    REQUIRE(ask(arrays, method) == objective);
  }
  for (const std::string_view algorithm : every_algorithm()) {
    CAPTURE(algorithm);
    const Solution solution = solve(problem, {.algorithm = algorithm});
    REQUIRE((solution.status == transport::Status::optimal) == objective.has_value());
    if (objective) REQUIRE(solution.objective == *objective);
    const Verdict verdict = verify(problem, solution);
    REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
  }
  return objective;
}

// Tiny instances of a family in growing scales, `seeds` of each.
template <class Visit>
void for_each_tiny(const Family& family, std::uint64_t seeds, Visit visit) {
  std::uint64_t before = 0;
  for (const std::uint64_t millionths : {10, 100, 300, 1'000, 3'000, 10'000, 30'000, 100'000}) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const TransportProblem problem = family.make(Scale{millionths}, seed);
      const std::uint64_t digest = instance_digest(flatten(problem));
      if (problem.edge_count() > 2'000 || (seed == 1 && digest == before)) break;
      if (seed == 1) before = digest;
      CAPTURE(family.name);
      CAPTURE(millionths);
      CAPTURE(seed);
      visit(problem);
    }
  }
}

}  // namespace

TEST_CASE("every family in small: all backends and all peers agree, and certificates hold") {
  std::size_t instances = 0;
  for (const Family& family : families()) {
    if (family.name == "huge-costs" || family.name == "infeasible") continue;
    for_each_tiny(family, 7, [&](const TransportProblem& problem) {
      REQUIRE(agreed_objective(problem).has_value());
      ++instances;
    });
  }
  CHECK(instances >= 300);
}

TEST_CASE("the family without enough places is infeasible for everybody, with a witness") {
  const Family* family = find_family("infeasible");
  REQUIRE(family != nullptr);
  for_each_tiny(*family, 10,
                [](const TransportProblem& problem) { REQUIRE_FALSE(agreed_objective(problem).has_value()); });
}

TEST_CASE("costs near 2^62 are solved with a certificate or refused, never wrong") {
  const Family* family = find_family("huge-costs");
  REQUIRE(family != nullptr);
  for_each_tiny(*family, 10, [](const TransportProblem& problem) {
    std::optional<WideCost> objective;
    for (const std::string_view algorithm : every_algorithm()) {
      CAPTURE(algorithm);
      try {
        const Solution solution = solve(problem, {.algorithm = algorithm});
        REQUIRE(solution.status == transport::Status::optimal);
        REQUIRE(verify(problem, solution).holds());
        if (!objective) objective = solution.objective;
        REQUIRE(solution.objective == *objective);
      } catch (const Error& refused) {
        REQUIRE(refused.kind() == Error::Kind::input);
      }
    }
  });
}

TEST_CASE("a family, a scale and a seed name one problem on every machine") {
  const std::map<std::string_view, std::uint64_t> known{
      {"storm", 16394735963633322189U},      {"street", 6037698383758232194U},
      {"bulk", 18329690046852222317U},       {"district", 122247675632461612U},
      {"scarce", 709315565661098991U},       {"ties", 13730597517270365478U},
      {"tree", 17284795020690312457U},       {"city", 4003661309073160568U},
      {"components", 8407017481453564680U},  {"wide", 4543150533776311213U},
      {"classes", 11928205002118749216U},    {"square2000", 5102585421994433106U},
      {"square5000", 11299806859245366335U}, {"machol", 4952705927271142875U},
      {"geometric", 12652298807507400738U},  {"city10", 3046439071302315977U},
      {"equal-costs", 1522855844483059807U}, {"one-leaf", 9334083851821012634U},
      {"huge-costs", 16682638259854232457U}, {"empty", 4450948956673152303U},
      {"identical", 17098038954623805483U},  {"product-wide", 3610640976191402064U},
      {"infeasible", 14765641142831280405U}, {"chain", 2147965470741429883U},
      {"priorities", 7102604530487968336U},
  };
  for (const Family& family : families()) {
    CAPTURE(family.name);
    const std::uint64_t digest = instance_digest(flatten(family.make(Scale{10'000}, 1)));
    const auto found = known.find(family.name);
    REQUIRE(found != known.end());
    CHECK(digest == found->second);
  }
}

TEST_CASE("flat arrays and back: the same problem") {
  for (const Family& family : families()) {
    CAPTURE(family.name);
    const peers::TransportArrays arrays = flatten(family.make(Scale{1'000}, 3));
    CHECK(instance_digest(flatten(fill(arrays))) == instance_digest(arrays));
  }
}

TEST_CASE("the nearest points are the nearest points") {
  constexpr std::uint64_t seed = 5;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const std::vector<Point> points = scatter(random, 1 + random.below(200));
    NearestPoints near(points);
    std::vector<std::uint32_t> found;
    const Point from = scatter(random, 1).front();
    const std::size_t count = random.below(20);
    near.find(from, count, found);
    std::vector<std::pair<std::int64_t, std::uint32_t>> all;  // squared distances: no two rounded alike
    for (std::uint32_t i = 0; i < points.size(); ++i) {
      const std::int64_t dx = points[i].x - from.x, dy = points[i].y - from.y;
      all.emplace_back(dx * dx + dy * dy, i);
    }
    std::sort(all.begin(), all.end());
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < std::min(count, all.size()); ++i) expected.push_back(all[i].second);
    std::sort(expected.begin(), expected.end());
    CHECK(found == expected);
  }
}

TEST_CASE("the peers agree on any network: lower bounds, negative costs, cycles, several sources and sinks") {
  constexpr std::uint64_t seed = 42;
  CAPTURE(seed);
  Random random(seed);
  int optimal = 0, infeasible = 0;
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    peers::FlowNetwork network;
    const std::size_t nodes = 2 + random.below(10);
    network.supply.assign(nodes, 0);
    for (std::size_t k = 0; k < nodes; ++k) {
      const std::int64_t units = random.between(0, 3);
      network.supply[random.below(nodes)] += units;
      network.supply[random.below(nodes)] -= units;
    }
    for (std::size_t a = 0; a < 5 * nodes; ++a) {
      network.tail.push_back(static_cast<std::uint32_t>(random.below(nodes)));
      network.head.push_back(static_cast<std::uint32_t>(random.below(nodes)));
      network.lower.push_back(random.chance(20) ? random.between(-2, 2) : 0);
      network.upper.push_back(network.lower.back() + random.between(0, 4));
      network.cost.push_back(random.between(-5, 20));
    }
    const std::optional<WideCost> objective = ask(network, peers::Method::lemon_network_simplex);
    ++(objective ? optimal : infeasible);
    for (const peers::Method method : peers::all_methods) {
      CAPTURE(peers::name(method));
      REQUIRE(ask(network, method) == objective);
    }
  }
  CHECK(optimal > 50);
  CHECK(infeasible > 10);
}
