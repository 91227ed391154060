// The leaves of a group share what it takes: by width at first, then towards those who are dear.
#include "paidan/transport/detail/market.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/detail/group_shares.hpp"

using namespace paidan;
using namespace paidan::transport;
using detail::Compact;
using detail::GroupShares;
using detail::Index;
using detail::Market;
using detail::MarketOpener;

namespace {

// Leaves of so many places below one group.
Compact<std::int32_t> below_one_group(const std::vector<Units>& places, Units together) {
  Compact<std::int32_t> c;
  c.leaves = places.size();
  c.nodes = c.leaves + 1;
  const auto add = [&](Index parent, Units width) {
    c.parent.push_back(parent);
    c.segments.push_back({0, width});
    c.first_segment.push_back(static_cast<Index>(c.segments.size()));
  };
  for (const Units width : places) add(static_cast<Index>(c.leaves), width);
  add(c.root(), together);
  return c;
}

struct Leaf : Market<std::int32_t> {
  Units load = 0;
};

std::vector<Leaf> opened(const Compact<std::int32_t>& c) {
  const std::vector<std::int64_t> known;
  MarketOpener<std::int32_t, std::int32_t> opener(c, known);
  std::vector<Leaf> out(c.leaves);
  for (std::size_t j = 0; j < c.leaves; ++j) opener.open(j, out[j]);
  return out;
}

std::vector<Units> widths(const std::vector<Leaf>& leaves) {
  std::vector<Units> out;
  for (const Leaf& leaf : leaves) out.push_back(leaf.width());
  return out;
}

Units sum(const std::vector<Units>& values) { return std::accumulate(values.begin(), values.end(), Units{0}); }

}  // namespace

TEST_CASE("shares of a group add up to what it takes, and nobody's is more than it could take alone") {
  constexpr std::uint64_t seed = 20'261'129;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    std::vector<Units> places(1 + random.below(8));
    for (Units& width : places) width = random.between(1, 9);
    const Units together = random.between(0, sum(places));
    const std::vector<Units> shared = widths(opened(below_one_group(places, together)));
    CHECK(sum(shared) == together);
    for (std::size_t j = 0; j < places.size(); ++j) CHECK(shared[j] <= places[j]);
  }
}

TEST_CASE("what one slot does not use goes to the dearest that is full, then a unit a round from cheap to dear") {
  const auto c = below_one_group({4, 4, 4}, 9);
  std::vector<Leaf> leaves = opened(c);
  REQUIRE(widths(leaves) == std::vector<Units>{3, 3, 3});
  const GroupShares<std::int32_t> shares(c, {});
  leaves[0].load = 1;
  leaves[1].load = leaves[2].load = 3;
  std::vector<std::int32_t> price{0, 500, 700};
  constexpr std::int32_t epsilon = 10;
  shares.share(leaves, price, epsilon);
  CHECK(widths(leaves) == std::vector<Units>{1, 4, 4});
  for (Leaf& leaf : leaves) leaf.load = leaf.width();
  leaves[1].steps.front().width = leaves[1].load = 3;
  leaves[0].steps.front().width = leaves[0].load = 2;
  price = {100, 105, 700};
  shares.share(leaves, price, epsilon);  // leaf 2 has all that it could take, the others are as good as equal
  CHECK(widths(leaves) == std::vector<Units>{2, 3, 4});
  price = {100, 111, 700};
  shares.share(leaves, price, epsilon);
  CHECK(widths(leaves) == std::vector<Units>{1, 4, 4});
  price = {0, 800, 700};
  shares.share(leaves, price, epsilon);  // nobody's last unit is taken
  CHECK(widths(leaves) == std::vector<Units>{1, 4, 4});
}

TEST_CASE("no shares to move: a price that is known, costs that rise, leaves at the root") {
  auto c = below_one_group({4, 4}, 6);
  std::vector<Leaf> leaves = opened(c);
  leaves[0].load = leaves[1].load = 3;
  const std::vector<std::int32_t> price{0, 900};
  GroupShares<std::int32_t>(c, {0, 0, 50}).share(leaves, price, 1);
  CHECK(widths(leaves) == std::vector<Units>{3, 3});
  c.parent = {c.root(), c.root(), c.root()};
  GroupShares<std::int32_t>(c, {}).share(leaves, price, 1);
  CHECK(widths(leaves) == std::vector<Units>{3, 3});
}
