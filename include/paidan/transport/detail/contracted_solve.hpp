// The contracted method from end to end: presolve, crash, simplex, and back to the caller's numbering.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"
#include "paidan/transport/detail/crash.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport::detail {

// Prices of every leaf and group of the caller's problem, from those of the nodes that stayed.
template <class C>
void restore_prices(const TransportProblem& problem, const Outline& outline, const Compact<C>& c,
                    const ContractedSimplex<C>& simplex, Solution& out) {
  const auto first_cost = [](std::span<const Segment> s) { return s.empty() ? 0 : s.front().unit_cost.count(); };
  out.group_price.resize(problem.group_count());
  const auto price_of = [&](GroupId g) { return g.has_value() ? out.group_price[g.index()].count() : 0; };
  for (std::size_t g = 0; g < problem.group_count(); ++g) {
    const GroupId id(g);
    const Index node = c.node_of_group[g];
    // A group that takes whatever comes in its first segment costs that; so does a leaf.
    out.group_price[g] =
        Cost(node == none ? first_cost(problem.segments(id)) + price_of(problem.parent(id)) : simplex.price(node));
  }
  out.leaf_price.resize(problem.leaf_count());
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    const LeafId id(j);
    const Index node = outline.leaf[j].node;
    out.leaf_price[j] =
        Cost(node == none ? first_cost(problem.segments(id)) + price_of(problem.parent(id)) : simplex.price(node));
  }
}

// Placements by edge, order values and the objective. False when an order stays on an artificial option.
template <class C>
bool restore_placements(const TransportProblem& problem, const Compact<C>& c, const ContractedSimplex<C>& simplex,
                        Solution& out) {
  struct Piece {
    Index leaf;  // original
    Units units;
  };
  std::vector<Index> count(c.rows() + 1, 0);
  simplex.for_each_placement([&](Index row, Index, Units) { ++count[row + 1]; });
  for (std::size_t i = 0; i < c.rows(); ++i) count[i + 1] += count[i];
  std::vector<Piece> pieces(count.back());
  std::vector<Index> at(count.begin(), count.end() - 1);
  bool feasible = true;
  simplex.for_each_placement([&](Index row, Index edge, Units units) {
    const Index leaf = edge == none ? c.outside_leaf[row] : c.leaf_of[c.edges[edge].leaf];
    feasible &= leaf != none;
    pieces[at[row]++] = {leaf, units};
  });
  if (!feasible) return false;
  at.assign(count.begin(), count.end() - 1);
  out.placements.reserve(std::max(pieces.size(), problem.order_count()));
  out.order_value.resize(problem.order_count());
  std::vector<Placement> own;
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const Index row = c.row_of[i];
    Units left = problem.demand(OrderId(i));
    std::int64_t value = INT64_MIN;
    const std::size_t begin = problem.first_edges()[i];
    own.clear();
    while (left > 0) {
      Piece& piece = pieces[at[row]];
      const Units units = std::min(left, piece.units);
      std::size_t e = begin;
      while (problem.edge_leaves()[e].value() != piece.leaf) ++e;
      value = problem.edge_costs()[e].count() + out.leaf_price[piece.leaf].count();
      out.objective += static_cast<WideCost>(problem.edge_costs()[e].count()) * units;
      const auto same = std::find_if(own.begin(), own.end(), [&](const Placement& p) { return p.edge.index() == e; });
      if (same != own.end()) {
        same->units += units;
      } else {
        own.push_back({EdgeId(e), units});
      }
      left -= units;
      piece.units -= units;
      if (piece.units == 0) ++at[row];
    }
    if (own.size() > 1) {
      std::sort(own.begin(), own.end(), [](const Placement& a, const Placement& b) { return a.edge < b.edge; });
    }
    out.placements.insert(out.placements.end(), own.begin(), own.end());
    out.order_value[i] = Cost(value);
  }
  return true;
}

