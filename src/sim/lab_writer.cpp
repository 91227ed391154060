// The lab's files: CSV and JSON.
#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "paidan/core/decimal.hpp"
#include "paidan/io/csv_cell.hpp"
#include "paidan/sim/lab_io.hpp"

namespace paidan::sim {
namespace {

using Json = nlohmann::ordered_json;
using io::csv_text_cell;

std::string number(double value) { return fmt::format("{:.9g}", value == 0 ? 0.0 : value); }  // never -0
// The same number, so that JSON and CSV agree to the digit.
Json rounded(double value) { return Json::parse(number(value)); }
Json rounded(const std::optional<double>& value) { return value ? rounded(*value) : Json(nullptr); }

Json json_of(const std::optional<Estimate>& e) {
  if (!e) return nullptr;
  return {{"mean", rounded(e->mean)}, {"low", rounded(e->low)}, {"high", rounded(e->high)}, {"days", e->days}};
}
std::string cells_of(const std::optional<Estimate>& e) {
  if (!e) return ",,,0";
  return fmt::format("{},{},{},{}", number(e->mean), number(e->low), number(e->high), e->days);
}

constexpr std::array<Dimension, dimension_count> dimensions{
    Dimension::priority, Dimension::category, Dimension::client_group, Dimension::community, Dimension::fund};

std::string compare_csv(const Comparison& c) {
  std::string out = "policy,figure,group,group_name,unit,mean,low,high,days\n";
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    const std::string policy = csv_text_cell(c.policies[p].name);
    for (const MetricInfo& m : metrics()) {
      const std::string_view unit = m.scale == 100 ? "share" : m.unit.en;
      fmt::format_to(std::back_inserter(out), "{},{},,,{},{}\n", policy, m.name, unit,
                     cells_of(c.policies[p].estimates[static_cast<std::size_t>(m.metric)]));
    }
    for (const Dimension d : dimensions) {
      for (const GroupShares& g : c.groups[static_cast<std::size_t>(d)]) {
        fmt::format_to(std::back_inserter(out), "{},{}_{},{},{},share,{}\n", policy,
                       d == Dimension::fund ? "spent" : "served", name_of(d), csv_text_cell(g.code),
                       csv_text_cell(g.name), cells_of(g.share[p]));
      }
    }
  }
  return out;
}

std::string pairs_csv(const Comparison& c) {
  std::string out = "policy,than,figure,difference,low,high,days,verdict\n";
  for (const Pairwise& p : c.pairs) {
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{}\n", csv_text_cell(c.policies[p.a].name),
                   csv_text_cell(c.policies[p.b].name), info_of(p.metric).name, cells_of(p.difference),
                   name_of(p.verdict));
  }
  return out;
}

Json days_of(const ComparedPolicy& p) {
  Json out = Json::object();
  for (const MetricInfo& m : metrics()) {
    Json values = Json::array();
    for (const DayFigures& d : p.days) values.push_back(rounded(d[m.metric]));
    out[std::string(m.name)] = values;
  }
  return out;
}

std::string whatif_csv(const WhatIf& w) {
  std::string out =
      "parameter,code,name,change,unit,level,asked,served,served_share,cost,objective,shadow_price,capacity_taken,"
      "fund_exhausted\n";
  for (const WhatIfCurve& c : w.curves) {
    const bool fund = c.parameter == WhatIfCurve::Parameter::fund;
    for (const WhatIfPoint& p : c.points) {
      fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", fund ? "fund" : "capacity",
                     csv_text_cell(c.code), csv_text_cell(c.name), number(static_cast<double>(p.change) / 100),
                     fund ? "yuan" : "%",
                     fund ? number(static_cast<double>(p.capacity) / 100) : std::to_string(p.capacity), p.asked,
                     p.served, p.asked == 0 ? "" : number(static_cast<double>(p.served) / static_cast<double>(p.asked)),
                     p.cost.count(), decimal(p.objective), p.shadow_price ? number(*p.shadow_price) : "",
                     p.capacity_taken, p.fund_exhausted);
    }
  }
  return out;
}

}  // namespace

std::string_view name_of(Dimension dimension) noexcept {
  constexpr std::array<std::string_view, dimension_count> names{"priority", "category", "client_group", "community",
                                                                "fund"};
  return names[static_cast<std::size_t>(dimension)];
}

std::string_view name_of(Verdict verdict) noexcept {
  constexpr std::array<std::string_view, 4> names{"better", "worse", "unclear", "too_few_days"};
  return names[static_cast<std::size_t>(verdict)];
}

