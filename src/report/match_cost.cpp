#include <algorithm>
#include <numeric>

#include "src/report/map.hpp"
#include "src/report/match_sections.hpp"
#include "src/report/plain_table.hpp"
#include "src/report/vocabulary.hpp"

namespace paidan::report {
namespace {

void terms(Page& page, const Match& m) {
  const auto& of = m.figures.terms.of;
  std::vector<std::size_t> order(cost_term_count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return of[a] > of[b]; });
  BarChart chart;
  chart.series.push_back({Words{"分", "Points"}, Tone::neutral, {}});
  for (const std::size_t t : order) {
    chart.names.push_back(words_of(static_cast<CostTerm>(t)));
    chart.series[0].values.push_back(of[t].count());
  }
  const std::int64_t cost = m.report.plan.cost.count(), served = m.figures.all.served;
  const std::int64_t each = served == 0 ? 0 : (cost + served / 2) / served;
  page.chart(
      "terms", Words{"代价的构成", "Cost by term"},
      filled({"合计 {} 分，平均每单量 {} 分。", "{} points in all, {} for each unit."}, grouped(cost), grouped(each)),
      chart);
}

void funds(Page& page, const Match& m) {
  const auto& rows = m.report.street.funds;
  if (rows.empty()) return;
  PlainTable table;
  table.words(Words{"资金", "Fund"}).number(Words{"支出", "Spent"}).number(Words{"预算", "Budget"});
  table.words(Words{"用去", "Used"});
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const Fund& fund = rows[FundId(k)];
    table.row({html(label_of(fund)), yuan_words(m.figures.spent[k]), yuan_words(fund.budget),
               meter(m.figures.spent[k].count(), fund.budget.count())});
  }
  page.add("<div class=\"card\"><h3>" + html(Words{"资金", "Money"}) + "</h3><p class=\"about\">" +
           html(filled({"已派工单共支出 {}。", "The dispatched orders cost {}."}, yuan_words(m.figures.price))) +
           "</p>" + table.html() + "</div>");
}

}  // namespace

void add_cost_and_money(Page& page, const Match& m) {
  page.open_section("cost", Words{"代价与资金", "Cost and money"});
  page.add("<div class=\"columns\">");
  terms(page, m);
  funds(page, m);
  page.add("</div>");
  page.close_section();
}

}  // namespace paidan::report
