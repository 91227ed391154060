// A Matcher through random changes of every kind, many of them, and adversarial ones: always the optimum.
#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "transport/matcher_ledger.hpp"
#include "transport/random_problem.hpp"

using namespace paidan;
using namespace paidan::transport;
using namespace paidan::transport::test;

namespace {

// Random changes of every kind to a Matcher and its ledger.
class Story {
 public:
  Story(Random& random, const ProblemShape& shape, const TransportProblem& problem, std::int64_t disruption)
      : random_(random),
        shape_(shape),
        ledger_(problem, disruption),
        matcher_(problem, MatcherOptions{Cost(disruption)}) {
    for (std::size_t i = 0; i < ledger_.orders.size(); ++i) {
      for (const LeafUnits& p : matcher_.placements(OrderId(i))) ledger_.orders[i].placed[p.leaf.index()] = p.units;
    }
  }

  void check(Oracle oracle) const { check_optimal(ledger_, matcher_, oracle); }
  [[nodiscard]] const Matcher& matcher() const { return matcher_; }
  [[nodiscard]] int refused() const { return refused_; }
  [[nodiscard]] int moved() const { return moved_; }

  void change() {
    const std::size_t leaves = ledger_.tree().leaf_count();
    const auto kind = random_.below(12);
    if (kind == 0) return add_order();
    if (kind == 1 || kind == 2) {  // segments of a leaf or a group
      const bool group = kind == 2 && ledger_.tree().group_count() > 0;
      if (leaves == 0 && !group) return;
      const Units most = shape_.largest_capacity * (group ? 3 : 1);
      const auto segments = random_segments(random_, random_.chance(20) ? 0 : random_.between(0, most));
      Ledger after = ledger_;
      if (group) {
        const GroupId g(random_.below(ledger_.tree().group_count()));
        after.tree().set_segments(g, segments);
        return settle(matcher_.set_segments(g, segments), after);
      }
      const LeafId j(random_.below(leaves));
      after.tree().set_segments(j, segments);
      return settle(matcher_.set_segments(j, segments), after);
    }
    std::vector<std::size_t> live;
    for (std::size_t i = 0; i < ledger_.orders.size(); ++i) {
      if (!ledger_.orders[i].withdrawn) live.push_back(i);
    }
    if (live.empty() || leaves == 0) return add_order();
    const std::size_t i = live[random_.below(live.size())];
    const OrderId id(i);
    Ledger after = ledger_;
    Ledger::Order& order = after.orders[i];
    const std::size_t leaf = random_.below(leaves);
    const auto line = order.lines.find(leaf);
    switch (kind) {
      case 3:
        order.withdrawn = true;
        return settle(matcher_.withdraw(id), after);
      case 4:
      case 5:
        if (line == order.lines.end()) return;
        line->second.forbidden = true;
        if (order.pinned && order.placed.contains(leaf)) {
          const Change change = matcher_.forbid(id, LeafId(leaf));
          REQUIRE_FALSE(change.applied());
          REQUIRE(change.witness == std::vector<OrderId>{id});
          return;
        }
        return settle(matcher_.forbid(id, LeafId(leaf)), after);
      case 6:
        if (line == order.lines.end()) return;
        line->second.forbidden = false;
        return settle(matcher_.allow(id, LeafId(leaf)), after);
      case 7: {
        if (line != order.lines.end()) return;
        const std::int64_t cost = random_.between(-3, shape_.largest_cost);
        order.lines[leaf] = {cost, unbounded, false, false};
        return settle(matcher_.add_edge(id, LeafId(leaf), Cost(cost)), after);
      }
      case 8:
      case 9:
        if (line == order.lines.end()) return;
        line->second.cost = random_.between(-3, shape_.largest_cost * (random_.chance(20) ? 3 : 1));
        return settle(matcher_.set_cost(id, LeafId(leaf), Cost(line->second.cost)), after);
      case 10:
        if (random_.chance(40)) {
          matcher_.accept(id);
          ledger_.orders[i].pinned = true;
          return;
        }
        order.pinned = false;
        return settle(matcher_.release(id), after);
      default:
        if (random_.chance(30)) {
          settle(matcher_.publish_all(), after);
          for (const std::size_t k : live) ledger_.publish(k);
        } else {
          settle(matcher_.publish(id), after);
          ledger_.publish(i);
        }
    }
  }

