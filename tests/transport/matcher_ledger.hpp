// What a Matcher is told, kept in the plainest way, and checks of its state against it.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <vector>

#include "paidan/transport/matcher.hpp"
#include "paidan/transport/verify.hpp"
#include "transport/brute_force.hpp"

namespace paidan::transport::test {

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

inline std::vector<OrderId> without_withdrawn(const Ledger& ledger, const std::vector<OrderId>& orders) {
  std::vector<OrderId> positions;
  for (const OrderId o : orders) positions.emplace_back(ledger.live_position(o.index()));
  return positions;
}

inline void check_placements(const Ledger& ledger, const Matcher& matcher) {
  for (std::size_t i = 0; i < ledger.orders.size(); ++i) {
    if (ledger.orders[i].withdrawn) continue;
    std::map<std::size_t, Units> placed;
    for (const LeafUnits& p : matcher.placements(OrderId(i))) placed[p.leaf.index()] = p.units;
    REQUIRE(placed == ledger.orders[i].placed);  // the moves told are the moves made
  }
}

enum class Oracle { solver, brute_force };

// The state is the exact optimum of the problem that the changes come to.
inline void check_optimal(const Ledger& ledger, const Matcher& matcher, Oracle oracle) {
  const TransportProblem stated = ledger.problem();
  if (oracle == Oracle::brute_force) {
    REQUIRE(brute_force(stated) == matcher.objective());
  } else {
    REQUIRE(solve(stated).objective == matcher.objective());
  }
  const TransportProblem own = matcher.problem();
  REQUIRE(own.order_count() == stated.order_count());
  const Verdict verdict = verify(own, matcher.solution());
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
  check_placements(ledger, matcher);
}

// A refused change: the problem with the change has no solution, and the witness says why.
inline void check_refused(const Ledger& after, const Change& change) {
  REQUIRE(change.moves.empty());
  REQUIRE(!change.why.empty());
  const TransportProblem stated = after.problem();
  Solution infeasible;
  infeasible.status = Status::infeasible;
  infeasible.witness = without_withdrawn(after, change.witness);
  const Verdict verdict = verify(stated, infeasible);
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
}

inline void check_certified(const Matcher& matcher) {
  const TransportProblem problem = matcher.problem();
  REQUIRE(solve(problem).objective == matcher.objective());
  const Verdict verdict = verify(problem, matcher.solution());
  REQUIRE_MESSAGE(verdict.holds(), (verdict.faults.empty() ? "" : verdict.faults.front()));
}

}  // namespace paidan::transport::test