std::string comparison_json(const Comparison& c) {
  Json out = {{"street", c.street_code},
              {"name", c.street_name},
              {"seed", c.seed},
              {"days", c.days},
              {"period_days", c.period_days},
              {"orders_a_day", rounded(c.orders_a_day)},
              {"units_a_day", rounded(c.units_a_day)},
              {"confidence", rounded(c.confidence)},
              {"resamples", c.resamples}};
  for (const MetricInfo& m : metrics()) {
    constexpr std::array<std::string_view, 3> better{"more", "less", "neither"};
    out["metrics"][std::string(m.name)] = {{"zh", m.title.zh},
                                           {"en", m.title.en},
                                           {"unit", m.scale == 100 ? "share" : m.unit.en},
                                           {"better", better[static_cast<std::size_t>(m.better)]},
                                           {"formula", m.formula},
                                           {"source", m.source}};
  }
  out["policies"] = Json::array();
  for (std::size_t k = 0; k < c.policies.size(); ++k) {
    const ComparedPolicy& p = c.policies[k];
    Json policy = {{"name", p.name},
                   {"zh", p.title_zh},
                   {"en", p.title_en},
                   {"optimises", {{"zh", p.optimises_zh}, {"en", p.optimises_en}}},
                   {"guarantee", {{"zh", p.guarantee_zh}, {"en", p.guarantee_en}}},
                   {"source", p.source}};
    for (const MetricInfo& m : metrics()) {
      policy["figures"][std::string(m.name)] = json_of(p.estimates[static_cast<std::size_t>(m.metric)]);
    }
    for (const Dimension d : dimensions) {
      Json groups = Json::array();
      for (const GroupShares& g : c.groups[static_cast<std::size_t>(d)]) {
        groups.push_back(
            {{"code", g.code}, {"name", g.name}, {"asked", rounded(g.asked)}, {"share", json_of(g.share[k])}});
      }
      policy["groups"][std::string(name_of(d))] = groups;
    }
    policy["lorenz"] = Json::array();
    for (const double x : p.lorenz) policy["lorenz"].push_back(rounded(x));
    policy["by_day"] = days_of(p);
    out["policies"].push_back(policy);
  }
  out["pairs"] = Json::array();
  for (const Pairwise& p : c.pairs) {
    out["pairs"].push_back({{"policy", c.policies[p.a].name},
                            {"than", c.policies[p.b].name},
                            {"figure", info_of(p.metric).name},
                            {"difference", json_of(p.difference)},
                            {"verdict", name_of(p.verdict)}});
  }
  return out.dump(1) + "\n";
}

std::string what_if_json(const WhatIf& w) {
  Json out = {{"street", w.street_code}, {"name", w.street_name}, {"curves", Json::array()}};
  for (const WhatIfCurve& c : w.curves) {
    const bool fund = c.parameter == WhatIfCurve::Parameter::fund;
    Json curve = {{"parameter", fund ? "fund" : "capacity"},
                  {"code", c.code},
                  {"name", c.name},
                  {"change_unit", fund ? "fen" : "basis_points"},
                  {"level_unit", fund ? "fen" : "units"},
                  {"shadow_price_unit", fund ? "points per yuan" : "points per unit"},
                  {"unserved_points", Json::array()},
                  {"points", Json::array()}};
    for (const Cost penalty : c.unserved) curve["unserved_points"].push_back(penalty.count());
    for (const WhatIfPoint& p : c.points) {
      curve["points"].push_back({{"change", p.change},
                                 {"level", p.capacity},
                                 {"asked", p.asked},
                                 {"served", p.served},
                                 {"cost", p.cost.count()},
                                 {"objective", decimal(p.objective)},
                                 {"shadow_price", rounded(p.shadow_price)},
                                 {"capacity_taken", p.capacity_taken},
                                 {"fund_exhausted", p.fund_exhausted}});
    }
    out["curves"].push_back(curve);
  }
  return out.dump(1) + "\n";
}

std::vector<io::NamedContent> render_comparison(const Comparison& comparison) {
  return {{"compare.csv", compare_csv(comparison)},
          {"pairs.csv", pairs_csv(comparison)},
          {"compare.json", comparison_json(comparison)}};
}

std::vector<io::NamedContent> render_what_if(const WhatIf& what_if) {
  return {{"whatif.csv", whatif_csv(what_if)}, {"whatif.json", what_if_json(what_if)}};
}

}  // namespace paidan::sim
