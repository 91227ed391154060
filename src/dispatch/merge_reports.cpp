#include "src/dispatch/merge_reports.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <unordered_map>

#include "paidan/core/geo.hpp"
#include "paidan/model/window.hpp"

namespace paidan::dispatch {
namespace {

constexpr Metres merge_distance{50};
constexpr Minutes merge_time{120};

// Squares of at least 55 m: points within the merge distance lie in the same or in neighbouring ones. Columns close
// around the earth; they are as wide as they must be where they are narrowest.
class Grid {
 public:
  using Cell = std::uint64_t;

  explicit Grid(std::int32_t farthest_lat) {
    constexpr std::int64_t side_mm = 55'000, degree = 10'000'000;
    // The latitude between two points that close is at most a square farther out than both.
    const std::int64_t lat = std::min<std::int64_t>(std::int64_t{farthest_lat} + row_height, 90 * degree);
    const std::int64_t lon_mm = std::max<std::int64_t>(degree_length(lat).lon_mm, 1);
    columns_ = std::max<std::int64_t>(1, full_turn / (side_mm * degree / lon_mm + 1));
    if (columns_ < 3) columns_ = 1;
  }
  // The cell of a point and those around it; the first `count` are meant.
  struct Around {
    std::array<Cell, 9> cells{};
    std::size_t count = 0;
    [[nodiscard]] std::span<const Cell> all() const { return std::span(cells).first(count); }
  };
  [[nodiscard]] Cell cell(GeoPoint p) const { return at(row(p), column(p)); }
  [[nodiscard]] Around around(GeoPoint p) const {
    Around out;
    for (std::int64_t r = row(p) - 1; r <= row(p) + 1; ++r) {
      for (std::int64_t c = column(p) - 1; c <= column(p) + 1; ++c) {
        if (columns_ == 1 && c != 0) continue;
        out.cells[out.count++] = at(r, (c + columns_) % columns_);
      }
    }
    return out;
  }

 private:
  static constexpr std::int64_t full_turn = 3'600'000'000;
  static constexpr std::int64_t row_height = 5'000;  // 55 m: a degree of latitude is 110.5 km and more

  [[nodiscard]] static std::int64_t row(GeoPoint p) { return (std::int64_t{p.lat} + full_turn / 2) / row_height; }
  [[nodiscard]] std::int64_t column(GeoPoint p) const {
    const std::int64_t turned = ((std::int64_t{p.lon} + full_turn / 2) % full_turn + full_turn) % full_turn;
    return turned * columns_ / full_turn;
  }
  [[nodiscard]] Cell at(std::int64_t r, std::int64_t c) const { return static_cast<Cell>(r * columns_ + c); }

  std::int64_t columns_ = 1;
};

// Groups of one square that a new report may still join, oldest first.
struct OpenGroups {
  std::size_t first = 0;  // those before it are more than two hours old
  std::vector<std::uint32_t> groups;
};

bool same_reporter(const Street& street, const ReportGroup& group, const Demand& d) {
  if (!d.resident.has_value()) return false;
  return std::any_of(group.members.begin(), group.members.end(),
                     [&](DemandId m) { return street.demands[m].resident == d.resident; });
}

bool joins(const Street& street, const ReportGroup& group, const Demand& d, Window window) {
  const Demand& first = street.demands[group.members.front()];
  return distance(first.point, d.point) <= merge_distance && !same_reporter(street, group, d) &&
         !intersection(group.window, window).empty();
}

}  // namespace

std::vector<ReportGroup> merge_reports(const Street& street, std::vector<DemandId> reports) {
  std::sort(reports.begin(), reports.end(), [&](DemandId a, DemandId b) {
    const Demand &x = street.demands[a], &y = street.demands[b];
    return std::tuple(*x.submitted(), x.code) < std::tuple(*y.submitted(), y.code);
  });
  std::int32_t farthest = 0;
  for (const DemandId id : reports) farthest = std::max(farthest, std::abs(street.demands[id].point.lat));
  const Grid grid(farthest);
  std::unordered_map<Grid::Cell, OpenGroups> open;
  std::vector<ReportGroup> groups;
  for (const DemandId id : reports) {
    const Demand& d = street.demands[id];
    const Window window = window_of(street, d);
    std::uint32_t earliest = UINT32_MAX;
    const Grid::Around near = grid.around(d.point);
    for (const Grid::Cell cell : near.all()) {
      const auto found = open.find(cell);
      if (found == open.end()) continue;
      OpenGroups& here = found->second;
      const auto is_old = [&](std::uint32_t g) {
        return *d.submitted() - *street.demands[groups[g].members.front()].submitted() > merge_time;
      };
      while (here.first < here.groups.size() && is_old(here.groups[here.first])) ++here.first;
      for (std::size_t k = here.first; k < here.groups.size() && here.groups[k] < earliest; ++k) {
        if (joins(street, groups[here.groups[k]], d, window)) earliest = here.groups[k];
      }
    }
    if (earliest == UINT32_MAX) {
      open[grid.cell(d.point)].groups.push_back(static_cast<std::uint32_t>(groups.size()));
      groups.push_back({{id}, window});
    } else {
      groups[earliest].members.push_back(id);
      groups[earliest].window = intersection(groups[earliest].window, window);
    }
  }
  return groups;
}

}  // namespace paidan::dispatch
