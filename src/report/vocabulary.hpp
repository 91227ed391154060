// The vocabulary's closed lists in words for both languages.
#pragma once

#include <string>

#include "paidan/model/plan.hpp"
#include "paidan/model/terms.hpp"
#include "src/report/text.hpp"

namespace paidan::report {

[[nodiscard]] inline Text words_of(Priority p) {
  constexpr std::string_view english[] = {"emergency", "urgent", "normal", "whenever"};
  return {std::string(chinese_name_of(p)), std::string(english[static_cast<std::size_t>(p) - 1])};
}

// Short: a label. The whole sentence is io::reason_words.
[[nodiscard]] inline Text words_of(Reason r) {
  constexpr std::string_view english[reason_count] = {
      "skill missing",        "certificate missing",    "language missing",      "asked gender missing",
      "registration expired", "outside service area",   "outside working hours", "avoided by the resident",
      "deadline passed",      "several workers needed", "group too small",       "money used up",
      "all places taken",     "dearer than not serving"};
  return {std::string(chinese_name_of(r)), std::string(english[static_cast<std::size_t>(r)])};
}

[[nodiscard]] inline Text words_of(OrganisationKind k) {
  constexpr std::string_view english[] = {"professional", "registered group", "department"};
  return {std::string(chinese_name_of(k)), std::string(english[static_cast<std::size_t>(k)])};
}

[[nodiscard]] inline Text words_of(Category c) {
  constexpr std::string_view english[] = {"public welfare", "public service", "culture and education",
                                          "co-governance",  "civic culture",  "environment"};
  return {std::string(chinese_name_of(c)), std::string(english[static_cast<std::size_t>(c)])};
}

[[nodiscard]] inline Text words_of(ClientGroup g) {
  constexpr std::string_view english[] = {"elderly", "children and youth", "disabled", "family", "general"};
  return {std::string(chinese_name_of(g)), std::string(english[static_cast<std::size_t>(g)])};
}

[[nodiscard]] inline Text words_of(CostTerm t) {
  constexpr Words words[cost_term_count] = {{"路程", "travel"},           {"价格", "price"},
                                            {"等待", "waiting"},          {"换了服务人", "change of helper"},
                                            {"未合意愿", "unmet wishes"}, {"评分不足", "rating below 5"},
                                            {"大材小用", "spare skills"}};
  return words[static_cast<std::size_t>(t)];
}

// What to do for a group of unserved orders.
[[nodiscard]] inline Text words_of(Relief::Kind k) {
  constexpr Words words[] = {{"没有单一办法", "no single change"},
                             {"多等一会儿", "a longer time window"},
                             {"提前一些", "an earlier time window"},
                             {"放宽性别要求", "the wish for a gender dropped"},
                             {"不再回避", "the wish to avoid dropped"},
                             {"增加场次名额", "more seats in sessions"},
                             {"增加人员时段", "more staff hours"},
                             {"提高人员上限", "a worker's higher limit"},
                             {"提高接单上限", "a higher limit"},
                             {"扩大服务范围", "a wider service area"},
                             {"扩大资金范围", "a wider use of the fund"},
                             {"扩大承接类别", "one more category of work"},
                             {"增加资金", "more money"},
                             {"资质续期", "a renewed registration"},
                             {"找会该语言的人", "a speaker of the language"},
                             {"取得证书", "a certificate"},
                             {"培训技能", "training in the skill"},
                             {"提高未派罚分", "a higher penalty"}};
  return words[static_cast<std::size_t>(k)];
}

}  // namespace paidan::report
