// The report of a comparison: what each way of dispatching does best, then every figure with its interval.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "src/report/compare_figures.hpp"
#include "src/report/page.hpp"
#include "src/report/plain_table.hpp"

namespace paidan::report {
namespace {

using sim::Better;
using sim::Metric;
using sim::MetricInfo;

constexpr Metric headline_metrics[] = {Metric::served_share, Metric::community_lowest, Metric::wait_mean,
                                       Metric::cost_ratio,   Metric::load_gini,        Metric::travel};
constexpr Metric main_metrics[] = {Metric::served_share, Metric::community_lowest, Metric::wait_mean, Metric::on_time,
                                   Metric::travel,       Metric::cost_ratio,       Metric::load_gini, Metric::envy};
constexpr Metric table_metrics[] = {Metric::served_share, Metric::community_lowest, Metric::envy,   Metric::wait_mean,
                                    Metric::wait_p95,     Metric::on_time,          Metric::travel, Metric::cost,
                                    Metric::cost_ratio,   Metric::load_gini};
constexpr std::size_t most_groups = 14;
constexpr std::size_t most_curves = 8;

// How sure it is that the leader leads.
Text claim(const sim::Comparison& c, const Leader& leader) {
  if (leader.beaten == 0) return Words{"与其余的差别不确定", "no proven lead over any other"};
  if (leader.beaten + 1 == c.policies.size()) return Words{"确定好于其余所有办法", "proven better than all others"};
  return filled({"确定好于其余 {1} 种中的 {0} 种", "proven better than {0} of the other {1}"}, leader.beaten,
                c.policies.size() - 1);
}

void tiles(Page& page, const sim::Comparison& c) {
  page.add("<section class=\"headline\"><p class=\"lead\">" +
           html(filled({"{} 种派单办法，在同样的 {} 个模拟日上比较。",
                        "{} ways of dispatching, compared on the same {} simulated days."},
                       c.policies.size(), c.days)) +
           "</p><dl class=\"tiles three\">");
  for (const Metric metric : headline_metrics) {
    const MetricInfo& info = sim::info_of(metric);
    const auto leader = leader_of(c, metric);
    if (!leader) continue;
    const Text title = title_of(c.policies[leader->policy]), sure = claim(c, *leader);
    page.add(fmt::format(
        "<div class=\"tile {}\"><dt>{}</dt><dd><strong>{}</strong><span><b>{}</b><br>{}</span></dd></div>",
        leader->beaten > 0 ? "good" : "", html(Text(info.title)),
        html(written(scaled(c.policies[leader->policy].estimates[index(metric)]->mean, info), format_of(info))),
        html(title), html(sure)));
  }
  page.add("</dl></section>");
}

void side_by_side(Page& page, const sim::Comparison& c) {
  page.open_section("table", Words{"并排比较", "Side by side"});
  PlainTable table;
  table.words(Words{"办法", "Policy"});
  std::vector<const MetricInfo*> shown;
  for (const Metric metric : table_metrics) {
    const MetricInfo& info = sim::info_of(metric);
    if (!leader_of(c, metric)) continue;  // the same for all
    shown.push_back(&info);
    table.number(Text(info.title));
  }
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    std::vector<std::string> cells{html(title_of(c.policies[p]))};
    for (const MetricInfo* info : shown) {
      const auto& estimate = c.policies[p].estimates[index(info->metric)];
      if (!estimate) {
        cells.emplace_back("–");
        continue;
      }
      const auto leader = leader_of(c, info->metric);
      const std::string mean = html(written(scaled(estimate->mean, *info), format_of(*info)));
      std::string mark;
      const int against = p == 0 ? 0 : against_first(c, p, info->metric);
      if (against > 0) mark = "<span class=\"up\">▲</span>";
      if (against < 0) mark = "<span class=\"down\">▼</span>";
      cells.push_back(fmt::format("<span{}>{}</span>{}<br><small>{}–{}</small>",
                                  leader && leader->policy == p ? " class=\"best\"" : "", mean, mark,
                                  bare(estimate->low, *info), bare(estimate->high, *info)));
    }
    table.row(cells);
  }
  const Text first = title_of(c.policies.front());
  page.add(
      "<div class=\"card\">" + table.html("sticky") + "<p class=\"note\">" +
      html(Text("粗体：这一项最好；下面的小字是 " + std::to_string(static_cast<int>(std::lround(c.confidence * 100))) +
                    "% 置信区间。▲ ▼：与「" + first.zh + "」比，差别的区间不含 0 时才标。",
                "Bold: best at this; small: " + std::to_string(static_cast<int>(std::lround(c.confidence * 100))) +
                    "% confidence interval. ▲ ▼: better or worse than “" + first.en +
                    "”, only where the interval of the difference excludes 0.")) +
      "</p></div>");
  page.close_section();
}

void interval_chart(Page& page, const sim::Comparison& c, const MetricInfo& info) {
  IntervalChart chart;
  chart.format = format_of(info);
  bool any = false;
  for (const sim::ComparedPolicy& p : c.policies) {
    chart.names.push_back(title_of(p));
    const auto& e = p.estimates[index(info.metric)];
    any = any || e.has_value();
    chart.intervals.push_back(
        e ? std::optional(IntervalChart::Interval{scaled(e->mean, info), scaled(e->low, info), scaled(e->high, info)})
          : std::nullopt);
  }
  if (!any) return;
  Text about = info.better == Better::more   ? Text(Words{"越高越好。", "Higher is better. "})
               : info.better == Better::less ? Text(Words{"越低越好。", "Lower is better. "})
                                             : Text(Words{"没有好坏之分。", "Neither way is better. "});
  if (const auto leader = leader_of(c, info.metric)) {
    const Text title = title_of(c.policies[leader->policy]), sure = claim(c, *leader);
    about.zh += "「" + title.zh + "」最好，" + sure.zh + "。";
    about.en += "“" + title.en + "” is best: " + sure.en + ".";
  }
  page.chart(info.name, Text(info.title), about, chart);
}

void charts(Page& page, const sim::Comparison& c) {
  page.open_section("figures", Words{"各项指标与区间", "Figures and intervals"});
  page.add("<div class=\"columns\">");
  for (const Metric metric : main_metrics) interval_chart(page, c, sim::info_of(metric));
  page.add("</div><details class=\"more\"><summary>" + html(Words{"其余指标", "The other figures"}) +
           "</summary><div class=\"columns\">");
  for (const MetricInfo& info : sim::metrics()) {
    if (std::find(std::begin(main_metrics), std::end(main_metrics), info.metric) == std::end(main_metrics)) {
      interval_chart(page, c, info);
    }
  }
  page.add("</div></details>");
  page.close_section();
}

void groups(Page& page, const sim::Comparison& c) {
  page.open_section("groups", Words{"谁得到了服务", "Who gets served"});
  page.add("<div class=\"stack\">");
  for (std::size_t d = 0; d < sim::dimension_count; ++d) {
    const auto dimension = static_cast<sim::Dimension>(d);
    std::vector<const sim::GroupShares*> rows;
    for (const sim::GroupShares& g : c.groups[d]) {
      if (g.asked > 0) rows.push_back(&g);
    }
    if (rows.empty()) continue;
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const auto* a, const auto* b) { return rows.size() > most_groups && a->asked > b->asked; });
    PlainTable table;
    table.words(dimension_title(dimension));
    table.number(dimension == sim::Dimension::fund ? Text(Words{"预算（元）", "Budget (yuan)"})
                                                   : Text(Words{"每天点单", "Asked a day"}));
    for (const sim::ComparedPolicy& p : c.policies) table.number(title_of(p));
    for (std::size_t k = 0; k < std::min(rows.size(), most_groups); ++k) {
      std::vector<std::string> cells{html(group_title(dimension, *rows[k])), grouped(std::llround(rows[k]->asked))};
      double best = -1;
      for (const auto& share : rows[k]->share) best = share ? std::max(best, share->mean) : best;
      for (const auto& share : rows[k]->share) {
        const bool leads = dimension != sim::Dimension::fund && share && share->mean == best;
        cells.push_back(!share ? "–"
                               : fmt::format("<span{}>{}</span>", leads ? " class=\"best\"" : "",
                                             html(written(std::llround(share->mean * 1000), in_tenths_of_percent))));
      }
      table.row(cells);
    }
    const Text title = dimension == sim::Dimension::fund ? Text(Words{"资金用去的份额", "Share of each fund spent"})
                                                         : served_share_title(dimension);
    page.add("<div class=\"card\"><h3>" + html(title) + "</h3>" + table.html("sticky"));
    if (rows.size() > most_groups) {
      page.add("<p class=\"note\">" +
               html(filled({"另有 {} 行，见明细。", "{} more are in the rows below."}, rows.size() - most_groups)) +
               "</p>");
    }
    page.add("</div>");
  }
  page.add("</div>");
  page.close_section();
}

