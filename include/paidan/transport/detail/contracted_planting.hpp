// The contracted simplex' first tree, grown along edges instead of artificial arcs.
//
// A full leaf costs as much as whoever is there would save by the cheapest other place: its price is the shortest path,
// over "an order here may go there", to a leaf with room, to the outside or to a group. One search of Dijkstra over the
// edges of small reduced cost finds these prices and their tree: each full leaf hangs below an order that is there and
// has its cheapest other place above, with no unit yet. Where the auction's prices were within ε, nearly all of the
// tree stays; with artificial arcs each of them has to be pivoted out, thrice over (20,000 orders, one to one: 60,000
// pivots).
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <queue>
#include <tuple>
#include <vector>

#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"

namespace paidan::transport::detail {

template <class C>
void ContractedSimplex<C>::plant() {
  // The listed edges of orders at leaves that hang at artificial arcs, by where they lead.
  struct Way {
    Index listed;
    C reduced;  // as far as C reaches
  };
  std::vector<Index> begin(c_.nodes + 2, 0);
  const auto each_way = [&](auto take) {
    for (auto k = static_cast<Index>(c_.segments.size()); k < list_.arcs.size(); ++k) {
      const Listed& a = list_.arcs[k];
      const Index from = own_[a.fragment].node, to = a.to & ~marked;
      if (from < c_.leaves && from != to && node_[from].kind == Kind::artificial) take(k, to);
    }
  };
  each_way([&](Index, Index to) { ++begin[to + 1]; });
  for (std::size_t v = 0; v <= c_.nodes; ++v) begin[v + 1] += begin[v];
  RawVector<Way> ways(begin.back());
  std::vector<Index> at(begin.begin(), begin.end() - 1);
  each_way([&](Index k, Index to) {
    using Limits = std::numeric_limits<C>;
    const std::int64_t reduced = reduced_cost(list_.arcs[k]);
    ways[at[to]++] = {k, static_cast<C>(std::clamp<std::int64_t>(reduced, Limits::min(), Limits::max()))};
  });

  std::vector<std::int64_t> rise(c_.nodes + 1, path_limit);  // of a node's price, at most
  std::vector<Index> by(c_.nodes + 1, none);                 // the listed arc of that
  std::vector<char> planted(c_.nodes + 1, 0);
  using Entry = std::tuple<std::int64_t, Index>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (Index v = 0; v <= c_.nodes; ++v) {
    if (v < c_.leaves && node_[v].kind == Kind::artificial) continue;
    rise[v] = 0;
    queue.emplace(0, v);
  }
  Index alone = 0;  // leaves before it are planted, or nothing near leads from them to what is
  while (true) {
    if (queue.empty()) {
      while (alone < c_.leaves && planted[alone] != 0) ++alone;
      if (alone == c_.leaves) break;
      rise[alone] = 0;
      by[alone] = none;
      queue.emplace(0, alone);
    }
    const auto [key, v] = queue.top();
    queue.pop();
    if (planted[v] != 0) continue;
    planted[v] = 1;
    if (by[v] != none) hang_below(v, arc_at(by[v]));
    for (Index k = begin[v]; k < begin[v + 1]; ++k) {
      const auto& [listed, reduced] = ways[k];
      const Index from = own_[list_.arcs[listed].fragment].node;
      if (from > c_.leaves || planted[from] != 0) continue;
      const std::int64_t there = rise[v] + reduced;
      if (there >= rise[from]) continue;
      rise[from] = there;
      by[from] = listed;
      queue.emplace(std::max(there, key), from);
    }
  }
}

// The leaf hangs below the order of `arc`, who is there, and the order at the arc's other end.
template <class C>
void ContractedSimplex<C>::hang_below(Index leaf, const Arc& arc) {
  const Index fragment = arc.fragment;
  const std::int64_t own_cost = own_[fragment].cost;
  const Index order = join_tree(fragment);
  tree_.remove(order);
  tree_.remove(leaf);
  tree_.insert(order, arc.to);
  tree_.insert(leaf, order);
  Node &above = node_[order], &below = node_[leaf];
  below.arc = std::exchange(above.arc, arc.arc);
  below.kind = std::exchange(above.kind, arc.kind);
  below.flow = std::exchange(above.flow, 0);
  below.up = 0;
  potential_[order] = arc.cost + potential_[arc.to];
  potential_[leaf] = potential_[order] - own_cost;
}

}  // namespace paidan::transport::detail
