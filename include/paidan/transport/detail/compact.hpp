// A part of the problem, presolved for the fast backends: narrow costs, local numbering, and nothing that cannot
// matter.
//
// - *Outside option*. A leaf whose first segment takes everybody who could come, under ancestors that do too, has a
//   constant price; edges to such leaves (the unserved leaf, mostly) collapse into one number per order: its cost of
//   going straight to the root. An order without one gets an artificial option that is dearer than any path.
// - Edges that cost as much as the outside option, even at the lowest price their leaf can have, are dropped.
// - Identical orders (same row of edges) become one with the sum of their demands.
// - Of orders with many edges only the cheapest are taken, at first: shortlist.hpp.
// - Costs are relative to the order's cheapest edge: 32 bits unless an order's own costs lie further apart.
// Which leaves and groups stay, their numbers, and what a part is: outline.hpp.
//
// Memory: 8 bytes an edge (16 with wide costs), 28 an order. Tried without gain: huge pages for the large arrays (a
// twentieth faster where they are at hand, but two to three times as long to fill where a virtual machine has to fetch
// them from its host first).
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/prefetch.hpp"
#include "paidan/transport/detail/check_problem.hpp"
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
  std::vector<Index> first{0};        // edges of row i: [first[i], first[i + 1])
  std::vector<CompactEdge<C>> edges;
  std::vector<Units> demand;
  std::vector<std::int64_t> outside;  // cost of the outside option above the order's cheapest
  std::vector<Index> outside_leaf;  // the original leaf behind it; none = artificial: the order has nowhere else to go
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
  std::vector<Index> row_of;        // order of the part → row
  std::size_t merged = 0;
  std::int64_t big = 0;  // dearer than any path: the cost of an artificial outside option

  [[nodiscard]] std::size_t rows() const noexcept { return first.size() - 1; }
  [[nodiscard]] Index root() const noexcept { return static_cast<Index>(nodes); }
  [[nodiscard]] std::span<const CompactEdge<C>> row(std::size_t i) const {
    return {edges.data() + first[i], edges.data() + first[i + 1]};
  }
  [[nodiscard]] std::span<const Arc> segments_of(std::size_t node) const {
    return {segments.data() + first_segment[node], segments.data() + first_segment[node + 1]};
  }
};

// Of which edges an order's list is made (shortlist.hpp).
struct Shortlist {
  bool used = false;
  std::int64_t cutoff = 0;          // above the order's cheapest
  std::size_t target = 0;           // about so many edges an order
  std::vector<std::int64_t> price;  // by leaf of the problem: what they may well cost beside
};

// Fills the rows. False when some relative cost needs more bits than C has.
template <class C>
class Compactor {
 public:
  Compactor(const TransportProblem& problem, const ProblemBounds& bounds, const Outline& outline,
            const Outline::Part& part, const Shortlist& shortlist)
      : problem_(problem),
        bounds_(bounds),
        outline_(outline),
        part_(part),
        shortlist_(shortlist),
        big_(bounds.path + 1) {}