// The orders from which no residual path leads to room: together they want more than gets through. O(edges).
template <class C>
[[nodiscard]] std::vector<OrderId> stuck_orders(const Compact<C>& c, const ContractedSimplex<C>& simplex) {
  std::vector<std::vector<Index>> rows_at(c.leaves), children(c.nodes + 1);
  std::vector<Units> load(c.nodes + 1, 0);
  std::vector<char> row_reached(c.rows(), 0), node_reached(c.nodes + 1, 0);
  std::vector<Index> rows, nodes;
  const auto reach_row = [&](Index row) {
    if (std::exchange(row_reached[row], 1) == 0) rows.push_back(row);
  };
  const auto reach_node = [&](Index v) {
    if (std::exchange(node_reached[v], 1) == 0) nodes.push_back(v);
  };
  simplex.for_each_placement([&](Index row, Index edge, Units units) {
    if (edge == none) {
      if (c.outside_leaf[row] == none) reach_row(row);
    } else {
      rows_at[c.edges[edge].leaf].push_back(row);
      load[c.edges[edge].leaf] += units;
    }
  });
  for (Index v = 0; v < c.nodes; ++v) children[c.parent[v]].push_back(v);
  for (Index j = 0; j < c.leaves; ++j) load[c.parent[j]] += load[j];
  for (auto v = static_cast<Index>(c.nodes); v-- > c.leaves;) load[c.parent[v]] += load[v];
  for (std::size_t row = 0, node = 0; row < rows.size() || node < nodes.size();) {
    if (row < rows.size()) {
      for (const auto& e : c.row(rows[row++])) reach_node(e.leaf);
      continue;
    }
    const Index v = nodes[node++];
    for (const Index child : children[v]) {
      if (load[child] > 0) reach_node(child);
    }
    if (v == c.root()) continue;
    Units width = 0;
    for (const auto& s : c.segments_of(v)) width += s.width;
    if (load[v] < width) reach_node(c.parent[v]);
    if (v < c.leaves) {
      for (const Index r : rows_at[v]) reach_row(r);
    }
  }
  std::vector<OrderId> out;
  for (std::size_t i = 0; i < c.row_of.size(); ++i) {
    if (row_reached[c.row_of[i]] != 0) out.emplace_back(i);
  }
  return out;
}

inline void add_tree_costs(const TransportProblem& problem, Solution& out) {
  std::vector<Units> leaf_load(problem.leaf_count(), 0), group_load(problem.group_count(), 0);
  for (const Placement& p : out.placements) leaf_load[problem.edge_leaf(p.edge).index()] += p.units;
  const auto charge = [&](auto node, Units load) {
    if (problem.parent(node).has_value()) group_load[problem.parent(node).index()] += load;
    for (const Segment& s : problem.segments(node)) {
      const Units here = std::min(load, s.units);
      out.objective += static_cast<WideCost>(s.unit_cost.count()) * here;
      load -= here;
    }
  };
  for (std::size_t j = 0; j < leaf_load.size(); ++j) charge(LeafId(j), leaf_load[j]);
  for (std::size_t g = group_load.size(); g-- > 0;) charge(GroupId(g), group_load[g]);
}

template <class C>
void solve_compact(const TransportProblem& problem, const Outline& outline, const Compact<C>& c, Solution& out) {
  Crash crash = make_crash(c);
  ContractedSimplex<C> simplex(c, std::move(crash.fragments), crash.prices);
  simplex.run(4 * crash.epsilon + 1);
  simplex.price_closed_leaves();
  out.algorithm = "contracted_simplex";
  out.counts.merged_orders = c.merged;
  out.counts.rounds = simplex.passes();
  out.counts.augmentations = crash.bids + simplex.pivots();
  restore_prices(problem, outline, c, simplex, out);
  if (restore_placements(problem, c, simplex, out)) {
    out.status = Status::optimal;
    add_tree_costs(problem, out);
    return;
  }
  out.status = Status::infeasible;
  out.leaf_price.clear();
  out.group_price.clear();
  out.witness = stuck_orders(c, simplex);
}

inline void contracted_solve(const TransportProblem& problem, const ProblemBounds& bounds, Solution& out) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const auto presolved = [&] { out.seconds.presolve += std::chrono::duration<double>(Clock::now() - start).count(); };
  const Outline outline(problem, bounds);
  {
    Compact<std::int32_t> narrow;
    if (Compactor<std::int32_t>(problem, bounds, outline).run(narrow)) {
      presolved();
      return solve_compact(problem, outline, narrow, out);
    }
  }
  Compact<std::int64_t> wide;
  static_cast<void>(Compactor<std::int64_t>(problem, bounds, outline).run(wide));
  presolved();
  solve_compact(problem, outline, wide, out);
}

}  // namespace paidan::transport::detail
