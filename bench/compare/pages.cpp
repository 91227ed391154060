#include "bench/compare/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace paidan::bench {
namespace {

using Outcome = Measurement::Outcome;

std::string thousands(std::size_t n) {
  std::string text = std::to_string(n);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return text;
}

std::string seconds(double s) {
  if (s < 0.1) return fmt::format("{:.6f}", s);
  return s < 10 ? fmt::format("{:.3f}", s) : fmt::format("{:.1f}", s);
}

// A measurement's time, or what happened instead.
std::string total_of(const Measurement& m) {
  if (m.outcome == Outcome::stopped) return fmt::format("> {:.0f}", m.solve);
  if (m.answered()) return seconds(m.total());
  return m.outcome == Outcome::failed && !m.note.empty() ? "failed: " + m.note : std::string(name(m.outcome));
}

std::string ratio_of(const Row& row) {
  const Measurement* best = row.best_peer();
  if (best == nullptr || row.ratio() <= 0) return "–";
  const std::string ratio = row.ratio() < 1 ? fmt::format("{:.3f}", row.ratio()) : fmt::format("{:.1f}", row.ratio());
  return fmt::format("{}{}×", best->outcome == Outcome::stopped ? "≥ " : "", ratio);
}

std::string target_of(const Family& family) {
  switch (family.kind) {
    case Family::Kind::typical:
      return fmt::format("{:.0f}×", family.target);
    case Family::Kind::adversarial:
      return "⅓×";
    case Family::Kind::growth:
      break;
  }
  return "–";
}

double megabytes(std::size_t bytes) { return static_cast<double>(bytes) / 1e6; }

std::string pad(const std::string& text, int width) {
  return width < 0 ? fmt::format("{:<{}}", text, -width) : fmt::format("{:>{}}", text, width);
}

struct Column {
  const char* head;
  int width;  // negative: left-aligned
  std::string (*cell)(const Row&);
};

std::string own_or_blank(const Row& row, double value) { return row.own.answered() ? seconds(value) : "–"; }

const std::array<Column, 19> columns{{
    {"family", -12, [](const Row& r) { return std::string(r.family.name); }},
    {"orders", 9, [](const Row& r) { return thousands(r.orders); }},
    {"leaves", 7, [](const Row& r) { return thousands(r.leaves); }},
    {"edges", 11, [](const Row& r) { return thousands(r.edges); }},
    {"algorithm", -18,
     [](const Row& r) { return r.own.answered() ? r.own.algorithm : std::string(name(r.own.outcome)); }},
    {"build", 8, [](const Row& r) { return own_or_blank(r, r.own.build); }},
    {"solve", 8, [](const Row& r) { return own_or_blank(r, r.own.solve); }},
    {"verify", 8, [](const Row& r) { return own_or_blank(r, r.own.verify); }},
    {"paidan", 8, [](const Row& r) { return total_of(r.own); }},
    {"best peer", -9, [](const Row& r) { return r.best_peer() != nullptr ? r.best_peer()->algorithm : "–"; }},
    {"build", 8,
     [](const Row& r) {
       const Measurement* best = r.best_peer();
       return best != nullptr && best->answered() ? seconds(best->build) : "–";
     }},
    {"total", 8, [](const Row& r) { return r.best_peer() != nullptr ? total_of(*r.best_peer()) : "–"; }},
    {"ratio", 9, [](const Row& r) { return ratio_of(r); }},
    {"target", 6, [](const Row& r) { return target_of(r.family); }},
    {"MB", 7, [](const Row& r) { return fmt::format("{:.1f}", megabytes(r.own.peak_bytes)); }},
    {"peer MB", 7,
     [](const Row& r) {
       return r.best_peer() != nullptr ? fmt::format("{:.1f}", megabytes(r.best_peer()->peak_bytes)) : "–";
     }},
    {"B/edge", 6,
     [](const Row& r) {
       return r.own.answered() && r.edges >= 100'000 ? fmt::format("{:.1f}", r.bytes_per_edge()) : "–";
     }},
    {"passes", 7,
     [](const Row& r) { return r.own.answered() && r.edges > 0 ? fmt::format("{:.0f}", r.passes()) : "–"; }},
    {"threads", 9,
     [](const Row& r) { return r.speedup() > 0 ? fmt::format("{}: {:.2f}×", r.threads, r.speedup()) : "–"; }},
}};

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string text_header() {
  std::string line;
  for (const Column& c : columns) line += pad(c.head, c.width) + "  ";
  return line;
}

std::string text_line(const Row& row) {
  std::string line;
  for (const Column& c : columns) line += pad(c.cell(row), c.width) + "  ";
  for (const Measurement& m : row.peers) {
    line += fmt::format("[{} {}{}] ", m.algorithm, total_of(m), m.cached ? ", cached" : "");
  }
  if (!row.disagreement.empty()) line += "DISAGREE: " + row.disagreement;
  return line;
}

std::string markdown(std::span<const Row> rows, const Circumstances& where) {
  std::string page = fmt::format(
      "# Measured: paidan beside its peers\n\n"
      "Written by `{}` on {}, {} cores of {}, {}, {}, flags `{}`.\n\n"
      "Seconds, the median run, each run in a process of its own. *paidan* is build + solve (with presolve) + verify "
      "(the certificate); a peer's total is build + solve. *ratio* is the best peer's total ÷ paidan's; a peer that "
      "was stopped at the limit counts with the limit (≥). *MB* is the peak of one run beyond the flat input arrays "
      "and the program's code; *B/edge* what is left of it after the problem itself and 64 bytes an order, aim ≤ 16; "
      "*passes* is solve ÷ one plain pass over the edges; *threads* is how many and how much faster in total they are. "
      "Every objective agrees, and every answer of paidan carries a certificate that `verify` accepts, unless "
      "the last column says otherwise.\n\n",
      where.command, where.date, where.cores, where.machine, where.system, where.compiler, where.flags);
  std::string rule;
  for (const Column& c : columns) {
    page += fmt::format("| {} ", c.head);
    rule += c.width < 0 ? "|---" : "|--:";
  }
  page += "| every peer |\n" + rule + "|---|\n";
  for (const Row& row : rows) {
    for (const Column& c : columns) page += fmt::format("| {} ", c.cell(row));
    page += "| ";
    for (std::size_t p = 0; p < row.peers.size(); ++p) {
      const Measurement& m = row.peers[p];
      page += fmt::format("{}{} {}{}", p == 0 ? "" : "; ", m.algorithm, total_of(m), m.cached ? " (cached)" : "");
    }
    if (!row.disagreement.empty()) page += " **disagree: " + row.disagreement + "**";
    page += " |\n";
  }
  if (std::all_of(rows.begin(), rows.end(), [](const Row& r) { return r.full_size(); })) {
    const std::vector<std::string> missing = shortfalls(rows);
    if (growth(rows) > 0) {
      page += fmt::format("\nGrowth: city, ten times city10, takes {:.1f} times its time.\n", growth(rows));
    }
    page += missing.empty() ? "\nEvery target is reached.\n" : "\n## Not reached\n\n";
    for (const std::string& what : missing) page += fmt::format("- {}\n", what);
  } else {
    page += "\nThe families were shrunk; the targets speak of their full size.\n";
  }
  page += "\n## The families\n\n";
  for (const Row& row : rows) page += fmt::format("- **{}**: {}\n", row.family.name, row.family.shape);
  return page;
}

std::string chart_html(std::span<const Row> rows, const Circumstances& where) {
  constexpr double left = 130, width = 720, bar = 22, top = 40;
  double low = -1, high = 1;  // decades
  for (const Row& row : rows) {
    if (row.ratio() <= 0) continue;
    low = std::min(low, std::floor(std::log10(row.ratio())));
    high = std::max(high, std::ceil(std::log10(std::max(row.ratio(), row.family.moonshot))));
  }
  const auto x_of = [&](double ratio) { return left + width * (std::log10(ratio) - low) / (high - low); };
  const double height = top + bar * static_cast<double>(rows.size()) + 30;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
      "aria-label=\"how many times faster than the best peer\">\n",
      left + width + 120, height);
  for (double decade = low; decade <= high; decade += 1) {
    const double x = x_of(std::pow(10.0, decade));
    svg += fmt::format(
        "<line x1=\"{0:.1f}\" y1=\"{1:.0f}\" x2=\"{0:.1f}\" y2=\"{2:.0f}\" class=\"{3}\"/>"
        "<text x=\"{0:.1f}\" y=\"{4:.0f}\" text-anchor=\"middle\">{5:g}×</text>\n",
        x, top - 8, height - 25, decade == 0 ? "one" : "grid", top - 14, std::pow(10.0, decade));
  }
  double y = top;
  for (const Row& row : rows) {
    svg += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"end\">{}</text>", left - 10, y + 15,
                       escape(row.family.name));
    if (row.ratio() > 0) {
      const double from = std::min(x_of(1), x_of(row.ratio())), to = std::max(x_of(1), x_of(row.ratio()));
      const bool reached = row.ratio() >= row.family.target;
      svg += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.0f}\" width=\"{:.1f}\" height=\"{:.0f}\" class=\"{}\"><title>{}</title></rect>",
          from, y + 3, std::max(to - from, 1.0), bar - 7, reached ? "reached" : "short", escape(text_line(row)));
      svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.0f}\">{}</text>", to + 6, y + 15, ratio_of(row));
    }
    for (const auto& [value, mark] : {std::pair{row.family.target, "target"}, {row.family.moonshot, "moonshot"}}) {
      if (row.family.kind == Family::Kind::growth || (mark[0] == 'm' && value <= 1)) continue;
      svg += fmt::format("<line x1=\"{0:.1f}\" y1=\"{1:.0f}\" x2=\"{0:.1f}\" y2=\"{2:.0f}\" class=\"{3}\"/>",
                         x_of(value), y + 1, y + bar - 2, mark);
    }
    svg += '\n';
    y += bar;
  }
  svg += "</svg>\n";
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>paidan beside its peers</title>\n"
      "<style>body{{font:14px system-ui,sans-serif;max-width:1000px;margin:2em auto;color:#222}}"
      "svg{{width:100%;height:auto}}svg text{{font:12px system-ui,sans-serif}}.grid{{stroke:#ddd}}.one{{stroke:#444}}"
      ".reached{{fill:#2a7f62}}.short{{fill:#c9772b}}.target{{stroke:#000;stroke-width:2}}"
      ".moonshot{{stroke:#000;stroke-width:1;stroke-dasharray:3 2}}</style></head><body>\n"
      "<h1>How many times faster than the best peer</h1>\n"
      "<p>Total of paidan (build + solve + certificate) against build + solve of the best of LEMON NetworkSimplex, "
      "LEMON "
      "CostScaling and Boost.Graph, logarithmic scale. Solid mark: the target, dashed: what is hoped for; orange bars "
      "fall short.</p>\n{}<p>{}, {} cores of {}, {}, <code>{}</code>, <code>{}</code></p>\n</body></html>\n",
      svg, where.date, where.cores, escape(where.machine), escape(where.compiler), escape(where.flags),
      escape(where.command));
}

nlohmann::json as_json(std::span<const Row> rows, const Circumstances& where) {
  nlohmann::json page = {{"machine", where.machine}, {"system", where.system},
                         {"cores", where.cores},     {"compiler", where.compiler},
                         {"flags", where.flags},     {"date", where.date},
                         {"command", where.command}, {"rows", nlohmann::json::array()},
                         {"growth", growth(rows)},   {"shortfalls", shortfalls(rows)}};
  for (const Row& row : rows) {
    nlohmann::json one = row;
    one["shape"] = row.family.shape;
    one["target"] = row.family.target;
    one["moonshot"] = row.family.moonshot;
    one["ratio"] = row.ratio();
    one["speedup"] = row.speedup();
    one["bytes_per_edge"] = row.bytes_per_edge();
    one["passes"] = row.passes();
    page["rows"].push_back(std::move(one));
  }
  return page;
}

}  // namespace paidan::bench
