// Identical orders: rows of the same edges and the same outside option become one, with the sum of their demands.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"

namespace paidan::transport::detail {

// Edges are multiplied apart from one another, which a processor does side by side.
template <class C>
[[nodiscard]] std::uint64_t hash_of_row(const Compact<C>& c, std::size_t i) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;
  std::uint64_t h = static_cast<std::uint64_t>(c.outside[i]) * odd + c.outside_leaf[i];
  for (const auto& e : c.row(i)) {
    const std::uint64_t word = std::uint64_t{e.leaf} << 32 ^ static_cast<std::uint64_t>(e.cost);
    h = std::rotl(h, 27) + (word ^ word >> 31) * odd;
  }
  h = (h ^ h >> 32) * odd;
  return h ^ h >> 29;
}

template <class C>
[[nodiscard]] bool equal_rows(std::span<const CompactEdge<C>> x, std::span<const CompactEdge<C>> y) {
  if constexpr (std::has_unique_object_representations_v<CompactEdge<C>>) {
    return x.size() == y.size() && (x.empty() || std::memcmp(x.data(), y.data(), x.size_bytes()) == 0);
  } else {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                      [](const auto& p, const auto& q) { return p.leaf == q.leaf && p.cost == q.cost; });
  }
}

// Whether a sample says that a row has two copies on average: s rows have s²/2 pairs, one in n / copies is equal, so
// that with s = 8 √n dozens are when there are copies.
template <class C>
[[nodiscard]] bool repeats(const Compact<C>& c) {
  const std::size_t n = c.rows();
  const auto enough = static_cast<std::size_t>(8 * std::sqrt(static_cast<double>(n)));
  const std::size_t sample = std::min({n, enough, std::size_t{4'096}});
  if (n < 2) return false;
  std::vector<std::uint64_t> hashes;
  for (std::size_t k = 0; k < sample; ++k) hashes.push_back(hash_of_row(c, k * n / sample));
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
template <class C>
void merge_rows(Compact<C>& c) {
  const std::size_t n = c.rows();
  std::size_t cells = 16;
  while (cells < n * 2) cells *= 2;
  std::vector<Index> table(cells, none), becomes(n);
  RawVector<Index> first{0};
  const auto same = [&](Index k, std::size_t i) {
    const std::span<const CompactEdge<C>> kept{c.edges.data() + first[k], c.edges.data() + first[k + 1]};
    return c.outside[k] == c.outside[i] && c.outside_leaf[k] == c.outside_leaf[i] && equal_rows<C>(kept, c.row(i));
  };
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t cell = hash_of_row(c, i) & (cells - 1);
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
  c.rows_in_order = c.merged == 0;
}

}  // namespace paidan::transport::detail
