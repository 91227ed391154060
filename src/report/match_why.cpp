#include <fmt/format.h>

#include <algorithm>

#include "src/report/map.hpp"
#include "src/report/match_sections.hpp"
#include "src/report/plain_table.hpp"
#include "src/report/vocabulary.hpp"

namespace paidan::report {
namespace {

constexpr std::size_t most_reliefs = 10;
constexpr std::size_t most_items = 3;

void reasons(Page& page, const Figures& f) {
  std::vector<std::size_t> order;
  for (std::size_t r = 0; r < reason_count; ++r) {
    if (f.by_reason[r] > 0) order.push_back(r);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return f.by_reason[a] > f.by_reason[b]; });
  BarChart chart;
  chart.series.push_back({Words{"单量", "Units"}, Tone::unserved, {}});
  for (const std::size_t r : order) {
    chart.names.push_back(words_of(static_cast<Reason>(r)));
    chart.series[0].values.push_back(f.by_reason[r]);
  }
  const Text first = words_of(static_cast<Reason>(order[0]));
  const std::string units = grouped(f.by_reason[order[0]]);
  page.chart("reasons", Words{"未派的原因", "Reasons"},
             {"最多的是「" + first.zh + "」：" + units + " 单量。",
              "The most frequent is “" + first.en + "”: " + units + " units."},
             chart);
}

void priorities(Page& page, const Figures& f) {
  PlainTable table;
  table.words(Words{"紧急程度", "Priority"}).number(Words{"点单", "Ordered"}).number(Words{"未派", "Unserved"});
  table.words(Words{"服务率", "Served share"}).number(Words{"平均等待", "Mean wait"});
  table.number(Words{"95% 在…内", "95% within"});
  for (std::size_t p = 0; p < 4; ++p) {
    const Tally& tally = f.by_priority[p];
    const auto& waits = f.waits.by_priority[p];
    table.row({html(words_of(static_cast<Priority>(p + 1))), grouped(tally.ordered), grouped(tally.unserved()),
               meter(tally.served, tally.ordered), waits.empty() ? "–" : html(duration(mean(waits))),
               waits.empty() ? "–" : html(duration(percentile(waits, 95)))});
  }
  page.add("<div class=\"card\"><h3>" + html(Words{"按紧急程度", "By priority"}) + "</h3>" + table.html() + "</div>");
}

// Where to act: an organisation or a fund; what to do; what one more there is worth.
std::string what(const Street& street, const ReliefGroup& group) {
  std::string out;
  if (group.organisation.has_value()) out = "<b>" + html(label_of(street.organisations[group.organisation])) + "</b> ";
  if (group.fund.has_value()) out = "<b>" + html(label_of(street.funds[group.fund])) + "</b> ";
  out += html(words_of(group.kind));
  std::vector<Text> details;
  if (group.kind == Relief::Kind::money) {
    details.push_back(filled({"共需 {}", "{} in all"}, yuan_words(Money(group.amount))));
  }
  if (group.full_places > 0) {
    details.push_back(filled({"{} 处已满", "places full: {}"}, grouped(static_cast<std::int64_t>(group.full_places))));
  }
  if (group.dearest != nullptr && group.dearest->serves) {
    const Text priority = words_of(*group.dearest->serves);
    details.push_back({"再加一个，至多多派一张「" + priority.zh + "」工单",
                       "one more: at most one more “" + priority.en + "” order served"});
  } else if (group.dearest != nullptr) {
    details.push_back(filled({"再加一个，代价至多减 {}", "one more: at most {} points saved"},
                             grouped(group.dearest->worth.count())));
  }
  Text detail;
  for (const Text& d : details) {
    detail.zh += (detail.zh.empty() ? "" : "；") + d.zh;
    detail.en += (detail.en.empty() ? "" : "; ") + d.en;
  }
  if (!details.empty()) out += "<br><small>" + html(detail) + "</small>";
  return out;
}

std::string items(const Street& street, const ReliefGroup& group) {
  std::string out;
  for (std::size_t k = 0; k < std::min(group.items.size(), most_items); ++k) {
    out += (k == 0 ? "" : "<br>") + html(label_of(street.menu[group.items[k].first])) + " " +
           grouped(group.items[k].second);
  }
  return group.items.size() > most_items ? out + " …" : out;
}

void reliefs(Page& page, const Match& m) {
  const auto& groups = m.figures.reliefs;
  page.add("<div class=\"card\"><h3>" + html(Words{"先从哪里想办法", "What would help most"}) +
           "</h3><p class=\"about\">" +
           html(Words{"每张未派工单最先该看的地方，合并计数；由价格看出，没有试过，试过的见 paidan explain。",
                      "The first place to look for each unserved order, added up; read off the prices and untried: "
                      "paidan explain gives the tried ones."}) +
           "</p>");
  if (groups.empty()) {
    page.add("<p class=\"note\">" + html(Words{"没有单一的改变能帮上忙。", "No single change would help."}) +
             "</p></div>");
    return;
  }
  PlainTable table;
  table.number(Words{"未派单量", "Units"}).words(Words{"办法", "What"}).words(Words{"主要事项", "Mostly for"});
  for (std::size_t k = 0; k < std::min(groups.size(), most_reliefs); ++k) {
    table.row({"<b>" + grouped(groups[k].units) + "</b>", what(m.report.street, groups[k]),
               items(m.report.street, groups[k])});
  }
  page.add(table.html());
  if (groups.size() > most_reliefs) {
    Units rest = 0;
    for (std::size_t k = most_reliefs; k < groups.size(); ++k) rest += groups[k].units;
    page.add("<p class=\"note\">" +
             html(filled({"其余 {} 处共 {} 单量，见明细。", "{} more places, {} units: in the rows below."},
                         grouped(static_cast<std::int64_t>(groups.size() - most_reliefs)), grouped(rest))) +
             "</p>");
  }
  page.add("<p class=\"note\">" +
           html(Words{"这里的办法没有逐一试算；「至多」来自证明最优性的价格。要试算某张工单：paidan explain。",
                      "These changes have not been tried one by one; “at most” is read off the prices that prove the "
                      "plan optimal. To try one order: paidan explain."}) +
           "</p></div>");
}

}  // namespace

void add_why_not(Page& page, const Match& m) {
  if (m.figures.all.unserved() == 0) {
    page.open_section("priorities", Words{"按紧急程度", "By priority"});
    priorities(page, m.figures);
    page.close_section();
    return;
  }
  page.open_section("why", Words{"为什么没派出去", "Why not served"});
  page.add("<div class=\"columns\"><div class=\"stack\">");
  reasons(page, m.figures);
  priorities(page, m.figures);
  page.add("</div>");
  reliefs(page, m);
  page.add("</div>");
  page.close_section();
}

}  // namespace paidan::report
