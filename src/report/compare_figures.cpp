#include "src/report/compare_figures.hpp"

#include <algorithm>
#include <cmath>

#include "src/report/vocabulary.hpp"

namespace paidan::report {
namespace {

using sim::Better;
using sim::Comparison;
using sim::Metric;
using sim::MetricInfo;

constexpr Format thousandths{.decimals = 3};

bool proven(const Comparison& c, std::size_t winner, std::size_t loser, Metric metric) {
  return std::any_of(c.pairs.begin(), c.pairs.end(), [&](const sim::Pairwise& p) {
    if (p.metric != metric) return false;
    return (p.a == winner && p.b == loser && p.verdict == sim::Verdict::better) ||
           (p.a == loser && p.b == winner && p.verdict == sim::Verdict::worse);
  });
}

Text verdict_words(sim::Verdict verdict) {
  switch (verdict) {
    case sim::Verdict::better:
      return Words{"甲好于乙", "A beats B"};
    case sim::Verdict::worse:
      return Words{"乙好于甲", "B beats A"};
    case sim::Verdict::unclear:
      return Words{"不确定", "unclear"};
    case sim::Verdict::too_few:
      return Words{"天数太少", "too few days"};
  }
  return {};
}

void add_estimate(Column& mean, Column& low, Column& high, const std::optional<sim::Estimate>& e,
                  const MetricInfo& info) {
  if (!e) {
    for (Column* c : {&mean, &low, &high}) c->add_blank();
    return;
  }
  mean.add(std::llround(e->mean * info.scale * 1000));
  low.add(std::llround(e->low * info.scale * 1000));
  high.add(std::llround(e->high * info.scale * 1000));
}

DataTable finish(std::string_view id, Words title, std::size_t rows, std::initializer_list<Column*> columns) {
  DataTable table{id, title, rows, 0, {}};
  for (Column* c : columns) table.columns.push_back(std::move(*c));
  return table;
}

DataTable figures(const Comparison& c) {
  Column policy = Column::of_words("policy", Words{"办法", "Policy"}, Filter::offered);
  Column metric = Column::of_words("metric", Words{"指标", "Figure"}, Filter::offered);
  Column mean = Column::of_numbers("mean", Words{"平均", "Mean"}, thousandths);
  Column low = Column::of_numbers("low", Words{"区间下限", "Low"}, thousandths);
  Column high = Column::of_numbers("high", Words{"区间上限", "High"}, thousandths);
  Column unit = Column::of_words("unit", Words{"单位", "Unit"});
  Column days = Column::of_numbers("days", Words{"天数", "Days"}, counted);
  std::size_t rows = 0;
  for (const MetricInfo& info : sim::metrics()) {
    for (const sim::ComparedPolicy& p : c.policies) {
      const auto& e = p.estimates[index(info.metric)];
      policy.add(title_of(p));
      metric.add(info.title);
      add_estimate(mean, low, high, e, info);
      info.unit.en.empty() ? unit.add_blank() : unit.add(info.unit);
      e ? days.add(e->days) : days.add_blank();
      ++rows;
    }
  }
  return finish("figures", {"指标", "Figures"}, rows, {&metric, &policy, &mean, &low, &high, &unit, &days});
}

DataTable pairs(const Comparison& c) {
  Column metric = Column::of_words("metric", Words{"指标", "Figure"}, Filter::offered);
  Column a = Column::of_words("a", Words{"甲", "A"}, Filter::offered);
  Column b = Column::of_words("b", Words{"乙", "B"}, Filter::offered);
  Column verdict = Column::of_words("verdict", Words{"结论", "Verdict"}, Filter::offered);
  Column mean = Column::of_numbers("mean", Words{"甲减乙", "A minus B"}, thousandths);
  Column low = Column::of_numbers("low", Words{"区间下限", "Low"}, thousandths);
  Column high = Column::of_numbers("high", Words{"区间上限", "High"}, thousandths);
  Column unit = Column::of_words("unit", Words{"单位", "Unit"});
  for (const sim::Pairwise& p : c.pairs) {
    const MetricInfo& info = sim::info_of(p.metric);
    metric.add(info.title);
    a.add(title_of(c.policies[p.a]));
    b.add(title_of(c.policies[p.b]));
    verdict.add(verdict_words(p.verdict));
    add_estimate(mean, low, high, p.difference, info);
    info.unit.en.empty() ? unit.add_blank() : unit.add(info.unit);
  }
  return finish("pairs", {"成对比较", "Pairs"}, c.pairs.size(), {&metric, &a, &b, &verdict, &mean, &low, &high, &unit});
}

DataTable groups(const Comparison& c) {
  Column dimension = Column::of_words("dimension", Words{"分组", "Grouped by"}, Filter::offered);
  Column group = Column::of_words("group", Words{"组", "Group"});
  Column policy = Column::of_words("policy", Words{"办法", "Policy"}, Filter::offered);
  Column asked = Column::of_numbers("asked", Words{"每天点单", "Asked a day"}, Format{.decimals = 1});
  Column mean = Column::of_numbers("mean", Words{"服务率", "Served share"}, in_tenths_of_percent);
  Column low = Column::of_numbers("low", Words{"区间下限", "Low"}, in_tenths_of_percent);
  Column high = Column::of_numbers("high", Words{"区间上限", "High"}, in_tenths_of_percent);
  std::size_t rows = 0;
  for (std::size_t d = 0; d < sim::dimension_count; ++d) {
    for (const sim::GroupShares& g : c.groups[d]) {
      for (std::size_t p = 0; p < g.share.size(); ++p, ++rows) {
        dimension.add(dimension_title(static_cast<sim::Dimension>(d)));
        group.add(group_title(static_cast<sim::Dimension>(d), g));
        policy.add(title_of(c.policies[p]));
        asked.add(std::llround(g.asked * 10));
        const auto& share = g.share[p];
        for (auto [column, value] : {std::pair(&mean, share ? share->mean : 0),
                                     {&low, share ? share->low : 0},
                                     {&high, share ? share->high : 0}}) {
          share ? column->add(std::llround(value * 1000)) : column->add_blank();
        }
      }
    }
  }
  return finish("groups", {"分组", "Groups"}, rows, {&dimension, &group, &policy, &asked, &mean, &low, &high});
}

DataTable days(const Comparison& c) {
  DataTable table{"days", Words{"逐日", "Days"}, 0, 0, {}};
  Column policy = Column::of_words("policy", Words{"办法", "Policy"}, Filter::offered);
  Column day = Column::of_numbers("day", Words{"模拟日", "Day"}, counted);
  std::vector<Column> values;
  for (const MetricInfo& info : sim::metrics())
    values.push_back(Column::of_numbers(info.name, info.title, format_of(info)));
  for (const sim::ComparedPolicy& p : c.policies) {
    for (std::size_t d = 0; d < p.days.size(); ++d, ++table.rows) {
      policy.add(title_of(p));
      day.add(static_cast<std::int64_t>(d) + 1);
      for (const MetricInfo& info : sim::metrics()) {
        const auto value = p.days[d][info.metric];
        value ? values[index(info.metric)].add(scaled(*value, info)) : values[index(info.metric)].add_blank();
      }
    }
  }
  table.columns.push_back(std::move(policy));
  table.columns.push_back(std::move(day));
  for (Column& v : values) table.columns.push_back(std::move(v));
  return table;
}

}  // namespace

Format format_of(const MetricInfo& info) { return Format{.decimals = info.decimals, .unit = info.unit}; }

std::int64_t scaled(double value, const MetricInfo& info) {
  return std::llround(value * info.scale * std::pow(10.0, info.decimals));
}

std::string bare(double value, const MetricInfo& info) {
  return written(scaled(value, info), Format{.decimals = info.decimals}).en;
}

Text title_of(const sim::ComparedPolicy& policy) {
  return {policy.title_zh.empty() ? policy.name : policy.title_zh,
          policy.title_en.empty() ? policy.name : policy.title_en};
}

Text dimension_title(sim::Dimension dimension) {
  constexpr Words titles[] = {{"紧急程度", "Priority"},
                              {"类别", "Category"},
                              {"服务对象", "Client group"},
                              {"社区", "Community"},
                              {"资金", "Fund"}};
  return titles[static_cast<std::size_t>(dimension)];
}

Text served_share_title(sim::Dimension dimension) {
  constexpr Words titles[] = {{"服务率：按紧急程度", "Served share by priority"},
                              {"服务率：按类别", "Served share by category"},
                              {"服务率：按服务对象", "Served share by client group"},
                              {"服务率：按社区", "Served share by community"},
                              {"服务率：按资金", "Served share by fund"}};
  return titles[static_cast<std::size_t>(dimension)];
}

Text group_title(sim::Dimension dimension, const sim::GroupShares& group) {
  using sim::Dimension;
  if (const auto p = parse<Priority>(group.code); p && dimension == Dimension::priority) return words_of(*p);
  if (const auto c = parse<Category>(group.code); c && dimension == Dimension::category) return words_of(*c);
  if (const auto g = parse<ClientGroup>(group.code); g && dimension == Dimension::client_group) return words_of(*g);
  return Text(group.name.empty() ? group.code : group.name);
}

std::optional<Leader> leader_of(const Comparison& c, Metric metric) {
  const Better better = sim::info_of(metric).better;
  if (better == Better::neither) return std::nullopt;
  std::optional<Leader> leader;
  bool differs = false;
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    const auto& e = c.policies[p].estimates[index(metric)];
    if (!e) continue;
    if (!leader) {
      leader = Leader{p, 0};
      continue;
    }
    const double best = c.policies[leader->policy].estimates[index(metric)]->mean;
    differs = differs || e->mean != best;
    if (better == Better::more ? e->mean > best : e->mean < best) leader->policy = p;
  }
  if (!differs) return std::nullopt;
  for (std::size_t p = 0; p < c.policies.size(); ++p) leader->beaten += proven(c, leader->policy, p, metric) ? 1 : 0;
  return leader;
}

int against_first(const Comparison& c, std::size_t policy, Metric metric) {
  if (proven(c, policy, 0, metric)) return 1;
  return proven(c, 0, policy, metric) ? -1 : 0;
}

std::vector<DataTable> compare_tables(const Comparison& comparison) {
  std::vector<DataTable> tables;
  tables.push_back(figures(comparison));
  tables.push_back(pairs(comparison));
  tables.push_back(groups(comparison));
  tables.push_back(days(comparison));
  return tables;
}

}  // namespace paidan::report
