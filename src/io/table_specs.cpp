#include <array>
#include <cassert>

#include "src/io/table.hpp"

namespace paidan::io {
namespace {

constexpr bool must = true;

constexpr Column street[] = {
    {"street_id", "街道编号", must},  {"name", "名称"},      {"period_start", "周期开始", must},
    {"period_end", "周期结束", must}, {"time_zone", "时区"}, {"slot_minutes", "时段分钟"}};
constexpr Column communities[] = {{"community_id", "社区编号", must},
                                  {"name", "名称"},
                                  {"households", "户数"},
                                  {"lon", "经度"},
                                  {"lat", "纬度"},
                                  {"max_unserved_percent", "未服务上限百分比"}};
constexpr Column compounds[] = {{"compound_id", "小区编号", must},
                                {"community_id", "社区编号", must},
                                {"name", "名称"},
                                {"households", "户数"},
                                {"lon", "经度"},
                                {"lat", "纬度"}};
constexpr Column funds[] = {{"fund_id", "资金编号", must},
                            {"name", "名称"},
                            {"budget", "预算", must},
                            {"categories", "类别"},
                            {"communities", "社区"}};
constexpr Column menu[] = {{"item_id", "项目编号", must},  {"name", "名称", must},    {"category", "类别", must},
                           {"client_group", "服务对象"},   {"skills", "技能"},        {"certificates", "证书"},
                           {"minutes", "时长分钟"},        {"unit_price", "单价"},    {"funds", "资金"},
                           {"group_min", "最少人数"},      {"group_max", "最多人数"}, {"workers_needed", "所需人手"},
                           {"deadline_hours", "时限小时"}, {"priority", "优先级"},    {"merge_reports", "合并报事"}};
constexpr Column organisations[] = {{"organisation_id", "组织编号", must},
                                    {"name", "名称", must},
                                    {"kind", "类型"},
                                    {"communities", "服务社区"},
                                    {"categories", "类别"},
                                    {"min_units", "最少单量"},
                                    {"max_units", "最多单量"},
                                    {"lon", "经度"},
                                    {"lat", "纬度"},
                                    {"rating", "评分"},
                                    {"valid_until", "有效期至"}};
constexpr Column workers[] = {{"worker_id", "社工编号", must},
                              {"organisation_id", "组织编号", must},
                              {"name", "姓名"},
                              {"skills", "技能"},
                              {"certificates", "证书"},
                              {"languages", "语言"},
                              {"gender", "性别"},
                              {"lon", "经度"},
                              {"lat", "纬度"},
                              {"max_units", "最多单量"},
                              {"max_minutes", "最多分钟"}};
constexpr Column grids[] = {{"grid_id", "网格编号", must},
                            {"community_id", "社区编号", must},
                            {"name", "名称"},
                            {"lon", "经度"},
                            {"lat", "纬度"},
                            {"grid_worker_id", "网格员编号"}};
constexpr Column shifts[] = {
    {"worker_id", "社工编号", must}, {"start", "开始", must}, {"end", "结束", must}, {"units", "单量"}};
constexpr Column sessions[] = {{"session_id", "场次编号", must},
                               {"item_id", "项目编号", must},
                               {"organisation_id", "组织编号", must},
                               {"worker_id", "社工编号"},
                               {"community_id", "社区编号"},
                               {"lon", "经度"},
                               {"lat", "纬度"},
                               {"start", "开始", must},
                               {"end", "结束", must},
                               {"seats", "名额", must},
                               {"min_seats", "最少名额"}};
constexpr Column demands[] = {{"demand_id", "需求编号", must},
                              {"resident_id", "居民编号"},
                              {"community_id", "社区编号", must},
                              {"grid_id", "网格编号"},
                              {"item_id", "项目编号", must},
                              {"quantity", "数量"},
                              {"lon", "经度"},
                              {"lat", "纬度"},
                              {"submitted_at", "提交时间"},
                              {"earliest", "最早时间"},
                              {"latest", "最晚时间"},
                              {"priority", "优先级"},
                              {"languages", "语言"},
                              {"worker_gender", "社工性别"},
                              {"prefer", "希望"},
                              {"avoid", "回避"},
                              {"channel", "渠道"},
                              {"note", "备注"}};
constexpr Column history[] = {{"resident_id", "居民编号", must}, {"organisation_id", "组织编号", must},
                              {"worker_id", "社工编号"},         {"item_id", "项目编号"},
                              {"served_at", "服务时间"},         {"rating", "评分"}};

constexpr TableSpec specs[] = {{"street", "街道", must, street},
                               {"communities", "社区", must, communities},
                               {"compounds", "小区", false, compounds},
                               {"funds", "资金", false, funds},
                               {"menu", "菜单", must, menu},
                               {"organisations", "社会组织", must, organisations},
                               {"workers", "社工", false, workers},
                               {"grids", "网格", false, grids},
                               {"shifts", "班次", false, shifts},
                               {"sessions", "活动场次", false, sessions},
                               {"demands", "需求", must, demands},
                               {"history", "服务记录", false, history}};

}  // namespace

std::span<const TableSpec> table_specs() noexcept { return specs; }

const TableSpec& table_spec(std::string_view name) noexcept {
  for (const TableSpec& spec : specs) {
    if (spec.name == name) return spec;
  }
  assert(false);
  return specs[0];
}

}  // namespace paidan::io
