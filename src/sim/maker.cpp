#include "src/sim/maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace paidan::sim {
namespace {

constexpr std::array<std::string_view, 12> surnames{"王", "李", "张", "刘", "陈", "杨",
                                                    "赵", "黄", "周", "吴", "徐", "孙"};
constexpr std::array<std::string_view, 12> given_names{"芳", "伟", "敏", "静", "丽", "强",
                                                       "磊", "洋", "艳", "勇", "杰", "娟"};

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
    {"fallen_tree", "倒伏树木", C::public_service, G::general, "tree", "", 30, 0, 1, 4, 1, true},
    {"flooding", "积水内涝", C::public_service, G::general, "drain", "", 45, 0, 1, 3, 1, true},
    {"billboard", "广告牌松动", C::public_service, G::general, "billboard", "", 40, 0, 1, 4, 2, true},
    {"power", "线路故障", C::public_service, G::general, "power", "电工证", 45, 0, 1, 3, 1, true},
    {"wall", "围墙受损", C::public_service, G::general, "build", "", 60, 0, 1, 8, 2, true},
};

}  // namespace

Maker::Maker(Random& random, Date monday, int days) : random_(random), monday_(monday), days_(days) {
  street.zone = TimeZone("Asia/Shanghai", Minutes(480), {});
  street.period_start = at(0, 0, 0);
  street.period_end = at(days, 0, 0);
}

Instant Maker::at(int day, int hour, int minute) const {
  return Instant((midnight_of(Date{monday_.day + day}) + Minutes(hour * 60 + minute - 480)).minutes());
}

GeoPoint Maker::near(GeoPoint p, std::int64_t metres) {
  const std::int64_t reach = metres * 90;  // 10⁻⁷ degrees; a metre is about 90 of latitude
  return GeoPoint{static_cast<std::int32_t>(p.lon + random_.between(-reach, reach)),
                  static_cast<std::int32_t>(p.lat + random_.between(-reach, reach))};
}

ItemId Maker::item(std::string_view code) const {
  for (std::size_t i = 0; i < street.menu.size(); ++i) {
    if (street.menu[ItemId(i)].code == code) return ItemId(i);
  }
  assert(false);
  return {};
}

void Maker::add_menu(const std::vector<FundId>& autonomy, const std::vector<FundId>& service) {
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
    if (i.yuan > 0) {
      const bool elderly = i.group == G::elderly;
      m.funds = elderly ? service : autonomy;
      const auto& others = elderly ? autonomy : service;
      m.funds.insert(m.funds.end(), others.begin(), others.end());
    }
    m.group_min = i.group_min;
    if (i.deadline_hours > 0) m.deadline = Minutes(i.deadline_hours * 60);
    if (i.priority > 0) m.priority = static_cast<Priority>(i.priority);
    m.merge_reports = i.merge;
    street.menu.push_back(std::move(m));
  }
}

WorkerId Maker::add_worker(OrganisationId organisation, std::string_view skills, GeoPoint home) {
  Worker w;
  w.code = fmt::format("W{:03}", street.workers.size() + 1);
  w.organisation = organisation;
  w.name = surnames[random_.below(surnames.size())];
  w.name += given_names[random_.below(given_names.size())];
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

void Maker::add_shift(WorkerId worker, int day, int from_hour, int to_hour, Units units) {
  street.shifts.push_back(Shift{worker, at(day, from_hour, 0), at(day, to_hour, 0), units});
}

TermListId Maker::single_term(std::string_view term) {
  const TermId id = street.terms.intern(term);
  for (std::size_t k = 0; k < street.term_lists.size(); ++k) {
    if (street.term_lists[TermListId(k)].front() == id) return TermListId(k);
  }
  return street.term_lists.push_back({id});
}

void Maker::add_wishes(Demand& d, OrganisationId first, std::size_t organisations) {
  const auto one = [&] {
    return street.party_lists.push_back({Party{{}, OrganisationId(first.index() + random_.below(organisations))}});
  };
  if (random_.chance(12)) d.languages = single_term(random_.chance(90) ? "重庆话" : "手语");
  if (random_.chance(6)) d.worker_gender = Gender::female;
  if (random_.chance(4)) d.prefer = one();
  if (random_.chance(2)) d.avoid = one();
}

void Maker::add_past_service(const Demand& demand, OrganisationId organisation) {
  PastService p;
  p.resident = demand.resident;
  p.organisation = organisation;
  p.item = demand.item;
  p.served_at = at(-14, 10, 0);
  p.rating_hundredths = static_cast<std::int32_t>(random_.between(3, 5) * 100);
  street.history.push_back(p);
}

}  // namespace paidan::sim
