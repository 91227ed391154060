#include "src/io/json_source.hpp"

#include <fmt/format.h>

#include <array>

#include "src/io/hints.hpp"

namespace paidan::io {
namespace {

// What a cell of each kind takes, for one that is of the wrong JSON type.
std::string_view expected_of(CellKind kind) {
  switch (kind) {
    case CellKind::whole:
      return "a whole number";
    case CellKind::decimal:
      return "a number";
    case CellKind::date:
      return "a date such as \"2026-12-31\"";
    case CellKind::time:
      return "a local time such as \"2026-11-23T08:30\"";
    case CellKind::list:
      return "an array of texts, or one text with ; between them";
    case CellKind::yes_no:
      return "true or false";
    case CellKind::choice:
    case CellKind::text:
      break;
  }
  return "a text";
}

}  // namespace

JsonDocument::JsonDocument(std::string file, std::string_view text, Sink& sink)
    : file_(std::move(file)), text_(text), tables_(table_specs().size()), places_(text) {
  if (const auto fault = find_json_fault(text)) {
    sink.error(place(fault->offset), fault->what);
  } else if (const JsonCursor root(text); root.kind() != JsonKind::object) {
    sink.error(place(root.offset()), "expected an object with the tables of a street: {\"street\": [ … ], …}");
  } else {
    usable_ = true;
    find_tables(sink);
  }
}

Place JsonDocument::place(std::size_t offset) const {
  const auto at = places_.at(offset);
  return {file_, at.line, at.column};
}

void JsonDocument::find_tables(Sink& sink) {
  Scratch scratch;
  JsonCursor cursor(text_);
  while (cursor.more()) {
    scratch.reset();
    const std::size_t key_at = cursor.offset();
    const std::string_view key = cursor.key(scratch);
    const std::size_t number = find_table(key);
    if (number == tables_.size()) {
      if (key != "$schema") sink.warn(place(key_at), fmt::format("table \"{}\" is unknown and ignored", shown(key)));
      cursor.skip();
      continue;
    }
    Table& table = tables_[number];
    if (table.at != 0) {
      sink.error(place(key_at), fmt::format("table \"{}\": expected it once in the document", key));
      usable_ = false;
    } else if (cursor.kind() != JsonKind::array) {
      sink.error(place(cursor.offset()), fmt::format("{}: expected an array of rows, [{{\"{}\": …}}, …]", key,
                                                     table_specs()[number].columns.front().name));
      usable_ = false;
    } else {
      table.at = cursor.offset();
      while (cursor.more()) {
        cursor.skip();
        ++table.rows;
      }
      continue;
    }
    cursor.skip();
  }
}

// A row's cells are looked for again: problems that are found so late are few.
class JsonSource::Places final : public RowPlaces {
 public:
  Places(const JsonDocument& document, const TableSpec& spec, std::vector<std::uint64_t> rows)
      : document_(document), spec_(spec), rows_(std::move(rows)) {}

  [[nodiscard]] Place place(std::size_t row, std::size_t column) const override {
    if (row >= rows_.size()) return {document_.file(), 0, 0};
    Scratch scratch;
    JsonCursor cursor(document_.text(), rows_[row]);
    while (cursor.more()) {
      const std::size_t found = find_column(spec_, cursor.key(scratch));
      if (found == column) return document_.place(cursor.offset());
      cursor.skip();
    }
    return document_.place(rows_[row]);
  }