 private:
  void add_order() {
    std::vector<Edge> edges;
    Ledger after = ledger_;
    Ledger::Order order;
    order.demand = random_.between(1, shape_.largest_demand);
    for (std::size_t j = 0; j < ledger_.tree().leaf_count(); ++j) {
      if (!random_.chance(50)) continue;
      const std::int64_t cost = random_.between(-3, shape_.largest_cost);
      edges.push_back({LeafId(j), Cost(cost)});
      order.lines[j] = {cost, unbounded, false, false};
    }
    after.orders.push_back(order);
    Change change = matcher_.add_order(order.demand, edges);
    if (change.applied()) {
      REQUIRE(change.order == OrderId(after.orders.size() - 1));
    } else {
      change.witness.push_back(OrderId(after.orders.size() - 1));
    }
    settle(change, after);
  }
  void settle(const Change& change, Ledger& after) {
    if (!change.applied()) {
      ++refused_;
      return check_refused(after, change);
    }
    moved_ += static_cast<int>(change.moves.size());
    after.follow(change);
    ledger_ = after;
  }
  Random& random_;
  ProblemShape shape_;
  Ledger ledger_;
  Matcher matcher_;
  int refused_ = 0, moved_ = 0;
};

TransportProblem without_bounds(const TransportProblem& problem) {
  TransportProblem free;
  for (std::size_t g = 0; g < problem.group_count(); ++g) {
    free.add_group(problem.parent(GroupId(g)), problem.segments(GroupId(g)));
  }
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    free.add_leaf(problem.parent(LeafId(j)), problem.segments(LeafId(j)));
  }
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    free.start_order(problem.demand(OrderId(i)));
    for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
      free.add_edge(problem.edge_leaves()[e], problem.edge_costs()[e]);
    }
  }
  return free;
}

// A random problem that has a solution; without orders if none has one. Half of them without bounded edges.
TransportProblem feasible_problem(Random& random, ProblemShape shape) {
  for (int tries = 0;; ++tries) {
    if (tries == 20) shape.orders = 0;
    TransportProblem problem = random_problem(random, shape);
    if (random.chance(50)) problem = without_bounds(problem);
    if (solve(problem).status == Status::optimal) return problem;
  }
}

}  // namespace

TEST_CASE("tiny problems stay optimal through every kind of change") {
  constexpr std::uint64_t seed = 20261124;
  CAPTURE(seed);
  Random random(seed);
  int refused = 0, moved = 0;
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    const ProblemShape shape{random.below(5), random.below(4), random.below(4), 3, 4, 20, random.chance(60)};
    Story story(random, shape, feasible_problem(random, shape), random.between(0, 6));
    for (int step = 0; step < 40; ++step) {
      CAPTURE(step);
      story.change();
      story.check(step < 8 ? Oracle::brute_force : Oracle::solver);
    }
    refused += story.refused();
    moved += story.moved();
  }
  CHECK(refused > 500);
  CHECK(moved > 2000);
}

