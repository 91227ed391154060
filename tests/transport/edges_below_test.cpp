// Looking through a row, beside a plain reading of it.
#include "paidan/transport/detail/edges_below.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "paidan/core/random.hpp"

using namespace paidan;
using namespace paidan::transport::detail;

namespace {

// Rows of every length with a different leaf each, so that the one sought is one of them.
template <class C>
void check_looks(std::int64_t most_cost, std::int64_t least_price, std::int64_t most_price) {
  constexpr std::size_t leaves = 90;
  Random random(5);
  const auto between = [&](std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - least) + 1));
  };
  for (std::size_t round = 0; round < 650; ++round) {
    INFO("seed 5, round ", round);
    std::vector<std::int64_t> price;
    std::vector<Index> order;
    for (std::size_t j = 0; j < leaves; ++j) {
      price.push_back(between(least_price, most_price));
      order.push_back(static_cast<Index>(j));
    }
    for (std::size_t j = leaves; j > 1; --j) std::swap(order[j - 1], order[random.below(j)]);
    std::vector<CompactEdge<C>> row;
    for (std::size_t k = 0; k < round % leaves; ++k) row.push_back({order[k], static_cast<C>(between(0, most_cost))});
    for (std::size_t k = 0; k < row.size(); ++k) CHECK(edge_to<C>(row, row[k].leaf) == k);
    row.resize(std::min<std::size_t>(64, row.size()));
    for (const std::int64_t limit : {between(least_price, most_price), most_price + most_cost + 1, least_price}) {
      std::uint64_t expected = 0;
      for (std::size_t k = 0; k < row.size(); ++k) {
        if (row[k].cost + price[row[k].leaf] < limit) expected |= std::uint64_t{1} << k;
      }
      CHECK(edges_below<C>(row, price.data(), limit) == expected);
    }
  }
}

}  // namespace

TEST_CASE("edges below a limit, and the edge to a leaf, in rows of every length") {
  constexpr std::int64_t far = std::int64_t{1} << 60;
  check_looks<std::int32_t>(3, -2, 2);
  check_looks<std::int32_t>(std::numeric_limits<std::int32_t>::max(), -1'000'000'000, 5'000'000'000);
  check_looks<std::int32_t>(std::numeric_limits<std::int32_t>::max(), -far, far);
  check_looks<std::int64_t>(1'000, -1'000, 1'000);
  check_looks<std::int64_t>(far, -far, far);
}
