// Which part of a map is nearest to which place: Voronoi cells in whole numbers, so that they are the same everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace paidan::report {

struct Pixel {
  std::int64_t x = 0, y = 0;
  friend auto operator<=>(const Pixel&, const Pixel&) = default;
};

// A convex polygon; the edge from corner k to the next one is shared with the cell of site `beyond[k]`.
struct Cell {
  static constexpr std::size_t outside = SIZE_MAX;
  std::vector<Pixel> corners;
  std::vector<std::size_t> beyond;
};

// The convex hull of all points within `margin` (an octagon of it) of the sites, counter-clockwise. Empty of no sites.
[[nodiscard]] std::vector<Pixel> hull_around(std::span<const Pixel> sites, std::int64_t margin);

// The cell of each site, cut off at the convex polygon `border`. Sites differ from each other and lie within ±10^6.
// O(sites² log sites), by cutting off half-planes of nearer sites until none can matter.
[[nodiscard]] std::vector<Cell> voronoi(std::span<const Pixel> sites, std::span<const Pixel> border);

}  // namespace paidan::report