TEST_CASE("medium problems stay optimal through hundreds of changes, and the same changes give the same moves") {
  constexpr std::uint64_t seed = 11;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 12; ++round) {
    CAPTURE(round);
    const ProblemShape shape{random.below(200) + 1, random.below(25) + 1, random.below(8), 5, 40, 300,
                             random.chance(80)};
    const TransportProblem problem = feasible_problem(random, shape);
    const std::int64_t disruption = random.between(0, 100);
    Random same = random;
    Story story(random, shape, problem, disruption), again(same, shape, problem, disruption);
    for (int step = 1; step <= 400; ++step) {
      CAPTURE(step);
      story.change();
      if (step % 20 == 0) story.check(Oracle::solver);
    }
    for (int step = 1; step <= 400; ++step) again.change();
    const Solution one = story.matcher().solution(), two = again.matcher().solution();
    CHECK(one.placements == two.placements);
    CHECK(one.leaf_price == two.leaf_price);
  }
}

// Lists of candidates that overflow, run dry and are filled again, from rows and from columns; rows that move.
TEST_CASE("leaves with thousands of orders") {
  constexpr std::uint64_t seed = 5;
  CAPTURE(seed);
  Random random(seed);
  for (const std::int64_t largest_cost : {2, 1000}) {
    CAPTURE(largest_cost);
    TransportProblem problem;
    const ProblemShape shape{3000, 7, 0, 1, 500, largest_cost, true};
    for (std::size_t j = 0; j < shape.leaves; ++j) problem.add_leaf(j == 0 ? 900 : random.between(200, 400));
    const LeafId unserved = problem.add_leaf(unbounded);
    for (std::size_t i = 0; i < shape.orders; ++i) {
      problem.start_order(1);
      for (std::size_t j = 0; j < shape.leaves; ++j) {
        if (random.chance(80)) problem.add_edge(LeafId(j), Cost(random.between(0, largest_cost)));
      }
      problem.add_edge(unserved, Cost(largest_cost * random.between(1, 3)));
    }
    Matcher matcher(problem);
    std::vector<OrderId> live = matcher.orders();
    for (int step = 1; step <= 3000; ++step) {
      const std::size_t at = random.below(live.size());
      const LeafId leaf(random.below(shape.leaves));
      switch (random.below(4)) {
        case 0:
          REQUIRE(matcher.withdraw(live[at]).applied());
          live[at] = live.back();
          live.pop_back();
          break;
        case 1: {
          std::vector<Edge> edges{{unserved, Cost(3 * largest_cost)}};
          for (std::size_t j = 0; j < 4; ++j) edges.push_back({LeafId(j), Cost(random.between(0, largest_cost))});
          live.push_back(matcher.add_order(1, edges).order);
          break;
        }
        case 2:
          REQUIRE(matcher.set_capacity(leaf, random.between(150, 450)).applied());
          break;
        default:
          try {
            matcher.add_edge(live[at], leaf, Cost(random.between(0, largest_cost)));
          } catch (const Error&) {  // it has one
            matcher.set_cost(live[at], leaf, Cost(random.between(0, largest_cost)));
          }
      }
      if (step % 1000 == 0) check_certified(matcher);
    }
  }
}

