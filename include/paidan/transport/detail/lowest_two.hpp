// The cheapest edge of an order under prices, and the next: what a bid is made of.
//
// Cost and place in one number: an edge's cost stands in the upper half of 64 bits, its leaf in the lower, and prices
// are raised to the upper half likewise. The least sum is then the cheapest edge, it tells its leaf, and there is no
// branch that a processor could guess wrong. What every x86-64 has compares no such integers two at a time, but
// doubles; and integers that have the bits of finite doubles from zero on are in the same order as those. Two chains of
// two hide how long a comparison takes: a tenth off a street, up to a fifth off a district.
//
// Tried without gain: four at a time, with AVX2, their prices gathered or loaded in twos (a twentieth to a tenth fewer
// instructions, no less time: a bid waits for the one before it).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "paidan/transport/detail/compact.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace paidan::transport::detail {

[[nodiscard]] constexpr std::int64_t raised(std::int64_t cost) { return cost * (std::int64_t{1} << 32); }

// Costs, and what staying out costs, lie below this where prices have 32 bits. With prices from −narrow_limit on, and
// half of it above: sums from −narrow_limit up to narrow_most.
inline constexpr std::int64_t narrow_limit = std::int64_t{1} << 29;
inline constexpr std::int64_t narrow_most = 5 * narrow_limit / 2;

// What prices are shown as: so that every sum is a double no less than the least normal one, since a program may have
// told the processor to take what is less for zero.
inline constexpr std::int64_t above_zero = raised(narrow_limit) + (std::int64_t{1} << 52);
[[nodiscard]] constexpr std::int64_t shown(std::int64_t price) { return raised(price) + above_zero; }

// Sums of a raised cost, its leaf below it, and its raised price; INT64_MAX where there is none.
struct LowestTwo {
  std::int64_t lowest = INT64_MAX, next = INT64_MAX;
};

// `price`: by leaf, as shown.
template <class C>
[[nodiscard]] LowestTwo lowest_two(std::span<const CompactEdge<C>> edges, const std::int64_t* price) {
  LowestTwo out;
  for (const auto& e : edges) {
    const std::int64_t sum = (raised(e.cost) | e.leaf) + price[e.leaf] - above_zero;
    out.next = std::min(out.next, std::max(out.lowest, sum));
    out.lowest = std::min(out.lowest, sum);
  }
  return out;
}

#if defined(__SSE2__)

// The lowest two of what each half of it was given, as doubles below `none`.
class LowestTwoOfHalves {
 public:
  static constexpr std::int64_t none = std::int64_t{0x7fe} << 52;  // a finite double that nothing is above
  static_assert(raised(narrow_most + 1) + above_zero < none);

  void take(__m128i sums) {
    const __m128d given = _mm_castsi128_pd(sums);
    next_ = _mm_min_pd(next_, _mm_max_pd(lowest_, given));
    lowest_ = _mm_min_pd(lowest_, given);
  }
  void take(const LowestTwoOfHalves& other) {
    next_ = _mm_min_pd(_mm_min_pd(next_, other.next_), _mm_max_pd(lowest_, other.lowest_));
    lowest_ = _mm_min_pd(lowest_, other.lowest_);
  }
  [[nodiscard]] LowestTwo of_both() const {
    LowestTwoOfHalves upper;
    upper.lowest_ = _mm_unpackhi_pd(lowest_, lowest_);
    upper.next_ = _mm_unpackhi_pd(next_, next_);
    upper.take(*this);
    const auto first_of = [](__m128d pair) {
      const std::int64_t sum = _mm_cvtsi128_si64(_mm_castpd_si128(pair));
      return sum == none ? INT64_MAX : sum - above_zero;
    };
    return {first_of(upper.lowest_), first_of(upper.next_)};
  }

 private:
  __m128d lowest_ = _mm_castsi128_pd(_mm_set1_epi64x(none)), next_ = lowest_;
};

template <>
[[nodiscard]] inline LowestTwo lowest_two(std::span<const CompactEdge<std::int32_t>> edges, const std::int64_t* price) {
  const auto two = [&](const CompactEdge<std::int32_t>* e) {  // an edge is its leaf, then its cost: one number
    const __m128i first = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(price + e[0].leaf));
    const __m128d both = _mm_loadh_pd(_mm_castsi128_pd(first), reinterpret_cast<const double*>(price + e[1].leaf));
    return _mm_add_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(e)), _mm_castpd_si128(both));
  };
  LowestTwoOfHalves even, odd;
  const CompactEdge<std::int32_t>* e = edges.data();
  std::size_t left = edges.size();
  for (; left >= 4; left -= 4, e += 4) {
    even.take(two(e));
    odd.take(two(e + 2));
  }
  if (left >= 2) {
    even.take(two(e));
    e += 2;
    left -= 2;
  }
  if (left > 0) {
    const std::int64_t sum = (raised(e->cost) | e->leaf) + price[e->leaf];
    odd.take(_mm_set_epi64x(LowestTwoOfHalves::none, sum));
  }
  even.take(odd);
  return even.of_both();
}

#endif

}  // namespace paidan::transport::detail
