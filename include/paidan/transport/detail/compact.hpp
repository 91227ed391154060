// A part of the problem in the form that the fast backends work on: local numbers, narrow costs relative to each
// order's cheapest edge, and one number for an order's way past all leaves that can be full. How it is made:
// compactor.hpp.
//
// Memory: 8 bytes an edge (16 with wide costs), 28 an order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/outline.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

template <class C>
struct CompactEdge {
  Index leaf;
  C cost;  // above the order's cheapest
};

template <class C>
struct Compact {
  std::size_t leaves = 0, nodes = 0;  // leaves, then groups; node number `nodes` is the root
  RawVector<Index> first{0};          // edges of row i: [first[i], first[i + 1])
  RawVector<CompactEdge<C>> edges;
  std::int64_t dearest = 0;  // no edge costs more
  RawVector<Units> demand;
  RawVector<std::int64_t> outside;  // cost of the outside option above the order's cheapest
  RawVector<Index> outside_leaf;    // the original leaf behind it; none = artificial: the order has nowhere else to go
  // The tree: parent (a node) and segments (of rising cost) of each node.
  struct Arc {
    std::int64_t cost;
    Units width;
  };
  std::vector<Index> parent, first_segment{0};
  std::vector<Arc> segments;
  // Back to the problem.
  std::span<const Index> leaf_of;   // leaf → original leaf
  std::span<const Index> order_of;  // order of the part → original order
  std::span<const GroupId> groups;  // node, behind the leaves → original group
  RawVector<Index> row_of;          // order of the part → row
  bool rows_in_order = true;        // row k is order k of the part
  std::size_t merged = 0;
  std::int64_t big = 0;  // dearer than any path: the cost of an artificial outside option
  unsigned threads = 1;  // that may work on it

  [[nodiscard]] std::size_t rows() const noexcept { return first.size() - 1; }
  [[nodiscard]] Index root() const noexcept { return static_cast<Index>(nodes); }
  [[nodiscard]] std::span<const CompactEdge<C>> row(std::size_t i) const {
    return {edges.data() + first[i], edges.data() + first[i + 1]};
  }
  [[nodiscard]] std::span<const Arc> segments_of(std::size_t node) const {
    return {segments.data() + first_segment[node], segments.data() + first_segment[node + 1]};
  }
};

}  // namespace paidan::transport::detail
