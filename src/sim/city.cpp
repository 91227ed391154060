#include "src/sim/city.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "src/sim/vocabulary.hpp"

namespace paidan::sim {
namespace {

constexpr std::int64_t streets_at_scale_1 = 125, workers_at_scale_1 = 20'000, demands_at_scale_1 = 1'000'000;
constexpr std::int64_t demands_per_session = 33;  // half of the demands are for seats, some 17 a session
constexpr std::size_t grids_per_community = 4;
constexpr std::size_t capped_every = 12;  // communities with max_unserved_percent

constexpr std::array<std::string_view, 10> district_names{"澜江", "云岭", "松泉", "鹿鸣", "石渡",
                                                          "梧桐", "锦川", "白鹭", "望山", "南屏"};
constexpr std::array<std::string_view, 20> place_first{"青", "云", "龙", "凤", "金", "石", "柳", "梅", "竹", "松",
                                                       "碧", "清", "长", "安", "永", "福", "祥", "星", "月", "晨"};
constexpr std::array<std::string_view, 24> place_second{"山", "溪", "桥", "湖", "林", "泉", "岭", "湾",
                                                        "坪", "塘", "井", "坡", "园", "台", "渡", "洲",
                                                        "峰", "河", "岗", "亭", "苑", "堤", "屿", "坊"};

// The k-th name of a fixed walk through all pairs; 7 and 480 have no common factor, so none comes twice.
std::string place_name(std::size_t k) {
  constexpr std::size_t pairs = place_first.size() * place_second.size();
  const std::size_t at = k * 7 % pairs;
  std::string name(place_first[at % place_first.size()]);
  return name.append(place_second[at / place_first.size()]);
}

// A number with leading zeros behind a letter: fmt for a million codes would take longer than all the draws.
struct Code {
  Code(char letter, std::uint64_t number, int digits) : size(static_cast<std::size_t>(digits) + 1) {
    text[0] = letter;
    for (int k = digits; k > 0; --k, number /= 10) text[k] = static_cast<char>('0' + number % 10);
  }
  [[nodiscard]] std::string_view view() const { return {text, size}; }
  char text[16];
  std::size_t size;
};

}  // namespace

City::City(Random& random, Date monday, std::int64_t scale_thousandths)
    : Maker(random, monday, 7), scale_(scale_thousandths) {
  street.code = "city";
  street.name = "云澜市";
  funds();
  add_menu(autonomy_, service_);
  for (MenuItem& m : street.menu) {
    if (!m.funds.empty()) m.funds.push_back(city_fund_);  // after those of the districts
  }
  for (const std::string_view code : visit_items) visits_.push_back(item(code));
  for (const std::string_view code : seat_items) seats_.push_back(item(code));
  for (const std::string_view code : damage_items) damages_.push_back(item(code));
  const std::int64_t count = std::max<std::int64_t>(1, streets_at_scale_1 * scale_ / 1'000);
  const std::int64_t workers = workers_at_scale_1 * scale_ / 1'000;
  for (std::int64_t k = 0; k < count; ++k) {
    quarter(static_cast<std::size_t>(k), workers * (k + 1) / count - workers * k / count);
  }
  first_grid_.push_back(static_cast<std::uint32_t>(street.grids.size()));
}

void City::funds() {
  for (std::size_t k = 0; k < district_names.size(); ++k) {
    autonomy_.push_back(street.funds.push_back(Fund{fmt::format("resident_autonomy_{}", k + 1),
                                                    fmt::format("{}区居民自治金", district_names[k]),
                                                    Money(0),
                                                    {},
                                                    {}}));
    service_.push_back(street.funds.push_back(Fund{fmt::format("community_service_{}", k + 1),
                                                   fmt::format("{}区社区公益服务基金", district_names[k]),
                                                   Money(0),
                                                   {},
                                                   {}}));
  }
  city_fund_ = street.funds.push_back(Fund{"city", "市级社会工作专项资金", Money(0), {}, {}});
}

void City::quarter(std::size_t number, std::int64_t workers) {
  Quarter q;
  const std::size_t column = number % 12, row = number / 12;  // four kilometres apart
  q.centre = GeoPoint{static_cast<std::int32_t>(1'063'000'000 + column * 420'000),
                      static_cast<std::int32_t>(294'000'000 + row * 360'000)};
  communities(q, number);
  professionals(q, workers - 16 - static_cast<std::int64_t>(q.community_count * grids_per_community));
  registered_groups(q);
  departments_and_grid_workers(q);
  const std::int64_t demands = demands_at_scale_1 * scale_ / 1'000;
  const std::int64_t streets = std::max<std::int64_t>(1, streets_at_scale_1 * scale_ / 1'000);
  sessions(q, std::max<std::int64_t>(1, demands / streets / demands_per_session));
  quarters_.push_back(std::move(q));
}

void City::communities(Quarter& q, std::size_t number) {
  const std::size_t district = number % district_names.size();
  q.first_community = street.communities.size();
  q.community_count = 5 + random_.below(4);
  for (std::size_t k = 0; k < q.community_count; ++k) {
    Community c;
    c.code = Code('C', street.communities.size() + 1, 4).view();
    c.name = fmt::format("{}区{}街道{}社区", district_names[district], place_name(number),
                         place_name(street.communities.size() + 240));
    c.households = random_.between(2'500, 12'000);
    c.point = near(q.centre, 1'200);
    if (street.communities.size() % capped_every == 0) c.max_unserved_basis_points = 1'000;
    households_up_to_.push_back((households_up_to_.empty() ? 0 : households_up_to_.back()) +
                                static_cast<std::uint32_t>(c.households));
    const GeoPoint point = c.point;
    const CommunityId id = street.communities.push_back(std::move(c));
    quarter_of_.push_back(number);
    for (const FundId f : {autonomy_[district], service_[district]}) street.funds[f].communities.push_back(id);
    first_grid_.push_back(static_cast<std::uint32_t>(street.grids.size()));
    for (std::size_t g = 0; g < grids_per_community; ++g) {
      Grid grid;
      grid.code = Code('G', street.grids.size() + 1, 5).view();
      grid.name = fmt::format("第{}网格", g + 1);
      grid.community = id;
      grid.point = near(point, 400);
      street.grids.push_back(std::move(grid));
    }
  }
}

GeoPoint City::near_community(CommunityId community) { return near(street.communities[community].point, 400); }

void City::add_week_of_shifts(WorkerId worker, unsigned percent_of_days) {
  for (int day = 0; day < days_; ++day) {
    if (!random_.chance(percent_of_days)) continue;
    const int from = random_.chance(80) ? 8 : 12;
    add_shift(worker, day, from, from == 8 ? 16 : 18, random_.between(6, 9));
  }
}

void City::professionals(Quarter& q, std::int64_t workers) {
  q.first_professional = street.organisations.size();
  q.professional_count = 10;
  std::int64_t done = 0;
  for (std::size_t k = 0; k < q.professional_count; ++k) {
    Organisation o;
    const std::size_t number = quarters_.size() * q.professional_count + k;
    const CommunityId home(q.first_community + random_.below(q.community_count));
    o.code = Code('P', number + 1, 5).view();
    o.name = fmt::format("{}{}", place_name(quarters_.size()), professional_names[number % professional_names.size()]);
    o.point = near_community(home);
    o.rating_hundredths = static_cast<std::int32_t>(random_.between(340, 500));
    o.valid_until = Date{monday_.day + (random_.chance(1) ? 3 : 300)};
    for (std::size_t c = q.first_community; c < q.first_community + q.community_count; ++c) {
      if (CommunityId(c) == home || random_.chance(55)) o.communities.push_back(CommunityId(c));
    }
    if (random_.chance(20)) o.min_units = 20;
    const GeoPoint point = o.point;
    const OrganisationId id = street.organisations.push_back(std::move(o));
    const std::int64_t until =
        workers * static_cast<std::int64_t>(k + 1) / static_cast<std::int64_t>(q.professional_count);
    for (; done < until; ++done) {
      const std::string_view craft = crafts[(k + static_cast<std::size_t>(done)) % crafts.size()];
      const WorkerId worker = add_worker(id, craft, near(point, 900));
      if (random_.chance(15)) street.workers[worker].max_units = random_.between(18, 30);
      add_week_of_shifts(worker, 72);
    }
  }
}

void City::registered_groups(const Quarter& q) {
  for (std::size_t k = 0; k < 2 * q.community_count; ++k) {
    Organisation o;
    const CommunityId home(q.first_community + k / 2);
    const GroupKind& kind = group_kinds[random_.below(group_kinds.size())];
    const std::string name = street.communities[home].name;
    o.code = Code('B', street.organisations.size() + 1, 5).view();
    o.name = fmt::format("{}{}{}", name, kind.name, k % 2 + 1);
    o.kind = OrganisationKind::registered_group;
    o.communities = {home};
    o.categories = {kind.category};
    o.max_units = random_.between(2, 12);
    o.point = near_community(home);
    o.rating_hundredths = static_cast<std::int32_t>(random_.between(300, 480));
    street.organisations.push_back(std::move(o));
  }
}

void City::departments_and_grid_workers(const Quarter& q) {
  std::vector<CommunityId> area;
  for (std::size_t c = 0; c < q.community_count; ++c) area.push_back(CommunityId(q.first_community + c));
  OrganisationId grids_department;
  for (std::size_t k = 0; k < departments.size(); ++k) {
    Organisation o;
    o.code = Code('D', quarters_.size() * departments.size() + k + 1, 4).view();
    o.name = fmt::format("{}街道{}部门", place_name(quarters_.size()), departments[k].name);
    o.kind = OrganisationKind::department;
    o.communities = area;
    o.point = near(q.centre, 300);
    const GeoPoint point = o.point;
    const OrganisationId id = street.organisations.push_back(std::move(o));
    if (k == city_management) grids_department = id;
    for (int w = 0; w < 4; ++w) {
      const WorkerId worker = add_worker(id, departments[k].skills, point);
      for (int day = 0; day < days_; ++day) {
        add_shift(worker, day, 8, 16, 12);
        if (w == 0) add_shift(worker, day, 18, 22, 5);
      }
    }
  }
  for (std::size_t g = first_grid_[q.first_community]; g < street.grids.size(); ++g) {
    Grid& grid = street.grids[GridId(g)];
    grid.grid_worker = add_worker(grids_department, grid_worker_skills, grid.point);
    for (int day = 0; day < days_; ++day) add_shift(grid.grid_worker, day, 9, 12, 2);
  }
}

void City::sessions(const Quarter& q, std::int64_t count) {
  for (std::int64_t k = 0; k < count; ++k) {
    Session s;
    s.code = Code('S', street.sessions.size() + 1, 6).view();
    s.item = seats_[static_cast<std::size_t>(k) % seats_.size()];
    s.organisation = OrganisationId(q.first_professional + random_.below(q.professional_count));
    const auto& area = street.organisations[s.organisation].communities;
    s.community = area[random_.below(area.size())];
    s.point = near_community(s.community);
    const int day = static_cast<int>(random_.below(7));
    const int hour = 9 + static_cast<int>(random_.below(3)) * 3;
    s.start = at(day, hour, 0);
    s.end = s.start + street.menu[s.item].minutes;
    s.seats = random_.between(12, 22);
    s.min_seats = 6;
    street.sessions.push_back(std::move(s));
  }
}

Demand City::demand_at(CommunityId community) {
  Demand d;
  d.code = street.text->store(Code('Q', street.demands.size() + 1, 7).view());
  d.resident = street.residents.intern(Code('R', random_.below(households_up_to_.back()) + 1, 8).view());
  d.community = community;
  const std::uint32_t first = first_grid_[community.index()];
  d.grid = GridId(first + random_.below(first_grid_[community.index() + 1] - first));
  d.point = near(street.grids[d.grid].point, 250);
  d.channel = street.channels.intern(random_.chance(60) ? "app" : "phone");
  return d;
}

// What a resident says about the time: a day, a few days, half a day, or nothing.
void City::add_visit(Quarter& q, Demand d) {
  d.item = visits_[random_.weighted(visit_weights)];
  const int day = static_cast<int>(random_.below(6));
  const int hour = static_cast<int>(random_.below(12));
  const int minute = static_cast<int>(random_.below(60));
  d.set_submitted(at(day, hour, minute));
  const auto wish = random_.below(100);
  if (wish < 45) {
    const int then = day + static_cast<int>(random_.below(static_cast<std::uint64_t>(7 - day)));
    d.set_earliest(std::max(*d.submitted(), at(then, 8, 0)));
    d.set_latest(at(then, 20, 0));
  } else if (wish < 80) {
    d.set_latest(std::min(street.period_end, *d.submitted() + Minutes(1440 * random_.between(1, 3))));
  } else if (wish < 90) {
    const int then = std::min(6, day + 1);
    const int from = random_.chance(50) ? 8 : 12;
    d.set_earliest(std::max(*d.submitted(), at(then, from, 0)));
    d.set_latest(std::max(*d.earliest() + Minutes(240), at(then, from + 4, 0)));
  }
  if (random_.chance(6)) d.quantity = static_cast<std::uint32_t>(random_.between(2, 4));
  if (random_.chance(5)) d.set_priority(Priority::urgent);
  add_wishes(d, OrganisationId(q.first_professional), q.professional_count);
  if (random_.chance(8)) {
    add_past_service(d, OrganisationId(q.first_professional + random_.below(q.professional_count)));
  }
  street.demands.push_back(d);
}

void City::add_seat(Demand d) {
  d.item = seats_[random_.below(seats_.size())];
  d.set_submitted(at(0, 0, static_cast<int>(random_.below(540))));
  const int day = static_cast<int>(random_.below(6));
  if (random_.chance(80)) {
    d.set_earliest(std::max(*d.submitted(), at(day, 8, 0)));
    d.set_latest(at(std::min(6, day + static_cast<int>(random_.between(1, 3))), 20, 0));
  }
  street.demands.push_back(d);
}

// Half of the damage comes in the night of a storm, Wednesday from 0:00 to 8:30.
void City::add_report(Quarter& q, Demand d) {
  d.item = damages_[random_.weighted(damage_weights)];
  if (random_.chance(50)) {
    d.set_submitted(at(2, 0, static_cast<int>(random_.below(510))));
  } else {
    const int day = static_cast<int>(random_.below(7));
    d.set_submitted(at(day, 7, static_cast<int>(random_.below(420))));
  }
  if (!q.reports.empty() && random_.chance(30)) {  // somebody else reports the same thing
    const std::size_t recent = std::min<std::size_t>(q.reports.size(), 50);
    const Demand& before = street.demands[q.reports[q.reports.size() - 1 - random_.below(recent)]];
    d.item = before.item;
    d.community = before.community;
    d.grid = before.grid;
    d.point = near(before.point, 15);
    d.set_submitted(*before.submitted() + Minutes(random_.between(1, 90)));
  }
  d.set_latest(std::min(street.period_end, *d.submitted() + Minutes(random_.between(10, 30) * 60)));
  q.reports.push_back(street.demands.push_back(d));
}

void City::add_demands() {
  const std::int64_t count = std::max<std::int64_t>(1, demands_at_scale_1 * scale_ / 1'000);
  street.demands.reserve(static_cast<std::size_t>(count));
  for (std::int64_t k = 0; k < count; ++k) {
    const auto home = static_cast<std::uint32_t>(random_.below(households_up_to_.back()));
    const auto at = std::upper_bound(households_up_to_.begin(), households_up_to_.end(), home);
    const CommunityId community(static_cast<std::size_t>(at - households_up_to_.begin()));
    Quarter& q = quarters_[quarter_of_[community.index()]];
    const auto kind = random_.below(100);
    Demand d = demand_at(community);
    if (kind < 50) {
      add_seat(d);
    } else if (kind < 96) {
      add_visit(q, d);
    } else {
      add_report(q, d);
    }
  }
  set_budgets();
}

// Of what a district's demands cost, its two funds hold 96 % and the city's fund 2 %.
void City::set_budgets() {
  std::vector<Money> cost(district_names.size(), Money(0));
  Money all(0);
  for (const Demand& d : street.demands) {
    const Money price = street.menu[d.item].unit_price * d.quantity;
    cost[quarter_of_[d.community.index()] % cost.size()] += price;
    all += price;
  }
  const auto share = [](Money money, std::int64_t percent) { return Money(money.count() / 10'000 * percent * 100); };
  for (std::size_t k = 0; k < cost.size(); ++k) {
    street.funds[autonomy_[k]].budget = share(cost[k], 38);
    street.funds[service_[k]].budget = share(cost[k], 58);
  }
  street.funds[city_fund_].budget = share(all, 2);
}

}  // namespace paidan::sim
