// Small tables that are part of the page's text: a person reads them whole.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "paidan/report/markup.hpp"
#include "src/report/text.hpp"

namespace paidan::report {

class PlainTable {
 public:
  PlainTable& words(const Text& title) { return column(title, ""); }
  PlainTable& number(const Text& title) { return column(title, " class=\"number\""); }

  // Cells as HTML, one for each column. The first one names the row.
  void row(const std::vector<std::string>& cells) {
    body_ += "<tr>";
    for (std::size_t c = 0; c < cells.size(); ++c) {
      body_ += c == 0 ? fmt::format("<th scope=\"row\"{}>{}</th>", classes_[c], cells[c])
                      : fmt::format("<td{}>{}</td>", classes_[c], cells[c]);
    }
    body_ += "</tr>";
  }
  // `classes`: `sticky` keeps the first column in sight of a wide table.
  [[nodiscard]] std::string html(std::string_view classes = "") const {
    return fmt::format("<div class=\"wide\"><table class=\"plain {}\"><thead><tr>", classes) + head_ +
           "</tr></thead><tbody>" + body_ + "</tbody></table></div>";
  }

 private:
  PlainTable& column(const Text& title, std::string_view classes) {
    head_ += fmt::format("<th scope=\"col\"{}>{}</th>", classes, report::html(title));
    classes_.emplace_back(classes);
    return *this;
  }
  std::string head_, body_;
  std::vector<std::string> classes_;
};

// A bar and its share in words.
[[nodiscard]] inline std::string meter(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "–";
  const std::int64_t wide = std::clamp<std::int64_t>(static_cast<std::int64_t>(WideCost{part} * 1000 / whole), 0, 1000);
  return fmt::format("<span class=\"share\"><span class=\"meter\"><i style=\"width:{}.{}%\"></i></span>{}</span>",
                     wide / 10, wide % 10, percent(part, whole));
}

}  // namespace paidan::report
