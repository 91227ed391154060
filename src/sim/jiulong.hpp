// What the street's families share: the places, menu, organisations and people of Jiulong street.
#pragma once

#include <string>

#include "paidan/core/random.hpp"
#include "paidan/model/street.hpp"

namespace paidan::sim {

class Jiulong {
 public:
  // Places, funds, menu and organisations; `parts` streets side by side (1 = Jiulong alone).
  Jiulong(Random& random, Date monday, int days);

  // One demand at a random place of a community, drawn by households.
  Demand& add_demand(ItemId item, Instant submitted);
  [[nodiscard]] Instant at(int day, int hour, int minute) const;
  [[nodiscard]] GeoPoint near(GeoPoint p, std::int64_t metres);
  [[nodiscard]] ItemId item(std::string_view code) const;
  void add_shift(WorkerId worker, int day, int from_hour, int to_hour, Units units);
  WorkerId add_worker(OrganisationId organisation, std::string name, std::string_view skills, GeoPoint home);

  Street street;

 private:
  void places();
  void menu();
  void organisations();

  Random& random_;
  Date monday_;
  int days_;
};

}  // namespace paidan::sim
