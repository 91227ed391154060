#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "src/report/map.hpp"
#include "src/report/match_sections.hpp"
#include "src/report/vocabulary.hpp"

namespace paidan::report {
namespace {

constexpr std::size_t most_organisations = 20;
constexpr int most_bins = 12;

Text bucket_name(const Buckets& buckets, std::size_t k) {
  if (k == buckets.count) return Words{"不定时", "any time"};
  const LocalTime start = buckets.start + buckets.length * static_cast<std::int64_t>(k);
  const Date date = date_of(start);
  const Civil civil = civil_from_date(date);
  if (buckets.length < Minutes(1440)) {
    const std::int64_t minute = (start - midnight_of(date)).count();
    return Text(fmt::format("{:02}:{:02}", minute / 60, minute % 60));
  }
  if (buckets.length > Minutes(1440)) return Text(fmt::format("{:02}-{:02}", civil.month, civil.day));
  // 1970-01-01 was a Thursday.
  constexpr Words days[] = {{"四", "Thu"}, {"五", "Fri"}, {"六", "Sat"}, {"日", "Sun"},
                            {"一", "Mon"}, {"二", "Tue"}, {"三", "Wed"}};
  const Words day = days[static_cast<std::size_t>(((date.day % 7) + 7) % 7)];
  return {fmt::format("{}日 {}", civil.day, day.zh), fmt::format("{} {}", day.en, civil.day)};
}

void load(Page& page, const Match& m) {
  const auto& organisations = m.figures.organisations;
  std::vector<std::size_t> busiest;
  for (std::size_t o = 0; o < organisations.size(); ++o) {
    if (organisations[o].units > 0) busiest.push_back(o);
  }
  std::stable_sort(busiest.begin(), busiest.end(),
                   [&](std::size_t a, std::size_t b) { return organisations[a].units > organisations[b].units; });
  std::optional<Text> note;
  if (busiest.size() > most_organisations) {
    Units rest = 0;
    for (std::size_t k = most_organisations; k < busiest.size(); ++k) rest += organisations[busiest[k]].units;
    note = filled({"另有 {} 个组织服务 {} 单量，见明细。", "{} more organisations serve {} units: in the rows below."},
                  grouped(static_cast<std::int64_t>(busiest.size() - most_organisations)), grouped(rest));
    busiest.resize(most_organisations);
  }
  HeatChart chart;
  // Times at which none of them could do anything are left out.
  std::vector<std::size_t> columns;
  for (std::size_t k = 0; k <= m.figures.buckets.count; ++k) {
    const bool used = std::any_of(busiest.begin(), busiest.end(), [&](std::size_t o) {
      return organisations[o].load[k] > 0 || (organisations[o].room[k] > 0 && k < m.figures.buckets.count);
    });
    if (used) columns.push_back(k);
  }
  for (const std::size_t k : columns) chart.columns.push_back(bucket_name(m.figures.buckets, k));
  for (const std::size_t o : busiest) {
    chart.rows.push_back(Text(label_of(m.report.street.organisations[OrganisationId(o)])));
    for (const std::size_t k : columns) {
      chart.load.push_back(organisations[o].load[k]);
      chart.room.push_back(organisations[o].room[k]);
    }
  }
  if (busiest.empty()) return;
  page.chart("load", Words{"各组织各时段的单量", "Load by organisation and time"},
             Words{"数字是派给它的单量；颜色越深，它那时能接的用得越多。",
                   "The number is what it was given; the darker, the more of its room at that time is used."},
             chart, note, Place::full);
}

void waiting(Page& page, const Figures& f) {
  const auto all = f.waits.all();
  if (all.empty()) return;
  const std::int64_t longest = all.back().first;
  const std::int64_t step = round_step(longest + 1, most_bins, in_minutes);
  const auto bins = static_cast<std::size_t>(longest / step + 1);
  const std::int64_t unit = step < 60 ? 1 : step < 1440 ? 60 : 1440;
  BarChart chart;
  chart.direction = BarChart::Direction::upright;
  for (std::size_t k = 0; k < bins; ++k) {
    const std::int64_t from = static_cast<std::int64_t>(k) * step / unit;
    chart.names.push_back(Text(fmt::format("{}–{}", from, from + step / unit)));
  }
  constexpr Tone tones[] = {Tone::p1, Tone::p2, Tone::p3, Tone::p4};
  for (std::size_t p = 0; p < 4; ++p) {
    const auto& waits = f.waits.by_priority[p];
    if (waits.empty()) continue;
    Series series{words_of(static_cast<Priority>(p + 1)), tones[p], std::vector<std::int64_t>(bins, 0)};
    for (const auto& [minutes, units] : waits) series.values[static_cast<std::size_t>(minutes / step)] += units;
    chart.series.push_back(std::move(series));
  }
  const Words in = unit == 1 ? Words{"分钟", "minutes"} : unit == 60 ? Words{"小时", "hours"} : Words{"天", "days"};
  std::optional<Text> note;
  if (f.waits.untimed > 0) {
    note =
        filled({"{} 单量由组织自行安排时间，未计入。", "{} units at a time of the organisation's own are not counted."},
               grouped(f.waits.untimed));
  }
  page.chart("waiting", Words{"等了多久", "Waiting"},
             {fmt::format("从提交到开始服务，单位：{}；高度是单量。", in.zh),
              fmt::format("From being submitted to the start of the service, in {}; height: units.", in.en)},
             chart, note);
}

void shared_evenly(Page& page, const Figures& f) {
  std::vector<std::pair<std::int64_t, std::int64_t>> workers, communities;
  for (std::size_t w = 0; w < f.worker_load.size(); ++w) {
    if (f.worker_room[w] > 0) workers.emplace_back(1, f.worker_load[w]);
  }
  for (const Tally& t : f.by_community) {
    if (t.ordered > 0) communities.emplace_back(t.ordered, t.served);
  }
  CurveChart chart;
  chart.guide = CurveChart::Guide::diagonal;
  chart.x = {Words{"人员或点单，由得到最少的累计", "workers or orders, least served first"}, in_tenths_of_percent, 0,
             1000};
  chart.y = {Words{"累计单量", "units"}, in_tenths_of_percent, 0, 1000};
  const auto add = [&](const Lorenz& l, Words name, Tone tone) {
    if (l.points.size() < 2) return;
    const std::string gini =
        fmt::format("{}.{:02}", (l.gini_basis_points + 50) / 10'000, (l.gini_basis_points + 50) / 100 % 100);
    Curve curve{{fmt::format("{}（基尼 {}）", name.zh, gini), fmt::format("{} (Gini {})", name.en, gini)}, tone, {}};
    for (const auto& [x, y] : l.points) curve.points.emplace_back(x / 10, y / 10);
    chart.curves.push_back(std::move(curve));
  };
  add(lorenz(workers), {"人员的单量", "work of workers"}, Tone::accent);
  add(lorenz(communities), {"社区得到的服务", "service to communities"}, Tone::served);
  if (chart.curves.empty()) return;
  page.chart("lorenz", Words{"是否均匀（洛伦兹曲线）", "Is it shared evenly? (Lorenz curve)"},
             Words{"越贴近虚线越平均；基尼系数 0 是完全平均。",
                   "The nearer to the dashed line, the more even; a Gini of 0 is perfectly even."},
             chart);
}

}  // namespace

void add_who_and_when(Page& page, const Match& m) {
  page.open_section("who", Words{"谁在服务，等了多久", "Who serves, and when"});
  load(page, m);
  page.add("<div class=\"columns\">");
  waiting(page, m.figures);
  shared_evenly(page, m.figures);
  page.add("</div>");
  page.close_section();
}

}  // namespace paidan::report
