// The two lowest edges of a row under prices, beside a plain reading of it.
#include "paidan/transport/detail/lowest_two.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "paidan/core/random.hpp"

using namespace paidan;
using namespace paidan::transport::detail;

namespace {

// By cost with the price, then by leaf.
template <class C>
LowestTwo plainly(const std::vector<CompactEdge<C>>& row, const std::vector<std::int64_t>& price) {
  std::vector<std::int64_t> sums;
  for (const auto& e : row) sums.push_back(raised(e.cost + price[e.leaf]) + e.leaf);
  std::sort(sums.begin(), sums.end());
  sums.resize(std::max<std::size_t>(2, sums.size()), INT64_MAX);
  return {sums[0], sums[1]};
}

template <class C>
void check_random_rows(std::int64_t most_cost, std::int64_t least_price, std::int64_t most_price) {
  constexpr std::size_t leaves = 70;
  Random random(8);
  const auto between = [&](std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - least + 1)));
  };
  for (int round = 0; round < 400; ++round) {
    INFO("seed 8, round ", round);
    std::vector<std::int64_t> price, as_shown;
    for (std::size_t j = 0; j < leaves; ++j) {
      price.push_back(between(least_price, most_price));
      as_shown.push_back(shown(price.back()));
    }
    std::vector<CompactEdge<C>> row;
    for (std::size_t size = random.below(40); row.size() < size;) {
      row.push_back({static_cast<Index>(random.below(leaves)), static_cast<C>(between(0, most_cost))});
    }
    const LowestTwo found = lowest_two(std::span<const CompactEdge<C>>(row), as_shown.data());
    const LowestTwo expected = plainly(row, price);
    CHECK(found.lowest == expected.lowest);
    CHECK(found.next == expected.next);
  }
}

}  // namespace

TEST_CASE("the two lowest edges of rows of every length, with ties, at both ends of the range") {
  check_random_rows<std::int32_t>(2, -1, 1);
  check_random_rows<std::int32_t>(1'000, -1'000, 5'000);
  check_random_rows<std::int32_t>(narrow_limit - 1, -narrow_limit, 3 * narrow_limit / 2);
  check_random_rows<std::int32_t>(0, -narrow_limit, -narrow_limit + 1);
  check_random_rows<std::int32_t>(1, narrow_most - 1, narrow_most - 1);
  check_random_rows<std::int64_t>(narrow_limit - 1, -narrow_limit, 3 * narrow_limit / 2);
}

#if defined(__SSE2__)
TEST_CASE("the same in a program that takes very small doubles for zero") {
  const unsigned before = _mm_getcsr();
  constexpr unsigned small_is_zero = 0x8040;
  _mm_setcsr(before | small_is_zero);
  check_random_rows<std::int32_t>(2, -narrow_limit, -narrow_limit + 3);
  check_random_rows<std::int32_t>(1 << 21, -narrow_limit, -narrow_limit + 3);
  _mm_setcsr(before);
}
#endif
