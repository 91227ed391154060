// The presolved problem that the fast backends work on: narrow costs, local numbering, and nothing that cannot matter.
//
// - *Outside option*. A leaf whose first segment takes everybody who could come, under ancestors that do too, has a
//   constant price; edges to such leaves (the unserved leaf, mostly) collapse into one number per order: its cost of
//   going straight to the root. An order without one gets an artificial option that is dearer than any path.
// - Edges that cost as much as the outside option, even at the lowest price their leaf can have, are dropped.
// - Groups that cannot bind are contracted into their parents.
// - Identical orders (same row of edges) become one with the sum of their demands.
// - Costs are relative to the order's cheapest edge: 32 bits unless an order's own costs lie further apart.
// - Leaves are numbered breadth-first over "shares an order", orders by their cheapest leaf, so that neighbours in the
//   problem are neighbours in memory: makes everything after it two to four times as fast on a city.
//
// Memory: 8 bytes an edge (12 with wide costs), 28 an order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

using Index = std::uint32_t;
inline constexpr Index none = UINT32_MAX;

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
  std::vector<Index> leaf_of;        // node → original leaf
  std::vector<Index> node_of_group;  // original group → node, none = contracted
  std::vector<Index> row_of;         // original order → row
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

// What does not depend on the width of costs: which nodes stay, their numbers, and in which order the orders come.
class Outline {
 public:
  Outline(const TransportProblem& problem, const ProblemBounds& bounds) : problem_(problem), bounds_(bounds) {
    contract_groups();
    find_free_leaves();
    number_leaves();
  }

  struct LeafView {
    bool free = false;        // constant price, straight to the root
    std::int64_t price = 0;   // of a free leaf
    std::int64_t lowest = 0;  // least that its price can be
    Index node = none;        // number in the compact problem
    std::int64_t added = 0;   // cost of contracted groups above it
  };
  std::vector<LeafView> leaf;
  std::vector<Index> leaf_order;          // kept leaves by new number
  std::vector<Index> order_sequence;      // original orders in the order of their rows
  std::vector<GroupId> group_parent;      // nearest ancestor that stays
  std::vector<std::int64_t> group_added;  // cost of a contracted group and those contracted above it
  std::vector<char> group_kept;
  std::int64_t widest = 0;  // largest relative cost of an edge to a kept leaf

 private:
  [[nodiscard]] static Units first_width(std::span<const Segment> s) { return s.empty() ? 0 : s.front().units; }

  void contract_groups() {
    const std::size_t groups = problem_.group_count();
    std::vector<Units> inflow(groups, 0);
    const auto add = [&](GroupId g, Units units) {
      if (g.has_value()) inflow[g.index()] = std::min(bounds_.total_demand, inflow[g.index()] + units);
    };
    for (std::size_t j = 0; j < problem_.leaf_count(); ++j) {
      add(problem_.parent(LeafId(j)),
          std::min({bounds_.leaf_demand[j], bounds_.total_demand, problem_.capacity(LeafId(j))}));
    }
    for (std::size_t g = groups; g-- > 0;) {
      add(problem_.parent(GroupId(g)), std::min(inflow[g], problem_.capacity(GroupId(g))));
    }
    group_parent.resize(groups);
    group_added.assign(groups, 0);
    group_kept.assign(groups, 1);
    for (std::size_t g = 0; g < groups; ++g) {
      const GroupId above = problem_.parent(GroupId(g));
      group_parent[g] = kept_from(above);
      const std::int64_t base = above.has_value() && group_kept[above.index()] == 0 ? group_added[above.index()] : 0;
      const auto segments = problem_.segments(GroupId(g));
      if (first_width(segments) >= inflow[g] && !segments.empty()) {
        group_kept[g] = 0;
        group_added[g] = base + segments.front().unit_cost.count();
      } else {
        group_added[g] = base;
      }
    }
  }
  [[nodiscard]] GroupId kept_from(GroupId g) const {
    return !g.has_value() || group_kept[g.index()] != 0 ? g : group_parent[g.index()];
  }

