// Why a problem is infeasible: a set of orders that want more than all their leaves together can take.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"

namespace paidan::transport::detail {

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
  for (std::size_t k = 0; k < c.row_of.size(); ++k) {
    if (row_reached[c.row_of[k]] != 0) out.emplace_back(c.order_of[k]);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace paidan::transport::detail
