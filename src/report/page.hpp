// The page around a report: head, styles, security policy, language switch, charts, tables, data and scripts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/report/report.hpp"
#include "src/report/chart.hpp"
#include "src/report/table.hpp"
#include "src/report/text.hpp"

namespace paidan::report {

// Built into the library from src/report/web; `echarts` is empty in a build without npm.
namespace assets {
extern const std::string_view css, page_js, charts_js, table_js, map_js, echarts_js;
}

struct PageHead {
  Text title;                   // of the window and the page
  std::vector<Text> subtitles;  // below it: period, policy, …
  std::optional<Text> warning;  // above everything, when the page is to be kept apart
  std::string file_name;        // of exports, without extension
};

class Page {
 public:
  Page(PageHead head, const Options& options) : head_(std::move(head)), options_(options) {}

  // Trusted HTML; use html(…) for whatever comes from outside.
  void add(std::string_view markup) { body_ += markup; }
  void open_section(std::string_view id, const Text& title);
  void close_section() { body_ += "</section>"; }

  // A card with a chart: title, one sentence that says what to see, the drawing, a note below.
  void chart(std::string_view id, const Text& title, const Text& about, const Chart& chart,
             const std::optional<Text>& note = std::nullopt, Place place = Place::half);
  // The place of the interactive tables, one tab each; `elsewhere` names the files that hold the same rows.
  void tables(const std::vector<DataTable>& tables, std::string_view elsewhere);
  void map_data(std::string json) { map_ = std::move(json); }
  void footer(const Text& text) { footers_.push_back(text); }

  [[nodiscard]] std::string finish();

 private:
  PageHead head_;
  Options options_;
  std::string body_, charts_, tables_, map_ = "null", elsewhere_;
  std::vector<Text> footers_;
};

}  // namespace paidan::report
