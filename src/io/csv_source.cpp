#include "src/io/csv_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "src/io/hints.hpp"
#include "src/io/values.hpp"

namespace paidan::io {
namespace {

constexpr std::size_t ignored = static_cast<std::size_t>(-1);
constexpr std::ptrdiff_t release_step = 1 << 20;

// A cell's place: its line and the number of its field. Fields are counted from 1, so 0 is no cell.
constexpr std::uint64_t pack(std::uint32_t line, std::size_t field) {
  return (std::uint64_t{line} << 32) | static_cast<std::uint32_t>(field);
}
constexpr std::uint32_t line_of(std::uint64_t at) { return static_cast<std::uint32_t>(at >> 32); }
constexpr std::uint32_t field_of(std::uint64_t at) { return static_cast<std::uint32_t>(at); }

}  // namespace

// A row's line; and the line of each of its cells where a quoted line's end sets them apart.
class CsvSource::Places final : public RowPlaces {
 public:
  Places(const std::string& file, std::size_t columns) : file_(file), field_(columns, 0) {}

  [[nodiscard]] Place place(std::size_t row, std::size_t column) const override {
    if (row >= line_.size()) return {file_, 0, 0};
    const auto apart = apart_.find(row);
    const std::uint32_t line = apart != apart_.end() && field_[column] != 0 ? apart->second[column] : line_[row];
    return {file_, line, field_[column]};
  }
  void set_field(std::size_t column, std::size_t field) { field_[column] = static_cast<std::uint32_t>(field); }
  [[nodiscard]] std::uint32_t field(std::size_t column) const { return field_[column]; }
  void reserve(std::size_t rows) { line_.reserve(rows); }
  void add(std::uint32_t line) { line_.push_back(line); }
  std::vector<std::uint32_t>& set_apart() { return apart_[line_.size() - 1]; }

 private:
  std::string file_;
  std::vector<std::uint32_t> field_;  // by column of the spec
  std::vector<std::uint32_t> line_;   // by row
  std::map<std::size_t, std::vector<std::uint32_t>> apart_;
};

CsvSource::CsvSource(const TableSpec& spec, std::string file, std::string_view text, Sink& sink, Release release)
    : spec_(spec),
      file_(std::move(file)),
      sink_(sink),
      release_(std::move(release)),
      scanner_(text),
      released_(text.data()),
      places_(std::make_unique<Places>(file_, spec.columns.size())) {
  const auto result = scanner_.next(fields_);
  if (result == CsvScanner::Result::record) {
    read_header();
  } else if (result == CsvScanner::Result::end) {
    sink_.error(place(), "the file is empty: expected a header row");
    usable_ = whole_ = false;
  } else {
    complain(result);
  }
  // A record is at least a separator a column long.
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  rows_ = usable_ ? std::min(lines, text.size() / fields_.size()) + 1 : 0;
  places_->reserve(rows_);
}

CsvSource::~CsvSource() = default;

bool CsvSource::next(Record& record) {
  record.cells.resize(spec_.columns.size());
  while (usable_) {
    if (release_ && scanner_.position() - released_ > release_step) release_(released_ = scanner_.position());
    const auto result = scanner_.next(fields_);
    if (result == CsvScanner::Result::end) return false;
    if (result != CsvScanner::Result::record) {
      complain(result);
      return false;
    }
    if (is_empty()) continue;
    if (fields_.size() != columns_.size()) {
      std::string hint;
      if (fields_.size() > columns_.size()) {
        hint = " (a text that holds a comma must stand in quotes)";
      } else if (const auto wide = std::ranges::find_if(
                     fields_, [](const CsvField& f) { return f.text.find("，") != std::string_view::npos; });
                 wide != fields_.end()) {
        hint = fmt::format(" (field {} holds a full-width comma)", wide - fields_.begin() + 1);
      }
      sink_.error({file_, fields_[std::min(fields_.size(), columns_.size() + 1) - 1].line,
                   static_cast<std::uint32_t>(fields_.size() + 1)},
                  fmt::format("{} field{}: expected {} as in the header{}", fields_.size(),
                              fields_.size() == 1 ? "" : "s", columns_.size(), hint));
      whole_ = false;
      continue;
    }
    record.at = pack(fields_.front().line, 0);
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      if (columns_[f] != ignored) record.cells[columns_[f]] = Cell{fields_[f].text, pack(fields_[f].line, f + 1)};
    }
    return true;
  }
  return false;
}

