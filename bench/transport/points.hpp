// Points in a square and the leaves nearest to one of them, in integers only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/core/random.hpp"

namespace paidan::bench {

struct Point {
  std::int64_t x = 0, y = 0;
};

// `count` points, uniform in a square of side `square_side`.
inline constexpr std::int64_t square_side = 100'000;
[[nodiscard]] std::vector<Point> scatter(Random& random, std::size_t count);

// The distance, rounded down: 0 … 141,421 inside the square. Exact.
[[nodiscard]] std::int64_t distance(Point a, Point b);

// A grid over fixed points with about two in a cell. find() is O(count) for points that are spread evenly.
class NearestPoints {
 public:
  explicit NearestPoints(std::span<const Point> points);

  // The indices of the `count` points nearest to `from` (all of them if there are fewer), ties by index, into `found`
  // in rising order of index.
  void find(Point from, std::size_t count, std::vector<std::uint32_t>& found);

 private:
  struct Candidate {
    std::int64_t squared_distance;
    std::uint32_t point;
    friend auto operator<=>(const Candidate&, const Candidate&) = default;
  };
  [[nodiscard]] std::int64_t cell_of(std::int64_t coordinate) const { return coordinate * cells_ / (square_side + 1); }
  [[nodiscard]] std::int64_t cell_start(std::int64_t cell) const {
    return (cell * (square_side + 1) + cells_ - 1) / cells_;
  }
  void add_cell(std::int64_t column, std::int64_t row, Point from);

  std::vector<Point> points_;
  std::int64_t cells_ = 1;            // along each side
  std::vector<std::uint32_t> first_;  // by cell, then one past the end
  std::vector<std::uint32_t> in_cell_;
  std::vector<Candidate> candidates_;
};

}  // namespace paidan::bench
