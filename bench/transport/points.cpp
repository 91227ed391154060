#include "bench/transport/points.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paidan::bench {
namespace {

std::int64_t square(std::int64_t a) { return a * a; }

std::int64_t squared_distance(Point a, Point b) { return square(a.x - b.x) + square(a.y - b.y); }

}  // namespace

std::vector<Point> scatter(Random& random, std::size_t count) {
  std::vector<Point> points(count);
  for (Point& p : points) {
    p.x = random.between(0, square_side);
    p.y = random.between(0, square_side);
  }
  return points;
}

std::int64_t distance(Point a, Point b) {
  const std::int64_t squared = squared_distance(a, b);
  auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(squared)));  // right, or one beside it
  while (square(root) > squared) --root;
  while (square(root + 1) <= squared) ++root;
  return root;
}

NearestPoints::NearestPoints(std::span<const Point> points) : points_(points.begin(), points.end()) {
  while (square(cells_ + 1) * 2 <= static_cast<std::int64_t>(points_.size())) ++cells_;
  first_.assign(static_cast<std::size_t>(square(cells_)) + 1, 0);
  const auto cell = [&](Point p) { return static_cast<std::size_t>(cell_of(p.y) * cells_ + cell_of(p.x)); };
  for (const Point p : points_) ++first_[cell(p) + 1];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  in_cell_.resize(points_.size());
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  for (std::uint32_t i = 0; i < points_.size(); ++i) in_cell_[next[cell(points_[i])]++] = i;
}

void NearestPoints::add_cell(std::int64_t column, std::int64_t row, Point from) {
  if (column < 0 || row < 0 || column >= cells_ || row >= cells_) return;
  const auto cell = static_cast<std::size_t>(row * cells_ + column);
  for (std::uint32_t at = first_[cell]; at < first_[cell + 1]; ++at) {
    candidates_.push_back({squared_distance(from, points_[in_cell_[at]]), in_cell_[at]});
  }
}

void NearestPoints::find(Point from, std::size_t count, std::vector<std::uint32_t>& found) {
  found.clear();
  count = std::min(count, points_.size());
  if (count == 0) return;
  candidates_.clear();
  const std::int64_t column = cell_of(from.x), row = cell_of(from.y);
  for (std::int64_t ring = 0;; ++ring) {
    for (std::int64_t c = column - ring; c <= column + ring; ++c) {
      add_cell(c, row - ring, from);
      if (ring > 0) add_cell(c, row + ring, from);
    }
    for (std::int64_t r = row - ring + 1; r < row + ring; ++r) {
      add_cell(column - ring, r, from);
      add_cell(column + ring, r, from);
    }
    if (candidates_.size() < count) continue;
    // No point outside the rings is nearer than `margin`.
    std::int64_t margin = 4 * square_side;
    if (column - ring > 0) margin = std::min(margin, from.x - cell_start(column - ring) + 1);
    if (row - ring > 0) margin = std::min(margin, from.y - cell_start(row - ring) + 1);
    if (column + ring + 1 < cells_) margin = std::min(margin, cell_start(column + ring + 1) - from.x);
    if (row + ring + 1 < cells_) margin = std::min(margin, cell_start(row + ring + 1) - from.y);
    const auto last = candidates_.begin() + static_cast<std::ptrdiff_t>(count - 1);
    std::nth_element(candidates_.begin(), last, candidates_.end());
    if (last->squared_distance < square(margin)) break;
  }
  for (std::size_t i = 0; i < count; ++i) found.push_back(candidates_[i].point);
  std::sort(found.begin(), found.end());
}

}  // namespace paidan::bench
