// The tables of a street bundle as the readers see them: columns with their names in both languages, cells with their
// places.
//
// A source (CSV file, JSON array) hands out one `Record` after the other with the cells in the order of the table's
// columns, so that one set of row parsers serves every format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/error.hpp"

namespace paidan::io {

// What stands in a cell: CSV has text for all of them, JSON a type for each (docs/street.schema.json).
enum class CellKind : std::uint8_t {
  text,     // ids and names
  whole,    // a count
  decimal,  // money, degrees, percentages, ratings
  date,
  time,
  choice,  // one of a closed list
  list,    // separated by ; (JSON: or an array)
  yes_no,  // JSON: or true, false
};

struct Column {
  std::string_view name;
  std::string_view alias;  // its Chinese header
  CellKind kind = CellKind::text;
  bool required = false;
};

struct TableSpec {
  std::string_view name;   // "demands": file demands.csv, JSON member "demands"
  std::string_view alias;  // 需求
  bool required = false;
  std::span<const Column> columns;
};

// All tables of a bundle in the order in which they are read.
[[nodiscard]] std::span<const TableSpec> table_specs() noexcept;
[[nodiscard]] const TableSpec& table_spec(std::string_view name) noexcept;
// The table or column of that name or alias; its index, or the number of them when there is none.
[[nodiscard]] std::size_t find_table(std::string_view name) noexcept;
[[nodiscard]] std::size_t find_column(const TableSpec& spec, std::string_view name) noexcept;

struct Cell {
  std::string_view text;
  std::uint64_t at = 0;  // where it stands, in terms of its source; 0 = it is not there
};

struct Record {
  std::uint64_t at = 0;     // where it begins, in terms of its source
  std::vector<Cell> cells;  // by column of the spec; a column that is not there is an empty text
};

// Where problems go: listed up to a limit, counted beyond it.
class Sink {
 public:
  explicit Sink(std::size_t limit) : limit_(limit) {}

  void error(Place place, std::string what) {
    if (errors_.size() < limit_) {
      errors_.push_back(Problem{std::move(place), std::move(what)});
    } else {
      ++more_;
    }
  }
  void warn(Place place, std::string what) {
    if (warnings_.size() < limit_) {
      warnings_.push_back(Problem{std::move(place), std::move(what)});
    } else {
      ++more_warnings_;
    }
  }
  [[nodiscard]] bool failed() const noexcept { return !errors_.empty() || more_ != 0; }
  // Further errors are only counted: their places need not be found.
  [[nodiscard]] bool full() const noexcept { return errors_.size() >= limit_; }

  [[noreturn]] void fail() {
    if (more_ != 0) errors_.push_back(Problem{{}, "… and " + std::to_string(more_) + " more problems"});
    throw Error(std::move(errors_));
  }
  [[nodiscard]] Problems take_warnings() {
    if (more_warnings_ != 0) {
      warnings_.push_back(Problem{{}, "… and " + std::to_string(more_warnings_) + " more warnings"});
    }
    return std::move(warnings_);
  }

 private:
  std::size_t limit_, more_ = 0, more_warnings_ = 0;
  Problems errors_, warnings_;
};

// Where the rows of a table stand, for problems that are found when their source is gone.
class RowPlaces {
 public:
  virtual ~RowPlaces() = default;
  // `row` counts the records that were kept, from 0.
  [[nodiscard]] virtual Place place(std::size_t row, std::size_t column) const = 0;
};

// The rows of one table, wherever they are.
class TableSource {
 public:
  virtual ~TableSource() = default;
  // False at the end. Records that cannot be read are reported and left out. The cells' texts live until the next call.
  virtual bool next(Record& record) = 0;
  // Of a cell of the record handed out last; of the record when the cell is not there.
  [[nodiscard]] virtual Place place(const Record& record, std::size_t column) const = 0;
  // Of the table as a whole.
  [[nodiscard]] virtual Place place() const = 0;
  // Remembers where the record handed out last stands, for `take_places`.
  virtual void keep(const Record& record) = 0;
  [[nodiscard]] virtual std::unique_ptr<RowPlaces> take_places() = 0;
  [[nodiscard]] virtual std::size_t rows_at_most() const = 0;
  // False once a record was left out: then a row that seems to be missing may be there.
  [[nodiscard]] virtual bool whole() const = 0;
};

}  // namespace paidan::io
