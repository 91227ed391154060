#include "paidan/policy/stable.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "paidan/policy/tree_load.hpp"
#include "src/policy/arrival.hpp"
#include "src/policy/costs.hpp"
#include "src/policy/rules.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;
using transport::Placement;
using transport::TransportProblem;

// What is held at each leaf and group, worst first to find; a group holds what its leaves hold.
class Holdings {
 public:
  Holdings(const TransportProblem& problem, const Preferences& preferences)
      : problem_(problem),
        preferences_(preferences),
        load_(problem),
        held_(problem.edge_count(), 0),
        order_of_(problem.edge_count()),
        at_leaf_(problem.leaf_count(), Held(Worse{this})),
        at_group_(problem.group_count(), Held(Worse{this})) {
    for (std::size_t i = 0; i < problem.order_count(); ++i) {
      for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
        order_of_[e] = OrderId(i);
      }
    }
  }

  [[nodiscard]] Units held(EdgeId edge) const { return held_[edge.index()]; }
  [[nodiscard]] OrderId order_of(EdgeId edge) const { return order_of_[edge.index()]; }
  [[nodiscard]] Units room(EdgeId edge) const { return load_.room(problem_.edge_leaf(edge)); }

  void add(EdgeId edge, Units units) {
    const LeafId leaf = problem_.edge_leaf(edge);
    load_.add(leaf, units);
    held_[edge.index()] += units;
    const bool first = held_[edge.index()] == units, gone = held_[edge.index()] == 0;
    const auto note = [&](Held& held) {
      if (gone) held.erase(edge);
      if (first && !gone) held.insert(edge);
    };
    note(at_leaf_[leaf.index()]);
    for (GroupId g = problem_.parent(leaf); g.has_value(); g = problem_.parent(g)) note(at_group_[g.index()]);
  }

  // Whom the institution would send away for units on `edge`, there being no room: the worst below the deepest node
  // that is full; and how many units would fit below that node. None when that one is ranked higher than `edge`.
  struct Exchange {
    EdgeId out;
    Units most = transport::unbounded;
  };
  [[nodiscard]] Exchange exchange(EdgeId edge) const {
    const LeafId leaf = problem_.edge_leaf(edge);
    Exchange found;
    const Held* full = &at_leaf_[leaf.index()];
    if (const Units room = problem_.capacity(leaf) - load_.load(leaf); room > 0) {
      found.most = room;
      for (GroupId g = problem_.parent(leaf);; g = problem_.parent(g)) {
        full = &at_group_[g.index()];
        const Units room_above = problem_.capacity(g) - load_.load(g);
        if (room_above <= 0) break;
        found.most = std::min(found.most, room_above);
      }
    }
    if (!full->empty() && worse(*full->begin(), edge)) found.out = *full->begin();
    return found;
  }

  // Does the institution like `a` less than `b`?
  [[nodiscard]] bool worse(EdgeId a, EdgeId b) const {
    const auto key = [&](EdgeId e) {
      return std::tuple(preferences_.of_institution[e.index()], order_of_[e.index()], preferences_.of_order[e.index()],
                        e);
    };
    return key(a) > key(b);
  }

 private:
  struct Worse {
    const Holdings* holdings;
    bool operator()(EdgeId a, EdgeId b) const { return holdings->worse(a, b); }
  };
  using Held = std::set<EdgeId, Worse>;

  const TransportProblem& problem_;
  const Preferences& preferences_;
  TreeLoad load_;
  std::vector<Units> held_;
  std::vector<OrderId> order_of_;
  std::vector<Held> at_leaf_, at_group_;
};

// The edges of each order, best first.
std::vector<EdgeId> best_first(const TransportProblem& problem, const Preferences& preferences) {
  std::vector<EdgeId> edges;
  edges.reserve(problem.edge_count());
  for (std::size_t e = 0; e < problem.edge_count(); ++e) edges.push_back(EdgeId(e));
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const auto at = [&](std::size_t e) { return edges.begin() + static_cast<std::ptrdiff_t>(e); };
    std::stable_sort(at(problem.first_edge(OrderId(i))), at(problem.end_edge(OrderId(i))), [&](EdgeId a, EdgeId b) {
      return preferences.of_order[a.index()] < preferences.of_order[b.index()];
    });
  }
  return edges;
}

}  // namespace

