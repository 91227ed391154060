#include "src/report/map.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "src/report/svg.hpp"
#include "src/report/vocabulary.hpp"
#include "src/report/voronoi.hpp"

namespace paidan::report {
namespace {

constexpr std::int64_t width = 960, least_height = 260, most_height = 660, margin = 56;
constexpr std::int64_t fine = 10;  // cells are drawn in tenths of a unit
constexpr std::size_t most_grids = 600;
constexpr std::size_t enough_demands = 10;  // whose mean point is nobody's own

struct Site {
  CommunityId community;
  GridId grid;  // none: the community itself
  GeoPoint point;
  Tally tally;
};

// The mean of the demands' points of each place, rounded to 10^-3 degrees; unknown where they are too few.
template <class Key>
class MeanPoints {
 public:
  explicit MeanPoints(std::size_t places) : sums_(places) {}
  void add(Key place, GeoPoint point) {
    if (!place.has_value() || !point.known()) return;
    Sum& s = sums_[place.index()];
    s.lon += point.lon;
    s.lat += point.lat;
    ++s.count;
  }
  [[nodiscard]] GeoPoint of(Key place) const {
    const Sum& s = sums_[place.index()];
    if (s.count < enough_demands) return {};
    const auto rounded = [&](std::int64_t sum) {
      return static_cast<std::int32_t>(sum / static_cast<std::int64_t>(s.count) / 10'000 * 10'000);
    };
    return {rounded(s.lon), rounded(s.lat)};
  }

 private:
  struct Sum {
    std::int64_t lon = 0, lat = 0;
    std::size_t count = 0;
  };
  std::vector<Sum> sums_;
};

// Degrees to units of the drawing: the sites fill it, north is up.
class Projection {
 public:
  explicit Projection(const std::vector<Site>& sites) {
    std::int64_t low_lon = INT64_MAX, high_lon = INT64_MIN, low_lat = INT64_MAX, high_lat = INT64_MIN;
    for (const Site& s : sites) {
      low_lon = std::min<std::int64_t>(low_lon, s.point.lon);
      high_lon = std::max<std::int64_t>(high_lon, s.point.lon);
      low_lat = std::min<std::int64_t>(low_lat, s.point.lat);
      high_lat = std::max<std::int64_t>(high_lat, s.point.lat);
    }
    length_ = degree_length((low_lat + high_lat) / 2);
    west_ = low_lon;
    north_ = high_lat;
    const std::int64_t wide = std::max<std::int64_t>(1, across(high_lon)),
                       high = std::max<std::int64_t>(1, down(low_lat));
    const std::int64_t room_x = width - 2 * margin, room_y = most_height - 2 * margin;
    metre_mm_ = std::max(std::max(wide * 1000 / room_x, high * 1000 / room_y), std::int64_t{1});
    left_ = (width - wide * 1000 / metre_mm_) / 2;
    height_ = std::max(least_height, high * 1000 / metre_mm_ + 2 * margin);
    top_ = (height_ - high * 1000 / metre_mm_) / 2;
  }
  [[nodiscard]] Pixel fine_of(GeoPoint p) const {
    return {left_ * fine + across(p.lon) * 1000 * fine / metre_mm_,
            top_ * fine + down(p.lat) * 1000 * fine / metre_mm_};
  }
  [[nodiscard]] Pixel of(GeoPoint p) const {
    const Pixel at = fine_of(p);
    return {at.x / fine, at.y / fine};
  }
  [[nodiscard]] std::int64_t height() const { return height_; }
  [[nodiscard]] bool holds(Pixel p) const { return p.x > 4 && p.y > 4 && p.x < width - 4 && p.y < height_ - 4; }

