#include "paidan/transport/detail/group_prices.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <vector>

using namespace paidan;
using namespace paidan::transport;
using namespace paidan::transport::detail;

namespace {

// Four leaves below two groups of two, these below one: nodes 0 … 3, then the one above all, 4, and 5 and 6.
Compact<std::int32_t> two_groups(std::int64_t dear) {
  Compact<std::int32_t> c;
  c.leaves = 4;
  c.nodes = 7;
  c.big = 1'000'000'000;
  c.parent = {5, 5, 6, 6, 7, 4, 4};
  const auto add = [&](std::vector<Compact<std::int32_t>::Arc> arcs) {
    c.segments.insert(c.segments.end(), arcs.begin(), arcs.end());
    c.first_segment.push_back(static_cast<Index>(c.segments.size()));
  };
  for (int j = 0; j < 4; ++j) add({{0, 100}});
  add({{0, 300}});
  add({{0, 50}, {dear, 50}});
  add({{0, 50}, {dear, 50}});
  return c;
}

std::vector<std::int64_t> known(std::int64_t above, std::int64_t first, std::int64_t second) {
  return {unknown_price, unknown_price, unknown_price, unknown_price, above, first, second};
}

}  // namespace

TEST_CASE("a group that took too much becomes dearer, one that took too little cheaper, in steps that close in") {
  const auto c = two_groups(1'000);
  GroupPrices<std::int32_t> groups(c, known(0, 400, 400), 10);
  std::vector<Units> load{40, 20, 30, 10};  // 60 and 40, where 50 are offered
  const auto load_of = [&](std::size_t j) { return load[j]; };
  CHECK(groups.adjust(load_of) == 20);
  const auto first = groups.prices();
  CHECK(first[4] == 0);  // with room, at the cost of its segment
  CHECK(first[5] > 400);
  CHECK(first[6] < 400);
  const std::int64_t step = first[5] - 400;
  CHECK(groups.adjust(load_of) == 20);  // on in the same direction: a longer step
  CHECK(groups.prices()[5] - first[5] >= step);
  load = {20, 20, 30, 30};  // now the other way: a shorter one
  const auto second = groups.prices();
  CHECK(groups.adjust(load_of) == 20);
  CHECK(second[5] - groups.prices()[5] < step);
  load = {25, 25, 25, 25};
  const auto third = groups.prices();
  CHECK(groups.adjust(load_of) == 0);
  CHECK(groups.prices() == third);
}

TEST_CASE("a price stays between the costs of its segments, and moves with that of the group above") {
  const auto c = two_groups(80);
  GroupPrices<std::int32_t> groups(c, known(0, 79, 1), 1'000'000);
  const auto load_of = [](std::size_t j) { return Units{j < 2 ? 100 : 0}; };
  CHECK(groups.adjust(load_of) == 150 + 50);
  CHECK(groups.prices() == known(0, 80, 0));
  CHECK(groups.adjust(load_of) == 100);  // all 100 are offered at 80; nothing is lacking at 0
  CHECK(groups.prices()[5] > 80);
  CHECK(groups.prices()[6] == 0);

  GroupPrices<std::int32_t> below(c, known(7, 47, unknown_price), 10);
  CHECK(below.adjust([](std::size_t) { return Units{100}; }) == 100 + 150);  // 400 where 300 are offered
  CHECK(below.prices()[4] > 7);
  CHECK(below.prices()[5] - below.prices()[4] > 40);
  CHECK(below.prices()[6] == unknown_price);
}

TEST_CASE("prices stay within what a path may cost, however large the steps are") {
  auto c = two_groups(80);
  c.big = detail::path_limit;
  GroupPrices<std::int32_t> groups(c, known(0, 0, 0), c.big / 2);
  for (int round = 0; round < 8; ++round) {
    CHECK(groups.adjust([](std::size_t j) { return j < 2 ? unbounded / 4 : Units{0}; }) > 0);
    for (std::size_t v = c.leaves; v < c.nodes; ++v) CHECK(std::abs(groups.prices()[v]) <= c.big);
  }
}