  // `orders`: the part's, or some of them.
  [[nodiscard]] bool run(std::span<const Index> orders, Compact<C>& out) {
    out.big = big_;
    out.leaf_of = std::span(outline_.leaf_order).subspan(part_.first_leaf, part_.end_leaf - part_.first_leaf);
    out.order_of = orders;
    out.groups = part_.groups;
    tree(out);
    const auto sequence = out.order_of;
    const std::size_t n = sequence.size();
    std::size_t edges = 0;
    if (shortlist_.used) {
      edges = 2 * shortlist_.target * n;
    } else {
      for (const Index i : sequence) edges += problem_.first_edges()[i + 1] - problem_.first_edges()[i];
    }
    out.first.reserve(n + 1);
    out.edges.reserve(edges);
    out.demand.reserve(n);
    out.outside.reserve(n);
    out.outside_leaf.reserve(n);
    out.row_of.resize(n);
    // Orders come from all over the problem.
    const auto fetch_ahead = [&](std::size_t k, std::size_t far) __attribute__((always_inline)) {
      constexpr std::size_t at_most = 32;  // edges; the rest of a long row the machine fetches by itself
      if (k + 2 * far < n) {
        const Index i = sequence[k + 2 * far];
        prefetch(&problem_.first_edges()[i]);
        prefetch(&problem_.demands()[i]);
        prefetch(&bounds_.cheapest_edge[i]);
      }
      if (k + far >= n) return;
      const Index i = sequence[k + far];
      const std::size_t begin = problem_.first_edges()[i];
      const std::size_t end = std::min<std::size_t>(problem_.first_edges()[i + 1], begin + at_most);
      constexpr std::size_t line = 64;
      for (std::size_t e = begin; e < end; e += line / sizeof(LeafId)) prefetch(&problem_.edge_leaves()[e]);
      for (std::size_t e = begin; e < end; e += line / sizeof(Cost)) prefetch(&problem_.edge_costs()[e]);
      if (begin == end) return;
      prefetch(&problem_.edge_leaves()[end - 1]);
      prefetch(&problem_.edge_costs()[end - 1]);
    };
    for (std::size_t k = 0; k < n; ++k) {
      fetch_ahead(k, 8);
      out.row_of[k] = static_cast<Index>(out.demand.size());
      if (!(shortlist_.used ? add_short_row(out, sequence[k]) : add_row(out, sequence[k]))) return false;
    }
    if (!shortlist_.used && repeats(out)) merge(out);
    return true;
  }

 private:
  void tree(Compact<C>& out) {
    out.leaves = out.leaf_of.size();
    out.nodes = out.leaves + out.groups.size();
    const auto add = [&](std::span<const Segment> segments, GroupId parent, std::int64_t added) {
      out.parent.push_back(parent.has_value() ? outline_.group_node[parent.index()] : out.root());
      for (const Segment& s : segments) {
        out.segments.push_back({s.unit_cost.count() + added, std::min(s.units, bounds_.total_demand + 1)});
      }
      out.first_segment.push_back(static_cast<Index>(out.segments.size()));
    };
    const auto kept = [&](GroupId g) {
      return !g.has_value() || outline_.group_kept[g.index()] != 0 ? g : outline_.group_parent[g.index()];
    };
    for (const Index j : out.leaf_of) {
      add(problem_.segments(LeafId(j)), kept(problem_.parent(LeafId(j))),
          outline_.added_above(problem_.parent(LeafId(j))));
    }
    for (const GroupId g : out.groups) {
      add(problem_.segments(g), outline_.group_parent[g.index()], outline_.group_added[g.index()]);
    }
  }

  [[nodiscard]] bool add_row(Compact<C>& out, Index i) {
    const std::size_t begin = problem_.first_edges()[i], end = problem_.first_edges()[i + 1];
    const auto leaves = problem_.edge_leaves();
    const auto costs = problem_.edge_costs();
    const Index cheapest_edge = bounds_.cheapest_edge[i];
    const std::int64_t cheapest = cheapest_edge == none ? 0 : costs[cheapest_edge].count();
    std::int64_t outside = INT64_MAX, dearest = 0, worst = INT64_MIN;  // worst: with its leaf's lowest price
    Index outside_leaf = none;
    const std::size_t first = out.edges.size();
    out.edges.resize(first + (end - begin));
    CompactEdge<C>* next = out.edges.data() + first;
    const bool bounded = problem_.has_edge_bounds();
    const auto base = static_cast<Index>(part_.first_leaf);
    for (std::size_t e = begin; e < end; ++e) {
      if (bounded && problem_.edge_bounds()[e] == 0) continue;
      const auto& view = outline_.leaf[leaves[e].index()];
      const std::int64_t cost = costs[e].count() - cheapest;
      if (!view.free) {
        *next++ = {view.node - base, static_cast<C>(cost)};
        dearest = std::max(dearest, cost);
        worst = std::max(worst, cost + view.lowest);
      } else if (cost + view.lowest < outside) {
        outside = cost + view.lowest;
        outside_leaf = leaves[e].value();
      }
    }
    out.edges.resize(static_cast<std::size_t>(next - out.edges.data()));
    if (outside_leaf == none) outside = big_;
    if (worst >= outside) {  // some edge is no better than the outside option
      std::size_t kept = first, at = first;
      dearest = 0;
      for (std::size_t e = begin; e < end; ++e) {
        if (problem_.has_edge_bounds() && problem_.edge_bounds()[e] == 0) continue;
        const auto& view = outline_.leaf[leaves[e].index()];
        if (view.free) continue;
        const CompactEdge<C> edge = out.edges[at++];
        const std::int64_t cost = costs[e].count() - cheapest;
        if (cost + view.lowest >= outside) continue;
        out.edges[kept++] = edge;
        dearest = std::max(dearest, cost);
      }
      out.edges.resize(kept);
    }
    return dearest <= std::numeric_limits<C>::max() && end_row(out, i, outside, outside_leaf);
  }

