// A crash: where the simplex starts. Placements that keep every capacity, and guessed prices of the leaves.
//
// Prices come from a transportation auction (Bertsekas & Castañon 1989) over the leaves' own capacities: an order bids
// for its best leaf what the second best would cost it more, plus ε; a full leaf throws out its lowest bid, who bids
// next. ε falls in steps and the prices are kept between them. Only single units bid; orders of several units are
// placed greedily by price. Exactness does not depend on anything here: a worse crash means more pivots.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

struct Crash {
  std::vector<std::uint32_t> edge;       // by order; UINT32_MAX = not placed
  std::vector<std::int64_t> leaf_price;  // by leaf: what a full leaf costs; empty = unknown
};

// Places each order whole on the edge that is cheapest at these prices and has room up to the root.
inline void place_greedily(const TransportProblem& problem, Crash& crash) {
  constexpr std::uint32_t none = UINT32_MAX;
  std::vector<Units> leaf_room(problem.leaf_count()), group_room(problem.group_count());
  for (std::size_t j = 0; j < leaf_room.size(); ++j) leaf_room[j] = problem.capacity(LeafId(j));
  for (std::size_t g = 0; g < group_room.size(); ++g) group_room[g] = problem.capacity(GroupId(g));
  auto take = [&](LeafId leaf, Units units) {
    if (leaf_room[leaf.index()] < units) return false;
    for (GroupId g = problem.parent(leaf); g.has_value(); g = problem.parent(g)) {
      if (group_room[g.index()] < units) return false;
    }
    leaf_room[leaf.index()] -= units;
    for (GroupId g = problem.parent(leaf); g.has_value(); g = problem.parent(g)) group_room[g.index()] -= units;
    return true;
  };
  const auto price = [&](LeafId leaf) { return crash.leaf_price.empty() ? 0 : crash.leaf_price[leaf.index()]; };
  const std::vector<std::uint32_t> wanted = std::move(crash.edge);
  crash.edge.assign(problem.order_count(), none);
  for (std::size_t i = 0; i < wanted.size();
       ++i) {  // those that the auction placed keep their place if the tree allows it
    if (wanted[i] != none && take(problem.edge_leaf(EdgeId(wanted[i])), problem.demand(OrderId(i))))
      crash.edge[i] = wanted[i];
  }
  std::vector<std::pair<std::int64_t, std::uint32_t>> edges;
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    if (crash.edge[i] != none) continue;
    const Units units = problem.demand(OrderId(i));
    edges.clear();
    for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
      if (problem.edge_bound(EdgeId(e)) < units) continue;
      const LeafId leaf = problem.edge_leaf(EdgeId(e));
      edges.emplace_back(problem.edge_cost(EdgeId(e)).count() + price(leaf), static_cast<std::uint32_t>(e));
    }
    std::sort(edges.begin(), edges.end());
    for (const auto& [cost, e] : edges) {
      if (take(problem.edge_leaf(EdgeId(e)), units)) {
        crash.edge[i] = e;
        break;
      }
    }
  }
}

[[nodiscard]] inline Crash greedy_crash(const TransportProblem& problem) {
  Crash crash;
  crash.edge.assign(problem.order_count(), UINT32_MAX);
  place_greedily(problem, crash);
  return crash;
}

}  // namespace paidan::transport::detail