 private:
  const JsonDocument& document_;
  const TableSpec& spec_;
  std::vector<std::uint64_t> rows_;
};

JsonSource::JsonSource(const JsonDocument& document, std::size_t number, Sink& sink)
    : document_(document),
      number_(number),
      spec_(table_specs()[number]),
      sink_(sink),
      cursor_(document.text(), document.table(number)) {
  rows_.reserve(document.rows(number));
}

bool JsonSource::next(Record& record) {
  while (cursor_.more()) {
    if (read_row(record)) return true;
    whole_ = false;
  }
  return false;
}

Place JsonSource::place(const Record& record, std::size_t column) const {
  const std::uint64_t at = record.cells[column].at;
  return document_.place(at != 0 ? at : record.at);
}

std::unique_ptr<RowPlaces> JsonSource::take_places() {
  return std::make_unique<Places>(document_, spec_, std::move(rows_));
}

bool JsonSource::read_row(Record& record) {
  scratch_.reset();
  record.at = cursor_.offset();
  record.cells.assign(spec_.columns.size(), Cell{});
  if (cursor_.kind() != JsonKind::object) {
    sink_.error(document_.place(record.at), fmt::format("row \"{}\": expected an object such as {{\"{}\": …}}",
                                                        shown(cursor_.skip()), spec_.columns.front().name));
    return false;
  }
  bool good = true;
  for (std::size_t k = 0; cursor_.more(); ++k) {
    const std::size_t key_at = cursor_.offset();
    const std::string_view key = cursor_.key(scratch_);
    const std::size_t column = column_of(key, k);
    if (column == spec_.columns.size()) {
      if (unknown_keys_.find(key) == unknown_keys_.end()) {
        constexpr std::size_t most_hints = 100;
        const auto nearest = unknown_keys_.size() < most_hints ? nearest_column(spec_, key) : std::nullopt;
        unknown_keys_.emplace(key);
        sink_.warn(document_.place(key_at), fmt::format("key \"{}\" is unknown and ignored{}", shown(key),
                                                        nearest ? name_hint(spec_.columns[*nearest].name) : ""));
      }
      cursor_.skip();
    } else if (record.cells[column].at != 0) {
      sink_.error(document_.place(key_at), fmt::format("key \"{}\": expected it once in a row", key));
      good = false;
      cursor_.skip();
    } else {
      good = read_cell(column, record.cells[column]) && good;
    }
  }
  return good;
}

std::size_t JsonSource::column_of(std::string_view key, std::size_t k) {
  if (k < usual_keys_.size() && usual_keys_[k].text == key) return usual_keys_[k].column;
  const std::size_t column = find_column(spec_, key);
  if (k < 4 * spec_.columns.size()) {
    if (k >= usual_keys_.size()) usual_keys_.resize(k + 1);
    usual_keys_[k] = {std::string(key), column};
  }
  return column;
}

bool JsonSource::read_cell(std::size_t column, Cell& cell) {
  const CellKind wanted = spec_.columns[column].kind;
  const std::size_t at = cursor_.offset();
  cell.at = at;
  switch (cursor_.kind()) {
    case JsonKind::string:
      cell.text = cursor_.string(scratch_);
      if (cell.text.find('\0') == std::string_view::npos) return true;
      return refuse(column, at, cell.text, "a text without \\u0000");
    case JsonKind::number:
      cell.text = plain_number(cursor_.skip(), scratch_);
      return true;
    case JsonKind::null:
      cursor_.skip();
      return true;
    case JsonKind::yes:
    case JsonKind::no:
      if (wanted != CellKind::yes_no) break;
      cell.text = cursor_.skip() == "true" ? "yes" : "no";
      return true;
    case JsonKind::array:
      if (wanted != CellKind::list) break;
      return read_list(column, cell);
    case JsonKind::object:
      break;
  }
  return refuse(column, at, cursor_.skip(), expected_of(wanted));
}

// An array as the text that CSV would have: items between semicolons.
bool JsonSource::read_list(std::size_t column, Cell& cell) {
  std::string& joined = scratch_.text();
  bool good = true;
  while (cursor_.more()) {
    const std::size_t at = cursor_.offset();
    const JsonKind kind = cursor_.kind();
    if (kind != JsonKind::string && kind != JsonKind::number) {
      good = refuse(column, at, cursor_.skip(), "an array of texts");
      continue;
    }
    const std::string_view item =
        kind == JsonKind::string ? cursor_.string(scratch_) : plain_number(cursor_.skip(), scratch_);
    for (const std::string_view separator :
         {std::string_view(";"), std::string_view("；"), std::string_view("\0", 1)}) {
      if (item.find(separator) == std::string_view::npos) continue;
      good = refuse(column, at, item, "an item without ; or \\u0000");
      break;
    }
    joined.append(joined.empty() ? "" : ";").append(item);
  }
  cell.text = joined;
  return good;
}

bool JsonSource::refuse(std::size_t column, std::size_t offset, std::string_view value, std::string_view expected) {
  if (sink_.full()) return sink_.error({}, {}), false;
  sink_.error(document_.place(offset),
              fmt::format("{} \"{}\": expected {}", spec_.columns[column].name, shown(value), expected));
  return false;
}

}  // namespace paidan::io