 private:
  // Metres from the western and the northern edge.
  std::int64_t across(std::int64_t lon) const { return (lon - west_) / 100 * (length_.lon_mm / 100) / 1'000'000; }
  std::int64_t down(std::int64_t lat) const { return (north_ - lat) / 100 * (length_.lat_mm / 100) / 1'000'000; }
  DegreeLength length_{};
  std::int64_t west_ = 0, north_ = 0, left_ = 0, top_ = 0, height_ = 0, metre_mm_ = 1;
};

std::string shade(const Tally& tally) {
  if (tally.ordered == 0) return "u-none";
  int step = 0;
  for (const std::int64_t limit : {0, 5, 10, 20, 40}) step += tally.unserved() * 100 > limit * tally.ordered ? 1 : 0;
  return fmt::format("u{}", step);
}

class Mapper {
 public:
  Mapper(const MatchReport& report, const Figures& figures) : r_(report), f_(figures), street_(report.street) {
    choose_sites();
  }
  [[nodiscard]] bool possible() const { return sites_.size() >= 2; }

  StreetMap draw(Residents residents) {
    const Projection projection(sites_);
    std::vector<Pixel> pixels;
    std::set<Pixel> taken;
    for (const Site& s : sites_) {
      Pixel p = projection.fine_of(s.point);
      while (!taken.insert(p).second) p.x += 3 * fine;  // two places on one spot stand side by side
      pixels.push_back(p);
    }
    const auto border = hull_around(pixels, 44 * fine);
    const auto cells = voronoi(pixels, border);
    Svg out(width, projection.height(), "map");
    draw_cells(out, cells);
    draw_organisations(out, projection);
    if (residents == Residents::shown) draw_demands(out, projection);
    draw_labels(out, pixels);
    return {out.take(), data(projection), left_out_, of_grids_};
  }

 private:
  void choose_sites() {
    MeanPoints<GridId> grid_means(street_.grids.size());
    MeanPoints<CommunityId> community_means(street_.communities.size());
    for (const Demand& d : street_.demands) {
      grid_means.add(d.grid, d.point);
      community_means.add(d.community, d.point);
    }
    const auto point_of = [](const auto& row, auto id, const auto& means) {
      return row.point.known() ? row.point : means.of(id);
    };
    Units in_grids = 0;
    for (const Tally& t : f_.by_grid) in_grids += t.ordered;
    of_grids_ = !street_.grids.empty() && street_.grids.size() <= most_grids && in_grids * 2 >= f_.all.ordered;
    std::vector<bool> has_grid(street_.communities.size(), false);
    for (std::size_t g = 0; of_grids_ && g < street_.grids.size(); ++g) {
      const Grid& grid = street_.grids[GridId(g)];
      const GeoPoint point = point_of(grid, GridId(g), grid_means);
      if (point.known()) {
        has_grid[grid.community.index()] = true;
        sites_.push_back({grid.community, GridId(g), point, f_.by_grid[g]});
      } else {
        ++left_out_;
      }
    }
    for (std::size_t c = 0; c < street_.communities.size(); ++c) {
      if (has_grid[c]) continue;
      const GeoPoint point = point_of(street_.communities[CommunityId(c)], CommunityId(c), community_means);
      if (point.known()) {
        sites_.push_back({CommunityId(c), GridId{}, point, f_.by_community[c]});
      } else {
        ++left_out_;
      }
    }
    std::stable_sort(sites_.begin(), sites_.end(),
                     [](const Site& a, const Site& b) { return a.community < b.community; });
  }

