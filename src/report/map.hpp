// The schematic map: cells around the points of grids or communities, coloured by what stays unserved. No tiles, no
// borders from elsewhere.
#pragma once

#include <optional>
#include <string>

#include "src/report/figures.hpp"

namespace paidan::report {

struct StreetMap {
  std::string svg;
  std::string json;             // for map.js: communities, organisations and who serves whom
  std::size_t places_left_out;  // grids and communities without any point
  bool of_grids = false;        // else of communities
};

// Nothing when fewer than two places have a point.
[[nodiscard]] std::optional<StreetMap> street_map(const MatchReport& report, const Figures& figures,
                                                  Residents residents);

// A row's name, or its code where it has none.
template <class Row>
[[nodiscard]] const std::string& label_of(const Row& row) {
  return row.name.empty() ? row.code : row.name;
}

}  // namespace paidan::report
