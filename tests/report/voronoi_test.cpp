// The map's cells: every point belongs to the nearest place.
#include "src/report/voronoi.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <set>

#include "paidan/core/random.hpp"

using namespace paidan;
using report::Pixel;

namespace {

std::int64_t twice_area(const std::vector<Pixel>& corners) {
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < corners.size(); ++k) {
    const Pixel p = corners[k], q = corners[(k + 1) % corners.size()];
    sum += p.x * q.y - p.y * q.x;
  }
  return sum;
}

// Inside or on the border, which rounding moves by a unit: `slack` is a distance.
bool holds(const std::vector<Pixel>& corners, Pixel at, double slack) {
  for (std::size_t k = 0; k < corners.size(); ++k) {
    const Pixel p = corners[k], q = corners[(k + 1) % corners.size()];
    const double dx = static_cast<double>(q.x - p.x), dy = static_cast<double>(q.y - p.y);
    const double side = dx * static_cast<double>(at.y - p.y) - dy * static_cast<double>(at.x - p.x);
    if (side < -slack * std::sqrt(dx * dx + dy * dy)) return false;
  }
  return corners.size() >= 3;
}

std::int64_t square(Pixel a, Pixel b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

}  // namespace

TEST_CASE("two places share the map at the line between them, and know each other beyond it") {
  const std::vector<Pixel> sites{{1000, 1000}, {3000, 1000}};
  const std::vector<Pixel> border{{0, 0}, {4000, 0}, {4000, 2000}, {0, 2000}};
  const auto cells = report::voronoi(sites, border);
  CHECK(cells[0].corners == std::vector<Pixel>{{0, 0}, {2000, 0}, {2000, 2000}, {0, 2000}});
  CHECK(cells[0].beyond ==
        std::vector<std::size_t>{report::Cell::outside, 1, report::Cell::outside, report::Cell::outside});
  CHECK(twice_area(cells[1].corners) == 2 * 2000 * 2000);
}

TEST_CASE("random maps: the cells tile the border and each point lies in the cell of its nearest place") {
  const std::uint64_t seed = 7;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 60; ++round) {
    std::set<Pixel> distinct;
    const auto count = static_cast<std::size_t>(random.between(2, 60));
    while (distinct.size() < count) distinct.insert({random.between(0, 9600), random.between(0, 6000)});
    const std::vector<Pixel> sites(distinct.begin(), distinct.end());
    const auto border = report::hull_around(sites, 440);
    for (const Pixel s : sites) REQUIRE(holds(border, s, 0));
    const auto cells = report::voronoi(sites, border);
    std::int64_t area = 0;
    for (const auto& cell : cells) {
      REQUIRE(cell.corners.size() == cell.beyond.size());
      area += twice_area(cell.corners);
    }
    const std::int64_t whole = twice_area(border);
    CHECK(std::abs(area - whole) < whole / 500);  // corners are rounded to units
    for (int k = 0; k < 50; ++k) {
      const Pixel at{random.between(0, 9600), random.between(0, 6000)};
      if (!holds(border, at, 0)) continue;
      std::size_t nearest = 0;
      for (std::size_t i = 0; i < sites.size(); ++i) {
        if (square(sites[i], at) < square(sites[nearest], at)) nearest = i;
      }
      CAPTURE(round);
      CHECK(holds(cells[nearest].corners, at, 3.0));
    }
  }
}
