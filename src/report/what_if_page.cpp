// The report of a what-if: one parameter turned step by step, one section for each.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "src/report/page.hpp"
#include "src/report/plain_table.hpp"
#include "src/report/vocabulary.hpp"

namespace paidan::report {
namespace {

using sim::WhatIfCurve;
using sim::WhatIfPoint;

class WhatIfSection {
 public:
  WhatIfSection(Page& page, const WhatIfCurve& curve, std::size_t number)
      : page_(page),
        curve_(curve),
        id_("curve" + std::to_string(number)),
        fund_(curve.parameter == WhatIfCurve::Parameter::fund) {
    double most = 0;
    for (const WhatIfPoint& p : curve.points) most = std::max(most, p.shadow_price.value_or(0));
    for (std::size_t k = 0; k < 4 && !measure_; ++k) {
      const double penalty = static_cast<double>(curve.unserved[k].count());
      if (penalty > 0 && most * step() * 10 > penalty) measure_ = static_cast<Priority>(k + 1);
    }
  }

  Text title() const {
    const std::string name = curve_.name.empty() ? curve_.code : curve_.name;
    if (fund_) return filled({"资金：{}", "Fund: {}"}, name);
    return name.empty() ? Text(Words{"全部接单能力", "All capacity"}) : filled({"接单能力：{}", "Capacity: {}"}, name);
  }

  void add() {
    page_.open_section(id_, title());
    if (!curve_.points.empty()) {
      lead();
      page_.add("<div class=\"columns\">");
      chart("served", {"已派", "Served"}, Words{"已派的单量。", "Units served."},
            {{Words{"已派", "served"}, Tone::served, [](const WhatIfPoint& p) { return p.served; }}}, counted);
      chart("unserved", {"因何未派", "What holds it back"},
            Words{"因名额和因资金未派的单量。", "Units unserved for want of room and of money."},
            {{Words{"名额已满", "all places taken"}, Tone::c1, [](const WhatIfPoint& p) { return p.capacity_taken; }},
             {Words{"资金用完", "money used up"}, Tone::c2, [](const WhatIfPoint& p) { return p.fund_exhausted; }}},
            counted);
      chart("cost", {"每单量代价", "Cost of a unit served"},
            Words{"已派工单的代价除以单量，分。", "Points of the served units, each."},
            {{Words{"代价", "cost"}, Tone::neutral, tenths_each}}, Format{.decimals = 1});
      chart("worth", worth_title(), worth_about(),
            {{Words{"影子价格", "shadow price"}, Tone::c8, [this](const WhatIfPoint& p) { return worth(p); }}},
            worth_format());
      page_.add("</div>");
      table();
    }
    page_.close_section();
  }

  // Its rows for the searchable table.
  void add_rows(std::vector<Column>& columns) const {
    for (const WhatIfPoint& p : curve_.points) {
      columns[0].add(title());
      columns[1].add(Text(changed(p.change)));
      columns[2].add(p.asked);
      columns[3].add(p.served);
      columns[4].add(p.capacity_taken);
      columns[5].add(p.fund_exhausted);
      columns[6].add(p.cost.count());
      p.shadow_price ? columns[7].add(std::llround(*p.shadow_price)) : columns[7].add_blank();
    }
  }

 private:
  static std::optional<std::int64_t> tenths_each(const WhatIfPoint& p) {
    if (p.served == 0) return std::nullopt;
    return (p.cost.count() * 10 + p.served / 2) / p.served;
  }

  // Money is worth something by the hundred yuan.
  double step() const { return fund_ ? 100 : 1; }
  Words worth_title() const {
    return fund_ ? Words{"再加 100 元值多少", "What 100 yuan more are worth"}
                 : Words{"再加一个单量值多少", "What one more unit is worth"};
  }
  Text worth_about() const {
    if (!measure_) return Words{"分；取自价格，至多这么多。", "Points; from the prices: at most this much."};
    const Text priority = words_of(*measure_);
    return {
        "以一张「" + priority.zh + "」工单未派的罚分为 1；取自价格，至多这么多。",
        "1 is the penalty for leaving one “" + priority.en + "” order unserved; from the prices: at most this much."};
  }
  Format worth_format() const { return measure_ ? Format{.decimals = 2} : counted; }
  std::optional<std::int64_t> worth(const WhatIfPoint& p) const {
    if (!p.shadow_price) return std::nullopt;
    const double points = *p.shadow_price * step();
    if (!measure_) return std::llround(points);
    return std::llround(points * 100 /
                        static_cast<double>(curve_.unserved[static_cast<std::size_t>(*measure_) - 1].count()));
  }

  Format change_format() const { return fund_ ? in_fen : Format{.decimals = 2, .unit = {"%", "%"}}; }
  std::string changed(std::int64_t change) const { return (change > 0 ? "+" : "") + tick(change, change_format()).en; }

