// Tables as the readers see them: columns with their names in both languages, cells with their places.
//
// A source (CSV file, JSON array) hands out one `Record` after the other with the cells in the order of the table's
// columns, so that one set of row parsers serves every format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/error.hpp"

namespace paidan::io {

struct Column {
  std::string_view name;
  std::string_view alias;  // its Chinese header
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

struct Cell {
  std::string_view text;
  std::uint32_t line = 0, column = 0;
};

struct Record {
  std::uint32_t line = 0;
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
  [[nodiscard]] bool failed() const noexcept { return !errors_.empty(); }
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

// The rows of one table, wherever they are.
class TableSource {
 public:
  virtual ~TableSource() = default;
  // False at the end. Records that cannot be read are reported and left out.
  virtual bool next(Record& record) = 0;
  [[nodiscard]] virtual Place place_of(std::uint32_t line, std::uint32_t column) const = 0;
  // Where a column stands in the header; 0 when it is not there.
  [[nodiscard]] virtual std::uint32_t header_column(std::size_t spec_column) const = 0;
  [[nodiscard]] virtual std::size_t rows_at_most() const = 0;
};

}  // namespace paidan::io
