// The checks behind verify(). Shares nothing with the solvers.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/transport/detail/linkage.hpp"
#include "paidan/transport/verify.hpp"

namespace paidan::transport {
namespace detail {

class Checker {
 public:
  Checker(const TransportProblem& problem, const Solution& solution, unsigned threads)
      : problem_(problem), solution_(solution), threads_(threads) {}

  Verdict run() {
    if (solution_.status == Status::infeasible) {
      check_witness();
    } else if (check_sizes()) {
      check_orders();
      check_nodes();
      check_objective();
    }
    return std::move(verdict_);
  }

 private:
  static constexpr std::size_t most_faults = 20;

  using Faults = std::vector<std::string>;
  template <class... Args>
  static void note(Faults& faults, fmt::format_string<Args...> text, Args&&... args) {
    if (faults.size() < most_faults) faults.push_back(fmt::format(text, std::forward<Args>(args)...));
  }
  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    note(verdict_.faults, text, std::forward<Args>(args)...);
  }

  bool check_sizes() {
    if (solution_.order_value.size() != problem_.order_count()) {
      fault("{} order values for {} orders", solution_.order_value.size(), problem_.order_count());
    }
    if (solution_.leaf_price.size() != problem_.leaf_count()) {
      fault("{} leaf prices for {} leaves", solution_.leaf_price.size(), problem_.leaf_count());
    }
    if (solution_.group_price.size() != problem_.group_count()) {
      fault("{} group prices for {} groups", solution_.group_price.size(), problem_.group_count());
    }
    EdgeId before;
    for (const Placement& p : solution_.placements) {
      if (p.edge.value() >= problem_.edge_count()) {
        fault("a placement on edge {}, but there are {}", p.edge.value(), problem_.edge_count());
      } else if (before.has_value() && p.edge <= before) {
        fault("placements out of order at edge {}", p.edge.value());
      }
      before = p.edge;
    }
    return verdict_.holds();
  }

  // What some orders add to the certificate.
  struct Orders {
    Faults amounts, prices;
    WideCost primal = 0, dual = 0;
  };

  // Amounts within bounds, orders placed in full, complementary slackness of their edges.
  void check_orders() {
    leaf_load_.assign(problem_.leaf_count(), 0);
    prices_are_near_ = std::all_of(solution_.leaf_price.begin(), solution_.leaf_price.end(),
                                   [](Cost price) { return is_near(price.count()); });
    const auto& placements = solution_.placements;
    constexpr std::size_t block = 16'384;
    const auto make = [&](std::size_t begin, std::size_t end, Orders& orders) {
      orders = {};
      const std::size_t edge = begin < problem_.order_count() ? problem_.first_edge(OrderId(begin)) : 0;
      auto next = std::lower_bound(placements.begin(), placements.end(), edge,
                                   [](const Placement& p, std::size_t e) { return p.edge.index() < e; });
      for (std::size_t i = begin; i < end; ++i) {
        const auto first = next;
        while (next != placements.end() && next->edge.index() < problem_.end_edge(OrderId(i))) ++next;
        check_order(OrderId(i), std::span(first, next), orders);
      }
    };
    Faults prices;
    in_blocks<Orders>(problem_.order_count(), block, threads_, make,
                      [&](std::size_t, std::size_t, const Orders& orders) {
                        for (const auto& what : orders.amounts) fault("{}", what);
                        for (const auto& what : orders.prices) note(prices, "{}", what);
                        primal_ += orders.primal;
                        dual_ += orders.dual;
                      });
    for (const Placement& p : placements) leaf_load_[problem_.edge_leaf(p.edge).index()] += p.units;
    for (const auto& what : prices) fault("{}", what);
  }

  void check_order(OrderId order, std::span<const Placement> placed, Orders& out) const {
    WideCost units = 0;
    for (const Placement& p : placed) {
      if (p.units <= 0 || p.units > problem_.edge_bound(p.edge)) {
        note(out.amounts, "order {}: {} units on edge {}, expected 1 to {}", order.index(), p.units, p.edge.index(),
             problem_.edge_bound(p.edge));
      }
      units += p.units;
      out.primal += WideCost{problem_.edge_cost(p.edge).count()} * p.units;
    }
    if (units != problem_.demand(order)) {
      note(out.amounts, "order {}: {} units placed, expected {}", order.index(), static_cast<std::int64_t>(units),
           problem_.demand(order));
    }
    out.dual += WideCost{solution_.order_value[order.index()].count()} * problem_.demand(order);
    if (cheapest_is_the_value(order)) {  // then no edge is better, and those that are used must be as good
      for (const Placement& p : placed) check_edge(order, p.edge, p.units, out);
      return;
    }
    std::size_t next = 0;
    for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
      const bool used = next < placed.size() && placed[next].edge.index() == e;
      check_edge(order, EdgeId(e), used ? placed[next++].units : 0, out);
    }
  }

