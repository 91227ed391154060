// Which edges of a row cost less than a limit under prices: as bits, without a branch an edge, as which of them do
// cannot be foreseen. Two at a time on every x86-64: the sign of the difference is all that is asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "paidan/transport/detail/compact.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace paidan::transport::detail {

// Of at most 64 edges: bit k is whether edges[k].cost + price[edges[k].leaf] < limit. O(edges).
template <class C, class P>
[[nodiscard]] std::uint64_t edges_below(std::span<const CompactEdge<C>> edges, const P* price, std::int64_t limit) {
  std::uint64_t bits = 0;
  for (std::size_t k = edges.size(); k-- > 0;) {
    bits = 2 * bits + std::uint64_t{std::int64_t{edges[k].cost} + price[edges[k].leaf] < limit};
  }
  return bits;
}

#if defined(__SSE2__)

// Costs are not negative (compactor.hpp), and no price is so far from the limit that the difference would overflow.
template <>
[[nodiscard]] inline std::uint64_t edges_below(std::span<const CompactEdge<std::int32_t>> edges,
                                               const std::int64_t* price, std::int64_t limit) {
  const __m128i limits = _mm_set1_epi64x(limit);
  std::uint64_t bits = 0;
  std::size_t k = edges.size();
  if (k % 2 != 0) {
    --k;
    bits = edges[k].cost + price[edges[k].leaf] < limit ? 1 : 0;
  }
  while (k > 0) {
    k -= 2;
    const CompactEdge<std::int32_t>* e = edges.data() + k;  // an edge is its leaf, then its cost
    const __m128i first = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(price + e[0].leaf));
    const __m128d both = _mm_loadh_pd(_mm_castsi128_pd(first), reinterpret_cast<const double*>(price + e[1].leaf));
    const __m128i costs = _mm_srli_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(e)), 32);
    const __m128i above = _mm_sub_epi64(_mm_add_epi64(costs, _mm_castpd_si128(both)), limits);
    bits = 4 * bits + static_cast<unsigned>(_mm_movemask_pd(_mm_castsi128_pd(above)));
  }
  return bits;
}

#endif

}  // namespace paidan::transport::detail
