#include "paidan/transport/matcher.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <set>

#include "paidan/transport/verify.hpp"
#include "transport/random_problem.hpp"

using namespace paidan;
using namespace paidan::transport;
using paidan::transport::test::ProblemShape;
using paidan::transport::test::random_problem;
using paidan::transport::test::random_segments;

namespace {

// What the Matcher is told, kept in the plainest way, and the problem that it states.
class Ledger {
 public:
  struct Line {
    std::int64_t cost = 0;
    Units bound = unbounded;
    bool forbidden = false, published = false;
  };
  struct Order {
    Units demand = 0;
    std::map<std::size_t, Line> lines;  // by leaf
    bool withdrawn = false, pinned = false, published = false;
    std::map<std::size_t, Units> placed;
  };

  Ledger(const TransportProblem& problem, std::int64_t disruption) : disruption_(disruption), tree_(problem) {
    for (std::size_t i = 0; i < problem.order_count(); ++i) {
      Order order{problem.demand(OrderId(i)), {}, false, false, false, {}};
      for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
        order.lines[problem.edge_leaf(EdgeId(e)).index()] = {problem.edge_cost(EdgeId(e)).count(),
                                                             problem.edge_bound(EdgeId(e)), false, false};
      }
      orders.push_back(order);
    }
  }

  std::vector<Order> orders;
  TransportProblem& tree() { return tree_; }

  // The problem with its tree as it stands and the live orders.
  [[nodiscard]] TransportProblem problem() const {
    TransportProblem p;
    for (std::size_t g = 0; g < tree_.group_count(); ++g)
      p.add_group(tree_.parent(GroupId(g)), tree_.segments(GroupId(g)));
    for (std::size_t j = 0; j < tree_.leaf_count(); ++j) p.add_leaf(tree_.parent(LeafId(j)), tree_.segments(LeafId(j)));
    for (const Order& o : orders) {
      if (o.withdrawn) continue;
      p.start_order(o.demand);
      for (const auto& [leaf, line] : o.lines) {
        const auto placed = o.placed.find(leaf);
        if (o.pinned ? placed == o.placed.end() : line.forbidden) continue;
        const EdgeId e = p.add_edge(LeafId(leaf), Cost(line.cost + (o.published && !line.published ? disruption_ : 0)));
        if (o.pinned) {
          p.bound_edge(e, placed->second);
        } else if (line.bound != unbounded) {
          p.bound_edge(e, line.bound);
        }
      }
    }
    return p;
  }
  [[nodiscard]] std::size_t live_position(std::size_t order) const {
    std::size_t before = 0;
    for (std::size_t i = 0; i < order; ++i) before += orders[i].withdrawn ? 0 : 1;
    return before;
  }

  void follow(const Change& change) {
    for (const Move& m : change.moves) {
      auto& placed = orders[m.order.index()].placed;
      if (m.from.has_value() && (placed[m.from.index()] -= m.units) == 0) placed.erase(m.from.index());
      if (m.to.has_value()) placed[m.to.index()] += m.units;
    }
  }
  void publish(std::size_t order) {
    Order& o = orders[order];
    o.published = true;
    for (auto& [leaf, line] : o.lines) line.published = o.placed.contains(leaf);
  }

 private:
  std::int64_t disruption_;
  TransportProblem tree_;
};

std::vector<OrderId> without_withdrawn(const Ledger& ledger, const std::vector<OrderId>& orders) {
  std::vector<OrderId> positions;
  for (const OrderId o : orders) positions.emplace_back(ledger.live_position(o.index()));
  return positions;
}

void check_placements(const Ledger& ledger, const Matcher& matcher) {
  for (std::size_t i = 0; i < ledger.orders.size(); ++i) {
    if (ledger.orders[i].withdrawn) continue;
    std::map<std::size_t, Units> placed;
    for (const LeafUnits& p : matcher.placements(OrderId(i))) placed[p.leaf.index()] = p.units;
    REQUIRE(placed == ledger.orders[i].placed);  // the moves told are the moves made
  }
}

// The state is the exact optimum of the problem that the changes come to.
void check_optimal(const Ledger& ledger, const Matcher& matcher) {
  const TransportProblem stated = ledger.problem();
  const Solution fresh = solve(stated);
  REQUIRE(fresh.status == Status::optimal);
  REQUIRE(fresh.objective == matcher.objective());
  const TransportProblem own = matcher.problem();
  REQUIRE(own.order_count() == stated.order_count());
  const Solution solution = matcher.solution();
  const Verdict verdict = verify(own, solution);
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
  check_placements(ledger, matcher);
}

// A refused change: the problem with the change has no solution, and the witness says why.
void check_refused(const Ledger& after, const Change& change) {
  REQUIRE(change.moves.empty());
  REQUIRE(!change.why.empty());
  const TransportProblem stated = after.problem();
  Solution infeasible;
  infeasible.status = Status::infeasible;
  infeasible.witness = without_withdrawn(after, change.witness);
  const Verdict verdict = verify(stated, infeasible);
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
}

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

  void check() const { check_optimal(ledger_, matcher_); }
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
          for (std::size_t k = 0; k < after.orders.size(); ++k) {
            if (!after.orders[k].withdrawn) after.publish(k);
          }
          // Publication in turn: what moves in between is published where it was at its turn or before.
          const Change change = matcher_.publish_all();
          if (change.moves.empty()) return settle(change, after);
          ledger_ = after;
          ledger_.follow(change);
          return republish();
        }
        after.publish(i);
        return settle(matcher_.publish(id), after);
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
  // Asks for each order's own publication until nothing moves any more, so that ledger and Matcher agree.
  void republish() {
    for (std::size_t i = 0; i < ledger_.orders.size(); ++i) {
      if (ledger_.orders[i].withdrawn) continue;
      Ledger after = ledger_;
      after.publish(i);
      settle(matcher_.publish(OrderId(i)), after);
    }
  }

  Random& random_;
  ProblemShape shape_;
  Ledger ledger_;
  Matcher matcher_;
  int refused_ = 0, moved_ = 0;
};

// A random problem that has a solution; without orders if none has one.
TransportProblem feasible_problem(Random& random, ProblemShape shape) {
  for (int tries = 0;; ++tries) {
    if (tries == 20) shape.orders = 0;
    TransportProblem problem = random_problem(random, shape);
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
      story.check();
    }
    refused += story.refused();
    moved += story.moved();
  }
  CHECK(refused > 500);
  CHECK(moved > 2000);
}
