// A sample of the orders has as much less room, and its prices are near those of all.
#include "paidan/transport/detail/sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/transport/detail/contracted_pricing.hpp"
#include "paidan/transport/detail/crash.hpp"

using namespace paidan;
using namespace paidan::transport;
using detail::Compact;
using detail::Index;

namespace {

using Widths = std::vector<std::vector<Units>>;  // by leaf, of its segments

Widths scaled(const Widths& widths, std::size_t stride) {
  Compact<std::int32_t> c;
  c.leaves = c.nodes = widths.size();
  for (const auto& segments : widths) {
    c.parent.push_back(c.root());
    for (const Units width : segments) c.segments.push_back({0, width});
    c.first_segment.push_back(static_cast<Index>(c.segments.size()));
  }
  detail::scale_room(c, stride);
  Widths out;
  for (std::size_t v = 0; v < c.nodes; ++v) {
    out.emplace_back();
    for (const auto& s : c.segments_of(v)) out.back().push_back(s.width);
  }
  return out;
}

// Orders and leaves at random places of a square, every order with its eight nearest leaves, room for a twentieth more.
Compact<std::int32_t> plane(std::size_t rows, std::size_t leaves) {
  Random random(1);
  const auto place = [&] {
    const std::int64_t x = random.between(0, 9'999);
    return std::pair(x, random.between(0, 9'999));
  };
  std::vector<std::pair<std::int64_t, std::int64_t>> at;
  Compact<std::int32_t> c;
  c.leaves = c.nodes = leaves;
  c.big = 1'000'000;
  for (std::size_t j = 0; j < leaves; ++j) {
    at.push_back(place());
    c.parent.push_back(c.root());
    c.segments.push_back({0, static_cast<Units>((rows * 21 / 20 * (j + 1)) / leaves - (rows * 21 / 20 * j) / leaves)});
    c.first_segment.push_back(static_cast<Index>(c.segments.size()));
  }
  for (std::size_t i = 0; i < rows; ++i) {
    const auto [x, y] = place();
    std::vector<std::pair<std::int64_t, Index>> near;
    for (std::size_t j = 0; j < leaves; ++j) {
      near.emplace_back(std::max(std::abs(at[j].first - x), std::abs(at[j].second - y)), static_cast<Index>(j));
    }
    std::sort(near.begin(), near.end());
    near.resize(std::min<std::size_t>(8, leaves));
    for (const auto& [cost, leaf] : near) {
      c.edges.push_back({leaf, static_cast<std::int32_t>(cost - near.front().first)});
      c.dearest = std::max(c.dearest, cost - near.front().first);
    }
    c.first.push_back(static_cast<Index>(c.edges.size()));
    c.demand.push_back(1);
    c.outside.push_back(100'000);
  }
  return c;
}

std::vector<std::int64_t> exact_prices(const Compact<std::int32_t>& c) {
  detail::Crash crash = detail::make_crash(c);
  detail::ContractedSimplex<std::int32_t> simplex(c, std::move(crash.fragments), crash.prices);
  simplex.run(crash.near);
  return simplex.prices();
}

}  // namespace

TEST_CASE("a sample's room: what is left over at a small node comes to the next one, at a large one it is lost") {
  CHECK(scaled({{3}, {3}, {3}, {3}}, 4) == Widths{{0}, {1}, {1}, {1}});
  CHECK(scaled({{3, 3}, {2}}, 4) == Widths{{0, 1}, {1}});
  CHECK(scaled({{3}, {0}, {}, {1}}, 4) == Widths{{0}, {0}, {}, {1}});
  CHECK(scaled({{3}, {4'003}, {4'003}, {1}}, 4) == Widths{{0}, {1'000}, {1'000}, {1}});
  CHECK(scaled({{4'003, 1}}, 4) == Widths{{1'000, 1}});
  CHECK(scaled({{31}, {31}, {31}, {31}}, 3) == Widths{{10}, {10}, {11}, {10}});
  CHECK(scaled({{26, 26, 52}, {26, 26, 52}}, 6) == Widths{{4, 4, 9}, {4, 5, 8}});  // dearer segments count, too
  CHECK(scaled({}, 4) == Widths{});
}

TEST_CASE("a sample has every so many-th row from the middle of the first on, with all its edges") {
  const Compact<std::int32_t> c = plane(30, 3);
  const Compact<std::int32_t> few = detail::sample(c, 7);
  REQUIRE(few.rows() == 4);
  CHECK(few.leaves == c.leaves);
  for (std::size_t k = 0; k < few.rows(); ++k) {
    const std::size_t i = 3 + 7 * k;
    CHECK(few.demand[k] == c.demand[i]);
    CHECK(few.outside[k] == c.outside[i]);
    REQUIRE(few.row(k).size() == c.row(i).size());
    for (std::size_t e = 0; e < few.row(k).size(); ++e) {
      CHECK(few.row(k)[e].leaf == c.row(i)[e].leaf);
      CHECK(few.row(k)[e].cost == c.row(i)[e].cost);
    }
  }
}

TEST_CASE("samples are taken where leaves take dozens of orders, or thousands; at least 8 a leaf are left") {
  CHECK(detail::sample_stride(plane(1'000, 5)) == 0);  // too few to be worth it
  CHECK(detail::sample_stride(plane(1'247, 52)) == 0);
  CHECK(detail::sample_stride(plane(1'248, 52)) == 3);
  CHECK(detail::sample_stride(plane(2'000, 40)) == 6);
  CHECK(detail::sample_stride(plane(1'280, 10)) == 8);
  CHECK(detail::sample_stride(plane(9'000, 10)) == 0);  // hundreds a leaf
  CHECK(detail::sample_stride(plane(10'240, 10)) == 8);
  for (const std::size_t rows : {1'248u, 1'301u, 1'777u, 2'111u}) {
    const Compact<std::int32_t> c = plane(rows, 52);
    CHECK(detail::sample(c, detail::sample_stride(c)).rows() >= 8 * c.leaves);
  }
}

TEST_CASE("prices of a sample are rarely more than its error above those of all") {
  const Compact<std::int32_t> c = plane(6'000, 100);
  const std::int64_t span = detail::typical_span(c);
  const std::size_t stride = detail::sample_stride(c);
  REQUIRE(stride == 7);
  const std::vector<std::int64_t> exact = exact_prices(c), rough = exact_prices(detail::sample(c, stride));
  const std::int64_t error = detail::sampling_error(c, span, stride);
  CHECK(error > 0);
  CHECK(error < span / 3);
  std::size_t above = 0;
  for (std::size_t j = 0; j < c.leaves; ++j) above += rough[j] > exact[j] + error ? 1 : 0;
  CHECK(above <= c.leaves / 10);
}
