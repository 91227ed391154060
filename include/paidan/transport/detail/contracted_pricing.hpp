// Pricing of the contracted simplex: which edges it looks at, which of them enters, and what is left without a price.
//
// How long a list may be (counted in instructions, on communities with limits of workers and organisations, and on the
// tree family): a floor of 1,024 to 8,192 edges beside what grows with the tree and the fragments is as good, 65,536 a
// fifth worse for parts of 10,000 orders. A fourth of the fragments instead of half: up to half as much again for the
// tree family. Blocks of half as many edges a look: 8% less for the one, 6% more or less for the other.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/large_pages.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"
#include "paidan/transport/detail/edges_below.hpp"

namespace paidan::transport::detail {

template <class C>
bool ContractedSimplex<C>::any_negative() const {
  for (Index v = 0; v < c_.nodes; ++v) {
    for (Index s = c_.first_segment[v]; s < c_.first_segment[v + 1]; ++s) {
      if (reduced_cost_of_segment(v, s) < 0) return true;
    }
  }
  constexpr std::size_t block = 8'192;
  const std::size_t blocks = (fragments_.size() + block - 1) / block;
  std::atomic<bool> found = false;
  each_on_threads(blocks, runs_of(blocks, 4, c_.threads), [&](std::size_t b) {
    if (found) return;
    const auto end = static_cast<Index>(std::min(fragments_.size(), (b + 1) * block));
    for (auto k = static_cast<Index>(b * block); k < end; ++k) {
      const Index row = fragments_[k].row;
      const std::int64_t value = value_of(k);
      bool below = c_.outside[row] < value;
      for (std::span<const CompactEdge<C>> rest = c_.row(row); !rest.empty();) {
        const auto next = rest.first(std::min<std::size_t>(64, rest.size()));
        below |= edges_below(next, potential_.data(), value) != 0;
        rest = rest.subspan(next.size());
      }
      if (below) {
        found = true;
        return;
      }
    }
  });
  return found;
}

template <class C>
auto ContractedSimplex<C>::listed_outside(Index fragment) const -> Listed {
  const std::int64_t cost = c_.outside[fragments_[fragment].row];
  if (!std::in_range<C>(cost)) return {0, c_.root() | marked, fragment, outside_arc};
  return {static_cast<C>(cost), c_.root(), fragment, outside_arc};
}

template <class C>
void ContractedSimplex<C>::list_near(std::size_t begin_fragment, std::size_t end_fragment, std::int64_t near,
                                     List& out) const {
  for (auto k = static_cast<Index>(begin_fragment); k < end_fragment; ++k) {
    const Index row = fragments_[k].row;
    const std::int64_t value = value_of(k);
    const Index own = own_[k].slot == none ? fragments_[k].edge : none;
    std::int64_t lowest = 0;
    Listed at_lowest{};
    const auto look = [&](std::int64_t r, const Listed& arc) {
      if (r >= 0) {
        out.arcs.push_back(arc);
      } else if (r < lowest) {
        lowest = r;
        at_lowest = arc;
      }
    };
    constexpr Index word = 64;
    for (Index begin = c_.first[row]; begin < c_.first[row + 1]; begin += word) {
      const Index size = std::min(word, c_.first[row + 1] - begin);
      const std::span<const CompactEdge<C>> edges{c_.edges.data() + begin, size};
      std::uint64_t hits = edges_below(edges, potential_.data(), value + near);
      if (own - begin < size) hits &= ~(std::uint64_t{1} << (own - begin));
      for (; hits != 0; hits &= hits - 1) {
        const auto at = static_cast<Index>(std::countr_zero(hits));
        look(edges[at].cost + potential_[edges[at].leaf] - value, {edges[at].cost, edges[at].leaf, k, begin + at});
      }
    }
    if (const std::int64_t r = c_.outside[row] - value; r < near) look(r, listed_outside(k));
    if (lowest == 0) continue;
    out.arcs.push_back(at_lowest);
    out.any_negative = true;
  }
}

template <class C>
bool ContractedSimplex<C>::list_edges(std::int64_t& near) {
  if (passes_ > 0 && !any_negative()) return false;  // mostly so: no list is made then
  list_.clear();
  candidates_.clear();
  scan_ = 0;
  cut_ = false;
  for (Index v = 0; v < c_.nodes; ++v) {
    for (Index s = c_.first_segment[v]; s < c_.first_segment[v + 1]; ++s) {
      list_.arcs.push_back({0, 0, v, s});
      list_.any_negative |= reduced_cost_of_segment(v, s) < 0;
    }
  }
  const std::size_t segments = list_.arcs.size(), all = segments + c_.edges.size() + fragments_.size();
  std::size_t most = segments + 4'096 + 4 * node_.size() + fragments_.size() / 2;
  for (int k = 0; k < growth_ && most < all; ++k) most *= 2;
  const auto cut = [&] {
    if (list_.arcs.size() <= most) return;
    near = std::clamp<std::int64_t>(keep_lowest_half(), 1, near);
    cut_ = true;
  };
  // Blocks of about so many edges; `near` falls between them only, so that the list does not depend on the threads.
  constexpr std::size_t edges_a_block = 65'536;
  const std::size_t block = std::max<std::size_t>(16, edges_a_block * fragments_.size() / (c_.edges.size() + 1));
  if (c_.threads == 1 || fragments_.size() < 8 * block) {
    for (std::size_t k = 0; k < fragments_.size(); k += block) {
      list_near(k, std::min(fragments_.size(), k + block), near, list_);
      cut();
    }
  } else {
    std::atomic<std::int64_t> limit = near;  // what another thread still lists above it is passed over
    const auto make = [&](std::size_t begin, std::size_t end, List& own) {
      own.clear();
      own.near = limit;
      list_near(begin, end, own.near, own);
    };
    in_blocks<List>(fragments_.size(), block, c_.threads, make, [&](std::size_t, std::size_t, const List& own) {
      for (std::size_t k = 0; k < own.arcs.size(); ++k) {
        if (own.near == near || reduced_cost(own.arcs[k]) < near) list_.arcs.push_back(own.arcs[k]);
      }
      list_.any_negative |= own.any_negative;
      cut();
      limit = near;
    });
  }
  const std::size_t size = list_.arcs.size();
  block_ = std::max<std::size_t>(64, static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(size))));
  return list_.any_negative;
}

