// A city: districts of streets, each street with communities, organisations and people of its own, side by side.
//
// At scale 1: 10 districts, 125 streets, some 800 communities, 20,000 workers and 1,000,000 demands of one week. An
// organisation serves communities of its own street only, so an order has some tens of eligible leaves and the city
// has parts; funds are the districts', with one of the city behind them.
#pragma once

#include <cstdint>
#include <vector>

#include "src/sim/maker.hpp"

namespace paidan::sim {

class City : public Maker {
 public:
  City(Random& random, Date monday, std::int64_t scale_thousandths);

  // The week's demands, and budgets that pay for nearly all of what they cost.
  void add_demands();

 private:
  struct Quarter {  // a street of the city: its communities and organisations are consecutive
    GeoPoint centre;
    std::size_t first_community = 0, community_count = 0;
    std::size_t first_professional = 0, professional_count = 0;
    std::vector<DemandId> reports;  // of damage, so that others can report the same
  };

  void funds();
  void quarter(std::size_t number, std::int64_t workers);
  void communities(Quarter& q, std::size_t number);
  void professionals(Quarter& q, std::int64_t workers);
  void registered_groups(const Quarter& q);
  void departments_and_grid_workers(const Quarter& q);
  void sessions(const Quarter& q, std::int64_t count);
  GeoPoint near_community(CommunityId community);
  void add_week_of_shifts(WorkerId worker, unsigned percent_of_days);
  Demand demand_at(CommunityId community);
  void add_visit(Quarter& q, Demand d);
  void add_seat(Demand d);
  void add_report(Quarter& q, Demand d);
  void set_budgets();

  std::int64_t scale_;  // thousandths
  std::vector<Quarter> quarters_;
  std::vector<std::size_t> quarter_of_;           // by community
  std::vector<std::uint32_t> first_grid_;         // by community, and one more
  std::vector<std::uint32_t> households_up_to_;   // by community: running sum, to draw by
  std::vector<ItemId> visits_, seats_, damages_;  // as in vocabulary.hpp
  std::vector<FundId> autonomy_, service_;        // by district
  FundId city_fund_;
};

}  // namespace paidan::sim
