// Through the text and back: what `solve` says of a file is what LEMON, Boost.Graph and brute force say of it.
#include <doctest/doctest.h>

#include "io/plain_network.hpp"
#include "io/random_network.hpp"
#include "paidan/core/decimal.hpp"
#include "paidan/io/problem_io.hpp"
#include "paidan/transport.hpp"
#include "transport/random_problem.hpp"

using namespace paidan;
using namespace paidan::io;
using namespace paidan::io::test;

namespace {

struct Solved {
  ProblemFile file;
  ProblemAnswer answer;
};

Solved solve_whole(const std::string& text) {
  Solved out{parse_problem(text, "test"), {}};
  const transport::Solution solution = transport::solve(out.file.problem);
  const transport::Verdict verdict = transport::verify(out.file.problem, solution);
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
  out.answer = answer_of(out.file, solution);
  return out;
}

bool optimal(const ProblemAnswer& answer) { return answer.status == transport::Status::optimal; }

// The flows are those of the text's arcs, in its order, within their bounds, in balance, and cost what is said.
void check_flows(const PlainNetwork& n, const ProblemAnswer& answer) {
  REQUIRE(answer.flows.size() == n.tail.size());
  std::vector<std::int64_t> balance = n.supply;
  WideCost cost = 0;
  for (std::size_t a = 0; a < n.tail.size(); ++a) {
    const ArcFlow& f = answer.flows[a];
    REQUIRE(f.tail == n.tail[a] + 1);
    REQUIRE(f.head == n.head[a] + 1);
    REQUIRE(f.units >= n.low[a]);
    REQUIRE(f.units <= n.capacity[a]);
    balance[n.tail[a]] -= f.units;
    balance[n.head[a]] += f.units;
    cost += WideCost{f.units} * n.cost[a];
  }
  for (std::int64_t left : balance) REQUIRE(left == 0);
  REQUIRE(cost == answer.objective);
}

// All peers agree on the status and the objective.
void check_against_peers(const PlainNetwork& n, const ProblemAnswer& answer) {
  const peers::FlowNetwork network = for_peers(n);
  for (peers::Method method : peers::all_methods) {
    CAPTURE(peers::name(method));
    const peers::Answer peer = peers::solve(network, method);
    REQUIRE(peer.status != peers::Status::out_of_range);
    REQUIRE((peer.status == peers::Status::optimal) == optimal(answer));
    if (optimal(answer)) REQUIRE(decimal(answer.objective) == decimal(peer.objective));
  }
}

}  // namespace

TEST_CASE("tiny p min files have the optimum that brute force and the peers find") {
  constexpr std::uint64_t seed = 20261201;
  CAPTURE(seed);
  Random random(seed);
  int feasible = 0, short_nodes = 0, several_sinks = 0;
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    const NetworkShape shape{random.below(3) + 1, random.below(4), random.below(2) + 1, 2, 3, 12, 30, 50};
    const std::string text = random_min(random, shape);
    CAPTURE(text);
    const PlainNetwork plain = read_plainly(text);
    const ProblemAnswer answer = solve_whole(text).answer;
    const auto best = BruteForce(plain).best();
    REQUIRE(optimal(answer) == best.has_value());
    if (best) {
      REQUIRE(answer.objective == *best);
      check_flows(plain, answer);
    } else {
      REQUIRE(answer.witness.empty() != answer.short_nodes.empty());
    }
    check_against_peers(plain, answer);
    feasible += best ? 1 : 0;
    short_nodes += answer.short_nodes.empty() ? 0 : 1;
    several_sinks += best && shape.sinks > 1 ? 1 : 0;
  }
  CHECK(feasible > 150);
  CHECK(short_nodes > 20);
  CHECK(several_sinks > 50);
}

TEST_CASE("medium p min files have the optimum of the peers") {
  constexpr std::uint64_t seed = 77;
  CAPTURE(seed);
  Random random(seed);
  int feasible = 0;
  for (int round = 0; round < 150; ++round) {
    CAPTURE(round);
    NetworkShape shape{random.below(60) + 1,
                       random.below(40),
                       random.chance(70) ? 1 : random.below(4) + 1,
                       9,
                       60,
                       1000,
                       random.chance(50) ? 0U : 8U,
                       100};
    const std::string text = random_min(random, shape);
    const PlainNetwork plain = read_plainly(text);
    const ProblemAnswer answer = solve_whole(text).answer;
    if (optimal(answer)) check_flows(plain, answer);
    check_against_peers(plain, answer);
    feasible += optimal(answer) ? 1 : 0;
  }
  CHECK(feasible > 50);
}

