// Shortlists: where orders have many edges, only each order's cheapest ones are solved; prices tell whether that was
// enough.
//
// Of an order's hundreds of edges hardly the first dozen can matter. They are compacted and solved exactly; then one
// pass over all edges of the problem looks for those that the prices make better than where the order is. These are
// added, and the solve goes on from where it stood, until there are none: the optimum of the complete problem, with the
// same certificate (column generation: Dantzig & Wolfe 1960; for transport Gottschlich & Schuhmacher 2014).
//
// An order keeps the edges that cost at most `cutoff` more than its cheapest, or its `target` cheapest when those are
// far too few or too many. Where the listed edges cannot place everybody (all orders want the same few leaves), the
// list is given up before anything is solved.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/compactor.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"
#include "paidan/transport/detail/crash.hpp"

namespace paidan::transport::detail {

// Rough prices by leaf of the problem, from an auction for every so many-th order with all its edges; empty where there
// are too few orders a leaf for that.
[[nodiscard]] inline std::vector<std::int64_t> prices_of_few_orders(const TransportProblem& problem,
                                                                    const ProblemBounds& bounds, const Outline& outline,
                                                                    const Outline::Part& part,
                                                                    std::span<const Index> orders) {
  constexpr std::size_t enough = 256, least_stride = 4;  // orders a leaf
  const std::size_t stride = orders.size() / (enough * (part.end_leaf - part.first_leaf) + 1);
  if (stride < least_stride) return {};
  std::vector<Index> few;
  for (std::size_t k = stride / 2; k < orders.size(); k += stride) few.push_back(orders[k]);
  Compact<std::int32_t> c;
  if (!Compactor<std::int32_t>(problem, bounds, outline, part, {}).run(few, 1, c)) return {};
  scale_room(c, stride);
  const Crash crash = make_crash(c);
  std::vector<std::int64_t> prices(problem.leaf_count(), 0);
  for (std::size_t j = 0; j < c.leaves; ++j) prices[c.leaf_of[j]] = crash.prices[j];
  return prices;
}

// Whether lists are worth it, and of which length.
[[nodiscard]] inline Shortlist plan_shortlist(const TransportProblem& problem, const ProblemBounds& bounds,
                                              const Outline& outline, const Outline::Part& part,
                                              std::span<const Index> orders) {
  constexpr std::size_t least_edges = 100'000, least_degree = 40, samples = 200;
  Shortlist plan;
  if (problem.has_edge_bounds() || orders.empty()) return plan;
  const auto first = problem.first_edges();
  std::size_t degrees = 0;
  for (std::size_t k = 0; k < samples; ++k) {
    const Index i = orders[k * orders.size() / samples];
    degrees += first[i + 1] - first[i];
  }
  const std::size_t degree = degrees / samples;
  if (degree < least_degree || degree * orders.size() < least_edges) return plan;
  plan.price = prices_of_few_orders(problem, bounds, outline, part, orders);
  plan.target = plan.price.empty() ? std::clamp<std::size_t>(degree / 4, 12, 32) : 6;
  std::vector<std::int64_t> costs, cutoffs;
  for (std::size_t k = 0; k < samples; ++k) {
    const Index i = orders[k * orders.size() / samples];
    if (first[i + 1] - first[i] <= plan.target) continue;
    costs.clear();
    const std::int64_t cheapest = problem.edge_costs()[bounds.cheapest_edge[i]].count();
    for (std::size_t e = first[i]; e < first[i + 1]; ++e) {
      const std::int64_t price = plan.price.empty() ? 0 : plan.price[problem.edge_leaves()[e].index()];
      costs.push_back(problem.edge_costs()[e].count() - cheapest + price);
    }
    const auto last = costs.begin() + static_cast<std::ptrdiff_t>(plan.target - 1);
    std::nth_element(costs.begin(), last, costs.end());
    cutoffs.push_back(*last - *std::min_element(costs.begin(), last + 1));
  }
  if (cutoffs.empty()) return plan;
  const auto middle = cutoffs.begin() + static_cast<std::ptrdiff_t>(cutoffs.size() / 2);
  std::nth_element(cutoffs.begin(), middle, cutoffs.end());
  plan.cutoff = *middle;
  plan.used = true;
  return plan;
}

// Whether the listed edges, leaf by leaf, have room for everybody who has no other option.
template <class C>
[[nodiscard]] bool covers(const Compact<C>& c) {
  std::vector<Units> wanted(c.leaves, 0);
  Units total = 0, room = 0;
  for (std::size_t i = 0; i < c.rows(); ++i) {
    if (c.outside_leaf[i] != none) continue;
    total += c.demand[i];
    for (const auto& e : c.row(i)) wanted[e.leaf] += c.demand[i];
  }
  for (std::size_t j = 0; j < c.leaves; ++j) {
    Units width = 0;
    for (const auto& s : c.segments_of(j)) width = std::min(unbounded, width + s.width);
    room += std::min(width, wanted[j]);
  }
  return room >= total;
}

// Rows in the order of their cheapest leaf: neighbours bid one after the other.
template <class C>
void sort_rows(Compact<C>& c, std::span<const std::int64_t> price_of_leaf) {
  const std::size_t n = c.rows();
  std::vector<Index> home(n, static_cast<Index>(c.leaves)), begin(c.leaves + 2, 0), place(n);
  for (std::size_t i = 0; i < n; ++i) {
    std::int64_t best = INT64_MAX;
    for (const auto& e : c.row(i)) {
      const std::int64_t cost = e.cost + (price_of_leaf.empty() ? 0 : price_of_leaf[c.leaf_of[e.leaf]]);
      if (cost >= best) continue;
      best = cost;
      home[i] = e.leaf;
    }
    ++begin[home[i] + 1];
  }
  for (std::size_t j = 0; j <= c.leaves; ++j) begin[j + 1] += begin[j];
  std::vector<Index> from(n);
  for (std::size_t i = 0; i < n; ++i) from[place[i] = begin[home[i]]++] = static_cast<Index>(i);
  RawVector<Index> first{0};
  RawVector<CompactEdge<C>> edges;
  first.reserve(n + 1);
  edges.reserve(c.edges.size());
  for (const Index i : from) {
    const auto row = c.row(i);
    edges.insert(edges.end(), row.begin(), row.end());
    first.push_back(static_cast<Index>(edges.size()));
  }
  c.first = std::move(first);
  c.edges = std::move(edges);
  const auto permute = [&](auto& values) {
    auto old = values;
    for (std::size_t k = 0; k < n; ++k) values[k] = old[from[k]];
  };
  permute(c.demand);
  permute(c.outside);
  permute(c.outside_leaf);
  for (Index& row : c.row_of) row = place[row];
  c.rows_in_order = false;
}

// Looks at all edges of the part and adds to the rows what the prices make better than where the row is.
template <class C>
class PricingOut {
 public:
  enum class Result { optimal, added, out_of_range };  // out_of_range: an edge's cost does not fit C

