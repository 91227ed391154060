#include "paidan/sim/generate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "src/sim/city.hpp"
#include "src/sim/jiulong.hpp"
#include "src/sim/vocabulary.hpp"

// Draws stand in statements of their own: the order in which a call's arguments are evaluated differs between
// compilers.
namespace paidan::sim {
namespace {

constexpr Date monday = date_from_civil(2026, 11, 23);

std::int64_t scaled(std::int64_t count, const GenerateOptions& options) {
  return std::max<std::int64_t>(1, count * options.scale_thousandths / 1'000);
}

void add_sessions(Jiulong& j, Random& random) {
  for (std::size_t k = 0; k < 60; ++k) {
    Session s;
    s.code = fmt::format("S{:02}", k + 1);
    s.item = j.item(seat_items[k % seat_items.size()]);
    s.organisation = OrganisationId(random.below(Jiulong::professional_count - 1));  // the last one's licence runs out
    s.community = CommunityId(random.below(j.street.communities.size()));
    s.point = j.near(j.street.communities[s.community].point, 300);
    const int day = static_cast<int>(random.below(7));
    const int hour = 9 + static_cast<int>(random.below(3)) * 3;
    s.start = j.at(day, hour, 0);
    s.end = s.start + j.street.menu[s.item].minutes;
    s.seats = random.between(12, 22);
    s.min_seats = 6;
    j.street.sessions.push_back(std::move(s));
  }
}

}  // namespace

Street generate_street(const GenerateOptions& options) {
  Random random(options.seed);
  Jiulong j(random, monday, 7);
  add_sessions(j, random);
  const std::int64_t count = scaled(2'000, options);
  for (std::int64_t k = 0; k < count; ++k) {
    const bool seat = random.chance(50);
    const ItemId item =
        j.item(seat ? seat_items[random.below(seat_items.size())] : visit_items[random.weighted(visit_weights)]);
    const int day = static_cast<int>(random.below(5));
    const int hour = static_cast<int>(random.below(12));
    const int minute = static_cast<int>(random.below(60));
    Demand& d = j.add_demand(item, j.at(seat ? 0 : day, hour, minute));
    if (!seat) {
      if (random.chance(35))
        d.set_latest(std::min(j.street.period_end, *d.submitted() + Minutes(1440 * random.between(1, 3))));
      if (random.chance(5)) d.set_priority(Priority::urgent);
      j.add_wishes(d, OrganisationId(0), Jiulong::professional_count);
    }
    if (random.chance(10)) j.add_past_service(d, OrganisationId(random.below(Jiulong::professional_count)));
  }
  return std::move(j.street);
}

Street generate_storm(const GenerateOptions& options) {
  Random random(options.seed);
  Jiulong j(random, monday, 1);
  const std::int64_t count = scaled(128, options);
  for (std::int64_t k = 0; k < count; ++k) {
    const auto submitted = j.at(0, 0, static_cast<int>(random.below(510)));
    Demand& d = j.add_demand(j.item(damage_items[random.weighted(damage_weights)]), submitted);
    d.set_latest(j.at(0, 18, 0));
    if (k > 0 && random.chance(30)) {  // somebody else reports the same thing
      const Demand& before = j.street.demands[DemandId(random.below(static_cast<std::uint64_t>(k)))];
      d.item = before.item;
      d.community = before.community;
      d.grid = before.grid;
      d.point = j.near(before.point, 15);
      d.set_submitted(std::min(j.at(0, 8, 29), *before.submitted() + Minutes(random.between(1, 90))));
    }
  }
  return std::move(j.street);
}

Street generate_city(const GenerateOptions& options) {
  Random random(options.seed);
  City city(random, monday, options.scale_thousandths);
  city.add_demands();
  return std::move(city.street);
}

}  // namespace paidan::sim