  void draw_cells(Svg& out, const std::vector<Cell>& cells) {
    out.put("<g transform=\"scale(.1)\">");
    for (std::size_t i = 0; i < sites_.size();) {
      const CommunityId community = sites_[i].community;
      out.put("<g class=\"community\" data-community=\"{}\">", community.value());
      for (; i < sites_.size() && sites_[i].community == community; ++i) {
        const Site& site = sites_[i];
        if (cells[i].corners.size() < 3) continue;
        out.put("<path class=\"cell {}\" d=\"{}Z\">", shade(site.tally), path(cells[i].corners));
        const std::string place = label_of(street_.communities[community]) +
                                  (site.grid.has_value() ? " · " + label_of(street_.grids[site.grid]) : "");
        const std::string of = grouped(site.tally.served) + " / " + grouped(site.tally.ordered);
        out.title({place + "：已派 " + of, place + ": served " + of});
        out.put("</path>");
      }
      out.put("</g>");
    }
    out.put("<path class=\"border\" d=\"");
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      const Cell& cell = cells[i];
      for (std::size_t k = 0; k < cell.corners.size(); ++k) {
        const std::size_t other = cell.beyond[k];
        if (other != Cell::outside && (other < i || sites_[other].community == sites_[i].community)) continue;
        out.put("{}", path(std::array{cell.corners[k], cell.corners[(k + 1) % cell.corners.size()]}));
      }
    }
    out.put("\"/></g>");
  }

  template <class Corners>
  static std::string path(const Corners& corners) {
    std::string d;
    for (const Pixel& p : corners) d += fmt::format("{}{} {}", d.empty() ? "M" : "L", p.x, p.y);
    return d;
  }

  // Squares whose area grows with the units served; only those that serve and lie within the drawing.
  void draw_organisations(Svg& out, const Projection& projection) {
    struct Square {
      std::size_t organisation;
      Pixel at;
      Units units;
    };
    std::vector<Square> squares;
    Units most = 1;
    for (std::size_t o = 0; o < street_.organisations.size(); ++o) {
      const Units units = f_.organisations[o].units;
      const GeoPoint point = street_.organisations[OrganisationId(o)].point;
      if (units == 0 || !point.known() || !projection.holds(projection.of(point))) continue;
      squares.push_back({o, projection.of(point), units});
      most = std::max(most, units);
    }
    const std::int64_t largest = squares.size() > 150 ? 9 : 15;
    out.put("<g class=\"organisations\">");
    for (const Square& s : squares) {
      std::int64_t side = 4;
      while (side < largest && side * side * most < s.units * largest * largest) ++side;
      out.put("<rect data-organisation=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">", s.organisation,
              s.at.x - side / 2, s.at.y - side / 2, side, side);
      const std::string& name = label_of(street_.organisations[OrganisationId(s.organisation)]);
      out.title({name + "：" + grouped(s.units) + " 单量", name + ": " + grouped(s.units) + " units"});
      out.put("</rect>");
    }
    out.put("</g><g class=\"flows\"></g>");
  }

  void draw_demands(Svg& out, const Projection& projection) {
    std::vector<bool> unserved(street_.demands.size(), false);
    for (const UnservedLine& line : r_.plan.unserved) {
      for (DemandId d : r_.list.members_of(r_.list.orders[line.order])) unserved[d.index()] = true;
    }
    for (const bool which : {false, true}) {
      out.put("<path class=\"demands {}\" d=\"", which ? "unserved" : "served");
      for (std::size_t d = 0; d < street_.demands.size(); ++d) {
        const GeoPoint point = street_.demands[DemandId(d)].point;
        if (unserved[d] != which || !point.known()) continue;
        const Pixel p = projection.of(point);
        if (projection.holds(p)) out.put("M{} {}h0", p.x, p.y);
      }
      out.put("\"/>");
    }
  }