  void lead() {
    const WhatIfPoint& first = curve_.points.front();
    const WhatIfPoint& last = curve_.points.back();
    const auto now =
        std::find_if(curve_.points.begin(), curve_.points.end(), [](const WhatIfPoint& p) { return p.change == 0; });
    const WhatIfPoint& base = now == curve_.points.end() ? first : *now;
    const WhatIfPoint& far = std::abs(last.change) >= std::abs(first.change) ? last : first;
    const Units gain = far.served - base.served;
    page_.add(
        "<p class=\"lead\">" +
        html(filled({"变动 {0}：已派从 {1} 到 {2}（{3}{4} 单量）；现在的服务率 {5}，那时 {6}。",
                     "Changed by {0}: {1} units served become {2} ({3}{4}); the served share goes from {5} to {6}."},
                    changed(far.change), grouped(base.served), grouped(far.served), gain > 0 ? "+" : "", grouped(gain),
                    percent(base.served, base.asked), percent(far.served, far.asked))) +
        "</p>");
  }

  struct Line {
    Text name;
    Tone tone;
    std::function<std::optional<std::int64_t>(const WhatIfPoint&)> value;
  };
  void chart(std::string_view what, Words name, const Text& about, const std::vector<Line>& lines,
             const Format& format) {
    CurveChart chart;
    chart.guide = CurveChart::Guide::zero;
    chart.x = {
        fund_ ? Text(Words{"预算变动", "change of the budget"}) : Text(Words{"接单能力变动", "change of the capacity"}),
        change_format(), std::min<std::int64_t>(0, curve_.points.front().change),
        std::max<std::int64_t>(0, curve_.points.back().change)};
    std::int64_t low = INT64_MAX, high = INT64_MIN;
    for (const Line& line : lines) {
      Curve curve{line.name, line.tone, {}};
      for (const WhatIfPoint& p : curve_.points) {
        const auto value = line.value(p);
        if (!value) continue;
        curve.points.emplace_back(p.change, *value);
        low = std::min(low, *value);
        high = std::max(high, *value);
      }
      chart.curves.push_back(std::move(curve));
    }
    if (low > high) return;
    const std::int64_t step = round_step(std::max<std::int64_t>(high - low, 1), 4, format);
    const auto down = [&](std::int64_t v) { return v >= 0 ? v / step * step : -((-v + step - 1) / step * step); };
    chart.y = {Text(name), format, down(low), std::max(-down(-high), down(low) + step)};
    if (chart.x.low == chart.x.high) chart.x.high += 1;
    page_.chart(id_ + "-" + std::string(what), Text(name), about, chart);
  }

  void table() {
    PlainTable table;
    table.words(Words{"变动", "Change"});
    table.number(fund_ ? Text(Words{"预算", "Budget"}) : Text(Words{"能接单量", "Capacity"}));
    table.number(Words{"已派", "Served"}).words(Words{"服务率", "Served share"});
    table.number(Words{"名额已满", "All places taken"}).number(Words{"资金用完", "Money used up"});
    table.number(Words{"代价", "Cost"}).number(worth_title());
    for (const WhatIfPoint& p : curve_.points) {
      const std::string name = p.change == 0 ? html(Text(Words{"现在", "as it is"})) : html(changed(p.change));
      table.row({p.change == 0 ? "<b>" + name + "</b>" : name,
                 fund_ ? yuan_words(Money(p.capacity)) : grouped(p.capacity), grouped(p.served),
                 meter(p.served, p.asked), grouped(p.capacity_taken), grouped(p.fund_exhausted),
                 grouped(p.cost.count()), p.shadow_price ? html(written(*worth(p), worth_format())) : "–"});
    }
    page_.add("<div class=\"card\" style=\"margin-top:16px\">" + table.html() + "</div>");
  }

  Page& page_;
  const WhatIfCurve& curve_;
  std::string id_;
  bool fund_;
  std::optional<Priority> measure_;  // worth is measured in orders of this priority, else in points
};

}  // namespace

std::string render(const sim::WhatIf& what_if, const Options& options) {
  PageHead head;
  head.title = filled({"{}：如果改变一点", "{}: what if"},
                      what_if.street_name.empty() ? what_if.street_code : what_if.street_name);
  head.subtitles.push_back(Words{"一次只变一项，其余照旧；每一点都是证明过的最优。",
                                 "One thing changes at a time, the rest stays; every point is a proven optimum."});
  head.file_name = "paidan-whatif-" + what_if.street_code;
  Page page(head, options);
  std::vector<Column> columns{Column::of_words("parameter", Words{"参数", "Parameter"}, Filter::offered),
                              Column::of_words("change", Words{"变动", "Change"}),
                              Column::of_numbers("asked", Words{"点单", "Asked"}, counted),
                              Column::of_numbers("served", Words{"已派", "Served"}, counted),
                              Column::of_numbers("capacity_taken", Words{"名额已满", "All places taken"}, counted),
                              Column::of_numbers("fund_exhausted", Words{"资金用完", "Money used up"}, counted),
                              Column::of_numbers("cost", Words{"代价", "Cost"}, counted),
                              Column::of_numbers("worth", Words{"影子价格（分）", "Shadow price (points)"}, counted)};
  std::size_t rows = 0;
  for (std::size_t k = 0; k < what_if.curves.size(); ++k) {
    WhatIfSection section(page, what_if.curves[k], k + 1);
    section.add();
    section.add_rows(columns);
    rows += what_if.curves[k].points.size();
  }
  page.open_section("rows", Words{"明细", "Rows"});
  page.tables({DataTable{"points", Words{"各点", "Points"}, rows, 0, std::move(columns)}}, "whatif.csv");
  page.close_section();
  return page.finish();
}

}  // namespace paidan::report
