#include <algorithm>
#include <cassert>

#include "src/io/table.hpp"

namespace paidan::io {
namespace {

using enum CellKind;
constexpr bool must = true;

constexpr Column street[] = {
    {"street_id", "街道编号", text, must},  {"name", "名称", text},      {"period_start", "周期开始", time, must},
    {"period_end", "周期结束", time, must}, {"time_zone", "时区", text}, {"slot_minutes", "时段分钟", whole}};
constexpr Column communities[] = {{"community_id", "社区编号", text, must},
                                  {"name", "名称", text},
                                  {"households", "户数", whole},
                                  {"lon", "经度", decimal},
                                  {"lat", "纬度", decimal},
                                  {"max_unserved_percent", "未服务上限百分比", decimal}};
constexpr Column compounds[] = {{"compound_id", "小区编号", text, must},
                                {"community_id", "社区编号", text, must},
                                {"name", "名称", text},
                                {"households", "户数", whole},
                                {"lon", "经度", decimal},
                                {"lat", "纬度", decimal}};
constexpr Column funds[] = {{"fund_id", "资金编号", text, must},
                            {"name", "名称", text},
                            {"budget", "预算", decimal, must},
                            {"categories", "类别", list},
                            {"communities", "社区", list}};
constexpr Column menu[] = {
    {"item_id", "项目编号", text, must},   {"name", "名称", text, must},     {"category", "类别", choice, must},
    {"client_group", "服务对象", choice},  {"skills", "技能", list},         {"certificates", "证书", list},
    {"minutes", "时长分钟", whole},        {"unit_price", "单价", decimal},  {"funds", "资金", list},
    {"group_min", "最少人数", whole},      {"group_max", "最多人数", whole}, {"workers_needed", "所需人手", whole},
    {"deadline_hours", "时限小时", whole}, {"priority", "优先级", choice},   {"merge_reports", "合并报事", yes_no}};
constexpr Column organisations[] = {{"organisation_id", "组织编号", text, must},
                                    {"name", "名称", text, must},
                                    {"kind", "类型", choice},
                                    {"communities", "服务社区", list},
                                    {"categories", "类别", list},
                                    {"min_units", "最少单量", whole},
                                    {"max_units", "最多单量", whole},
                                    {"lon", "经度", decimal},
                                    {"lat", "纬度", decimal},
                                    {"rating", "评分", decimal},
                                    {"valid_until", "有效期至", date}};
constexpr Column workers[] = {{"worker_id", "社工编号", text, must},
                              {"organisation_id", "组织编号", text, must},
                              {"name", "姓名", text},
                              {"skills", "技能", list},
                              {"certificates", "证书", list},
                              {"languages", "语言", list},
                              {"gender", "性别", choice},
                              {"lon", "经度", decimal},
                              {"lat", "纬度", decimal},
                              {"max_units", "最多单量", whole},
                              {"max_minutes", "最多分钟", whole}};
constexpr Column grids[] = {{"grid_id", "网格编号", text, must},
                            {"community_id", "社区编号", text, must},
                            {"name", "名称", text},
                            {"lon", "经度", decimal},
                            {"lat", "纬度", decimal},
                            {"grid_worker_id", "网格员编号", text}};
constexpr Column shifts[] = {{"worker_id", "社工编号", text, must},
                             {"start", "开始", time, must},
                             {"end", "结束", time, must},
                             {"units", "单量", whole}};
constexpr Column sessions[] = {{"session_id", "场次编号", text, must},
                               {"item_id", "项目编号", text, must},
                               {"organisation_id", "组织编号", text, must},
                               {"worker_id", "社工编号", text},
                               {"community_id", "社区编号", text},
                               {"lon", "经度", decimal},
                               {"lat", "纬度", decimal},
                               {"start", "开始", time, must},
                               {"end", "结束", time, must},
                               {"seats", "名额", whole, must},
                               {"min_seats", "最少名额", whole}};
constexpr Column demands[] = {{"demand_id", "需求编号", text, must},
                              {"resident_id", "居民编号", text},
                              {"community_id", "社区编号", text, must},
                              {"grid_id", "网格编号", text},
                              {"item_id", "项目编号", text, must},
                              {"quantity", "数量", whole},
                              {"lon", "经度", decimal},
                              {"lat", "纬度", decimal},
                              {"submitted_at", "提交时间", time},
                              {"earliest", "最早时间", time},
                              {"latest", "最晚时间", time},
                              {"priority", "优先级", choice},
                              {"languages", "语言", list},
                              {"worker_gender", "社工性别", choice},
                              {"prefer", "希望", list},
                              {"avoid", "回避", list},
                              {"channel", "渠道", text},
                              {"note", "备注", text}};
constexpr Column history[] = {{"resident_id", "居民编号", text, must}, {"organisation_id", "组织编号", text, must},
                              {"worker_id", "社工编号", text},         {"item_id", "项目编号", text},
                              {"served_at", "服务时间", time},         {"rating", "评分", decimal}};

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

std::size_t find_table(std::string_view name) noexcept {
  const auto at = std::ranges::find_if(specs, [&](const TableSpec& t) { return t.name == name || t.alias == name; });
  return static_cast<std::size_t>(at - std::begin(specs));
}

std::size_t find_column(const TableSpec& spec, std::string_view name) noexcept {
  const auto at =
      std::ranges::find_if(spec.columns, [&](const Column& c) { return c.name == name || c.alias == name; });
  return static_cast<std::size_t>(at - spec.columns.begin());
}

}  // namespace paidan::io
