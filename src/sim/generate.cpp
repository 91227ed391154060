#include "paidan/sim/generate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "src/sim/jiulong.hpp"

namespace paidan::sim {
namespace {

constexpr Date monday = date_from_civil(2026, 11, 23);

TermListId single_term(Street& street, std::string_view term) {
  const TermId id = street.terms.intern(term);
  for (std::size_t k = 0; k < street.term_lists.size(); ++k) {
    if (street.term_lists[TermListId(k)].front() == id) return TermListId(k);
  }
  return street.term_lists.push_back({id});
}

PartyListId single_party(Street& street, Party party) { return street.party_lists.push_back({party}); }

void add_sessions(Jiulong& j, Random& random) {
  constexpr std::array<std::string_view, 5> items{"birthday", "smartphone", "calligraphy", "outing", "council"};
  for (int k = 0; k < 60; ++k) {
    Session s;
    s.code = fmt::format("S{:02}", k + 1);
    s.item = j.item(items[static_cast<std::size_t>(k) % items.size()]);
    s.organisation = OrganisationId(random.below(28));
    s.community = CommunityId(random.below(j.street.communities.size()));
    s.point = j.near(j.street.communities[s.community].point, 300);
    const int day = static_cast<int>(random.below(7)), hour = 9 + static_cast<int>(random.below(3)) * 3;
    s.start = j.at(day, hour, 0);
    s.end = s.start + j.street.menu[s.item].minutes;
    s.seats = random.between(12, 22);
    s.min_seats = 6;
    j.street.sessions.push_back(std::move(s));
  }
}

void add_wishes(Jiulong& j, Random& random, Demand& d) {
  if (random.chance(12)) d.languages = single_term(j.street, random.chance(90) ? "重庆话" : "手语");
  if (random.chance(6)) d.worker_gender = Gender::female;
  if (random.chance(4)) d.prefer = single_party(j.street, {{}, OrganisationId(random.below(29))});
  if (random.chance(2)) d.avoid = single_party(j.street, {{}, OrganisationId(random.below(29))});
}

}  // namespace

Street generate_street(const GenerateOptions& options) {
  Random random(options.seed);
  Jiulong j(random, monday, 7);
  add_sessions(j, random);
  constexpr std::array<std::string_view, 10> visits{"haircut", "bathing",  "meal",      "escort", "repair",
                                                    "counsel", "tutoring", "mediation", "legal",  "cleanup"};
  constexpr std::array<std::uint32_t, 10> visit_weights{16, 9, 18, 9, 12, 6, 12, 7, 5, 6};
  constexpr std::array<std::string_view, 5> seats{"birthday", "smartphone", "calligraphy", "outing", "council"};
  const std::int64_t count = std::max<std::int64_t>(1, 2'000 * options.scale_thousandths / 1'000);
  for (std::int64_t k = 0; k < count; ++k) {
    const bool seat = random.chance(50);
    const ItemId item = j.item(seat ? seats[random.below(seats.size())] : visits[random.weighted(visit_weights)]);
    const int day = static_cast<int>(random.below(5));
    Demand& d = j.add_demand(
        item, j.at(seat ? 0 : day, static_cast<int>(random.below(12)), static_cast<int>(random.below(60))));
    if (!seat) {
      if (random.chance(35))
        d.set_latest(std::min(j.street.period_end, *d.submitted() + Minutes(1440 * random.between(1, 3))));
      if (random.chance(5)) d.set_priority(Priority::urgent);
      add_wishes(j, random, d);
    }
    if (random.chance(10)) {
      PastService p;
      p.resident = d.resident;
      p.organisation = OrganisationId(random.below(29));
      p.item = item;
      p.served_at = j.at(-14, 10, 0);
      p.rating_hundredths = static_cast<std::int32_t>(random.between(3, 5) * 100);
      j.street.history.push_back(p);
    }
  }
  return std::move(j.street);
}

Street generate_storm(const GenerateOptions& options) {
  Random random(options.seed);
  Jiulong j(random, monday, 1);
  constexpr std::array<std::string_view, 5> damage{"fallen_tree", "flooding", "billboard", "power", "wall"};
  constexpr std::array<std::uint32_t, 5> weights{40, 25, 15, 12, 8};
  const std::int64_t count = std::max<std::int64_t>(1, 128 * options.scale_thousandths / 1'000);
  for (std::int64_t k = 0; k < count; ++k) {
    const auto submitted = j.at(0, 0, static_cast<int>(random.below(510)));
    Demand& d = j.add_demand(j.item(damage[random.weighted(weights)]), submitted);
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

}  // namespace paidan::sim
