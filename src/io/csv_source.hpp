// A CSV table: the bytes of one file as UTF-8, its header matched with the table's columns.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "src/io/csv.hpp"
#include "src/io/table.hpp"

namespace paidan::io {

// Turns the content into UTF-8 without a BOM; GB18030 is recognised. A byte that is neither is reported with its line
// and field, and false is returned.
[[nodiscard]] bool to_utf8(std::string& content, const std::string& file, Sink& sink);

class CsvSource final : public TableSource {
 public:
  // `content` is changed and must outlive the source and every cell's text.
  CsvSource(const TableSpec& spec, std::string file, std::string& content, Sink& sink)
      : spec_(spec), file_(std::move(file)), sink_(sink), scanner_(content) {
    rows_ = static_cast<std::size_t>(std::count(content.begin(), content.end(), '\n')) + 1;
    place_in_header_.assign(spec.columns.size(), 0);
    if (scanner_.next(fields_) == CsvScanner::Result::record) {
      read_header();
    } else {
      sink_.error({file_, 1, 0}, "expected a header row");
      usable_ = false;
    }
  }

  bool next(Record& record) override {
    while (usable_) {
      const auto result = scanner_.next(fields_);
      if (result == CsvScanner::Result::end) return false;
      if (result == CsvScanner::Result::unclosed_quote) {
        sink_.error({file_, fields_.back().line, static_cast<std::uint32_t>(fields_.size())},
                    "quote that is never closed: expected a closing \"");
        return usable_ = false;
      }
      if (fields_.size() != columns_.size()) {
        const auto at = std::min(fields_.size(), columns_.size());
        sink_.error({file_, at < fields_.size() ? fields_[at].line : fields_.back().line,
                     static_cast<std::uint32_t>(fields_.size() + 1)},
                    fmt::format("{} fields: expected {} as in the header", fields_.size(), columns_.size()));
        continue;
      }
      record.line = fields_.front().line;
      record.cells.assign(spec_.columns.size(), Cell{{}, record.line, 0});
      for (std::size_t f = 0; f < fields_.size(); ++f) {
        if (columns_[f] == ignored) continue;
        record.cells[columns_[f]] = Cell{fields_[f].text, fields_[f].line, static_cast<std::uint32_t>(f + 1)};
      }
      return true;
    }
    return false;
  }

  [[nodiscard]] Place place_of(std::uint32_t line, std::uint32_t column) const override {
    return {file_, line, column};
  }
  [[nodiscard]] std::uint32_t header_column(std::size_t c) const override { return place_in_header_[c]; }
  [[nodiscard]] std::size_t rows_at_most() const override { return rows_; }

 private:
  static constexpr std::size_t ignored = static_cast<std::size_t>(-1);

  void read_header() {
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      std::string_view name = fields_[f].text;
      while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
      while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
      const auto at = std::find_if(spec_.columns.begin(), spec_.columns.end(),
                                   [&](const Column& c) { return c.name == name || c.alias == name; });
      const Place place{file_, fields_[f].line, static_cast<std::uint32_t>(f + 1)};
      columns_.push_back(ignored);
      if (at == spec_.columns.end()) {
        sink_.warn(place, fmt::format("column \"{}\" is unknown and ignored", name));
        continue;
      }
      const auto c = static_cast<std::size_t>(at - spec_.columns.begin());
      if (place_in_header_[c] != 0) {
        sink_.error(place,
                    fmt::format("column \"{}\": expected it once, it is already column {}", name, place_in_header_[c]));
        usable_ = false;
        continue;
      }
      columns_.back() = c;
      place_in_header_[c] = static_cast<std::uint32_t>(f + 1);
    }
    for (std::size_t c = 0; c < spec_.columns.size(); ++c) {
      if (!spec_.columns[c].required || place_in_header_[c] != 0) continue;
      sink_.error({file_, 1, 0}, fmt::format("column \"{}\" is missing: expected {} or {}", spec_.columns[c].name,
                                             spec_.columns[c].name, spec_.columns[c].alias));
      usable_ = false;
    }
  }

  const TableSpec& spec_;
  std::string file_;
  Sink& sink_;
  CsvScanner scanner_;
  std::vector<CsvField> fields_;
  std::vector<std::size_t> columns_;  // by field of the file
  std::vector<std::uint32_t> place_in_header_;
  std::size_t rows_ = 0;
  bool usable_ = true;
};

}  // namespace paidan::io