  void check_edge(OrderId order, EdgeId edge, Units units, Orders& out) const {
    const WideCost r = WideCost{problem_.edge_cost(edge).count()} +
                       solution_.leaf_price[problem_.edge_leaf(edge).index()].count() -
                       solution_.order_value[order.index()].count();
    const Units bound = problem_.edge_bound(edge);
    if ((r > 0 && units != 0) || (r < 0 && units != bound)) {
      note(out.prices, "order {}: {} units on the edge to leaf {} at reduced cost {}", order.index(), units,
           problem_.edge_leaf(edge).index(), static_cast<std::int64_t>(r));
    }
    if (r < 0) out.dual += r * bound;
  }

  // Whether no edge of the order costs less, with its leaf's price, than the order's value: the usual case, seen in one
  // quick pass. False where numbers are so large that their sum could overflow.
  [[nodiscard]] bool cheapest_is_the_value(OrderId order) const {
    const std::int64_t value = solution_.order_value[order.index()].count();
    if (!prices_are_near_ || !is_near(value)) return false;
    const auto leaves = problem_.edge_leaves();
    const auto costs = problem_.edge_costs();
    std::int64_t least = INT64_MAX, bits = 0;  // bits: that any cost has, of a negative one's complement
    for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
      const std::int64_t cost = costs[e].count();
      bits |= cost ^ (cost >> 63);
      const auto sum = static_cast<std::uint64_t>(cost) +
                       static_cast<std::uint64_t>(solution_.leaf_price[leaves[e].index()].count());
      least = std::min(least, static_cast<std::int64_t>(sum));
    }
    return is_near(bits) && least >= value;
  }
  static bool is_near(std::int64_t number) {
    constexpr std::int64_t far = std::int64_t{1} << 61;
    return -far < number && number < far;
  }

  // Loads within capacities, complementary slackness of segments.
  void check_nodes() {
    group_load_.assign(problem_.group_count(), 0);
    for (std::size_t j = 0; j < problem_.leaf_count(); ++j) add_load(LeafId(j), leaf_load_[j]);
    for (std::size_t g = problem_.group_count(); g-- > 0;) add_load(GroupId(g), group_load_[g]);  // children first
    for (std::size_t j = 0; j < problem_.leaf_count(); ++j) {
      check_load(LeafId(j), leaf_load_[j], "leaf");
      check_segments_of(LeafId(j), leaf_load_[j], solution_.leaf_price[j].count(), "leaf");
    }
    for (std::size_t g = 0; g < problem_.group_count(); ++g) {
      check_load(GroupId(g), group_load_[g], "group");
      check_segments_of(GroupId(g), group_load_[g], solution_.group_price[g].count(), "group");
    }
  }
  template <class NodeId>
  void add_load(NodeId node, WideCost load) {
    if (problem_.parent(node).has_value()) group_load_[problem_.parent(node).index()] += load;
  }
  template <class NodeId>
  void check_load(NodeId node, WideCost load, const char* kind) {
    WideCost capacity = 0;
    for (const Segment& s : problem_.segments(node)) capacity += s.units;
    if (load > capacity) {
      fault("{} {}: a load of {}, expected at most {}", kind, node.index(), static_cast<std::int64_t>(load),
            static_cast<std::int64_t>(capacity));
    }
  }

  [[nodiscard]] WideCost price(GroupId group) const {
    return group.has_value() ? WideCost{solution_.group_price[group.index()].count()} : WideCost{0};
  }

  template <class NodeId>
  void check_segments_of(NodeId node, WideCost load, WideCost own, const char* kind) {
    for (const Segment& s : problem_.segments(node)) {
      const WideCost flow = std::clamp<WideCost>(load, 0, s.units);  // cheapest first: the segments are convex
      load -= flow;
      const WideCost r = s.unit_cost.count() + price(problem_.parent(node)) - own;
      if ((r > 0 && flow != 0) || (r < 0 && flow != s.units)) {
        fault("{} {}: {} of {} units in the segment of cost {} at reduced cost {}", kind, node.index(),
              static_cast<std::int64_t>(flow), s.units, s.unit_cost.count(), static_cast<std::int64_t>(r));
      }
      if (r < 0) dual_ += r * s.units;
      primal_ += flow * s.unit_cost.count();
    }
  }

  void check_objective() {
    if (!verdict_.holds()) return;
    if (primal_ != solution_.objective) fault("the stated objective is not that of the placements");
    if (primal_ != dual_) fault("primal and dual objective differ");
  }

  // The witness' orders alone, with all capacities to themselves: do they really not fit? Maximum flow by shortest
  // augmenting paths (Edmonds & Karp 1972) on order → leaf → group → root.
  void check_witness() {
    if (solution_.witness.empty()) return fault("infeasible, but no order is named as the witness");
    if (exceeds_the_tree()) return;
    const std::size_t m = problem_.leaf_count(), g = problem_.group_count(), k = solution_.witness.size();
    const std::size_t root = k + m + g, source = root + 1;
    struct Arc {
      std::size_t to;
      WideCost room;
    };
    std::vector<Arc> arcs;
    std::vector<std::vector<std::size_t>> out(source + 1);
    auto add = [&](std::size_t from, std::size_t to, WideCost room) {
      out[from].push_back(arcs.size());
      arcs.push_back({to, room});
      out[to].push_back(arcs.size());
      arcs.push_back({from, 0});
    };
    auto node_of = [&](GroupId group) { return group.has_value() ? k + m + group.index() : root; };
    WideCost wanted = 0;
    std::vector<char> named(problem_.order_count(), 0);
    for (std::size_t i = 0; i < k; ++i) {
      const OrderId order = solution_.witness[i];
      if (order.value() >= problem_.order_count() || named[order.index()] != 0)
        return fault("the witness names no order");
      named[order.index()] = 1;
      wanted += problem_.demand(order);
      add(source, i, problem_.demand(order));
      for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
        add(i, k + problem_.edge_leaf(EdgeId(e)).index(),
            std::min(problem_.edge_bound(EdgeId(e)), problem_.demand(order)));
      }
    }
    auto capacity = [&](auto node) {
      WideCost sum = 0;
      for (const Segment& s : problem_.segments(node)) sum += s.units;
      return sum;
    };
    for (std::size_t j = 0; j < m; ++j) add(k + j, node_of(problem_.parent(LeafId(j))), capacity(LeafId(j)));
    for (std::size_t v = 0; v < g; ++v) add(k + m + v, node_of(problem_.parent(GroupId(v))), capacity(GroupId(v)));
    WideCost through = 0;
    while (through < wanted) {
      std::vector<std::size_t> by(source + 1, SIZE_MAX), queue{source};
      for (std::size_t head = 0; head < queue.size() && by[root] == SIZE_MAX; ++head) {
        for (std::size_t a : out[queue[head]]) {
          if (arcs[a].room > 0 && by[arcs[a].to] == SIZE_MAX && arcs[a].to != source) {
            by[arcs[a].to] = a;
            queue.push_back(arcs[a].to);
          }
        }
      }
      if (by[root] == SIZE_MAX) return;  // they do not fit: the witness holds
      WideCost push = wanted;
      for (std::size_t v = root; v != source; v = arcs[by[v] ^ 1].to) push = std::min(push, arcs[by[v]].room);
      for (std::size_t v = root; v != source; v = arcs[by[v] ^ 1].to) {
        arcs[by[v]].room -= push;
        arcs[by[v] ^ 1].room += push;
      }
      through += push;
    }
    fault("the {} orders of the witness do fit", k);
  }

  // The quick way: do the witness' orders want more than the tree lets through from all leaves that they have an edge
  // to? A cut of the tree, found bottom-up; O(edges of the witness + tree).
  [[nodiscard]] bool exceeds_the_tree() const {
    std::vector<WideCost> leaf(problem_.leaf_count(), 0), group(problem_.group_count(), 0);
    std::vector<char> named(problem_.order_count(), 0);
    WideCost wanted = 0, through = 0;
    const auto capacity = [&](auto node) {
      WideCost sum = 0;
      for (const Segment& s : problem_.segments(node)) sum += s.units;
      return sum;
    };
    for (const OrderId order : solution_.witness) {
      if (order.value() >= problem_.order_count() || named[order.index()] != 0) return false;
      named[order.index()] = 1;
      wanted += problem_.demand(order);
      for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
        const LeafId j = problem_.edge_leaf(EdgeId(e));
        leaf[j.index()] = capacity(j);
      }
    }
    const auto pass_on = [&](GroupId parent, WideCost units) {
      (parent.has_value() ? group[parent.index()] : through) += units;
    };
    for (std::size_t j = 0; j < leaf.size(); ++j) pass_on(problem_.parent(LeafId(j)), leaf[j]);
    for (std::size_t g = group.size(); g-- > 0;) {
      pass_on(problem_.parent(GroupId(g)), std::min(group[g], capacity(GroupId(g))));
    }
    return wanted > through;
  }

  const TransportProblem& problem_;
  const Solution& solution_;
  const unsigned threads_;
  bool prices_are_near_ = false;
  Verdict verdict_;
  std::vector<WideCost> leaf_load_, group_load_;
  WideCost primal_ = 0, dual_ = 0;
};

}  // namespace detail

PAIDAN_INLINE Verdict verify(const TransportProblem& problem, const Solution& solution, unsigned threads) {
  return detail::Checker(problem, solution, threads).run();
}

}  // namespace paidan::transport
