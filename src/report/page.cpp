#include "src/report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "paidan/io/files.hpp"
#include "paidan/report/markup.hpp"

namespace paidan::report {
namespace {

// Base64 (RFC 4648) of the SHA-256 of a script: how a Content-Security-Policy names it.
std::string csp_hash(std::string_view script) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = io::sha256(script);
  const auto nibble = [](char c) { return static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string out = "'sha256-";
  for (std::size_t i = 0; i < hex.size(); i += 6) {
    std::uint32_t bits = 0;
    const std::size_t count = std::min<std::size_t>(6, hex.size() - i);
    for (std::size_t k = 0; k < 6; ++k) bits = bits << 4U | (k < count ? nibble(hex[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      out += k < count / 2 + 1 ? digits[bits >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return out + "'";
}

// Scripts in the order they run; each sees what the ones before it made.
std::vector<std::string_view> scripts() {
  std::vector<std::string_view> out;
  for (const std::string_view s :
       {assets::echarts_js, assets::page_js, assets::charts_js, assets::table_js, assets::map_js}) {
    if (!s.empty()) out.push_back(s);
  }
  return out;
}

// What the shades of a chart mean, where it has any.
std::string key_of(const Chart& chart) {
  if (!std::holds_alternative<HeatChart>(chart)) return {};
  constexpr std::string_view steps[] = {"0", "≤ 20%", "≤ 40%", "≤ 60%", "≤ 80%", "> 80%"};
  std::string out = "<ul class=\"legend\">";
  for (std::size_t k = 0; k < std::size(steps); ++k) {
    out += fmt::format("<li><i class=\"h{}-key\"></i>{}</li>", k, steps[k]);
  }
  return out + "</ul>";
}

std::string language_switch(Language language) {
  const auto button = [&](Language of, std::string_view code, std::string_view name) {
    return fmt::format("<button type=\"button\" data-language=\"{0}\" lang=\"{0}\" aria-pressed=\"{1}\">{2}</button>",
                       code, of == language, name);
  };
  return "<div class=\"switch\" role=\"group\" aria-label=\"语言 / Language\">" +
         button(Language::zh, "zh-CN", "中文") + button(Language::en, "en", "English") + "</div>";
}

}  // namespace

bool has_interactive_charts() noexcept { return !assets::echarts_js.empty(); }

void Page::open_section(std::string_view id, const Text& title) {
  body_ +=
      fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-title\"><h2 id=\"{0}-title\">{1}</h2>", id, html(title));
}

void Page::chart(std::string_view id, const Text& title, const Text& about, const Chart& chart,
                 const std::optional<Text>& note, Place place) {
  body_ += fmt::format(
      "<figure class=\"card chart\" id=\"{0}\" data-chart=\"{0}\"><figcaption><h3>{1}</h3><p "
      "class=\"about\">{2}</p></figcaption><div class=\"drawing\">{3}</div>",
      id, html(title), html(about), svg(chart, place));
  body_ += key_of(chart);
  if (note) body_ += "<p class=\"note\">" + html(*note) + "</p>";
  body_ += "</figure>";
  charts_ +=
      fmt::format("{}{}:{{\"about\":{},\"chart\":{}}}", charts_.empty() ? "" : ",", json(id), json(about), json(chart));
}

void Page::tables(const std::vector<DataTable>& tables, std::string_view elsewhere) {
  elsewhere_ = elsewhere;
  body_ += "<div class=\"card\" id=\"tables\"><noscript><p class=\"note\">" +
           html(filled({"查询、排序和导出需要 JavaScript；同样的行在 {} 里。",
                        "Search, sort and export need JavaScript; the same rows are in {}."},
                       elsewhere)) +
           "</p></noscript></div>";
  for (const DataTable& t : tables) tables_.append(tables_.empty() ? "" : ",").append(t.json());
}

std::string Page::finish() {
  const Language language = options_.language;
  std::string hashes;
  for (const std::string_view s : scripts()) hashes += " " + csp_hash(s);
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src{}; style-src "
      "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"paidan\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
      language == Language::zh ? "zh-CN" : "en", hashes, attribute(head_.title, language), assets::css);
  if (head_.warning) out += "<p class=\"warning\" role=\"alert\">" + html(*head_.warning) + "</p>";
  out += "<header><div><h1>" + html(head_.title) + "</h1>";
  for (const Text& s : head_.subtitles) out += "<p>" + html(s) + "</p>";
  out += "</div><div class=\"tools\">" + language_switch(language) + "<button type=\"button\" id=\"print\">" +
         html(Text("打印", "Print")) + "</button></div></header>\n<main>\n";
  out += body_;
  out += "</main>\n<footer>";
  if (!has_interactive_charts()) {
    footer(Text("本页的图是静态的：生成它的 paidan 编译时没有 npm，未包含 Apache ECharts。",
                "The charts of this page are static: the paidan that wrote it was built without npm, so without "
                "Apache ECharts."));
  } else {
    footer(Text("图表：Apache ECharts（Apache License 2.0）；许可证全文在本页源代码中。",
                "Charts: Apache ECharts (Apache License 2.0); the licences are in the source of this page."));
  }
  for (const Text& f : footers_) out += "<p>" + html(f) + "</p>";
  out += "</footer>\n";
  out += fmt::format(
      "<script type=\"application/json\" "
      "id=\"data\">{{\"title\":{},\"file\":{},\"elsewhere\":{},\"charts\":{{{}}},\"tables\":[{}],"
      "\"map\":{}}}</script>\n",
      json(head_.title), json(head_.file_name), json(elsewhere_), charts_, tables_, map_);
  for (const std::string_view s : scripts()) out.append("<script>").append(s).append("</script>\n");
  return out += "</body>\n</html>\n";
}

}  // namespace paidan::report
