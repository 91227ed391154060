// Makes the compact form of a part of the problem (compact.hpp), presolved: narrow costs, local numbering, and nothing
// that cannot matter.
//
// - *Outside option*. A leaf whose first segment takes everybody who could come, under ancestors that do too, has a
//   constant price; edges to such leaves (the unserved leaf, mostly) collapse into one number per order: its cost of
//   going straight to the root. A leaf that takes everybody in several segments (a cap that may be broken, dearly)
//   keeps what comes before the last, which is an outside option: whoever could come pays no more. An order without one
//   gets an artificial option that is dearer than any path.
// - Edges that cost as much as the outside option, even at the lowest price their leaf can have, are dropped.
// - Identical orders (same row of edges) become one with the sum of their demands.
// - Of orders with many edges only the cheapest are taken, at first: shortlist.hpp.
// - Costs are relative to the order's cheapest edge: 32 bits unless an order's own costs lie further apart.
// Which leaves and groups stay, their numbers, and what a part is: outline.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/prefetch.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/merge_rows.hpp"
#include "paidan/transport/detail/outline.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

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
  [[nodiscard]] bool run(std::span<const Index> orders, unsigned threads, Compact<C>& out) {
    out.big = big_;
    out.threads = threads;
    out.leaf_of = std::span(outline_.leaf_order).subspan(part_.first_leaf, part_.end_leaf - part_.first_leaf);
    out.order_of = orders;
    out.groups = part_.groups;
    tree(out);
    return shortlist_.used ? run_short(out) : run_whole(out);
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
      const auto segments = problem_.segments(LeafId(j));
      add(outline_.leaf[j].open ? segments.first(outline_.last_segment(j)) : segments, kept(problem_.parent(LeafId(j))),
          outline_.added_above(problem_.parent(LeafId(j))));
    }
    for (const GroupId g : out.groups) {
      add(problem_.segments(g), outline_.group_parent[g.index()], outline_.group_added[g.index()]);
    }
  }

  // All edges of all orders, in runs. Each run of rows is written where it would be if none of its edges were dropped,
  // and moved to its place when all are there.
  [[nodiscard]] bool run_whole(Compact<C>& out) {
    const std::size_t n = out.order_of.size();
    constexpr std::size_t least_rows = 16'384;
    std::vector<Run> runs(runs_of(n, least_rows, out.threads));
    in_runs(n, runs.size(), [&](std::size_t run, std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k) {
        const Index i = out.order_of[k];
        runs[run].room += problem_.first_edges()[i + 1] - problem_.first_edges()[i];
      }
    });
    std::size_t room = 0;
    for (Run& run : runs) {
      run.at = room;
      room += run.room;
    }
    out.edges.resize(room);
    out.first.resize(n + 1);
    out.demand.resize(n);
    out.outside.resize(n);
    out.outside_leaf.resize(n);
    out.row_of.resize(n);
    in_runs(n, runs.size(), [&](std::size_t run, std::size_t begin, std::size_t end) {
      std::size_t at = runs[run].at;
      for (std::size_t k = begin; k < end && runs[run].fits; ++k) {
        fetch_ahead(out.order_of, k);
        out.first[k] = static_cast<Index>(at);
        out.row_of[k] = static_cast<Index>(k);
        const Index i = out.order_of[k];
        out.demand[k] = problem_.demand(OrderId(i));
        Row row = write_row(i, out.edges.data() + at);
        at += row.edges;
        out.outside[k] = row.outside;
        out.outside_leaf[k] = row.outside_leaf;
        runs[run].dearest = std::max(runs[run].dearest, row.dearest);
        runs[run].fits = row.dearest <= std::numeric_limits<C>::max();
      }
      runs[run].edges = at - runs[run].at;
    });
    std::size_t end_edge = 0;
    for (std::size_t r = 0; r < runs.size(); ++r) {
      const Run& run = runs[r];
      if (!run.fits) return false;
      out.dearest = std::max(out.dearest, run.dearest);
      if (run.at != end_edge) {
        const auto from = out.edges.begin() + static_cast<std::ptrdiff_t>(run.at);
        std::copy_n(from, run.edges, out.edges.begin() + static_cast<std::ptrdiff_t>(end_edge));
        const auto down = static_cast<Index>(run.at - end_edge);
        for (std::size_t k = n * r / runs.size(); k < n * (r + 1) / runs.size(); ++k) out.first[k] -= down;
      }
      end_edge += run.edges;
    }
    out.first[n] = static_cast<Index>(end_edge);
    out.edges.resize(end_edge);
    if (repeats(out)) merge_rows(out);
    return true;
  }

  [[nodiscard]] bool run_short(Compact<C>& out) {
    const std::size_t n = out.order_of.size();
    out.first.reserve(n + 1);
    out.edges.reserve(2 * shortlist_.target * n);
    out.demand.reserve(n);
    out.outside.reserve(n);
    out.outside_leaf.reserve(n);
    out.row_of.resize(n);
    for (std::size_t k = 0; k < n; ++k) {
      fetch_ahead(out.order_of, k);
      out.row_of[k] = static_cast<Index>(k);
      if (!add_short_row(out, out.order_of[k])) return false;
    }
    return true;
  }

  // Orders come from all over the problem.
  [[gnu::always_inline]] void fetch_ahead(std::span<const Index> sequence, std::size_t k) const {
    constexpr std::size_t far = 8;
    constexpr std::size_t at_most = 32;  // edges; the rest of a long row the machine fetches by itself
    if (k + 2 * far < sequence.size()) {
      const Index i = sequence[k + 2 * far];
      prefetch(&problem_.first_edges()[i]);
      prefetch(&problem_.demands()[i]);
      prefetch(&bounds_.cheapest_edge[i]);
    }
    if (k + far >= sequence.size()) return;
    const Index i = sequence[k + far];
    const std::size_t begin = problem_.first_edges()[i];
    const std::size_t end = std::min<std::size_t>(problem_.first_edges()[i + 1], begin + at_most);
    constexpr std::size_t line = 64;
    for (std::size_t e = begin; e < end; e += line / sizeof(LeafId)) prefetch(&problem_.edge_leaves()[e]);
    for (std::size_t e = begin; e < end; e += line / sizeof(Cost)) prefetch(&problem_.edge_costs()[e]);
    if (begin == end) return;
    prefetch(&problem_.edge_leaves()[end - 1]);
    prefetch(&problem_.edge_costs()[end - 1]);
  }

  struct Row {
    std::int64_t outside, dearest;
    Index outside_leaf;
    std::size_t edges;
  };
  // The order's edges, as many as it has at most, at `to`.
  [[nodiscard]] Row write_row(Index i, CompactEdge<C>* to) const {
    const std::size_t begin = problem_.first_edges()[i], end = problem_.first_edges()[i + 1];
    const auto leaves = problem_.edge_leaves();
    const auto costs = problem_.edge_costs();
    const Index cheapest_edge = bounds_.cheapest_edge[i];
    const std::int64_t cheapest = cheapest_edge == none ? 0 : costs[cheapest_edge].count();
    std::int64_t outside = INT64_MAX, dearest = 0, worst = INT64_MIN;  // worst: with its leaf's lowest price
    Index outside_leaf = none;
    CompactEdge<C>* next = to;
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
        if (!view.open) continue;
      }
      const std::int64_t past = cost + way_past(view, leaves[e]);
      if (past < outside) {
        outside = past;
        outside_leaf = leaves[e].value();
      }
    }
    if (outside_leaf == none) outside = big_;
    if (worst >= outside) {  // some edge is no better than the outside option
      const CompactEdge<C>* at = to;
      next = to;
      dearest = 0;
      for (std::size_t e = begin; e < end; ++e) {
        if (bounded && problem_.edge_bounds()[e] == 0) continue;
        const auto& view = outline_.leaf[leaves[e].index()];
        if (view.free) continue;
        const CompactEdge<C> edge = *at++;
        const std::int64_t cost = costs[e].count() - cheapest;
        if (cost + view.lowest >= outside) continue;
        *next++ = edge;
        dearest = std::max(dearest, cost);
      }
    }
    return {outside, dearest, outside_leaf, static_cast<std::size_t>(next - to)};
  }

  // What a place at a free or open leaf costs whoever comes last.
  [[nodiscard]] std::int64_t way_past(const Outline::LeafView& view, LeafId leaf) const {
    return view.open ? outline_.ceiling[leaf.index()] : view.lowest;
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
    if (!outline_.any_free && !outline_.any_open) return;
    for (std::size_t e = begin; e < end; ++e) {
      const auto& view = outline_.leaf[problem_.edge_leaves()[e].index()];
      const bool listed = view.open && std::ranges::find(chosen_, e) != chosen_.end();
      if (view.free || (view.open && !listed)) chosen_.push_back(static_cast<Index>(e));
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
      if (!view.free && !view.open) continue;
      const std::int64_t past = cost + way_past(view, problem_.edge_leaves()[e]);
      if (outside_leaf != none && past >= outside) continue;
      outside = past;
      outside_leaf = problem_.edge_leaves()[e].value();
    }
    for (const Index e : chosen_) {
      const auto& view = outline_.leaf[problem_.edge_leaves()[e].index()];
      const std::int64_t cost = problem_.edge_costs()[e].count() - cheapest;
      if (view.free || cost + view.lowest >= outside) continue;
      out.edges.push_back({view.node - base, static_cast<C>(cost)});
      dearest = std::max(dearest, cost);
    }
    out.dearest = std::max(out.dearest, dearest);
    return dearest <= std::numeric_limits<C>::max() && end_row(out, i, outside, outside_leaf);
  }

  struct Run {
    std::size_t room = 0, at = 0, edges = 0;  // what its orders have together; where that begins; what was kept
    std::int64_t dearest = 0;
    bool fits = true;
  };

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
