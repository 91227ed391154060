#include <fmt/format.h>

#include <algorithm>

#include "src/report/map.hpp"
#include "src/report/match_sections.hpp"
#include "src/report/match_tables.hpp"

namespace paidan::report {
namespace {

constexpr std::size_t most_attention = 100;

void tile(Page& page, const Text& label, const Text& figure, const Text& detail, std::string_view classes = "") {
  page.add(fmt::format("<div class=\"tile {}\"><dt>{}</dt><dd><strong>{}</strong><span>{}</span></dd></div>", classes,
                       html(label), html(figure), html(detail)));
}

// How many of those that have a limit do not keep it; nothing when none has one.
void limit_tile(Page& page, std::size_t broken, std::int64_t limited, Words label, Words detail) {
  if (limited == 0) return;
  tile(page, label, Text(grouped(static_cast<std::int64_t>(broken))), filled(detail, grouped(limited)),
       broken == 0 ? "good" : "attention");
}

// What is not as it should be, by name.
void attention(Page& page, const Match& m) {
  const Street& street = m.report.street;
  std::vector<Text> lines;
  for (const BrokenCap& b : m.report.plan.broken_caps) {
    lines.push_back(filled({"{}：未派 {}，上限 {}", "{}: {} unserved, the cap is {}"},
                           label_of(street.communities[b.community]), b.unserved, b.allowed));
  }
  for (const ShortOrganisation& o : m.report.plan.short_organisations) {
    lines.push_back(filled({"{}：派了 {}，约定最少 {}", "{}: {} units, the minimum is {}"},
                           label_of(street.organisations[o.organisation]), o.placed, o.wanted));
  }
  for (const ShortSession& x : m.report.plan.short_sessions) {
    const Session& session = street.sessions[x.session];
    lines.push_back(filled({"{} {}（{}）：{} 人，最少 {} 人", "{} {} ({}): {} people, the minimum is {}"},
                           label_of(street.menu[session.item]), session.code,
                           slot_words(street, {session.start, session.end}), x.taken, x.wanted));
  }
  if (lines.empty()) return;
  page.add(fmt::format("<details class=\"attention\"{}><summary>{} <b>{}</b></summary><ul>",
                       lines.size() <= 6 ? " open" : "", html(Words{"需要留意", "Needs attention"}), lines.size()));
  for (std::size_t k = 0; k < std::min(lines.size(), most_attention); ++k) page.add("<li>" + html(lines[k]) + "</li>");
  if (lines.size() > most_attention) page.add("<li>…</li>");
  page.add("</ul></details>");
}

}  // namespace

void add_headline(Page& page, const Match& m) {
  const Street& street = m.report.street;
  const Plan& plan = m.report.plan;
  const Figures& f = m.figures;
  const std::string served = grouped(f.all.served), unserved = grouped(f.all.unserved());
  page.add("<section class=\"headline\"><p class=\"lead\">" +
           html(filled({"{} 件需求合成 {} 张工单：{} 单量已派出，{} 单量未派。",
                        "{} demands became {} work orders: {} units are dispatched, {} are not."},
                       grouped(static_cast<std::int64_t>(street.demands.size())),
                       grouped(static_cast<std::int64_t>(m.report.list.orders.size())), served, unserved)) +
           "</p><dl class=\"tiles\">");
  tile(page, Words{"已派", "Served"}, Text(percent(f.all.served, f.all.ordered)),
       filled({"{} / {} 单量", "{} of {} units"}, served, grouped(f.all.ordered)), "good");
  Text urgent = Words{"其中没有紧急或急的", "none of them urgent"};
  if (f.all.unserved() == 0) urgent = Words{"全部派出", "everything is dispatched"};
  if (f.all.ordered == 0) urgent = Words{"没有人点单", "nothing was ordered"};
  if (f.by_priority[0].unserved() + f.by_priority[1].unserved() > 0) {
    urgent = filled({"其中紧急 {}，急 {}", "emergencies {}, urgent {}"}, grouped(f.by_priority[0].unserved()),
                    grouped(f.by_priority[1].unserved()));
  }
  tile(page, Words{"未派", "Unserved"}, Text(unserved), urgent, f.all.unserved() > 0 ? "attention" : "good");
  tile(page, Words{"方案代价", "Cost of the plan"}, Text(grouped(plan.cost.count())),
       Words{"已证明最优：同样的规则下没有更好的方案", "proven optimal: no plan is better under the same rules"});
  const auto count = [](const auto& rows, auto test) { return std::count_if(rows.begin(), rows.end(), test); };
  limit_tile(page, plan.broken_caps.size(),
             count(street.communities, [](const Community& c) { return c.max_unserved_basis_points.has_value(); }),
             {"未守住的社区上限", "Caps broken"}, {"{} 个社区设了未派上限", "communities with a cap: {}"});
  limit_tile(page, plan.short_sessions.size(), count(street.sessions, [](const Session& x) { return x.min_seats > 0; }),
             {"人数不足的场次", "Sessions too small"}, {"{} 场设了最少人数", "sessions with a minimum: {}"});
  limit_tile(page, plan.short_organisations.size(),
             count(street.organisations, [](const Organisation& o) { return o.min_units > 0; }),
             {"未达最少单量的组织", "Below their minimum"}, {"{} 个组织约定了最少单量", "organisations with one: {}"});
  const auto waits = f.waits.all();
  if (!waits.empty()) {
    const Text most = duration(percentile(waits, 95));
    tile(page, Words{"等待（中位数）", "Median wait"}, duration(percentile(waits, 50)),
         {"95% 在 " + most.zh + "内", "95% within " + most.en});
  }
  const Units due = f.deadline_kept + f.deadline_missed;
  if (due > 0) {
    tile(page, Words{"按期完成", "Deadlines kept"}, Text(percent(f.deadline_kept, due)),
         filled({"{} / {} 单量", "{} of {} units"}, grouped(f.deadline_kept), grouped(due)));
  }
  page.add("</dl>");
  attention(page, m);
  page.close_section();
}

}  // namespace paidan::report
