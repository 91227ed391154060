// Looking through a row without a branch an edge, as which edges it finds cannot be foreseen: those that cost less than
// a limit under prices, as bits; the one that leads to a leaf. On every x86-64 two and four at a time.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "paidan/transport/detail/compact.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace paidan::transport::detail {

// Where the edge to `leaf` is, which there must be.
template <class C>
[[nodiscard]] std::size_t edge_to(std::span<const CompactEdge<C>> edges, Index leaf) {
  std::size_t k = 0;
  while (edges[k].leaf != leaf) ++k;
  return k;
}

#if defined(__SSE2__)

template <>
[[nodiscard]] inline std::size_t edge_to(std::span<const CompactEdge<std::int32_t>> edges, Index leaf) {
  constexpr std::size_t few = 12, block = 32;
  std::size_t at = 0;
  if (edges.size() <= few) {  // not worth the trouble
    while (edges[at].leaf != leaf) ++at;
    return at;
  }
  const __m128i sought = _mm_set1_epi32(static_cast<int>(leaf));
  for (std::size_t begin = 0;; begin += block) {
    const std::size_t size = std::min(block, edges.size() - begin);
    const CompactEdge<std::int32_t>* e = edges.data() + begin;
    std::uint32_t found = 0;
    std::size_t k = 0;
    for (; k + 4 <= size; k += 4) {
      const __m128 two = _mm_loadu_ps(reinterpret_cast<const float*>(e + k));
      const __m128 next = _mm_loadu_ps(reinterpret_cast<const float*>(e + k + 2));
      const __m128i leaves = _mm_castps_si128(_mm_shuffle_ps(two, next, _MM_SHUFFLE(2, 0, 2, 0)));
      const int hits = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(leaves, sought)));
      found |= static_cast<std::uint32_t>(hits) << k;
    }
    for (; k < size; ++k) found |= std::uint32_t{e[k].leaf == leaf} << k;
    if (found != 0) return begin + static_cast<std::size_t>(std::countr_zero(found));
  }
}

[[nodiscard]] inline __m128i costs_of_two(const CompactEdge<std::int32_t>* e) {  // an edge is its leaf, then its cost
  return _mm_srli_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(e)), 32);
}
[[nodiscard]] inline __m128i costs_of_two(const CompactEdge<std::int64_t>* e) {
  return _mm_unpackhi_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(e)),
                            _mm_loadu_si128(reinterpret_cast<const __m128i*>(e + 1)));
}

#endif

// Of at most 64 edges: bit k is whether edges[k].cost + price[edges[k].leaf] < limit. Costs are not negative
// (compactor.hpp), and no price is so far from the limit that the difference would overflow. O(edges).
template <class C>
[[nodiscard]] std::uint64_t edges_below(std::span<const CompactEdge<C>> edges, const std::int64_t* price,
                                        std::int64_t limit) {
  std::uint64_t bits = 0;
  std::size_t k = edges.size();
#if defined(__SSE2__)
  if (k % 2 != 0) {
    --k;
    bits = edges[k].cost + price[edges[k].leaf] < limit ? 1 : 0;
  }
  const __m128i limits = _mm_set1_epi64x(limit);
  while (k > 0) {
    k -= 2;
    const CompactEdge<C>* e = edges.data() + k;
    const __m128i first = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(price + e[0].leaf));
    const __m128d both = _mm_loadh_pd(_mm_castsi128_pd(first), reinterpret_cast<const double*>(price + e[1].leaf));
    const __m128i above = _mm_sub_epi64(_mm_add_epi64(costs_of_two(e), _mm_castpd_si128(both)), limits);
    bits = 4 * bits + static_cast<unsigned>(_mm_movemask_pd(_mm_castsi128_pd(above)));
  }
#else
  while (k-- > 0) bits = 2 * bits + std::uint64_t{edges[k].cost + price[edges[k].leaf] < limit};
#endif
  return bits;
}

}  // namespace paidan::transport::detail
