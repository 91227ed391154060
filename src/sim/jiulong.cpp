#include "src/sim/jiulong.hpp"

#include <fmt/format.h>

#include <array>

#include "src/sim/vocabulary.hpp"

namespace paidan::sim {
namespace {

constexpr std::array<std::string_view, 10> community_names{"盘龙新城社区", "九龙社区", "大堰社区", "杨家坪社区",
                                                           "兴胜路社区",   "西郊社区", "直港社区", "青龙社区",
                                                           "水碾社区",     "龙泉社区"};
constexpr std::array<std::int64_t, 10> community_households{21'533, 8'200, 6'900, 9'400, 5'100,
                                                            7'300,  4'800, 6'100, 3'900, 5'600};
constexpr std::array<int, 10> community_grids{12, 6, 5, 6, 4, 5, 3, 4, 2, 3};  // 50 in all
static_assert(professional_names.size() == Jiulong::professional_count);

}  // namespace

Jiulong::Jiulong(Random& random, Date monday, int days) : Maker(random, monday, days) {
  street.code = "jiulong";
  street.name = "九龙街道";
  places();
  // 800,000 yuan and more a year in two funds: a week's share of each.
  const FundId autonomy = street.funds.push_back(Fund{"resident_autonomy", "居民自治金", Money(620'000), {}, {}});
  const FundId service = street.funds.push_back(Fund{"community_service", "社区公益服务基金", Money(950'000), {}, {}});
  add_menu({autonomy}, {service});
  professionals();
  registered_groups();
  departments_and_grid_workers();
}

void Jiulong::places() {
  const GeoPoint centre{1'065'100'000, 295'100'000};
  int grid = 0;
  for (std::size_t c = 0; c < community_names.size(); ++c) {
    Community community;
    community.code = fmt::format("C{:02}", c + 1);
    community.name = community_names[c];
    community.households = community_households[c];
    community.point = near(centre, 2'500);
    if (c % 4 == 0) community.max_unserved_basis_points = 1'500;
    const CommunityId id = street.communities.push_back(community);
    const std::int64_t compounds = c == 0 ? 16 : 3;
    for (std::int64_t k = 0; k < compounds; ++k) {
      Compound compound;
      compound.code = fmt::format("X{:03}", street.compounds.size() + 1);
      compound.name = fmt::format("{}{}期", community_names[c].substr(0, 6), k + 1);
      compound.community = id;
      compound.households = community.households / compounds + (k < community.households % compounds ? 1 : 0);
      compound.point = near(community.point, 500);
      street.compounds.push_back(std::move(compound));
    }
    for (int k = 0; k < community_grids[c]; ++k) {
      Grid g;
      g.code = fmt::format("G{:02}", ++grid);
      g.name = fmt::format("第{}网格", grid);
      g.community = id;
      g.point = near(community.point, 600);
      street.grids.push_back(std::move(g));
    }
  }
}

void Jiulong::professionals() {
  for (std::size_t k = 0; k < professional_names.size(); ++k) {
    Organisation o;
    o.code = fmt::format("P{:02}", k + 1);
    o.name = professional_names[k];
    o.point = near(street.communities[CommunityId(random_.below(street.communities.size()))].point, 400);
    o.rating_hundredths = static_cast<std::int32_t>(random_.between(340, 500));
    o.valid_until = Date{monday_.day + (k == 28 ? 1 : 300)};
    if (k % 3 == 0) {
      for (std::size_t c = 0; c < street.communities.size(); ++c) {
        if (random_.chance(60)) o.communities.push_back(CommunityId(c));
      }
    }
    if (k % 5 == 0) o.min_units = 10;
    const GeoPoint home = o.point;
    const OrganisationId id = street.organisations.push_back(std::move(o));
    for (std::size_t w = 0; w < 3; ++w) {
      const WorkerId worker = add_worker(id, crafts[(k + w * 3) % crafts.size()], near(home, 900));
      for (int day = 0; day < days_; ++day) {
        if (!random_.chance(55)) continue;
        const int from = random_.chance(50) ? 8 : 13;
        add_shift(worker, day, from, 18, random_.between(3, 6));
      }
    }
  }
}

void Jiulong::registered_groups() {
  for (std::size_t k = 0; k < group_count; ++k) {
    Organisation o;
    const CommunityId home(random_.below(street.communities.size()));
    const GroupKind& kind = group_kinds[random_.below(group_kinds.size())];
    o.code = fmt::format("B{:03}", k + 1);
    o.name = fmt::format("{}{}{}", street.communities[home].name.substr(0, 6), kind.name, k + 1);
    o.kind = OrganisationKind::registered_group;
    o.communities = {home};
    o.categories = {kind.category};
    o.max_units = random_.between(0, 1);
    o.point = near(street.communities[home].point, 500);
    o.rating_hundredths = static_cast<std::int32_t>(random_.between(300, 480));
    street.organisations.push_back(std::move(o));
  }
}

void Jiulong::departments_and_grid_workers() {
  OrganisationId grids_department;
  for (std::size_t k = 0; k < departments.size(); ++k) {
    Organisation o;
    o.code = fmt::format("D{}", k + 1);
    o.name = fmt::format("{}部门", departments[k].name);
    o.kind = OrganisationKind::department;
    o.point = near(street.communities[CommunityId(0)].point, 2'000);
    const GeoPoint home = o.point;
    const OrganisationId id = street.organisations.push_back(std::move(o));
    if (k == city_management) grids_department = id;
    for (int w = 0; w < 4; ++w) {
      const WorkerId worker = add_worker(id, departments[k].skills, home);
      for (int day = 0; day < days_; ++day) add_shift(worker, day, 8, 18, 8);
    }
  }
  for (std::size_t g = 0; g < street.grids.size(); ++g) {
    Grid& grid = street.grids[GridId(g)];
    grid.grid_worker = add_worker(grids_department, grid_worker_skills, grid.point);
    for (int day = 0; day < days_; ++day) add_shift(grid.grid_worker, day, 9, 12, 2);
  }
}

Demand& Jiulong::add_demand(ItemId item, Instant submitted) {
  std::array<std::uint32_t, community_households.size()> weights{};
  for (std::size_t c = 0; c < weights.size(); ++c) weights[c] = static_cast<std::uint32_t>(community_households[c]);
  const CommunityId community(random_.weighted(weights));
  Demand d;
  d.code = street.text->store(fmt::format("Q{:05}", street.demands.size() + 1));
  d.resident = street.residents.intern(fmt::format("R{:05}", random_.below(40'000)));
  d.community = community;
  d.item = item;
  d.point = near(street.communities[community].point, 700);
  std::int64_t nearest = INT64_MAX;
  for (std::size_t g = 0; g < street.grids.size(); ++g) {
    const Grid& grid = street.grids[GridId(g)];
    if (grid.community != community) continue;
    const std::int64_t metres = distance(grid.point, d.point).count();
    if (metres < nearest) {
      nearest = metres;
      d.grid = GridId(g);
    }
  }
  d.set_submitted(submitted);
  d.channel = street.channels.intern(random_.chance(60) ? "app" : "phone");
  street.demands.push_back(d);
  return street.demands.back();
}

}  // namespace paidan::sim
