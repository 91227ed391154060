// What a plan says to the people at the street office, in Chinese and in English.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "paidan/io/plan_io.hpp"

namespace paidan::io {
namespace {

struct Clock {
  Civil day;
  Date date;
  std::int64_t hour, minute;
};
Clock clock_of(const Street& street, Instant time) {
  const LocalTime local = street.zone.local(time);
  const Date date = date_of(local);
  const std::int64_t minute = (local - midnight_of(date)).count();
  return {civil_from_date(date), date, minute / 60, minute % 60};
}

std::string day_words(const Clock& c, Language language) {
  constexpr std::array<std::string_view, 7> zh{"周四", "周五", "周六", "周日",
                                               "周一", "周二", "周三"};  // from 1970-01-01
  constexpr std::array<std::string_view, 7> en{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto weekday = static_cast<std::size_t>(((c.date.day % 7) + 7) % 7);
  if (language == Language::zh) return fmt::format("{}月{}日{}", c.day.month, c.day.day, zh[weekday]);
  return fmt::format("{} {} {}", en[weekday], c.day.day, months[c.day.month - 1]);
}

}  // namespace

std::string time_words(const Street& street, Instant time) { return iso_text(street.zone.local(time)); }

std::string slot_words(const Street& street, Window window, Language language) {
  const Clock from = clock_of(street, window.start), to = clock_of(street, window.end);
  const std::string start = fmt::format("{} {:02}:{:02}", day_words(from, language), from.hour, from.minute);
  if (from.date == to.date) return fmt::format("{}–{:02}:{:02}", start, to.hour, to.minute);
  if (to.date.day == from.date.day + 1 && to.hour == 0 && to.minute == 0) return start + "–24:00";
  return fmt::format("{}–{} {:02}:{:02}", start, day_words(to, language), to.hour, to.minute);
}

std::string duration_words(Minutes minutes, Language language) {
  const std::int64_t all = minutes.count(), days = all / 1440, hours = all / 60 % 24, rest = all % 60;
  const bool zh = language == Language::zh;
  std::string out;
  const auto add = [&](std::int64_t n, std::string_view chinese, std::string_view english) {
    if (n == 0) return;
    out += fmt::format("{}{} {}", out.empty() ? "" : " ", n, zh ? chinese : english);
  };
  add(days, "天", days == 1 ? "day" : "days");
  add(hours, "小时", "h");
  add(rest, "分钟", "min");
  return out.empty() ? (zh ? "0 分钟" : "0 min") : out;
}

std::string yuan(Money money) { return fmt::format("{}.{:02}", money.count() / 100, money.count() % 100); }

std::string leaf_words(const Street& street, OrganisationId organisation, WorkerId worker, SessionId session,
                       const std::optional<Window>& slot, Language language) {
  std::string out;
  if (organisation.has_value()) {
    const Organisation& o = street.organisations[organisation];
    out = o.name.empty() || o.name == o.code ? o.code : fmt::format("{} ({})", o.name, o.code);
  }
  const auto add = [&](const std::string& text) { out.append(out.empty() ? "" : " ").append(text); };
  if (worker.has_value()) {
    const Worker& w = street.workers[worker];
    add(w.name.empty() || w.name == w.code ? w.code : fmt::format("{} {}", w.code, w.name));
  }
  if (session.has_value()) {
    const Session& s = street.sessions[session];
    add(fmt::format("{} {}", street.menu[s.item].name, s.code));
  }
  if (slot) out += (language == Language::zh ? "，" : ", ") + slot_words(street, *slot, language);
  return out;
}

std::string reason_words(Reason reason, Language language) {
  const auto say = [&](std::string_view zh, std::string_view en) { return std::string(Words{zh, en}.in(language)); };
  switch (reason) {
    case Reason::no_skill:
      return say("能来的人都没有所需的技能", "nobody who could come has the skills");
    case Reason::no_certificate:
      return say("能来的人都没有当日有效的证书", "nobody who could come has a certificate valid on the day");
    case Reason::no_language:
      return say("能来的人都不会居民要求的语言", "nobody who could come speaks the language");
    case Reason::no_gender:
      return say("能来的人都不是居民要求的性别", "nobody of the asked gender could come");
    case Reason::organisation_expired:
      return say("能来的组织资质届时已到期",
                 "the registration of the organisation that could come has run out by then");
    case Reason::outside_service_area:
      return say("能做的组织都不服务这个社区", "no organisation that could do it serves this community");
    case Reason::outside_hours:
      return say("居民要求的时间内没有人当班", "nobody who could do it works in the order's time window");
    case Reason::avoided:
      return say("能来的都是居民要求回避的", "the resident avoids those who could come");
    case Reason::deadline_passed:
      return say("本期开始之前期限已过", "its deadline had passed before the period began");
    case Reason::workers_short:
      return say("需要几个人同时上门，目前还派不了",
                 "it needs several workers at once, which cannot be dispatched yet");
    case Reason::group_too_small:
      return say("报名人数不足", "the group is too small");
    case Reason::fund_exhausted:
      return say("没有资金付得起整张工单", "no fund that pays for it has enough left");
    case Reason::capacity_taken:
      return say("能来的都排满了，排进去的工单至少同样要紧",
                 "all who could come are full of orders worth at least as much");
    case Reason::too_dear:
      return say("派它的代价高于不派的罚分", "serving it costs more than the penalty for leaving it unserved");
  }
  return {};
}

std::string reason_words(const UnservedLine& line, Language language) {
  const bool nobody = std::all_of(line.removed.begin(), line.removed.end(), [](std::uint32_t n) { return n == 0; });
  if (line.reason == Reason::no_skill && nobody) {
    return language == Language::zh ? "没有人提供这个项目" : "nobody offers this item";
  }
  if (line.reason == Reason::too_dear) {
    constexpr Words by{"，差 {} 分", ", by {} points"};
    return reason_words(line.reason, language) + fmt::format(fmt::runtime(by.in(language)), line.short_by.count());
  }
  return reason_words(line.reason, language);
}

std::string_view term_words(CostTerm term, Language language) {
  constexpr std::array<Words, cost_term_count> words{{{"路程", "travel"},
                                                      {"价格", "price"},
                                                      {"等候", "waiting"},
                                                      {"换了人", "not the one known"},
                                                      {"不合意愿", "unmet preference"},
                                                      {"评分", "rating"},
                                                      {"大材小用", "spare skills"}}};
  return words[static_cast<std::size_t>(term)].in(language);
}

std::string change_words(const Goals& change, Language language) {
  std::string out;
  const auto say = [&](Words words, const auto&... values) {
    if (!out.empty()) out += language == Language::zh ? "，" : ", ";
    out += fmt::format(fmt::runtime(words.in(language)), values...);
  };
  for (std::size_t k = 0; k < 4; ++k) {
    const Units n = change.served[k];
    if (n > 0) say({"多服务 {} 个单量（优先级 {}）", "{} more served of priority {}"}, n, k + 1);
    if (n < 0) say({"少服务 {} 个单量（优先级 {}）", "{} fewer served of priority {}"}, -n, k + 1);
  }
  if (change.over_caps > 0) say({"超过社区未派上限多 {}", "{} more over the communities' caps"}, change.over_caps);
  if (change.over_caps < 0) say({"超过社区未派上限少 {}", "{} fewer over the communities' caps"}, -change.over_caps);
  if (change.below_minimum > 0)
    say({"组织最少单量多缺 {}", "{} more below organisations' min_units"}, change.below_minimum);
  if (change.below_minimum < 0)
    say({"组织最少单量少缺 {}", "{} fewer below organisations' min_units"}, -change.below_minimum);
  const std::int64_t cost = change.cost.count();
  if (cost > 0) say({"代价多 {} 分", "cost {} points higher"}, cost);
  if (cost < 0) say({"代价少 {} 分", "cost {} points lower"}, -cost);
  if (cost == 0) say({"代价不变", "cost unchanged"});
  return out;
}

std::string relief_words(const Street& street, const WorkOrder& order, const Relief& relief, Language language) {
  using Kind = Relief::Kind;
  const Demand& demand = street.demands[order.first];
  const MenuItem& item = street.menu[demand.item];
  const bool zh = language == Language::zh;
  // Who: without a time, since a certificate or a service area is good for every time.
  const std::string who = leaf_words(street, relief.organisation, relief.worker, relief.session, {}, language);
  const std::string when = relief.slot ? slot_words(street, *relief.slot, language) : std::string();
  const std::string at = leaf_words(street, relief.organisation, relief.worker, relief.session, relief.slot, language);
  const std::string_view term = relief.term.has_value() ? street.terms[relief.term] : std::string_view();
  const Community& community = street.communities[demand.community];
  const std::string place = community.name.empty() ? community.code : community.name;
  const auto category = zh ? chinese_name_of(item.category) : name_of(item.category);
  const auto say = [&](Words words, const auto&... values) {
    return fmt::format(fmt::runtime(words.in(language)), values...);
  };
  const std::int64_t n = relief.amount;
  const auto limits = [&]() -> std::string {
    switch (relief.limits) {
      case Relief::Limits::none:
        break;
      case Relief::Limits::worker:
        return say({"，其总量上限也加 {}", ", and the worker's max_units by as many"}, n);
      case Relief::Limits::organisation:
        return say({"，所属组织的总量上限也加 {}", ", and the organisation's max_units by as many"}, n);
      case Relief::Limits::both:
        return say(
            {"，其本人和所属组织的总量上限也各加 {}", ", and the max_units of worker and organisation by as many"}, n);
    }
    return {};
  };
  switch (relief.kind) {
    case Kind::none:
      return {};
    case Kind::longer_window:
      return say({"居民多等 {}，到 {}：{}", "the resident waits {} longer, till {}: {}"},
                 duration_words(Minutes(n), language), time_words(street, order.window.end + Minutes(n)), at);
    case Kind::earlier_window:
      return say({"居民提前 {}，从 {} 起：{}", "the resident is ready {} earlier, from {}: {}"},
                 duration_words(Minutes(n), language), time_words(street, order.window.start - Minutes(n)), at);
    case Kind::other_gender:
      return say({"居民不限性别：{}", "the resident takes any gender: {}"}, at);
    case Kind::avoid_dropped:
      return say({"居民不再回避 {}", "the resident no longer avoids {}"}, who);
    case Kind::more_seats:
      return say({"{} 增加 {} 个名额", n == 1 ? "{}: {} more seat" : "{}: {} more seats"}, at, n) + limits();
    case Kind::more_units_worker:
      return say({"{} 的班次增加 {} 个单量",
                  n == 1 ? "{}: {} more unit in this shift" : "{}: {} more units in this shift"},
                 at, n) +
             limits();
    case Kind::worker_limit:
    case Kind::more_units_organisation:
      return say({"{} 的总量上限增加 {}", "{}: max_units greater by {}"}, who, n) + limits();
    case Kind::service_area:
      return say({"{} 的服务范围加上{}", "{} also serves {}"}, who, place);
    case Kind::fund_area:
      return say({"{} 也支付{}的{}项目", "{} also pays for {}: {}"}, street.funds[relief.fund].code, place, category);
    case Kind::category:
      return say({"{} 也承接{}类项目", "{} also does {}"}, who, category);
    case Kind::money:
      return say({"{} 增加 {} 元", "{}: {} yuan more"}, street.funds[relief.fund].code, yuan(Money(n)));
    case Kind::renewed_validity: {
      const auto until = street.organisations[relief.organisation].valid_until.value_or(Date{});
      const Civil day = civil_from_date(Date{until.day + static_cast<std::int32_t>(n)});
      return say({"{} 的资质续期到 {:04}-{:02}-{:02}", "{}: registration valid until {:04}-{:02}-{:02}"}, who, day.year,
                 day.month, day.day);
    }
    case Kind::language:
      return say({"{} 会{}", "{} speaks {}"}, who, term);
    case Kind::certificate: {
      const auto& held = street.workers[relief.worker].certificates;
      const bool expired =
          std::any_of(held.begin(), held.end(), [&](const Certificate& c) { return c.name == relief.term; });
      return expired ? say({"{} 的{}续期", "{} renews {}"}, who, term) : say({"{} 取得{}", "{} obtains {}"}, who, term);
    }
    case Kind::skill:
      return say({"{} 学会「{}」", "{} learns {}"}, who, term);
    case Kind::higher_penalty:
      return say({"优先级 {} 的未派罚分提高 {}", "the penalty of priority {} raised by {}"},
                 static_cast<int>(order.priority), n);
  }
  return {};
}

}  // namespace paidan::io
