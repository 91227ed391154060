// The lab's tables for a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "paidan/sim/lab_io.hpp"

namespace paidan::sim {
namespace {

// Columns that a text takes on a terminal: East Asian characters take two (Unicode TR 11, the ranges in use here).
std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    n += length >= 3 && byte >= 0xE3 ? 2 : 1;
    i += length;
  }
  return n;
}

// Rows of cells; the first column to the left, the others to the right.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()), 0);
    for (std::size_t k = 0; k < row.size(); ++k) width[k] = std::max(width[k], columns(row[k]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t k = 0; k < row.size(); ++k) {
      const std::string space(width[k] - columns(row[k]), ' ');
      line += k == 0 ? row[k] + space : "  " + space + row[k];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

constexpr Metric headline[] = {Metric::served_share, Metric::community_lowest, Metric::envy,
                               Metric::wait_mean,    Metric::wait_p95,         Metric::on_time,
                               Metric::seat_fill,    Metric::travel,           Metric::cost,
                               Metric::load_gini,    Metric::blocking_pairs,   Metric::served_ratio};

// What each policy is proven to beat in one figure.
std::string proven(const Comparison& c, Metric metric, Language language) {
  std::vector<std::vector<std::string>> beats(c.policies.size());
  bool any = false;
  for (const Pairwise& p : c.pairs) {
    if (p.metric != metric || (p.verdict != Verdict::better && p.verdict != Verdict::worse)) continue;
    const bool first = p.verdict == Verdict::better;
    beats[first ? p.a : p.b].push_back(c.policies[first ? p.b : p.a].name);
    any = true;
  }
  if (!any) return {};
  std::string out = fmt::format("{}:\n", info_of(metric).title.in(language));
  for (std::size_t k = 0; k < beats.size(); ++k) {
    if (beats[k].empty()) continue;
    out += fmt::format("  {} > {}\n", c.policies[k].name, fmt::join(beats[k], ", "));
  }
  return out;
}

std::string yuan_words(std::int64_t fen) { return fmt::format("{:.2f}", static_cast<double>(fen) / 100); }

}  // namespace

std::string comparison_table(const Comparison& c, Language language) {
  const bool zh = language == Language::zh;
  std::string out = fmt::format(
      fmt::runtime(zh ? "{}：模拟 {} 次，每次 {} 天，平均 {:.0f} 张工单；{:.0f}% 置信区间（± 为半宽）\n\n"
                      : "{}: {} simulated days of {} calendar days each, {:.0f} work orders on average; {:.0f} % "
                        "intervals (± half their width)\n\n"),
      c.street_name.empty() ? c.street_code : c.street_name, c.days, c.period_days, c.orders_a_day, c.confidence * 100);

  std::vector<std::vector<std::string>> rows(1, {zh ? "策略" : "policy"});
  for (const Metric m : headline) {
    const MetricInfo& info = info_of(m);
    const std::string_view unit = info.unit.in(language);
    rows[0].push_back(std::string(info.title.in(language)) + (unit.empty() ? "" : fmt::format(" {}", unit)));
  }
  for (std::size_t k = 0; k < c.policies.size(); ++k) {
    std::vector<std::string> row(1, c.policies[k].name);
    for (const Metric m : headline) {
      const auto& e = c.policies[k].estimates[static_cast<std::size_t>(m)];
      if (!e) {
        row.emplace_back("-");
        continue;
      }
      const MetricInfo& info = info_of(m);
      std::string_view mark = " ";
      for (const Pairwise& p : c.pairs) {
        if (p.a != 0 || p.b != k || p.metric != m) continue;
        mark = p.verdict == Verdict::worse ? "+" : p.verdict == Verdict::better ? "-" : " ";
      }
      row.push_back(fmt::format("{:.{}f}±{:.{}f}{}", e->mean * info.scale, info.decimals,
                                (e->high - e->low) / 2 * info.scale, info.decimals, mark));
    }
    rows.push_back(row);
  }
  // Sideways when there are many policies would be too wide: figures are the rows, policies the columns.
  std::vector<std::vector<std::string>> turned(rows[0].size());
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k) turned[k].push_back(row[k]);
  }
  const auto width = [](const std::vector<std::vector<std::string>>& table) {
    const std::string text = aligned(table);
    std::size_t widest = 0, start = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
      widest = std::max(widest, columns(std::string_view(text).substr(start, end - start)));
      start = end + 1;
    }
    return widest;
  };
  out += aligned(width(turned) < width(rows) ? turned : rows);
  out += zh ? "\n+ 优于、- 劣于第一个策略（同一天配对，区间不含 0）；无标记：看不出差别\n"
            : "\n+ better, - worse than the first policy (paired by day, interval without 0); no mark: no difference "
              "shown\n";
  if (c.policies.size() > 1) {
    std::string pairs;
    for (const Metric m : {Metric::served_share, Metric::community_lowest, Metric::wait_mean, Metric::cost}) {
      pairs += proven(c, m, language);
    }
    if (!pairs.empty()) out += std::string(zh ? "\n已证明优于（>）：\n" : "\nshown to be better (>):\n") + pairs;
  }
  return out;
}