// Excel writes the empty rows below a table that it once formatted: ",,,,".
bool CsvSource::is_empty() {
  if (!trimmed(fields_.front().text).empty()) return false;
  if (!std::ranges::all_of(fields_, [](const CsvField& f) { return trimmed(f.text).empty(); })) return false;
  if (!warned_of_empty_) sink_.warn({file_, fields_.front().line, 0}, "this row is empty: such rows are left out");
  return warned_of_empty_ = true;
}

Place CsvSource::place(const Record& record, std::size_t column) const {
  const std::uint64_t at = record.cells[column].at;
  return at != 0 ? Place{file_, line_of(at), field_of(at)} : Place{file_, line_of(record.at), 0};
}

void CsvSource::keep(const Record& record) {
  const std::uint32_t line = line_of(record.at);
  places_->add(line);
  if (fields_.back().line == line) return;
  auto& lines = places_->set_apart();
  for (const Cell& cell : record.cells) lines.push_back(line_of(cell.at));
}

std::unique_ptr<RowPlaces> CsvSource::take_places() { return std::move(places_); }

void CsvSource::complain(CsvScanner::Result fault) {
  const Place place{file_, fields_.back().line, static_cast<std::uint32_t>(fields_.size())};
  if (fault == CsvScanner::Result::unclosed_quote) {
    sink_.error(place, "quote that is never closed: expected a closing \"");
  } else if (fault == CsvScanner::Result::text_after_quote) {
    sink_.error(place, "text after a closing quote: expected a comma, or \"\" for a quote inside the text");
  } else {
    sink_.error(place, "carriage return without a line feed: expected lines that end in LF or CRLF");
  }
  usable_ = whole_ = false;
}

void CsvSource::read_header() {
  constexpr std::size_t most_hints = 100;
  std::vector<std::string> misspelt(spec_.columns.size());  // by column: the unknown one that is nearest to it
  std::size_t unknown = 0;
  for (std::size_t f = 0; f < fields_.size(); ++f) {
    const std::string_view name = trimmed(fields_[f].text);
    const std::size_t column = find_column(spec_, name);
    const Place place{file_, fields_[f].line, static_cast<std::uint32_t>(f + 1)};
    columns_.push_back(ignored);
    if (column == spec_.columns.size()) {
      const auto nearest = unknown++ < most_hints ? nearest_column(spec_, name) : std::nullopt;
      if (nearest) misspelt[*nearest] = fmt::format(" (the header has \"{}\")", shown(name));
      sink_.warn(place, fmt::format("column \"{}\" is unknown and ignored{}", shown(name),
                                    nearest ? name_hint(spec_.columns[*nearest].name) : ""));
    } else if (const std::uint32_t before = places_->field(column); before != 0) {
      sink_.error(place, fmt::format("column \"{}\": expected it once, it is already column {}", name, before));
      usable_ = false;
    } else {
      columns_.back() = column;
      places_->set_field(column, f + 1);
    }
  }
  for (std::size_t c = 0; c < spec_.columns.size(); ++c) {
    if (!spec_.columns[c].required || places_->field(c) != 0) continue;
    if (fields_.size() == 1) return complain_of_separator(fields_.front().text);
    sink_.error(place(), fmt::format("column \"{}\" is missing: expected {} or {}{}", spec_.columns[c].name,
                                     spec_.columns[c].name, spec_.columns[c].alias, misspelt[c]));
    usable_ = false;
  }
  whole_ = usable_;
}

// A header of one field: another program's separator, or no header at all.
void CsvSource::complain_of_separator(std::string_view header) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> others{{{"\t", "tabs"},
                                                                                 {";", "semicolons"},
                                                                                 {"；", "full-width semicolons"},
                                                                                 {"，", "full-width commas"},
                                                                                 {"|", "bars"}}};
  usable_ = whole_ = false;
  for (const auto& [separator, name] : others) {
    if (header.find(separator) == std::string_view::npos) continue;
    sink_.error(place(), fmt::format("the header's columns are separated by {}: expected commas", name));
    return;
  }
  for (const Column& c : spec_.columns) {
    if (!c.required) continue;
    sink_.error(place(), fmt::format("column \"{}\" is missing: expected {} or {}", c.name, c.name, c.alias));
  }
}

}  // namespace paidan::io
