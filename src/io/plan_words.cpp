#include <fmt/format.h>

#include "paidan/io/plan_io.hpp"

namespace paidan::io {

std::string time_words(const Street& street, Instant time) { return iso_text(street.zone.local(time)); }

std::string yuan(Money money) { return fmt::format("{}.{:02}", money.count() / 100, money.count() % 100); }

std::string reason_words(Reason reason, Language language) {
  if (language == Language::zh) return std::string(chinese_name_of(reason));
  switch (reason) {
    case Reason::no_skill:
      return "nobody who could come has the skills";
    case Reason::no_certificate:
      return "nobody who could come has a valid certificate";
    case Reason::no_language:
      return "nobody who could come speaks the language";
    case Reason::no_gender:
      return "nobody of the asked gender could come";
    case Reason::organisation_expired:
      return "the organisation's registration has expired";
    case Reason::outside_service_area:
      return "no organisation that could come serves this community";
    case Reason::outside_hours:
      return "nobody works in the order's time window";
    case Reason::avoided:
      return "the resident avoids those who could come";
    case Reason::deadline_passed:
      return "the deadline had passed before anybody could start";
    case Reason::workers_short:
      return "the item needs several workers at once";
    case Reason::group_too_small:
      return "the group is too small";
    case Reason::fund_exhausted:
      return "no fund can pay for it any more";
    case Reason::capacity_taken:
      return "all who could come are full of orders worth at least as much";
    case Reason::too_dear:
      return "serving it costs more than leaving it unserved";
  }
  return {};
}

std::string relief_words(const Street& street, const WorkOrder& order, const Relief& relief, Language language) {
  using Kind = Relief::Kind;
  const Demand& demand = street.demands[order.first];
  std::string who, when;
  if (relief.organisation.has_value()) {
    const Organisation& o = street.organisations[relief.organisation];
    who = o.name + " (" + o.code + ")";
  }
  if (relief.worker.has_value()) who += " " + street.workers[relief.worker].code;
  if (relief.session.has_value()) who += " " + street.sessions[relief.session].code;
  if (relief.slot) when = time_words(street, relief.slot->start) + "/" + time_words(street, relief.slot->end);
  const bool zh = language == Language::zh;
  const auto say = [&](std::string_view chinese, std::string_view english) {
    return fmt::format(fmt::runtime(zh ? chinese : english), fmt::arg("who", who), fmt::arg("when", when),
                       fmt::arg("n", relief.amount),
                       fmt::arg("fund", relief.fund.has_value() ? street.funds[relief.fund].code : std::string()),
                       fmt::arg("yuan", yuan(Money(relief.amount))),
                       fmt::arg("community", street.communities[demand.community].code));
  };
  switch (relief.kind) {
    case Kind::none:
      return {};
    case Kind::more_units_worker:
      return say("{who} 在 {when} 增加 {n} 个单量", "{n} more units of {who} at {when}");
    case Kind::more_units_organisation:
      return say("{who} 增加 {n} 个单量", "{n} more units of {who}");
    case Kind::more_seats:
      return say("{who} 增加 {n} 个名额", "{n} more seats of {who}");
    case Kind::longer_window:
      return say("时间放宽 {n} 分钟，可由 {who} 在 {when} 服务", "a window {n} minutes longer: {who} at {when}");
    case Kind::certificate:
      return say("{who} 取得所需证书", "the certificate for {who}");
    case Kind::skill:
      return say("{who} 掌握所需技能", "the skill for {who}");
    case Kind::language:
      return say("{who} 会所需语言", "the language for {who}");
    case Kind::service_area:
      return say("{who} 的服务范围加上 {community}", "{community} in the service area of {who}");
    case Kind::renewed_validity:
      return say("{who} 续期", "a renewed registration of {who}");
    case Kind::other_gender:
      return say("放宽性别要求，可由 {who} 服务", "without the wish for a gender: {who}");
    case Kind::avoid_dropped:
      return say("不再回避 {who}", "without avoiding {who}");
    case Kind::money:
      return say("{fund} 增加 {yuan} 元", "{yuan} yuan more in {fund}");
    case Kind::higher_penalty:
      return say("未服务代价提高 {n} 分", "a penalty {n} points higher");
  }
  return {};
}

}  // namespace paidan::io
