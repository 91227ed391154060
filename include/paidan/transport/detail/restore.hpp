// From the solved parts back to the caller's problem: prices of everything, placements by edge, values, objective.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/large_pages.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"
#include "paidan/transport/detail/outline.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport::detail {

// Where orders are, in the caller's numbers. Parts write to different orders, so several may write at a time.
struct Places {
  struct Piece {
    Index order, leaf;
    Units units;
    friend bool operator<(const Piece& a, const Piece& b) {
      return a.order != b.order ? a.order < b.order : a.leaf < b.leaf;
    }
  };
  RawVector<Index> leaf_of;                // by order: the leaf that has all of it, or none
  std::vector<std::vector<Piece>> pieces;  // by part: of orders that are split
};

// What a part has placed whose rows are its orders: on several threads. False when an order stays on an artificial
// option.
template <class C>
bool restore_rows(const Compact<C>& c, const ContractedSimplex<C>& simplex, std::size_t part, Places& out) {
  struct Run {
    std::vector<Places::Piece> pieces;
    bool feasible = true;
  };
  // Only who is whole is written here: what is split may be seen by several threads.
  const auto place = [&](Run& run, Index row, Index edge, Units units) {
    const Index order = c.order_of[row], leaf = edge == none ? c.outside_leaf[row] : c.leaf_of[c.edges[edge].leaf];
    run.feasible &= leaf != none;
    if (units == c.demand[row]) {
      out.leaf_of[order] = leaf;
    } else {
      run.pieces.push_back({order, leaf, units});
    }
  };
  constexpr std::size_t least_fragments = 65'536;
  const std::size_t fragments = simplex.fragment_count();
  std::vector<Run> runs(runs_of(fragments, least_fragments, c.threads) + 1);
  in_runs(fragments, runs.size() - 1, [&](std::size_t run, std::size_t begin, std::size_t end) {
    Run own;  // not yet beside those of other threads
    simplex.for_each_pendant(begin, end, [&](Index row, Index edge, Units units) { place(own, row, edge, units); });
    runs[run] = std::move(own);
  });
  simplex.for_each_split([&](Index row, Index edge, Units units) { place(runs.back(), row, edge, units); });
  if (!std::all_of(runs.begin(), runs.end(), [](const Run& run) { return run.feasible; })) return false;
  for (const Run& run : runs) {
    for (const Places::Piece& piece : run.pieces) out.leaf_of[piece.order] = none;
    out.pieces[part].insert(out.pieces[part].end(), run.pieces.begin(), run.pieces.end());
  }
  return true;
}

// Of a part whose rows are several orders each, or in another sequence: orders help themselves, one after the other.
template <class C>
bool restore_other_rows(const TransportProblem& problem, const Compact<C>& c, const ContractedSimplex<C>& simplex,
                        std::size_t part, Places& out) {
  struct Share {
    Index leaf;  // original
    Units units;
  };
  LargeVector<Index> at(c.rows() + 1, 0);
  simplex.for_each_placement([&](Index row, Index, Units) { ++at[row + 1]; });
  for (std::size_t i = 0; i < c.rows(); ++i) at[i + 1] += at[i];
  LargeVector<Share> shares(at.back());
  bool feasible = true;
  simplex.for_each_placement([&](Index row, Index edge, Units units) {
    const Index leaf = edge == none ? c.outside_leaf[row] : c.leaf_of[c.edges[edge].leaf];
    feasible &= leaf != none;
    shares[at[row]++] = {leaf, units};
  });
  if (!feasible) return false;
  for (std::size_t i = c.rows(); i > 0; --i) at[i] = at[i - 1];
  at[0] = 0;
  for (std::size_t k = 0; k < c.row_of.size(); ++k) {
    const Index order = c.order_of[k], row = c.row_of[k];
    const Units demand = problem.demand(OrderId(order));
    for (Units left = demand; left > 0;) {
      Share& share = shares[at[row]];
      const Units units = std::min(left, share.units);
      if (units == demand) {
        out.leaf_of[order] = share.leaf;
      } else {
        out.leaf_of[order] = none;
        out.pieces[part].push_back({order, share.leaf, units});
      }
      left -= units;
      share.units -= units;
      if (share.units == 0) ++at[row];
    }
  }
  return true;
}

template <class C>
bool restore_places(const TransportProblem& problem, const Compact<C>& c, const ContractedSimplex<C>& simplex,
                    std::size_t part, Places& out) {
  if (c.rows_in_order) return restore_rows(c, simplex, part, out);
  return restore_other_rows(problem, c, simplex, part, out);
}