std::vector<Placement> deferred_acceptance(const TransportProblem& problem, const Preferences& preferences) {
  const std::vector<EdgeId> edges = best_first(problem, preferences);
  Holdings holdings(problem, preferences);
  std::vector<Units> left(problem.demands().begin(), problem.demands().end());
  std::vector<std::size_t> next(problem.first_edges().begin(), problem.first_edges().end());
  std::vector<OrderId> free;
  for (std::size_t i = problem.order_count(); i > 0; --i) free.push_back(OrderId(i - 1));
  while (!free.empty()) {
    const OrderId order = free.back();
    free.pop_back();
    while (left[order.index()] > 0 && next[order.index()] < problem.end_edge(order)) {
      const EdgeId edge = edges[next[order.index()]];
      const Units may = problem.edge_bound(edge) - holdings.held(edge);
      Units wanted = std::min(left[order.index()], may);
      bool refused = wanted <= 0;  // an edge that has taken all so far may be asked for more later
      while (wanted > 0) {
        Units units = std::min(wanted, holdings.room(edge));
        if (units <= 0) {
          const auto [out, most] = holdings.exchange(edge);
          refused = !out.has_value();
          if (refused) break;
          units = std::min({wanted, holdings.held(out), most});
          holdings.add(out, -units);
          const OrderId sent_away = holdings.order_of(out);
          left[sent_away.index()] += units;
          if (sent_away != order) free.push_back(sent_away);
        }
        holdings.add(edge, units);
        wanted -= units;
        left[order.index()] -= units;
      }
      next[order.index()] += refused ? 1 : 0;
    }
  }
  std::vector<Placement> placements;
  for (std::size_t e = 0; e < problem.edge_count(); ++e) {
    if (holdings.held(EdgeId(e)) > 0) placements.push_back({EdgeId(e), holdings.held(EdgeId(e))});
  }
  return placements;
}

std::vector<EdgeId> blocking_pairs(const TransportProblem& problem, std::span<const Placement> placements,
                                   const Preferences& preferences) {
  Holdings holdings(problem, preferences);
  for (const Placement& p : placements) holdings.add(p.edge, p.units);
  std::vector<EdgeId> blocking;
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const OrderId order(i);
    // The worst place that the order has; one that is not placed in full would take any.
    std::int64_t worst = INT64_MIN;
    Units placed = 0;
    for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
      if (holdings.held(EdgeId(e)) == 0) continue;
      placed += holdings.held(EdgeId(e));
      worst = std::max(worst, preferences.of_order[e]);
    }
    if (placed < problem.demand(order)) worst = INT64_MAX;
    for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
      const EdgeId edge(e);
      if (preferences.of_order[e] >= worst || holdings.held(edge) >= problem.edge_bound(edge)) continue;
      if (holdings.room(edge) > 0 || holdings.exchange(edge).out.has_value()) blocking.push_back(edge);
    }
  }
  return blocking;
}

Preferences preferences(const AllocationInput& in) {
  const auto& problem = in.compiled.problem;
  const ContinuityIndex continuity(in.street);
  const std::vector<OrderId> arrivals = by_arrival(in);
  std::vector<std::int64_t> position(arrivals.size());
  for (std::size_t k = 0; k < arrivals.size(); ++k) position[arrivals[k].index()] = static_cast<std::int64_t>(k);
  const auto orders = static_cast<std::int64_t>(problem.order_count());
  Preferences out;
  out.of_order.resize(problem.edge_count());
  out.of_institution.resize(problem.edge_count());
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const WorkOrder& work = in.list.orders[in.compiled.orders[i]];
    const auto past = continuity.of(in.street.demands[work.first].resident);
    for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
      const Leaf& leaf = in.compiled.leaves[problem.edge_leaf(EdgeId(e)).index()];
      const bool served = leaf.kind != LeafKind::unserved;
      out.of_order[e] = served ? problem.edge_costs()[e].count() : INT64_MAX - 1;
      const bool known = served && std::any_of(past.begin(), past.end(), [&](std::uint32_t k) {
                           return in.street.history[k].organisation == leaf.organisation;
                         });
      const std::int64_t rank = static_cast<std::int64_t>(work.priority) * 2 + (known ? 0 : 1);
      out.of_institution[e] = rank * orders + position[i];
    }
  }
  return out;
}

void add_stable_rule(AllocationRegistry& registry) {
  registry.add(rule({.name = "deferred_acceptance",
                     .title = {"延迟接受", "Deferred acceptance"},
                     .optimises = {"订单择代价最小的去处，组织按优先级、服务过的居民、提交先后择单",
                                   "orders propose to their cheapest places; organisations keep the most urgent, then "
                                   "residents they know, then the earliest"},
                     .guarantee = {"稳定：没有互相更愿意的订单和去处；在稳定分配中对每单都最好",
                                   "stable: no order and place would both rather have each other; the best stable "
                                   "allocation for every order"},
                     .source = "Gale & Shapley 1962, College admissions and the stability of marriage; Roth 1984"},
                    [](const AllocationInput& in) {
                      return Allocation{deferred_acceptance(in.compiled.problem, preferences(in)), {}};
                    }));
}

}  // namespace paidan::policy
