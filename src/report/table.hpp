// A table as columns: compact JSON for table.js, which searches, sorts, filters and exports it in the browser.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "src/report/text.hpp"

namespace paidan::report {

enum class Filter : std::uint8_t { none, offered };  // offered: a list to choose one value from

// One column, filled row by row.
class Column {
 public:
  // Words that repeat: each is written once, rows hold its number.
  static Column of_words(std::string_view key, Text title, Filter filter = Filter::none) {
    return Column(key, std::move(title), Kind::words, filter, {});
  }
  // Texts that are all different, such as codes.
  static Column of_codes(std::string_view key, Text title) {
    return Column(key, std::move(title), Kind::codes, Filter::none, {});
  }
  static Column of_numbers(std::string_view key, Text title, Format format) {
    return Column(key, std::move(title), Kind::numbers, Filter::none, format);
  }

  void add(const Text& words);
  void add_code(std::string_view code);
  void add(std::int64_t number);
  void add_blank();

  [[nodiscard]] std::string json() const;

 private:
  enum class Kind : std::uint8_t { words, codes, numbers };
  Column(std::string_view key, Text title, Kind kind, Filter filter, Format format)
      : key_(key), title_(std::move(title)), kind_(kind), filter_(filter), format_(format) {}
  void next();

  std::string_view key_;
  Text title_;
  Kind kind_;
  Filter filter_;
  Format format_;
  std::string values_, words_;
  std::unordered_map<std::string, std::size_t> numbers_;  // of the words, by their JSON
};

struct DataTable {
  std::string_view id;
  Text title;
  std::size_t rows = 0, omitted = 0;
  std::vector<Column> columns;
  [[nodiscard]] std::string json() const;
};

}  // namespace paidan::report