  void find_free_leaves() {
    std::vector<std::int64_t> lowest(problem_.group_count(), 0);
    for (std::size_t g = 0; g < lowest.size(); ++g) {
      const auto s = problem_.segments(GroupId(g));
      const GroupId above = problem_.parent(GroupId(g));
      lowest[g] = (above.has_value() ? lowest[above.index()] : 0) + (s.empty() ? 0 : s.front().unit_cost.count());
    }
    leaf.resize(problem_.leaf_count());
    for (std::size_t j = 0; j < leaf.size(); ++j) {
      LeafView& view = leaf[j];
      const GroupId above = problem_.parent(LeafId(j));
      const auto s = problem_.segments(LeafId(j));
      const std::int64_t own = s.empty() ? 0 : s.front().unit_cost.count();
      view.added = above.has_value() && group_kept[above.index()] == 0 ? group_added[above.index()] : 0;
      view.lowest = own + (above.has_value() ? lowest[above.index()] : 0);
      const bool at_root = !kept_from(above).has_value();
      view.free = at_root && !s.empty() && first_width(s) >= bounds_.leaf_demand[j];
      if (view.free) view.price = own + view.added;
    }
  }

  // Breadth-first over "shares an order", seen through a few orders of each leaf; orders follow their cheapest leaf.
  void number_leaves() {
    const std::size_t n = problem_.order_count(), m = problem_.leaf_count();
    std::vector<Index> begin(m + 2, 0);
    const auto cheapest = [&](std::size_t i) -> std::size_t {
      return bounds_.cheapest_edge[i] == none ? m : problem_.edge_leaves()[bounds_.cheapest_edge[i]].value();
    };
    for (std::size_t i = 0; i < n; ++i) ++begin[cheapest(i) + 1];
    for (std::size_t j = 0; j <= m; ++j) begin[j + 1] += begin[j];
    std::vector<Index> bucket(n), at(begin.begin(), begin.end() - 1);
    for (std::size_t i = 0; i < n; ++i) bucket[at[cheapest(i)]++] = static_cast<Index>(i);

    constexpr Index looked_at = 4;
    std::vector<char> seen(m, 0);
    std::vector<Index> queue;
    queue.reserve(m);
    const auto visit = [&](std::size_t j) {
      if (seen[j] != 0) return;
      seen[j] = 1;
      queue.push_back(static_cast<Index>(j));
    };
    for (std::size_t start = 0, head = 0; start < m; ++start) {
      for (visit(start); head < queue.size(); ++head) {
        const Index j = queue[head];
        const Index end = std::min(begin[j + 1], begin[j] + looked_at);
        for (Index k = begin[j]; k < end; ++k) {
          const OrderId order(bucket[k]);
          for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
            if (!leaf[problem_.edge_leaves()[e].index()].free) visit(problem_.edge_leaves()[e].index());
          }
        }
      }
    }
    order_sequence.reserve(n);
    for (Index j : queue) {
      order_sequence.insert(order_sequence.end(), bucket.begin() + begin[j], bucket.begin() + begin[j + 1]);
      if (leaf[j].free || bounds_.leaf_demand[j] == 0) continue;
      leaf[j].node = static_cast<Index>(leaf_order.size());
      leaf_order.push_back(j);
    }
    order_sequence.insert(order_sequence.end(), bucket.begin() + begin[m], bucket.end());
  }

  const TransportProblem& problem_;
  const ProblemBounds& bounds_;
};

// Fills the rows. False when some relative cost needs more bits than C has.
template <class C>
class Compactor {
 public:
  Compactor(const TransportProblem& problem, const ProblemBounds& bounds, const Outline& outline)
      : problem_(problem), bounds_(bounds), outline_(outline), big_(bounds.path + 1) {}