  // Names of communities, those with most orders first, as long as they do not cover each other.
  void draw_labels(Svg& out, const std::vector<Pixel>& pixels) {
    struct Label {
      CommunityId community;
      Pixel at;
      Units ordered;
    };
    std::vector<Label> labels;
    for (std::size_t i = 0; i < sites_.size();) {
      Label label{sites_[i].community, {}, f_.by_community[sites_[i].community.index()].ordered};
      std::int64_t count = 0;
      for (; i < sites_.size() && sites_[i].community == label.community; ++i, ++count) {
        label.at.x += pixels[i].x;
        label.at.y += pixels[i].y;
      }
      label.at = {label.at.x / count / fine, label.at.y / count / fine};
      centre_[label.community.value()] = label.at;
      labels.push_back(label);
    }
    std::stable_sort(labels.begin(), labels.end(),
                     [](const Label& a, const Label& b) { return a.ordered > b.ordered; });
    struct Box {
      std::int64_t left, top, right, bottom;
    };
    std::vector<Box> boxes;
    out.put("<g class=\"labels\">");
    for (const Label& label : labels) {
      const std::string& name = label_of(street_.communities[label.community]);
      const std::int64_t half = std::min<std::int64_t>(text_width(name), 1400) * 15 / 200 + 4;
      const std::int64_t x = std::clamp(label.at.x, half, std::max(half, width - half));
      const Box box{x - half, label.at.y - 20, x + half, label.at.y + 20};
      const bool covers = std::any_of(boxes.begin(), boxes.end(), [&](const Box& b) {
        return box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom;
      });
      if (covers) continue;
      boxes.push_back(box);
      const Tally& tally = f_.by_community[label.community.index()];
      out.text(x, label.at.y - 2, Text(name), "name mid", 1400);
      out.text(x, label.at.y + 15, Text(grouped(tally.served) + " / " + grouped(tally.ordered)), "count mid");
    }
    out.put("</g>");
  }

  std::string data(const Projection& projection) {
    std::string out = "{\"communities\":[";
    std::size_t flow = 0;
    for (std::size_t c = 0; c < street_.communities.size(); ++c) {
      const auto at = centre_.find(static_cast<std::uint32_t>(c));
      const Tally& tally = f_.by_community[c];
      out += fmt::format("{}{{\"name\":{},\"at\":{},\"ordered\":{},\"served\":{},\"reasons\":[", c == 0 ? "" : ",",
                         json(label_of(street_.communities[CommunityId(c)])),
                         at == centre_.end() ? "null" : fmt::format("[{},{}]", at->second.x, at->second.y),
                         tally.ordered, tally.served);
      bool first = true;
      for (std::size_t r = 0; r < reason_count; ++r) {
        const Units units = f_.reasons_by_community[c][r];
        if (units == 0) continue;
        out += fmt::format("{}[{},{}]", first ? "" : ",", r, units);
        first = false;
      }
      out += "],\"flows\":[";
      first = true;
      for (; flow < f_.flows.size() && f_.flows[flow].community.index() == c; ++flow) {
        out += fmt::format("{}[{},{}]", first ? "" : ",", f_.flows[flow].organisation.value(), f_.flows[flow].units);
        first = false;
      }
      out += "]}";
    }
    out += "],\"organisations\":[";
    for (std::size_t o = 0; o < street_.organisations.size(); ++o) {
      const Organisation& organisation = street_.organisations[OrganisationId(o)];
      std::string at = "null";
      if (organisation.point.known() && f_.organisations[o].units > 0) {
        const Pixel p = projection.of(organisation.point);
        if (projection.holds(p)) at = fmt::format("[{},{}]", p.x, p.y);
      }
      out += fmt::format("{}{{\"name\":{},\"at\":{},\"units\":{}}}", o == 0 ? "" : ",", json(label_of(organisation)),
                         at, f_.organisations[o].units);
    }
    out += "],\"reasons\":[";
    for (std::size_t r = 0; r < reason_count; ++r) out += (r == 0 ? "" : ",") + json(words_of(static_cast<Reason>(r)));
    return out + "]}";
  }

  const MatchReport& r_;
  const Figures& f_;
  const Street& street_;
  std::vector<Site> sites_;  // by community
  std::map<std::uint32_t, Pixel> centre_;
  std::size_t left_out_ = 0;
  bool of_grids_ = false;
};

}  // namespace

std::optional<StreetMap> street_map(const MatchReport& report, const Figures& figures, Residents residents) {
  Mapper mapper(report, figures);
  if (!mapper.possible()) return std::nullopt;
  return mapper.draw(residents);
}

}  // namespace paidan::report