TEST_CASE("a problem that is written as p min reads back to its own optimum") {
  constexpr std::uint64_t seed = 4;
  CAPTURE(seed);
  Random random(seed);
  int infeasible = 0;
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    const transport::test::ProblemShape shape{random.below(30), random.below(8), random.below(5), 4, 20, 100,
                                              random.chance(70)};
    const transport::TransportProblem problem = transport::test::random_problem(random, shape);
    const transport::Solution solution = transport::solve(problem);
    const std::string text = render_dimacs_min(problem, std::vector<std::string>{"one line\nand no second"});
    CAPTURE(text);
    const ProblemAnswer answer = solve_whole(text).answer;
    REQUIRE(answer.status == solution.status);
    const PlainNetwork plain = read_plainly(text);
    check_against_peers(plain, answer);
    infeasible += optimal(answer) ? 0 : 1;
    if (!optimal(answer)) continue;
    REQUIRE(answer.objective == solution.objective);
    check_flows(plain, answer);
  }
  CHECK(infeasible > 10);
}

TEST_CASE("p asn files, square, wide and with too few places, have the optimum of the peers") {
  constexpr std::uint64_t seed = 5;
  CAPTURE(seed);
  Random random(seed);
  int feasible = 0;
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    const std::size_t left = random.below(12) + 1, right = left + random.below(4) - (random.chance(10) ? 1 : 0);
    std::vector<std::size_t> number(left + right);
    std::iota(number.begin(), number.end(), 1);
    random.shuffle(number);
    std::string nodes, arcs;
    std::size_t count = 0;
    for (std::size_t i = 0; i < left; ++i) {
      nodes += fmt::format("n {}\n", number[i]);
      for (std::size_t j = left; j < left + right; ++j) {
        if (!random.chance(50)) continue;
        arcs += fmt::format("a {} {} {}\n", number[i], number[j], random.between(-5, 40));
        ++count;
      }
    }
    const std::string text = fmt::format("p asn {} {}\n", left + right, count) + nodes + arcs;
    CAPTURE(text);
    const ProblemAnswer answer = solve_whole(text).answer;
    check_against_peers(read_plainly(text), answer);
    if (!optimal(answer)) continue;
    ++feasible;
    REQUIRE(answer.flows.size() == left);
    std::vector<int> used(left + right + 1, 0);
    for (const ArcFlow& f : answer.flows) {
      REQUIRE(f.units == 1);
      REQUIRE(++used[f.tail] == 1);
      REQUIRE(++used[f.head] == 1);
    }
  }
  CHECK(feasible > 80);
}

TEST_CASE("OR-Library assignments and GAPs of one resource have the optimum of trying every way") {
  constexpr std::uint64_t seed = 6;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 150; ++round) {
    CAPTURE(round);
    const std::size_t n = random.below(5) + 1, m = random.below(3) + 1;
    std::vector<std::vector<std::int64_t>> cost(n, std::vector<std::int64_t>(std::max(n, m)));
    for (auto& row : cost) {
      for (std::int64_t& c : row) c = random.between(-9, 30);
    }
    std::string text = fmt::format("{}\n", n);
    for (const auto& row : cost) {
      for (std::size_t j = 0; j < n; ++j) text += fmt::format(" {}{}", row[j], random.chance(30) ? "\n" : "");
    }
    std::vector<std::size_t> column(n);
    std::iota(column.begin(), column.end(), 0);
    std::optional<std::int64_t> best;
    do {
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += cost[i][column[i]];
      if (!best || sum < *best) best = sum;
    } while (std::next_permutation(column.begin(), column.end()));
    REQUIRE(solve_whole(text).answer.objective == *best);

    std::vector<std::int64_t> use(m), capacity(m);
    for (std::size_t i = 0; i < m; ++i) {
      use[i] = random.between(0, 4);
      capacity[i] = random.between(0, 12);
    }
    text = fmt::format("{}{} {}\n", random.chance(50) ? "1\n" : "", m, n);
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < n; ++j) text += fmt::format(" {}", cost[j][i]);
    }
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < n; ++j) text += fmt::format(" {}", use[i]);
    }
    for (std::int64_t c : capacity) text += fmt::format(" {}", c);
    CAPTURE(text);
    best.reset();
    std::vector<std::size_t> agent(n, 0);
    for (bool more = true; more;) {
      std::vector<std::int64_t> used(m, 0);
      std::int64_t sum = 0;
      for (std::size_t j = 0; j < n; ++j) {
        used[agent[j]] += use[agent[j]];
        sum += cost[j][agent[j]];
      }
      bool fits = true;
      for (std::size_t i = 0; i < m; ++i) fits = fits && used[i] <= capacity[i];
      if (fits && (!best || sum < *best)) best = sum;
      more = false;
      for (std::size_t j = 0; j < n && !more; ++j) {
        more = ++agent[j] < m;
        if (!more) agent[j] = 0;
      }
    }
    const ProblemAnswer answer = solve_whole(text).answer;
    REQUIRE(optimal(answer) == best.has_value());
    if (best) REQUIRE(answer.objective == *best);
  }
}
