#include "src/report/voronoi.hpp"

#include <algorithm>
#include <cassert>

namespace paidan::report {
namespace {

std::int64_t cross(Pixel o, Pixel a, Pixel b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }
std::int64_t square_distance(Pixel a, Pixel b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

// Rounds to the nearest; `den` > 0.
std::int64_t divide(std::int64_t num, std::int64_t den) {
  return num >= 0 ? (num + den / 2) / den : -((-num + den / 2) / den);
}

// Sutherland & Hodgman (1974), one half-plane: what is nearer to `site` than to `other`.
void cut_off(Cell& cell, Pixel site, Pixel other, std::size_t other_index) {
  const std::int64_t dx = 2 * (other.x - site.x), dy = 2 * (other.y - site.y);
  const std::int64_t limit = other.x * other.x + other.y * other.y - site.x * site.x - site.y * site.y;
  const auto over = [&](Pixel p) { return dx * p.x + dy * p.y - limit; };  // > 0: nearer to the other
  Cell kept;
  for (std::size_t k = 0; k < cell.corners.size(); ++k) {
    const Pixel p = cell.corners[k], q = cell.corners[(k + 1) % cell.corners.size()];
    const std::int64_t at_p = over(p), at_q = over(q);
    if (at_p <= 0) {
      kept.corners.push_back(p);
      kept.beyond.push_back(cell.beyond[k]);
    }
    if ((at_p < 0 && at_q > 0) || (at_p > 0 && at_q < 0)) {
      const std::int64_t part = at_p < 0 ? -at_p : at_p, whole = part + (at_q < 0 ? -at_q : at_q);
      // At most 10^14 each: scaled down so that the product with a length stays within 63 bits.
      const std::int64_t scale = std::max<std::int64_t>(1, whole / 1'000'000'000);
      const std::int64_t num = part / scale, den = std::max<std::int64_t>(1, whole / scale);
      kept.corners.push_back({p.x + divide((q.x - p.x) * num, den), p.y + divide((q.y - p.y) * num, den)});
      kept.beyond.push_back(at_p < 0 ? other_index : cell.beyond[k]);
    } else if (at_p == 0 && at_q > 0) {
      kept.beyond.back() = other_index;
    }
  }
  cell = std::move(kept);
}

}  // namespace

std::vector<Pixel> hull_around(std::span<const Pixel> sites, std::int64_t margin) {
  std::vector<Pixel> points;
  const std::int64_t diagonal = margin * 7071 / 10'000;
  for (const Pixel s : sites) {
    for (const auto& [dx, dy] : {std::pair(margin, std::int64_t{0}), {-margin, 0}, {0, margin}, {0, -margin}}) {
      points.push_back({s.x + dx, s.y + dy});
    }
    for (const std::int64_t dx : {diagonal, -diagonal}) {
      for (const std::int64_t dy : {diagonal, -diagonal}) points.push_back({s.x + dx, s.y + dy});
    }
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return {};
  // Andrew (1979), monotone chain.
  std::vector<Pixel> hull;
  for (int side = 0; side < 2; ++side) {
    const std::size_t start = hull.size();
    for (const Pixel p : points) {
      while (hull.size() >= start + 2 && cross(hull[hull.size() - 2], hull.back(), p) <= 0) hull.pop_back();
      hull.push_back(p);
    }
    hull.pop_back();
    std::reverse(points.begin(), points.end());
  }
  return hull;
}

std::vector<Cell> voronoi(std::span<const Pixel> sites, std::span<const Pixel> border) {
  std::vector<Cell> cells(sites.size());
  std::vector<std::pair<std::int64_t, std::size_t>> others;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    Cell& cell = cells[i];
    cell.corners.assign(border.begin(), border.end());
    cell.beyond.assign(border.size(), Cell::outside);
    others.clear();
    for (std::size_t j = 0; j < sites.size(); ++j) {
      if (j != i) others.emplace_back(square_distance(sites[i], sites[j]), j);
    }
    std::sort(others.begin(), others.end());
    for (const auto& [square, j] : others) {
      assert(square > 0);
      std::int64_t reach = 0;
      for (const Pixel c : cell.corners) reach = std::max(reach, square_distance(sites[i], c));
      if (square > 4 * reach) break;  // its half-plane holds the whole cell
      cut_off(cell, sites[i], sites[j], j);
    }
  }
  return cells;
}

}  // namespace paidan::report