  // The row's edges are in: the rest of what it is. True.
  bool end_row(Compact<C>& out, Index i, std::int64_t outside, Index outside_leaf) const {
    out.first.push_back(static_cast<Index>(out.edges.size()));
    out.demand.push_back(problem_.demand(OrderId(i)));
    out.outside.push_back(outside);
    out.outside_leaf.push_back(outside_leaf);
    return true;
  }

  // The order's edges of the list, and all to free leaves.
  void choose_edges(std::size_t begin, std::size_t end, std::int64_t cheapest) {
    const auto costs = problem_.edge_costs();
    const auto leaves = problem_.edge_leaves();
    const std::size_t size = end - begin, target = shortlist_.target;
    costs_.resize(size);
    for (std::size_t k = 0; k < size; ++k) costs_[k] = costs[begin + k].count() - cheapest;
    if (!shortlist_.price.empty()) {
      for (std::size_t k = 0; k < size; ++k) costs_[k] += shortlist_.price[leaves[begin + k].index()];
    }
    const auto take = [&](std::int64_t limit) {
      chosen_.resize(size);
      std::size_t taken = 0;
      for (std::size_t k = 0; k < size; ++k) {
        chosen_[taken] = static_cast<Index>(begin + k);
        taken += costs_[k] <= limit ? 1 : 0;
      }
      chosen_.resize(taken);
    };
    take(*std::min_element(costs_.begin(), costs_.end()) + shortlist_.cutoff);
    if ((chosen_.size() < target / 2 && size > chosen_.size()) || chosen_.size() > 2 * target) {
      sorted_ = costs_;
      const auto last = sorted_.begin() + static_cast<std::ptrdiff_t>(std::min(target, size) - 1);
      std::nth_element(sorted_.begin(), last, sorted_.end());
      take(*last);
      if (chosen_.size() > 2 * target) chosen_.resize(2 * target);
    }
    if (!outline_.any_free) return;
    for (std::size_t e = begin; e < end; ++e) {
      if (outline_.leaf[problem_.edge_leaves()[e].index()].free) chosen_.push_back(static_cast<Index>(e));
    }
  }

  [[nodiscard]] bool add_short_row(Compact<C>& out, Index i) {
    const std::size_t begin = problem_.first_edges()[i], end = problem_.first_edges()[i + 1];
    const std::int64_t cheapest = begin == end ? 0 : problem_.edge_costs()[bounds_.cheapest_edge[i]].count();
    chosen_.clear();
    if (begin != end) choose_edges(begin, end, cheapest);
    const auto base = static_cast<Index>(part_.first_leaf);
    std::int64_t outside = big_, dearest = 0;
    Index outside_leaf = none;
    for (const Index e : chosen_) {
      const auto& view = outline_.leaf[problem_.edge_leaves()[e].index()];
      const std::int64_t cost = problem_.edge_costs()[e].count() - cheapest;
      if (!view.free || (outside_leaf != none && cost + view.lowest >= outside)) continue;
      outside = cost + view.lowest;
      outside_leaf = problem_.edge_leaves()[e].value();
    }
    for (const Index e : chosen_) {
      const auto& view = outline_.leaf[problem_.edge_leaves()[e].index()];
      const std::int64_t cost = problem_.edge_costs()[e].count() - cheapest;
      if (view.free || cost + view.lowest >= outside) continue;
      out.edges.push_back({view.node - base, static_cast<C>(cost)});
      dearest = std::max(dearest, cost);
    }
    return dearest <= std::numeric_limits<C>::max() && end_row(out, i, outside, outside_leaf);
  }

