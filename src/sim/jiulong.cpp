#include "src/sim/jiulong.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace paidan::sim {
namespace {

constexpr std::array<std::string_view, 10> community_names{"盘龙新城社区", "九龙社区", "大堰社区", "杨家坪社区",
                                                           "兴胜路社区",   "西郊社区", "直港社区", "青龙社区",
                                                           "水碾社区",     "龙泉社区"};
constexpr std::array<std::int64_t, 10> community_households{21'533, 8'200, 6'900, 9'400, 5'100,
                                                            7'300,  4'800, 6'100, 3'900, 5'600};
constexpr std::array<int, 10> community_grids{12, 6, 5, 6, 4, 5, 3, 4, 2, 3};  // 50 in all
constexpr std::array<std::string_view, 12> surnames{"王", "李", "张", "刘", "陈", "杨",
                                                    "赵", "黄", "周", "吴", "徐", "孙"};
constexpr std::array<std::string_view, 12> given_names{"芳", "伟", "敏", "静", "丽", "强",
                                                       "磊", "洋", "艳", "勇", "杰", "娟"};
constexpr std::array<std::string_view, 10> group_kinds{"太极队", "合唱团", "书画社", "巡逻队", "读书会",
                                                       "舞蹈队", "棋友会", "环保队", "互助会", "议事会"};
constexpr std::array<std::string_view, 29> professional_names{
    "康乐养老服务中心", "暖阳社工服务中心", "童伴成长中心",   "心桥心理服务社",  "益家社区服务中心",
    "乐龄日间照料中心", "安康护理服务社",   "助残之家",       "青禾教育服务社",  "和睦调解中心",
    "绿源环保服务社",   "巧手便民服务社",   "银铃助老服务社", "春晖社工站",      "阳光课后服务中心",
    "邻里公益发展中心", "法润法律服务社",   "健步健康服务社", "数字助老服务社",  "家和家庭服务中心",
    "星火志愿服务中心", "同心社区营造社",   "文韵文化服务社", "蓝天应急服务社",  "爱邻社会服务社",
    "慈航公益服务中心", "天伦养老服务社",   "育苗亲子服务社", "聚力社区发展中心"};

struct Item {
  std::string_view code, name;
  Category category;
  ClientGroup group;
  std::string_view skill, certificate;
  int minutes, yuan, group_min, deadline_hours, priority;
  bool merge;
};
using C = Category;
using G = ClientGroup;
constexpr Item items[] = {
    {"haircut", "上门理发", C::public_welfare, G::elderly, "barber", "", 45, 8, 1, 0, 0, false},
    {"bathing", "助浴", C::public_welfare, G::elderly, "care", "护理证", 90, 25, 1, 0, 2, false},
    {"meal", "助餐配送", C::public_welfare, G::elderly, "meal", "", 30, 4, 1, 24, 2, false},
    {"escort", "陪同就医", C::public_service, G::elderly, "care", "", 180, 20, 1, 0, 2, false},
    {"repair", "家电维修", C::public_service, G::general, "repair", "电工证", 60, 10, 1, 0, 0, false},
    {"counsel", "心理疏导", C::public_service, G::family, "counsel", "心理咨询证", 60, 30, 1, 0, 2, false},
    {"tutoring", "课后辅导", C::culture_education, G::children_youth, "tutor", "", 90, 8, 1, 0, 0, false},
    {"mediation", "邻里调解", C::co_governance, G::general, "mediate", "", 90, 0, 1, 72, 2, false},
    {"legal", "法律咨询", C::co_governance, G::general, "law", "", 45, 0, 1, 0, 0, false},
    {"cleanup", "楼道清理", C::environment, G::general, "clean", "", 60, 0, 1, 96, 4, false},
    {"birthday", "集体生日", C::civic_culture, G::elderly, "", "", 120, 5, 8, 0, 0, false},
    {"smartphone", "智能手机培训", C::culture_education, G::elderly, "", "", 90, 3, 5, 0, 0, false},
    {"calligraphy", "书法班", C::culture_education, G::children_youth, "", "", 90, 2, 5, 0, 4, false},
    {"outing", "亲子活动", C::civic_culture, G::family, "", "", 180, 4, 6, 0, 0, false},
    {"council", "居民议事会", C::co_governance, G::general, "", "", 90, 0, 8, 0, 4, false},
    {"fallen_tree", "倒伏树木", C::environment, G::general, "tree", "", 30, 0, 1, 4, 1, true},
    {"flooding", "积水内涝", C::public_service, G::general, "drain", "", 45, 0, 1, 3, 1, true},
    {"billboard", "广告牌松动", C::public_service, G::general, "billboard", "", 40, 0, 1, 4, 2, true},
    {"power", "线路故障", C::public_service, G::general, "power", "电工证", 45, 0, 1, 3, 1, true},
    {"wall", "围墙受损", C::public_service, G::general, "build", "", 60, 0, 1, 8, 2, true},
};

}  // namespace

Jiulong::Jiulong(Random& random, Date monday, int days) : random_(random), monday_(monday), days_(days) {
  street.code = "jiulong";
  street.name = "九龙街道";
  street.zone = TimeZone("Asia/Shanghai", Minutes(480), {});
  street.period_start = at(0, 0, 0);
  street.period_end = at(days, 0, 0);
  places();
  menu();
  organisations();
}

Instant Jiulong::at(int day, int hour, int minute) const {
  return Instant((midnight_of(Date{monday_.day + day}) + Minutes(hour * 60 + minute - 480)).minutes());
}

GeoPoint Jiulong::near(GeoPoint p, std::int64_t metres) {
  const std::int64_t reach = metres * 90;  // 10⁻⁷ degrees; a metre is about 90 of latitude
  return GeoPoint{static_cast<std::int32_t>(p.lon + random_.between(-reach, reach)),
                  static_cast<std::int32_t>(p.lat + random_.between(-reach, reach))};
}

ItemId Jiulong::item(std::string_view code) const {
  for (std::size_t i = 0; i < street.menu.size(); ++i) {
    if (street.menu[ItemId(i)].code == code) return ItemId(i);
  }
  assert(false);
  return {};
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
    for (int k = 0; k < (c == 0 ? 16 : 3); ++k) {
      Compound compound;
      compound.code = fmt::format("X{:03}", street.compounds.size() + 1);
      compound.name = fmt::format("{}{}期", community_names[c].substr(0, 6), k + 1);
      compound.community = id;
      compound.households = c == 0 ? 21'533 / 16 + (k < 21'533 % 16 ? 1 : 0) : community.households / 3;
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
  // 800,000 yuan and more a year in two funds: a week's share of each.
  street.funds.push_back(Fund{"resident_autonomy", "居民自治金", Money(620'000), {}, {}});
  street.funds.push_back(Fund{"community_service", "社区公益服务基金", Money(950'000), {}, {}});
}

void Jiulong::menu() {
  for (const Item& i : items) {
    MenuItem m;
    m.code = i.code;
    m.name = i.name;
    m.category = i.category;
    m.client_group = i.group;
    if (!i.skill.empty()) m.skills.push_back(street.terms.intern(i.skill));
    if (!i.certificate.empty()) m.certificates.push_back(street.terms.intern(i.certificate));
    m.minutes = Minutes(i.minutes);
    m.unit_price = Money(i.yuan * 100);
    if (i.yuan > 0) m.funds = {FundId(i.group == G::elderly ? 1U : 0U), FundId(i.group == G::elderly ? 0U : 1U)};
    m.group_min = i.group_min;
    if (i.deadline_hours > 0) m.deadline = Minutes(i.deadline_hours * 60);
    if (i.priority > 0) m.priority = static_cast<Priority>(i.priority);
    m.merge_reports = i.merge;
    street.menu.push_back(std::move(m));
  }
}

WorkerId Jiulong::add_worker(OrganisationId organisation, std::string name, std::string_view skills, GeoPoint home) {
  Worker w;
  w.code = fmt::format("W{:03}", street.workers.size() + 1);
  w.organisation = organisation;
  w.name = std::move(name);
  while (!skills.empty()) {
    const std::size_t stop = std::min(skills.find(';'), skills.size());
    w.skills.push_back(street.terms.intern(skills.substr(0, stop)));
    skills.remove_prefix(std::min(stop + 1, skills.size()));
  }
  std::sort(w.skills.begin(), w.skills.end());
  for (const std::string_view certificate : {"护理证", "电工证", "心理咨询证"}) {
    if (!random_.chance(60)) continue;
    const bool expires = random_.chance(15);
    w.certificates.push_back({street.terms.intern(certificate), Date{monday_.day + (expires ? 2 : 200)}});
  }
  w.languages.push_back(street.terms.intern("普通话"));
  if (random_.chance(55)) w.languages.push_back(street.terms.intern("重庆话"));
  if (random_.chance(6)) w.languages.push_back(street.terms.intern("手语"));
  std::sort(w.languages.begin(), w.languages.end());
  w.gender = random_.chance(65) ? Gender::female : Gender::male;
  w.point = home;
  return street.workers.push_back(std::move(w));
}

void Jiulong::add_shift(WorkerId worker, int day, int from_hour, int to_hour, Units units) {
  street.shifts.push_back(Shift{worker, at(day, from_hour, 0), at(day, to_hour, 0), units});
}

void Jiulong::organisations() {
  const auto person = [&] {
    return std::string(surnames[random_.below(surnames.size())]) +
           std::string(given_names[random_.below(given_names.size())]);
  };
  constexpr std::array<std::string_view, 10> crafts{
      "barber;care",     "care",  "meal",        "care;meal", "repair",
      "counsel;mediate", "tutor", "mediate;law", "clean",     "barber;meal"};
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
    for (int w = 0; w < 3; ++w) {
      const WorkerId worker =
          add_worker(id, person(), crafts[(k + static_cast<std::size_t>(w) * 3) % crafts.size()], near(home, 900));
      for (int day = 0; day < days_; ++day) {
        if (random_.chance(55)) add_shift(worker, day, random_.chance(50) ? 8 : 13, 18, random_.between(3, 6));
      }
    }
  }
  for (int k = 0; k < 208; ++k) {
    Organisation o;
    const CommunityId home(random_.below(street.communities.size()));
    o.code = fmt::format("B{:03}", k + 1);
    o.name = fmt::format("{}{}{}", street.communities[home].name.substr(0, 6),
                         group_kinds[random_.below(group_kinds.size())], k + 1);
    o.kind = OrganisationKind::registered_group;
    o.communities = {home};
    o.categories = {random_.chance(50) ? Category::environment : Category::culture_education};
    o.max_units = random_.between(0, 1);
    o.point = near(street.communities[home].point, 500);
    o.rating_hundredths = static_cast<std::int32_t>(random_.between(300, 480));
    street.organisations.push_back(std::move(o));
  }
  constexpr std::array<std::string_view, 4> departments{"市政", "城管", "建管", "消防"};
  constexpr std::array<std::string_view, 4> skills{"drain;power", "tree;billboard;clean", "build;billboard",
                                                   "tree;drain;power"};
  OrganisationId city_management;
  for (std::size_t k = 0; k < departments.size(); ++k) {
    Organisation o;
    o.code = fmt::format("D{}", k + 1);
    o.name = std::string(departments[k]) + "部门";
    o.kind = OrganisationKind::department;
    o.point = near(street.communities[CommunityId(0)].point, 2'000);
    const GeoPoint home = o.point;
    const OrganisationId id = street.organisations.push_back(std::move(o));
    if (k == 1) city_management = id;
    for (int w = 0; w < 4; ++w) {
      const WorkerId worker = add_worker(id, person(), skills[k], home);
      for (int day = 0; day < days_; ++day) add_shift(worker, day, 8, 18, 8);
    }
  }
  for (std::size_t g = 0; g < street.grids.size(); ++g) {
    Grid& grid = street.grids[GridId(g)];
    grid.grid_worker = add_worker(city_management, person(), "clean;mediate", grid.point);
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