void lorenz_curves(Page& page, const sim::Comparison& c) {
  CurveChart chart;
  chart.guide = CurveChart::Guide::diagonal;
  chart.x = {Words{"人员，由负荷最轻的累计", "workers, least loaded first"}, in_tenths_of_percent, 0, 1000};
  chart.y = {Words{"承担的负荷", "share of the load"}, in_tenths_of_percent, 0, 1000};
  for (std::size_t p = 0; p < std::min(c.policies.size(), most_curves); ++p) {
    Curve curve{title_of(c.policies[p]), static_cast<Tone>(static_cast<std::size_t>(Tone::c1) + p), {}};
    for (std::size_t k = 0; k < sim::lorenz_points; ++k) {
      curve.points.emplace_back(static_cast<std::int64_t>(1000 * k / (sim::lorenz_points - 1)),
                                std::llround(c.policies[p].lorenz[k] * 1000));
    }
    chart.curves.push_back(std::move(curve));
  }
  page.chart("lorenz", Words{"负荷是否均匀（洛伦兹曲线）", "Is the work shared evenly? (Lorenz curve)"},
             Words{"越贴近虚线越平均。", "The nearer to the dashed line, the more even."}, chart);
}

void rules(Page& page, const sim::Comparison& c) {
  page.open_section("rules", Words{"负荷与规则", "Work and rules"});
  page.add("<div class=\"columns\">");
  lorenz_curves(page, c);
  PlainTable table;
  table.words(Words{"办法", "Policy"}).words(Words{"追求什么", "Optimises"}).words(Words{"保证什么", "Guarantees"});
  for (const sim::ComparedPolicy& p : c.policies) {
    table.row({"<b>" + html(title_of(p)) + "</b><br><small>" + html(p.name) + "</small>",
               html(Text(p.optimises_zh, p.optimises_en)),
               html(Text(p.guarantee_zh, p.guarantee_en)) +
                   (p.source.empty() ? "" : "<br><small>" + html(p.source) + "</small>")});
  }
  page.add("<div class=\"card\"><h3>" + html(Words{"这些办法", "The policies"}) + "</h3>" + table.html() +
           "</div></div>");
  page.close_section();
}

}  // namespace