// Prices of the part's nodes.
template <class C>
void restore_prices(const Compact<C>& c, const ContractedSimplex<C>& simplex, Solution& out) {
  for (std::size_t j = 0; j < c.leaves; ++j) out.leaf_price[c.leaf_of[j]] = Cost(simplex.price(static_cast<Index>(j)));
  for (std::size_t g = 0; g < c.groups.size(); ++g) {
    out.group_price[c.groups[g].index()] = Cost(simplex.price(static_cast<Index>(c.leaves + g)));
  }
}

// Of what is in no part: a group that takes whatever comes in its first segment costs that; so does a leaf.
inline void restore_other_prices(const TransportProblem& problem, const Outline& outline, Solution& out) {
  const auto first_cost = [](std::span<const Segment> s) { return s.empty() ? 0 : s.front().unit_cost.count(); };
  const auto price_of = [&](GroupId g) { return g.has_value() ? out.group_price[g.index()].count() : 0; };
  for (std::size_t g = 0; g < problem.group_count(); ++g) {
    const GroupId id(g);
    if (outline.group_node[g] != none) continue;
    out.group_price[g] = Cost(first_cost(problem.segments(id)) + price_of(problem.parent(id)));
  }
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    const LeafId id(j);
    if (outline.leaf[j].node != none) continue;
    out.leaf_price[j] = Cost(first_cost(problem.segments(id)) + price_of(problem.parent(id)));
  }
}

// Placements by edge, order values and what the edges cost. Needs all prices.
inline void restore_placements(const TransportProblem& problem, Places& places, unsigned threads, Solution& out) {
  std::vector<Places::Piece> pieces;
  for (auto& own : places.pieces) {
    pieces.insert(pieces.end(), own.begin(), own.end());
    std::vector<Places::Piece>().swap(own);
  }
  std::sort(pieces.begin(), pieces.end());
  const auto edge_of = [&](std::size_t order, Index leaf) {
    std::size_t e = problem.first_edges()[order];
    while (problem.edge_leaves()[e].value() != leaf) ++e;
    return e;
  };
  const std::size_t n = problem.order_count();
  out.placements.reserve(n + pieces.size());
  out.order_value.resize(n);
  struct Block {
    std::vector<Placement> placements;
    WideCost cost = 0;
  };
  const auto make = [&](std::size_t begin, std::size_t end, Block& block) {
    block.placements.clear();
    block.cost = 0;
    auto piece = std::lower_bound(pieces.begin(), pieces.end(), Places::Piece{static_cast<Index>(begin), 0, 0});
    for (std::size_t i = begin; i < end; ++i) {
      std::int64_t value = INT64_MIN;
      const auto place = [&](Index leaf, Units units) {
        const std::size_t e = edge_of(i, leaf);
        const std::int64_t cost = problem.edge_costs()[e].count();
        value = std::max(value, cost + out.leaf_price[leaf].count());
        block.cost += static_cast<WideCost>(cost) * units;
        block.placements.push_back({EdgeId(e), units});
      };
      if (places.leaf_of[i] != none) {
        place(places.leaf_of[i], problem.demand(OrderId(i)));
      } else {
        const std::size_t first = block.placements.size();
        while (piece != pieces.end() && piece->order == i) {
          Units units = 0;
          const Index leaf = piece->leaf;
          for (; piece != pieces.end() && piece->order == i && piece->leaf == leaf; ++piece) units += piece->units;
          place(leaf, units);
        }
        std::sort(block.placements.begin() + static_cast<std::ptrdiff_t>(first), block.placements.end(),
                  [](const Placement& a, const Placement& b) { return a.edge < b.edge; });
      }
      out.order_value[i] = Cost(value);
    }
  };
  constexpr std::size_t block = 16'384;
  in_blocks<Block>(n, block, threads, make, [&](std::size_t, std::size_t, const Block& done) {
    out.placements.insert(out.placements.end(), done.placements.begin(), done.placements.end());
    out.objective += done.cost;
  });
}

inline void add_tree_costs(const TransportProblem& problem, unsigned threads, Solution& out) {
  constexpr std::size_t least = 65'536;
  const std::size_t leaves = problem.leaf_count();
  std::vector<std::vector<Units>> loads(runs_of(out.placements.size(), std::max(least, leaves), threads));
  in_runs(out.placements.size(), loads.size(), [&](std::size_t run, std::size_t begin, std::size_t end) {
    loads[run].assign(leaves, 0);
    for (std::size_t k = begin; k < end; ++k) {
      loads[run][problem.edge_leaf(out.placements[k].edge).index()] += out.placements[k].units;
    }
  });
  std::vector<Units>& leaf_load = loads.front();
  for (std::size_t run = 1; run < loads.size(); ++run) {
    for (std::size_t j = 0; j < leaves; ++j) leaf_load[j] += loads[run][j];
  }
  std::vector<Units> group_load(problem.group_count(), 0);
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

}  // namespace paidan::transport::detail