std::string what_if_table(const WhatIf& w, Language language) {
  const bool zh = language == Language::zh;
  std::string out;
  for (const WhatIfCurve& c : w.curves) {
    const bool fund = c.parameter == WhatIfCurve::Parameter::fund;
    const std::string whose = c.code.empty() ? "" : fmt::format(" {} {}", c.code, c.name);
    if (zh) {
      out += fmt::format("{}{}：{}\n", fund ? "资金" : "接单能力", whose, w.street_name);
    } else {
      out += fmt::format("{}{}: {}\n", fund ? "Fund" : "Capacity", whose, w.street_name);
    }
    std::vector<std::vector<std::string>> rows;
    if (zh) {
      rows.push_back({"变化", fund ? "预算 元" : "能力 单", "已派", "服务率 %", "总代价", "因能力未派", "因资金未派",
                      fund ? "影子价格 分/元" : "影子价格 分/单"});
    } else {
      rows.push_back({"change", fund ? "budget yuan" : "capacity units", "served", "served %", "cost", "no capacity",
                      "no money", fund ? "shadow price points/yuan" : "shadow price points/unit"});
    }
    for (const WhatIfPoint& p : c.points) {
      rows.push_back({fund ? fmt::format("{:+.2f}", static_cast<double>(p.change) / 100)
                           : fmt::format("{:+.2f}%", static_cast<double>(p.change) / 100),
                      fund ? yuan_words(p.capacity) : std::to_string(p.capacity), std::to_string(p.served),
                      p.asked == 0
                          ? "-"
                          : fmt::format("{:.2f}", 100 * static_cast<double>(p.served) / static_cast<double>(p.asked)),
                      std::to_string(p.cost.count()), std::to_string(p.capacity_taken),
                      std::to_string(p.fund_exhausted), p.shadow_price ? fmt::format("{:.0f}", *p.shadow_price) : "-"});
    }
    out += aligned(rows) + "\n";
  }
  out += zh ? "影子价格：再多一单能力（按下一步增加的地方）或一元资金，方案的目标值最多改善多少分\n"
            : "shadow price: points by which one more unit (where the next step adds it) or one more yuan improves the "
              "plan at most\n";
  if (!w.curves.empty()) {
    const auto& p = w.curves.front().unserved;
    out += fmt::format(
        fmt::runtime(zh ? "未派一单的罚分：紧急 {}，急 {}，一般 {}，不急 {}\n"
                        : "points for a unit left unserved: emergency {}, urgent {}, normal {}, whenever {}\n"),
        p[0].count(), p[1].count(), p[2].count(), p[3].count());
  }
  return out;
}

}  // namespace paidan::sim
