// The report of one matching batch: figures first, then where, why not, who and when, at what cost, then the rows.
#include "paidan/io/plan_io.hpp"
#include "src/report/match_sections.hpp"
#include "src/report/match_tables.hpp"

namespace paidan::report {
namespace {

PageHead head_of(const MatchReport& report, const Options& options) {
  const Street& street = report.street;
  PageHead head;
  head.title = filled({"{}派单报告", "{}: dispatch report"}, street.name.empty() ? street.code : street.name);
  head.subtitles.push_back(Text(slot_words(street, {street.period_start, street.period_end})));
  if (!report.policy.empty()) head.subtitles.push_back(filled({"策略：{}", "Policy: {}"}, report.policy));
  if (options.residents == Residents::shown) {
    head.warning = Words{"本页含有居民编号和位置，属个人信息，请勿外传。",
                         "This page holds residents' ids and places: personal data, not to be passed on."};
  }
  head.file_name = "paidan-" + street.code;
  return head;
}

}  // namespace

std::string render(const MatchReport& report, const Options& options) {
  const Figures figures = figures_of(report);
  const Match match{report, figures, options};
  Page page(head_of(report, options), options);
  add_headline(page, match);
  add_where(page, match);
  add_why_not(page, match);
  add_who_and_when(page, match);
  add_cost_and_money(page, match);
  page.open_section("rows", Words{"明细", "Rows"});
  page.tables(match_tables(report, figures, options), "plan.csv, unserved.csv");
  page.close_section();
  page.footer(Words{"单量：一次上门、一个名额或一件事，照事项而定。方案由 paidan 求得，价格证明其最优。",
                    "A unit is one visit, one seat or one job, as the item says. The plan was found by paidan; prices "
                    "prove it optimal."});
  if (!report.bundle_digest.empty()) {
    page.footer(filled({"数据 SHA-256：{}", "Data SHA-256: {}"}, report.bundle_digest));
  }
  return page.finish();
}

}  // namespace paidan::report
