// Jiulong street: the places, organisations and people that its week and its storm morning share.
#pragma once

#include "src/sim/maker.hpp"

namespace paidan::sim {

class Jiulong : public Maker {
 public:
  static constexpr std::size_t professional_count = 29, group_count = 208;

  Jiulong(Random& random, Date monday, int days);

  // One demand at a random place of a community, drawn by households.
  Demand& add_demand(ItemId item, Instant submitted);

 private:
  void places();
  void professionals();
  void registered_groups();
  void departments_and_grid_workers();
};

}  // namespace paidan::sim