  [[nodiscard]] static std::uint64_t hash(const Compact<C>& c, std::size_t i) {
    std::uint64_t h = static_cast<std::uint64_t>(c.outside[i]) * 0x9E3779B97F4A7C15ULL + c.outside_leaf[i];
    for (const auto& e : c.row(i)) {
      h = (h ^ (static_cast<std::uint64_t>(e.leaf) << 32 ^ static_cast<std::uint64_t>(e.cost))) * 0x9E3779B97F4A7C15ULL;
      h ^= h >> 29;
    }
    return h;
  }
  // Whether a sample says that a row has two copies on average: s rows have s²/2 pairs, one in n / copies is equal.
  [[nodiscard]] static bool repeats(const Compact<C>& c) {
    const std::size_t n = c.rows(), sample = std::min<std::size_t>(n, 4096);
    if (n < 2) return false;
    std::vector<std::uint64_t> hashes;
    for (std::size_t k = 0; k < sample; ++k) hashes.push_back(hash(c, k * n / sample));
    std::sort(hashes.begin(), hashes.end());
    std::uint64_t pairs = 0;
    for (std::size_t k = 0, run = 0; k < sample; ++k) {
      run = k > 0 && hashes[k] == hashes[k - 1] ? run + 1 : 0;
      pairs += run;
    }
    return 2 * pairs * n >= 2 * sample * sample;
  }

  // Equal rows become the first of them. Kept rows move to the front; row i still lies at its old place when it is
  // read.
  static void merge(Compact<C>& c) {
    const std::size_t n = c.rows();
    std::size_t cells = 16;
    while (cells < n * 2) cells *= 2;
    std::vector<Index> table(cells, none), becomes(n), first{0};
    const auto same = [&](Index k, std::size_t i) {
      const auto x = std::span(std::as_const(c.edges)).subspan(first[k], first[k + 1] - first[k]);
      const auto y = c.row(i);
      return c.outside[k] == c.outside[i] && c.outside_leaf[k] == c.outside_leaf[i] &&
             std::equal(x.begin(), x.end(), y.begin(), y.end(),
                        [](const auto& p, const auto& q) { return p.leaf == q.leaf && p.cost == q.cost; });
    };
    for (std::size_t i = 0; i < n; ++i) {
      std::size_t cell = hash(c, i) & (cells - 1);
      while (table[cell] != none && !same(table[cell], i)) cell = (cell + 1) & (cells - 1);
      if (table[cell] != none) {
        becomes[i] = table[cell];
        c.demand[table[cell]] += c.demand[i];
        ++c.merged;
        continue;
      }
      const auto kept = static_cast<Index>(first.size() - 1);
      table[cell] = becomes[i] = kept;
      c.demand[kept] = c.demand[i];
      c.outside[kept] = c.outside[i];
      c.outside_leaf[kept] = c.outside_leaf[i];
      const auto row = c.row(i);
      std::copy(row.begin(), row.end(), c.edges.begin() + first.back());
      first.push_back(static_cast<Index>(first.back() + row.size()));
    }
    c.edges.resize(first.back());
    c.first = std::move(first);
    c.demand.resize(c.rows());
    c.outside.resize(c.rows());
    c.outside_leaf.resize(c.rows());
    for (Index& row : c.row_of) row = becomes[row];
  }

  const TransportProblem& problem_;
  const ProblemBounds& bounds_;
  const Outline& outline_;
  const Outline::Part& part_;
  const Shortlist shortlist_;
  const std::int64_t big_;
  std::vector<Index> chosen_;
  std::vector<std::int64_t> costs_, sorted_;
};

}  // namespace paidan::transport::detail
