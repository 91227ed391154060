// Small random streets that have everything: expiring certificates, languages, gender, avoided parties, service areas,
// sessions, organisations that serve as themselves, caps, minimum loads, priorities, funds, windows and merged reports.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/model/street.hpp"
#include "paidan/policy/policy.hpp"

namespace paidan::test {

struct StreetShape {
  std::int64_t demands = 7, workers = 4, organisations = 4, sessions = 2, items = 4;
  std::int64_t largest_quantity = 3;
};

class StreetMaker {
 public:
  StreetMaker(Random& random, const StreetShape& shape) : random_(random), shape_(shape) {}

  Street make() {
    street_.code = "S";
    street_.zone = TimeZone("zone", Minutes(480), {});
    street_.period_start = day(0);
    street_.period_end = day(3);
    street_.slot_minutes = Minutes(random_.between(2, 5) * 60);
    communities();
    funds();
    menu();
    organisations();
    workers();
    sessions();
    demands();
    return std::move(street_);
  }

 private:
  static constexpr Date first_day = date_from_civil(2026, 11, 23);

  Instant day(std::int64_t n) const {
    return Instant((midnight_of(Date{first_day.day + static_cast<std::int32_t>(n)}) - Minutes(480)).minutes());
  }
  Instant some_time(std::int64_t from_day, std::int64_t to_day) {
    return day(0) + Minutes(random_.between(from_day * 48, to_day * 48) * 30);
  }
  std::string code(const char* letter, std::size_t n) const { return letter + std::to_string(n); }
  GeoPoint point() {
    if (random_.chance(20)) return {};
    // A few places, some of them within 50 m of each other.
    const auto step = static_cast<std::int32_t>(random_.below(3));
    const auto near = static_cast<std::int32_t>(random_.below(2));
    return GeoPoint{1'065'000'000 + step * 100'000 + near * 2'000, 295'000'000 + step * 70'000};
  }
  TermId term(const char* letter, std::uint64_t kinds) {
    return street_.terms.intern(letter + std::to_string(random_.below(kinds)));
  }
  template <class T>
  static void unique(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  std::vector<TermId> terms(const char* letter, std::uint64_t kinds, std::uint64_t most) {
    std::vector<TermId> out;
    for (std::uint64_t k = random_.below(most + 1); k > 0; --k) out.push_back(term(letter, kinds));
    unique(out);
    return out;
  }
  std::vector<CommunityId> area(unsigned percent_all) {
    std::vector<CommunityId> out;
    if (random_.chance(percent_all)) return out;
    for (std::size_t c = 0; c < street_.communities.size(); ++c) {
      if (random_.chance(60)) out.push_back(CommunityId(c));
    }
    return out;
  }
  std::vector<Category> categories(unsigned percent_all) {
    if (random_.chance(percent_all)) return {};
    return {static_cast<Category>(random_.below(2))};
  }

  void communities() {
    for (std::uint64_t c = 0, n = 1 + random_.below(3); c < n; ++c) {
      Community row;
      row.code = code("C", c);
      row.point = point();
      if (random_.chance(40)) row.max_unserved_basis_points = static_cast<std::int32_t>(random_.below(8) * 1000);
      street_.communities.push_back(std::move(row));
    }
  }
  void funds() {
    for (std::uint64_t f = 0; f < 2; ++f) {
      Fund row;
      row.code = code("F", f);
      row.budget = Money(random_.between(0, 12) * 1000);
      row.communities = area(70);
      row.categories = categories(70);
      street_.funds.push_back(std::move(row));
    }
  }
  void menu() {
    for (std::int64_t i = 0, n = random_.between(1, shape_.items); i < n; ++i) {
      MenuItem row;
      row.code = row.name = code("I", static_cast<std::size_t>(i));
      row.category = static_cast<Category>(random_.below(2));
      row.skills = terms("skill", 3, random_.chance(70) ? 1 : 2);
      if (random_.chance(25)) row.certificates = terms("certificate", 2, 2);
      row.minutes = Minutes(random_.between(0, 5) * 30);
      if (random_.chance(40)) {
        row.unit_price = Money(random_.between(1, 5) * 700);
        row.funds = {FundId(random_.below(2))};
        if (random_.chance(50)) row.funds.push_back(FundId(1 - row.funds.front().index()));
      }
      if (random_.chance(8)) row.group_min = 3;
      if (random_.chance(4)) row.workers_needed = 2;
      if (random_.chance(30)) row.deadline = Minutes(random_.between(1, 6) * 360);
      if (random_.chance(50)) row.priority = static_cast<Priority>(random_.between(1, 4));
      row.merge_reports = random_.chance(25);
      street_.menu.push_back(std::move(row));
    }
  }
  void organisations() {
    for (std::int64_t o = 0, n = random_.between(1, shape_.organisations); o < n; ++o) {
      Organisation row;
      row.code = row.name = code("O", static_cast<std::size_t>(o));
      row.communities = area(65);
      row.categories = categories(80);
      if (random_.chance(60)) row.max_units = random_.between(0, 4);
      if (random_.chance(30)) row.min_units = random_.between(0, row.max_units.value_or(3));
      row.point = point();
      if (random_.chance(50)) row.rating_hundredths = static_cast<std::int32_t>(random_.between(100, 500));
      if (random_.chance(20)) row.valid_until = Date{first_day.day + static_cast<std::int32_t>(random_.between(-2, 4))};
      street_.organisations.push_back(std::move(row));
    }
  }
  void workers() {
    for (std::int64_t w = 0, n = random_.between(0, shape_.workers); w < n; ++w) {
      Worker row;
      row.code = code("W", static_cast<std::size_t>(w));
      row.organisation = OrganisationId(random_.below(street_.organisations.size()));
      row.skills = terms("skill", 3, 5);
      for (const TermId name : terms("certificate", 2, 2)) {
        std::optional<Date> until;
        if (random_.chance(50)) until = Date{first_day.day + static_cast<std::int32_t>(random_.between(-2, 3))};
        row.certificates.push_back({name, until});
      }
      row.languages = terms("language", 2, 3);
      row.gender = static_cast<Gender>(random_.below(3));
      row.point = point();
      if (random_.chance(40)) row.max_units = random_.between(0, 3);
      const WorkerId id = street_.workers.push_back(std::move(row));
      for (std::int64_t d = 0; d < 3; ++d) {
        if (!random_.chance(55)) continue;
        Shift shift;
        shift.worker = id;
        shift.start = day(d) + Minutes(random_.between(6, 30) * 30);
        shift.end = shift.start + Minutes(random_.between(1, 17) * 30);
        if (random_.chance(80)) shift.units = random_.between(0, 3);
        street_.shifts.push_back(shift);
      }
    }
  }
  void sessions() {
    std::vector<std::vector<Window>> taken(street_.workers.size());
    for (std::int64_t s = 0, n = random_.between(0, shape_.sessions); s < n; ++s) {
      Session row;
      row.code = code("E", static_cast<std::size_t>(s));
      row.item = ItemId(random_.below(street_.menu.size()));
      row.organisation = OrganisationId(random_.below(street_.organisations.size()));
      row.start = day(0) + Minutes(random_.between(12, 120) * 30);
      row.end = row.start + Minutes(random_.between(1, 6) * 30);
      row.point = point();
      if (random_.chance(40)) row.community = CommunityId(random_.below(street_.communities.size()));
      row.seats = random_.between(0, 3);
      row.min_seats = random_.between(0, row.seats);
      for (std::size_t w = 0; w < street_.workers.size() && !row.worker.has_value(); ++w) {
        const bool free = std::all_of(taken[w].begin(), taken[w].end(), [&](const Window& t) {
          return intersection(t, {row.start, row.end}).empty();
        });
        if (street_.workers[WorkerId(w)].organisation != row.organisation || !free || !random_.chance(70)) continue;
        row.worker = WorkerId(w);
        taken[w].push_back({row.start, row.end});
      }
      street_.sessions.push_back(std::move(row));
    }
  }
  PartyListId parties() {
    std::vector<Party> list;
    for (std::uint64_t k = 1 + random_.below(2); k > 0; --k) {
      if (!street_.workers.empty() && random_.chance(60)) {
        list.push_back({WorkerId(random_.below(street_.workers.size())), {}});
      } else {
        list.push_back({{}, OrganisationId(random_.below(street_.organisations.size()))});
      }
    }
    return street_.party_lists.push_back(std::move(list));
  }
  void demands() {
    for (std::int64_t i = 0, n = random_.between(1, shape_.demands); i < n; ++i) {
      Demand d;
      d.code = street_.text->store(code("D", static_cast<std::size_t>(i)));
      if (random_.chance(80)) d.resident = street_.residents.intern(code("R", random_.below(4)));
      d.community = CommunityId(random_.below(street_.communities.size()));
      d.item = ItemId(random_.below(street_.menu.size()));
      d.quantity = static_cast<std::uint32_t>(random_.between(1, shape_.largest_quantity));
      d.point = point();
      if (random_.chance(70)) d.set_submitted(some_time(-1, random_.chance(20) ? 3 : 1));
      if (random_.chance(35)) d.set_earliest(some_time(-1, random_.chance(20) ? 3 : 2));
      if (random_.chance(50)) {
        const Instant latest = some_time(0, 3);
        if (!d.earliest() || *d.earliest() < latest) d.set_latest(latest);
      }
      if (random_.chance(40)) d.set_priority(static_cast<Priority>(random_.between(1, 4)));
      if (random_.chance(20)) {
        const auto list = terms("language", 3, 2);
        if (!list.empty()) d.languages = street_.term_lists.push_back(list);
      }
      if (random_.chance(15)) d.worker_gender = static_cast<Gender>(random_.below(2));
      if (random_.chance(20)) d.prefer = parties();
      if (random_.chance(15)) d.avoid = parties();
      street_.demands.push_back(d);
      if (random_.chance(25) && d.resident.has_value()) {
        PastService past;
        past.resident = d.resident;
        past.organisation = OrganisationId(random_.below(street_.organisations.size()));
        street_.history.push_back(past);
      }
    }
  }

  Random& random_;
  StreetShape shape_;
  Street street_;
};

inline Street random_street(Random& random, const StreetShape& shape = {}) { return StreetMaker(random, shape).make(); }

// Half of them the default; weights that differ, and plain penalties that some orders are too dear for.
inline policy::Policy random_policy(Random& random) {
  policy::Policy policy;
  if (random.chance(50)) return policy;
  policy.weights.travel_per_km = random.between(0, 300);
  policy.weights.wait_per_hour = random.between(0, 20);
  policy.weights.spare_skill = random.between(0, 30);
  if (random.chance(50)) return policy;
  std::array<Cost, 4> penalties;
  for (Cost& p : penalties) p = Cost(random.between(0, 500));
  policy.plain_penalties = penalties;
  return policy;
}

}  // namespace paidan::test
