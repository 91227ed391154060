// Words that the synthetic streets draw from: plausible, and nobody's.
#pragma once

#include <array>
#include <string_view>

#include "paidan/model/terms.hpp"

namespace paidan::sim {

inline constexpr std::array<std::string_view, 29> professional_names{
    "康乐养老服务中心", "暖阳社工服务中心", "童伴成长中心",   "心桥心理服务社",  "益家社区服务中心",
    "乐龄日间照料中心", "安康护理服务社",   "助残之家",       "青禾教育服务社",  "和睦调解中心",
    "绿源环保服务社",   "巧手便民服务社",   "银铃助老服务社", "春晖社工站",      "阳光课后服务中心",
    "邻里公益发展中心", "法润法律服务社",   "健步健康服务社", "数字助老服务社",  "家和家庭服务中心",
    "星火志愿服务中心", "同心社区营造社",   "文韵文化服务社", "蓝天应急服务社",  "爱邻社会服务社",
    "慈航公益服务中心", "天伦养老服务社",   "育苗亲子服务社", "聚力社区发展中心"};

// What the workers of professional organisations can do, by turns.
inline constexpr std::array<std::string_view, 10> crafts{
    "barber;care",     "care",  "meal",        "care;meal", "repair",
    "counsel;mediate", "tutor", "mediate;law", "clean",     "barber;meal"};

struct GroupKind {
  std::string_view name;
  Category category;
};
inline constexpr std::array<GroupKind, 10> group_kinds{{{"太极队", Category::culture_education},
                                                        {"合唱团", Category::culture_education},
                                                        {"书画社", Category::culture_education},
                                                        {"巡逻队", Category::environment},
                                                        {"读书会", Category::culture_education},
                                                        {"舞蹈队", Category::culture_education},
                                                        {"棋友会", Category::culture_education},
                                                        {"环保队", Category::environment},
                                                        {"互助会", Category::public_welfare},
                                                        {"议事会", Category::co_governance}}};

struct Department {
  std::string_view name, skills;
};
inline constexpr std::array<Department, 4> departments{{{"市政", "drain;power"},
                                                        {"城管", "tree;billboard;clean"},
                                                        {"建管", "build;billboard"},
                                                        {"消防", "tree;drain;power"}}};
inline constexpr std::size_t city_management = 1;  // 城管: the grid workers' department
inline constexpr std::string_view grid_worker_skills = "clean;mediate";

inline constexpr std::array<std::string_view, 10> visit_items{"haircut", "bathing",  "meal",      "escort", "repair",
                                                              "counsel", "tutoring", "mediation", "legal",  "cleanup"};
inline constexpr std::array<std::uint32_t, 10> visit_weights{16, 9, 18, 9, 12, 6, 12, 7, 5, 6};
inline constexpr std::array<std::string_view, 5> seat_items{"birthday", "smartphone", "calligraphy", "outing",
                                                            "council"};
inline constexpr std::array<std::string_view, 5> damage_items{"fallen_tree", "flooding", "billboard", "power", "wall"};
inline constexpr std::array<std::uint32_t, 5> damage_weights{40, 25, 15, 12, 8};

}  // namespace paidan::sim