std::string render(const sim::Comparison& c, const Options& options) {
  PageHead head;
  const std::string street = c.street_name.empty() ? c.street_code : c.street_name;
  head.title = filled({"{}：派单办法比较", "{}: comparison of dispatch policies"}, street);
  head.subtitles.push_back(
      filled({"每个模拟日相当于 {} 天；平均每天 {} 张工单、{} 单量",
              "each simulated day stands for {} calendar days; {} orders and {} units a day on average"},
             c.period_days, grouped(std::llround(c.orders_a_day)), grouped(std::llround(c.units_a_day))));
  head.subtitles.push_back(filled({"种子 {}；配对自助法，重抽样 {} 次", "seed {}; paired bootstrap, {} resamples"},
                                  c.seed, grouped(c.resamples)));
  head.file_name = "paidan-compare-" + c.street_code;
  Page page(head, options);
  if (!c.policies.empty()) {
    tiles(page, c);
    side_by_side(page, c);
    charts(page, c);
    groups(page, c);
    rules(page, c);
  }
  page.open_section("rows", Words{"明细", "Rows"});
  page.tables(compare_tables(c), "compare.csv, pairs.csv");
  page.close_section();
  page.footer(Words{
      "“确定好于”只在差别的置信区间不含 0 时才说；同一个模拟日上成对比较。",
      "“Proven better” is said only where the confidence interval of the difference on the same days excludes 0."});
  return page.finish();
}

}  // namespace paidan::report
