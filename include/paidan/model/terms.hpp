// The closed lists of the vocabulary: every code has one name in files (English) and one in Chinese.
//
// `name_of(x)` is the code that files carry, `chinese_name_of(x)` its Chinese name; `parse<Category>(text)` takes
// either.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace paidan {

enum class Category : std::uint8_t {
  public_welfare,
  public_service,
  culture_education,
  co_governance,
  civic_culture,
  environment,
};
enum class ClientGroup : std::uint8_t { elderly, children_youth, disabled, family, general };
enum class OrganisationKind : std::uint8_t { professional, registered_group, department };
enum class Gender : std::uint8_t { female, male, any };  // `any`: not said, or not asked for
enum class Priority : std::uint8_t { emergency = 1, urgent = 2, normal = 3, whenever = 4 };

// Why an order is unserved; the order of the list breaks ties between rules that remove equally many leaves.
enum class Reason : std::uint8_t {
  no_skill,
  no_certificate,
  no_language,
  no_gender,
  organisation_expired,
  outside_service_area,
  outside_hours,
  avoided,
  deadline_passed,
  workers_short,
  group_too_small,
  fund_exhausted,
  capacity_taken,
  too_dear,
};
inline constexpr std::size_t reason_count = 14;

struct TermName {
  std::string_view code;
  std::string_view chinese;
};

template <class E>
struct TermNames;  // `first`: the value of the first name; `names`: the others follow one by one

template <>
struct TermNames<Category> {
  static constexpr int first = 0;
  static constexpr std::array<TermName, 6> names{{{"public_welfare", "社会公益"},
                                                  {"public_service", "公共服务"},
                                                  {"culture_education", "文化教育"},
                                                  {"co_governance", "协商共治"},
                                                  {"civic_culture", "精神文明建设"},
                                                  {"environment", "环境保护"}}};
};
template <>
struct TermNames<ClientGroup> {
  static constexpr int first = 0;
  static constexpr std::array<TermName, 5> names{{{"elderly", "老年人"},
                                                  {"children_youth", "儿童青少年"},
                                                  {"disabled", "残疾人"},
                                                  {"family", "家庭"},
                                                  {"general", "一般居民"}}};
};
template <>
struct TermNames<OrganisationKind> {
  static constexpr int first = 0;
  static constexpr std::array<TermName, 3> names{
      {{"professional", "专业社会组织"}, {"registered_group", "备案社团"}, {"department", "政府部门"}}};
};
template <>
struct TermNames<Gender> {
  static constexpr int first = 0;
  static constexpr std::array<TermName, 2> names{{{"female", "女"}, {"male", "男"}}};  // `any` is an empty field
};
template <>
struct TermNames<Priority> {
  static constexpr int first = 1;
  static constexpr std::array<TermName, 4> names{{{"1", "紧急"}, {"2", "急"}, {"3", "一般"}, {"4", "不急"}}};
};
template <>
struct TermNames<Reason> {
  static constexpr int first = 0;
  static constexpr std::array<TermName, reason_count> names{{{"no_skill", "缺少技能"},
                                                             {"no_certificate", "缺少有效证书"},
                                                             {"no_language", "语言不通"},
                                                             {"no_gender", "性别要求不符"},
                                                             {"organisation_expired", "组织资质已到期"},
                                                             {"outside_service_area", "不在服务范围"},
                                                             {"outside_hours", "时间不合"},
                                                             {"avoided", "居民要求回避"},
                                                             {"deadline_passed", "已过期限"},
                                                             {"workers_short", "人手不足"},
                                                             {"group_too_small", "人数不足"},
                                                             {"fund_exhausted", "资金用完"},
                                                             {"capacity_taken", "名额已满"},
                                                             {"too_dear", "代价过高"}}};
};

template <class E>
[[nodiscard]] constexpr std::string_view name_of(E value) noexcept {
  const auto at = static_cast<std::size_t>(static_cast<int>(value) - TermNames<E>::first);
  return at < TermNames<E>::names.size() ? TermNames<E>::names[at].code : std::string_view{};
}
template <class E>
[[nodiscard]] constexpr std::string_view chinese_name_of(E value) noexcept {
  const auto at = static_cast<std::size_t>(static_cast<int>(value) - TermNames<E>::first);
  return at < TermNames<E>::names.size() ? TermNames<E>::names[at].chinese : std::string_view{};
}

// The value whose code or Chinese name is `text`; nothing for any other text.
template <class E>
[[nodiscard]] constexpr std::optional<E> parse(std::string_view text) noexcept {
  int value = TermNames<E>::first;
  for (const TermName& name : TermNames<E>::names) {
    if (text == name.code || text == name.chinese) return static_cast<E>(value);
    ++value;
  }
  return std::nullopt;
}

}  // namespace paidan