TEST_CASE("adversarial changes") {
  SUBCASE("one long chain: every order fits two neighbours, the only free place is at the far end") {
    constexpr std::size_t length = 2000;
    TransportProblem problem;
    for (std::size_t j = 0; j < length; ++j) problem.add_leaf(1);
    for (std::size_t i = 0; i + 1 < length; ++i) {
      problem.add_order(1, std::vector<Edge>{{LeafId(i), Cost(5)}, {LeafId(i + 1), Cost(5)}});
    }
    Matcher matcher(problem);
    for (int step = 0; step < 5; ++step) {
      const Change change = matcher.add_order(1, std::vector<Edge>{{LeafId(0), Cost(1)}});
      REQUIRE(change.applied());
      CHECK_FALSE(matcher.add_order(1, std::vector<Edge>{{LeafId(1000), Cost(1)}}).applied());
      check_certified(matcher);
      CHECK(matcher.withdraw(change.order).applied());
      CHECK(matcher.set_capacity(LeafId(length - 1), step % 2).applied());
      CHECK(matcher.set_capacity(LeafId(length - 1), 1).applied());
    }
    CHECK(matcher.set_capacity(LeafId(0), 0).applied());
    const Change full = matcher.set_capacity(LeafId(length / 2), 0);
    CHECK_FALSE(full.applied());
    CHECK(full.witness.size() == length / 2);  // those between the two leaves that were lost
    check_certified(matcher);
  }
  SUBCASE("all costs equal") {
    Random random(3);
    TransportProblem problem;
    for (std::size_t j = 0; j < 20; ++j) problem.add_leaf(5);
    for (std::size_t i = 0; i < 80; ++i) {
      problem.start_order(1);
      for (std::size_t j = 0; j < 20; ++j) problem.add_edge(LeafId(j), Cost(7));
    }
    Matcher matcher(problem);
    for (std::size_t i = 0; i < 80; ++i) {
      CHECK(matcher.forbid(OrderId(i), matcher.placements(OrderId(i))[0].leaf).applied());
      CHECK(matcher.objective() == 560);
    }
    CHECK(matcher.set_capacity(LeafId(3), 0).applied());
    CHECK(matcher.objective() == 560);
    check_certified(matcher);
  }
  SUBCASE("one leaf has all the places, and loses them") {
    TransportProblem problem;
    const LeafId big = problem.add_leaf(500), unserved = problem.add_leaf(unbounded);
    for (int i = 0; i < 500; ++i) {
      problem.add_order(1, std::vector<Edge>{{big, Cost(i)}, {unserved, Cost(1000)}});
    }
    Matcher matcher(problem);
    for (const Units capacity : {499, 300, 0, 1, 1000}) {
      CHECK(matcher.set_capacity(big, capacity).applied());
      check_certified(matcher);
    }
    CHECK(matcher.set_capacity(big, 0).moves.size() == 500);
    CHECK(matcher.objective() == 500'000);
  }
  SUBCASE("everything is taken away, and comes again") {
    Random random(9);
    const TransportProblem problem = random_problem(random, {50, 8, 3, 3, 30, 100, true});
    Matcher matcher(problem);
    const auto objective = matcher.objective();
    for (const OrderId order : matcher.orders()) CHECK(matcher.withdraw(order).applied());
    CHECK(matcher.order_count() == 0);
    check_certified(matcher);
    for (std::size_t i = 0; i < problem.order_count(); ++i) {
      std::vector<Edge> edges;
      for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
        edges.push_back({problem.edge_leaves()[e], problem.edge_costs()[e]});
      }
      CHECK(matcher.add_order(problem.demand(OrderId(i)), edges).applied());
    }
    CHECK(matcher.objective() == solve(without_bounds(problem)).objective);
    CHECK(matcher.objective() <= objective);
    check_certified(matcher);
  }
  SUBCASE("a minimum load without bound, and costs near 2^62") {
    TransportProblem problem;
    const GroupId group = problem.add_group(GroupId{}, unbounded);
    const LeafId a = problem.add_leaf(group, unbounded), b = problem.add_leaf(2);
    const std::int64_t huge = std::int64_t{1} << 61;
    for (int i = 0; i < 6; ++i) {
      problem.add_order(2, std::vector<Edge>{{a, Cost(huge + i)}, {b, Cost(huge - i)}});
    }
    Matcher matcher(problem);
    CHECK(matcher.set_segments(group, std::vector<Segment>{{unbounded, Cost(-100)}}).applied());
    check_certified(matcher);
    CHECK(matcher.set_segments(group, std::vector<Segment>{{4, Cost(-100)}, {unbounded, Cost(3)}}).applied());
    CHECK(matcher.set_capacity(b, unbounded).applied());
    check_certified(matcher);
    CHECK_FALSE(matcher.set_segments(b, {}).moves.empty());
    CHECK(matcher.set_cost(OrderId(2), a, Cost(huge - 1000)).applied());
    check_certified(matcher);
  }
}
