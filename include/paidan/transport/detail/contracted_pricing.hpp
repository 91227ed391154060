// Pricing of the contracted simplex: which edges it looks at, which of them enters, and what is left without a price.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "paidan/transport/detail/contracted_simplex.hpp"

namespace paidan::transport::detail {

template <class C>
bool ContractedSimplex<C>::any_negative() const {
  for (Index v = 0; v < c_.nodes; ++v) {
    for (Index s = c_.first_segment[v]; s < c_.first_segment[v + 1]; ++s) {
      const std::int64_t r = c_.segments[s].cost + potential_[c_.parent[v]] - potential_[v];
      if (r * segment_state_[s] < 0) return true;
    }
  }
  for (Index k = 0; k < fragments_.size(); ++k) {
    const Index row = fragments_[k].row;
    std::int64_t lowest = c_.outside[row];
    for (const auto& e : c_.row(row)) lowest = std::min(lowest, e.cost + potential_[e.leaf]);
    if (lowest < value_of(k)) return true;
  }
  return false;
}

template <class C>
bool ContractedSimplex<C>::list_edges(std::int64_t& near) {
  if (passes_ > 0 && !any_negative()) return false;  // mostly so: no list is made then
  listed_.clear();
  reduced_.clear();
  candidates_.clear();
  scan_ = 0;
  cut_ = false;
  bool negative = false;
  for (Index v = 0; v < c_.nodes; ++v) {
    for (Index s = c_.first_segment[v]; s < c_.first_segment[v + 1]; ++s) {
      const std::int64_t r = c_.segments[s].cost + potential_[c_.parent[v]] - potential_[v];
      negative |= r * segment_state_[s] < 0;
      list(r * segment_state_[s], {c_.segments[s].cost, c_.parent[v], v, s, Kind::segment});
    }
  }
  const std::size_t most = listed_.size() + 65'536 + 4 * node_.size() + fragments_.size() / 2;
  for (Index k = 0; k < fragments_.size(); ++k) {
    const Index row = fragments_[k].row;
    const std::int64_t value = value_of(k);
    const Index own = slot_[k] == none ? fragments_[k].edge : none;
    std::int64_t lowest = 0;
    Listed at_lowest{};
    const auto look = [&](std::int64_t r, const Listed& arc) {
      if (r >= 0) {
        list(r, arc);
      } else if (r < lowest) {
        lowest = r;
        at_lowest = arc;
      }
    };
    constexpr Index word = 64;
    for (Index begin = c_.first[row]; begin < c_.first[row + 1]; begin += word) {
      const CompactEdge<C>* edges = c_.edges.data() + begin;
      const Index size = std::min(word, c_.first[row + 1] - begin);
      const std::int64_t limit = value + near;
      std::uint64_t hits = 0;  // no branch an edge: which of them are near cannot be foreseen
      for (Index at = 0; at < size; ++at) {
        hits |= std::uint64_t{edges[at].cost + potential_[edges[at].leaf] < limit} << at;
      }
      for (; hits != 0; hits &= hits - 1) {
        const auto at = static_cast<Index>(std::countr_zero(hits));
        if (begin + at == own) continue;
        look(edges[at].cost + potential_[edges[at].leaf] - value,
             {edges[at].cost, edges[at].leaf, k, begin + at, Kind::edge});
      }
    }
    if (const std::int64_t r = c_.outside[row] - value; r < near) {
      look(r, {c_.outside[row], static_cast<Index>(c_.nodes), k, outside_arc, Kind::outside});
    }
    if (lowest < 0) {
      negative = true;
      list(lowest, at_lowest);
    }
    if (listed_.size() > most) {
      near = std::clamp<std::int64_t>(keep_lowest_half(), 1, near);
      cut_ = true;
    }
  }
  block_ = std::max<std::size_t>(64, static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(listed_.size()))));
  return negative;
}

template <class C>
std::int64_t ContractedSimplex<C>::keep_lowest_half() {
  std::vector<std::int64_t> sorted = reduced_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  // Of those that equal the middle the first stay, so that a list is never emptied of what is negative.
  auto ties = static_cast<std::size_t>(std::count(sorted.begin(), middle, *middle)) + 1;
  std::size_t kept = 0;
  for (std::size_t k = 0; k < listed_.size(); ++k) {
    if (listed_[k].kind != Kind::segment) {
      if (reduced_[k] > *middle) continue;
      if (reduced_[k] == *middle && (ties == 0 || ties-- == 0)) continue;
    }
    reduced_[kept] = reduced_[k];
    listed_[kept++] = listed_[k];
  }
  listed_.resize(kept);
  reduced_.resize(kept);
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
  const auto size = static_cast<Index>(listed_.size());
  std::size_t in_block = 0;
  for (Index looked = 0; looked < size; ++looked) {
    if (consider(scan_, best) < 0) candidates_.push_back(scan_);
    if (++scan_ == size) scan_ = 0;
    if (++in_block < block_ && candidates_.size() < most_candidates) continue;
    if (best < 0) return true;
    in_block = 0;
  }
  return best < 0;
}

template <class C>
bool ContractedSimplex<C>::select_first() {
  for (const Listed& a : listed_) {
    if (reduced_cost(a) < 0) {
      entering_ = a;
      return true;
    }
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