template <class C>
std::int64_t ContractedSimplex<C>::keep_lowest_half() {
  const auto size = static_cast<Index>(list_.arcs.size());
  LargeVector<std::int64_t> reduced(size);
  for (Index k = 0; k < size; ++k) reduced[k] = reduced_cost_at(k);
  const auto middle = reduced.begin() + size / 2;
  std::nth_element(reduced.begin(), middle, reduced.end());
  // Of those that equal the middle the first stay, so that a list is never emptied of what is negative.
  auto ties = static_cast<std::size_t>(std::count(reduced.begin(), middle, *middle)) + 1;
  Index kept = 0;
  for (Index k = 0; k < size; ++k) {
    if (!is_segment(k)) {
      const std::int64_t r = reduced_cost(list_.arcs[k]);
      if (r > *middle) continue;
      if (r == *middle && (ties == 0 || ties-- == 0)) continue;
    }
    list_.arcs[kept++] = list_.arcs[k];
  }
  list_.arcs.shrink(kept);
  return *middle;
}

template <class C>
bool ContractedSimplex<C>::select() {
  if (degenerate_ > 50 * node_.size() + 10'000) return select_first();
  std::int64_t best = 0;
  if (remembered_ < 2) {
    ++remembered_;
    std::erase_if(candidates_, [&](Index k) { return consider(k, best) >= 0; });
    if (best < 0) return true;
  }
  remembered_ = 0;
  candidates_.clear();
  // Blocks, from where the last search ended on, once around the list.
  const auto size = static_cast<Index>(list_.arcs.size());
  for (Index left = size; left > 0;) {
    const auto block = static_cast<Index>(std::min<std::size_t>({left, block_, size - scan_}));
    const Index end = look_through(scan_, scan_ + block, best);
    left -= end - scan_;
    scan_ = end == size ? 0 : end;
    if (best < 0) return true;
  }
  return false;
}

template <class C>
Index ContractedSimplex<C>::look_through(Index begin, Index end, std::int64_t& best) {
  const auto segments = static_cast<Index>(c_.segments.size());
  Index k = begin;
  for (; k < std::min(end, segments); ++k) {
    if (candidates_.size() == most_candidates) return k;
    if (consider(k, best) < 0) candidates_.push_back(k);
  }
  while (k < end) {
    for (const Listed& a : list_.arcs.run_from(k)) {
      if (k == end || candidates_.size() == most_candidates) return k;
      const std::int64_t r = reduced_cost(a);
      if (r < 0) candidates_.push_back(k);
      if (r < best) {
        best = r;
        entering_ = k;
      }
      ++k;
    }
  }
  return end;
}

template <class C>
bool ContractedSimplex<C>::select_first() {
  for (entering_ = 0; entering_ < list_.arcs.size(); ++entering_) {
    if (reduced_cost_at(entering_) < 0) return true;
  }
  return false;
}

template <class C>
void ContractedSimplex<C>::price_closed_leaves() {
  std::vector<char> closed(c_.leaves, 1);
  bool any = false;
  for (std::size_t j = 0; j < c_.leaves; ++j) {
    for (const auto& s : c_.segments_of(j)) closed[j] &= s.width == 0 ? 1 : 0;
    any |= closed[j] != 0;
  }
  if (!any) return;
  // Edges that the presolve dropped were no better than outside at the lowest price that a leaf can have.
  std::vector<std::int64_t> worth(c_.leaves, 0);
  for (std::size_t j = 0; j < c_.leaves; ++j) {
    for (auto v = static_cast<Index>(j); v != c_.root(); v = c_.parent[v]) {
      if (!c_.segments_of(v).empty()) worth[j] += c_.segments_of(v).front().cost;
    }
  }
  for (Index k = 0; k < fragments_.size(); ++k) {
    const std::int64_t value = value_of(k);
    for (const auto& e : c_.row(fragments_[k].row)) worth[e.leaf] = std::max(worth[e.leaf], value - e.cost);
  }
  for (std::size_t j = 0; j < c_.leaves; ++j) {
    if (closed[j] != 0) potential_[j] = worth[j];
  }
}

}  // namespace paidan::transport::detail