  [[nodiscard]] bool run(Compact<C>& out) {
    out.big = big_;
    tree(out);
    const std::size_t n = problem_.order_count();
    out.first.reserve(n + 1);
    out.edges.reserve(problem_.edge_count());
    out.demand.reserve(n);
    out.outside.reserve(n);
    out.outside_leaf.reserve(n);
    out.row_of.resize(n);
    const auto& sequence = outline_.order_sequence;
    const auto fetch_ahead = [&](std::size_t k, std::size_t far) {  // orders come from all over the problem
      if (k + 2 * far < n) __builtin_prefetch(&problem_.first_edges()[sequence[k + 2 * far]]);
      if (k + far >= n) return;
      const std::size_t e = problem_.first_edges()[sequence[k + far]];
      if (e >= problem_.edge_count()) return;
      __builtin_prefetch(&problem_.edge_leaves()[e]);
      __builtin_prefetch(&problem_.edge_costs()[e]);
      __builtin_prefetch(reinterpret_cast<const char*>(&problem_.edge_costs()[e]) + 64);
    };
    for (std::size_t k = 0; k < n; ++k) {
      fetch_ahead(k, 8);
      const Index i = sequence[k];
      out.row_of[i] = static_cast<Index>(out.demand.size());
      if (!add_row(out, i)) return false;
    }
    if (repeats(out)) merge(out);
    return true;
  }

 private:
  void tree(Compact<C>& out) {
    out.leaves = outline_.leaf_order.size();
    out.node_of_group.assign(problem_.group_count(), none);
    Index next = static_cast<Index>(out.leaves);
    for (std::size_t g = 0; g < problem_.group_count(); ++g) {
      if (outline_.group_kept[g] != 0) out.node_of_group[g] = next++;
    }
    out.nodes = next;
    const auto node = [&](GroupId g) { return g.has_value() ? out.node_of_group[g.index()] : out.root(); };
    const auto add = [&](std::span<const Segment> segments, GroupId parent, std::int64_t added) {
      out.parent.push_back(node(parent));
      for (const Segment& s : segments) {
        out.segments.push_back({s.unit_cost.count() + added, std::min(s.units, bounds_.total_demand + 1)});
      }
      out.first_segment.push_back(static_cast<Index>(out.segments.size()));
    };
    const auto kept = [&](GroupId g) {
      return !g.has_value() || outline_.group_kept[g.index()] != 0 ? g : outline_.group_parent[g.index()];
    };
    for (const Index j : outline_.leaf_order) {
      add(problem_.segments(LeafId(j)), kept(problem_.parent(LeafId(j))), outline_.leaf[j].added);
    }
    for (std::size_t g = 0; g < problem_.group_count(); ++g) {
      if (outline_.group_kept[g] == 0) continue;
      add(problem_.segments(GroupId(g)), outline_.group_parent[g], outline_.group_added[g]);
    }
    out.leaf_of.assign(outline_.leaf_order.begin(), outline_.leaf_order.end());
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
    for (std::size_t e = begin; e < end; ++e) {
      if (problem_.has_edge_bounds() && problem_.edge_bounds()[e] == 0) continue;
      const auto& view = outline_.leaf[leaves[e].index()];
      const std::int64_t cost = costs[e].count() - cheapest;
      if (!view.free) {
        out.edges.push_back({view.node, static_cast<C>(cost)});
        dearest = std::max(dearest, cost);
        worst = std::max(worst, cost + view.lowest);
      } else if (cost + view.price < outside) {
        outside = cost + view.price;
        outside_leaf = leaves[e].value();
      }
    }
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
    if (dearest > std::numeric_limits<C>::max()) return false;
    out.first.push_back(static_cast<Index>(out.edges.size()));
    out.demand.push_back(problem_.demand(OrderId(i)));
    out.outside.push_back(outside);
    out.outside_leaf.push_back(outside_leaf);
    return true;
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
      const auto x = std::span(c.edges).subspan(first[k], first[k + 1] - first[k]), y = c.row(i);
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
  const std::int64_t big_;
};

}  // namespace paidan::transport::detail