  PricingOut(const TransportProblem& problem, const ProblemBounds& bounds, const Outline& outline,
             const Outline::Part& part)
      : problem_(problem), bounds_(bounds), outline_(outline), part_(part) {}

  // At most 8 edges a row, twice as many each time. `fragments` are told where their edges have moved to.
  [[nodiscard]] Result run(Compact<C>& c, const ContractedSimplex<C>& simplex, Fragments& fragments) {
    const std::vector<std::int64_t> values = simplex.values();
    constexpr std::int64_t never = path_limit;
    std::vector<std::int64_t> price(problem_.leaf_count(), never);  // of what is not in this part
    for (std::size_t j = 0; j < c.leaves; ++j) price[c.leaf_of[j]] = simplex.price(static_cast<Index>(j));
    const auto leaves = problem_.edge_leaves();
    const auto costs = problem_.edge_costs();
    added_.clear();
    for (std::size_t k = 0; k < c.order_of.size(); ++k) {
      const Index order = c.order_of[k], i = c.row_of[k];
      const std::size_t begin = problem_.first_edges()[order], end = problem_.first_edges()[order + 1];
      if (begin == end) continue;
      const std::int64_t cheapest = costs[bounds_.cheapest_edge[order]].count(), value = values[i];
      std::int64_t lowest = value;
      for (std::size_t e = begin; e < end; ++e) {
        lowest = std::min(lowest, costs[e].count() - cheapest + price[leaves[e].index()]);
      }
      if (lowest < value) add(i, begin, end, cheapest, value, price);
    }
    std::stable_sort(added_.begin(), added_.end(), [](const Added& a, const Added& b) { return a.row < b.row; });
    most_added_ *= 2;
    if (added_.empty()) return Result::optimal;
    if (dearest_ > std::numeric_limits<C>::max()) return Result::out_of_range;
    insert(c, fragments);
    return Result::added;
  }

 private:
  struct Added {
    std::int64_t reduced;
    Index row;
    CompactEdge<C> edge;
  };

  void add(Index row, std::size_t begin, std::size_t end, std::int64_t cheapest, std::int64_t value,
           const std::vector<std::int64_t>& price) {
    const std::size_t first = added_.size();
    for (std::size_t e = begin; e < end; ++e) {
      const Index leaf = problem_.edge_leaves()[e].value();
      const std::int64_t cost = problem_.edge_costs()[e].count() - cheapest, reduced = cost + price[leaf] - value;
      if (reduced >= 0) continue;
      const Index node = outline_.leaf[leaf].node - static_cast<Index>(part_.first_leaf);
      dearest_ = std::max(dearest_, cost);
      added_.push_back({reduced, row, {node, static_cast<C>(cost)}});
    }
    if (added_.size() - first <= most_added_) return;
    const auto own = added_.begin() + static_cast<std::ptrdiff_t>(first);
    std::nth_element(own, own + static_cast<std::ptrdiff_t>(most_added_ - 1), added_.end(),
                     [](const Added& a, const Added& b) {
                       return a.reduced != b.reduced ? a.reduced < b.reduced : a.edge.leaf < b.edge.leaf;
                     });
    added_.resize(first + most_added_);
  }

  void insert(Compact<C>& c, Fragments& fragments) const {
    RawVector<Index> first{0};
    RawVector<CompactEdge<C>> edges;
    first.reserve(c.first.size());
    edges.reserve(c.edges.size() + added_.size());
    auto next = added_.begin();
    for (std::size_t i = 0; i < c.rows(); ++i) {
      const auto row = c.row(i);
      edges.insert(edges.end(), row.begin(), row.end());
      for (; next != added_.end() && next->row == i; ++next) edges.push_back(next->edge);
      first.push_back(static_cast<Index>(edges.size()));
    }
    for (Fragment& f : fragments) {
      if (f.edge != none) f.edge = f.edge - c.first[f.row] + first[f.row];
    }
    c.first = std::move(first);
    c.edges = std::move(edges);
    c.dearest = std::max(c.dearest, dearest_);
  }

  const TransportProblem& problem_;
  const ProblemBounds& bounds_;
  const Outline& outline_;
  const Outline::Part& part_;
  std::vector<Added> added_;  // by row
  std::size_t most_added_ = 8;
  std::int64_t dearest_ = 0;
};

}  // namespace paidan::transport::detail
