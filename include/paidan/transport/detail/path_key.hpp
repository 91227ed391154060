// A path's cost and the arc that it ends with, in one integer: the least of many keys is found without a branch, as
// none could be foreseen, and names its arc. Costs are compared first, then arcs, so ties are broken alike everywhere.
//
// A key is 2^62 + 2^16 · cost + arc. In that range the bits of a positive double, read as an integer, are in the same
// order as the double: SSE2, which every x86-64 has, knows no least of two 64-bit integers, but one of two doubles, and
// nothing is ever calculated in them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace paidan::transport::detail {

using PathKey = std::int64_t;
using ArcIndex = std::uint16_t;

inline constexpr std::int64_t one_cost = std::int64_t{1} << 16;      // costs and potentials stand in multiples of it
inline constexpr std::int64_t dearest_path = std::int64_t{1} << 42;  // costs of paths and potentials that keys can hold
inline constexpr PathKey no_cost = std::int64_t{1} << 62;
inline constexpr PathKey no_path = no_cost + (std::int64_t{1} << 61);  // more than any path, and its cost added
inline constexpr std::int64_t settled = std::int64_t{1} << 60;         // as a node's potential: it is the least no more
inline constexpr std::size_t keys_at_once = 4;                         // arrays of keys have a multiple of them

[[nodiscard]] constexpr ArcIndex arc_of(PathKey key) { return static_cast<ArcIndex>(key % one_cost); }
[[nodiscard]] constexpr PathKey without_arc(PathKey key) { return key - key % one_cost; }
// What is reached: not settled, and not far from every path.
[[nodiscard]] constexpr bool is_path(PathKey key) { return key < no_cost + settled / 2 + settled / 4; }

#if defined(__x86_64__)

[[nodiscard]] inline __m128i lower_of(__m128i a, __m128i b) {
  return _mm_castpd_si128(_mm_min_pd(_mm_castsi128_pd(a), _mm_castsi128_pd(b)));
}
[[nodiscard]] inline __m128i two_of(const PathKey* at) { return _mm_load_si128(reinterpret_cast<const __m128i*>(at)); }
[[nodiscard]] inline PathKey lower_half(__m128i a) { return _mm_cvtsi128_si64(lower_of(a, _mm_unpackhi_epi64(a, a))); }

// Lowers `key` to `other` if that is less.
inline void lower(PathKey& key, PathKey other) {
  auto* const at = reinterpret_cast<__m128i*>(&key);
  _mm_storel_epi64(at, lower_of(_mm_loadl_epi64(at), _mm_cvtsi64_si128(other)));
}

// The least of the n keys, each with its potential. O(n).
[[nodiscard]] inline PathKey least(const PathKey* keys, const std::int64_t* potentials, std::size_t n) {
  __m128i even = _mm_set1_epi64x(no_path), odd = even;
  for (std::size_t k = 0; k < n; k += keys_at_once) {
    even = lower_of(even, _mm_add_epi64(two_of(keys + k), two_of(potentials + k)));
    odd = lower_of(odd, _mm_add_epi64(two_of(keys + k + 2), two_of(potentials + k + 2)));
  }
  return lower_half(lower_of(even, odd));
}

// Lowers each of the n keys to what is beyond it in `row` after a path of `key`, which has no arc; the least of them as
// above. O(n).
[[nodiscard]] inline PathKey lower_all(PathKey* keys, const PathKey* row, PathKey key, const std::int64_t* potentials,
                                       std::size_t n) {
  const __m128i path = _mm_set1_epi64x(key - no_cost);
  __m128i even = _mm_set1_epi64x(no_path), odd = even;
  for (std::size_t k = 0; k < n; k += keys_at_once) {
    const __m128i two = lower_of(two_of(keys + k), _mm_add_epi64(path, two_of(row + k)));
    const __m128i next = lower_of(two_of(keys + k + 2), _mm_add_epi64(path, two_of(row + k + 2)));
    _mm_store_si128(reinterpret_cast<__m128i*>(keys + k), two);
    _mm_store_si128(reinterpret_cast<__m128i*>(keys + k + 2), next);
    even = lower_of(even, _mm_add_epi64(two, two_of(potentials + k)));
    odd = lower_of(odd, _mm_add_epi64(next, two_of(potentials + k + 2)));
  }
  return lower_half(lower_of(even, odd));
}

#else

inline void lower(PathKey& key, PathKey other) { key = std::min(key, other); }

[[nodiscard]] inline PathKey least(const PathKey* keys, const std::int64_t* potentials, std::size_t n) {
  PathKey out = no_path;
  for (std::size_t k = 0; k < n; ++k) out = std::min(out, keys[k] + potentials[k]);
  return out;
}

[[nodiscard]] inline PathKey lower_all(PathKey* keys, const PathKey* row, PathKey key, const std::int64_t* potentials,
                                       std::size_t n) {
  for (std::size_t k = 0; k < n; ++k) keys[k] = std::min(keys[k], key - no_cost + row[k]);
  return least(keys, potentials, n);
}

#endif

}  // namespace paidan::transport::detail
