// A bundle as one JSON document: an object with a member a table, each an array of rows, each an object of cells.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "src/io/encoding.hpp"
#include "src/io/json_text.hpp"
#include "src/io/table.hpp"

namespace paidan::io {

// A document's text and where its tables begin.
class JsonDocument {
 public:
  // Reports what is wrong with the text as a whole; then `usable()` is false. `text` (UTF-8) must outlive the document
  // and its sources' places.
  JsonDocument(std::string file, std::string_view text, Sink& sink);

  [[nodiscard]] bool usable() const noexcept { return usable_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  // The offset of a table's array, by its number in `table_specs()`; 0 = it is not there.
  [[nodiscard]] std::size_t table(std::size_t number) const { return tables_[number].at; }
  [[nodiscard]] std::size_t rows(std::size_t number) const { return tables_[number].rows; }
  [[nodiscard]] Place place(std::size_t offset) const;

 private:
  struct Table {
    std::size_t at = 0, rows = 0;
  };

  void find_tables(Sink& sink);

  std::string file_;
  std::string_view text_;
  std::vector<Table> tables_;
  mutable CharacterPlaces places_;
  bool usable_ = false;
};

class JsonSource final : public TableSource {
 public:
  // The table of that number, which is there. The document must outlive the source and its places.
  JsonSource(const JsonDocument& document, std::size_t number, Sink& sink);

  bool next(Record& record) override;
  [[nodiscard]] Place place(const Record& record, std::size_t column) const override;
  [[nodiscard]] Place place() const override { return document_.place(document_.table(number_)); }
  void keep(const Record& record) override { rows_.push_back(record.at); }
  [[nodiscard]] std::unique_ptr<RowPlaces> take_places() override;
  [[nodiscard]] std::size_t rows_at_most() const override { return document_.rows(number_); }
  [[nodiscard]] bool whole() const override { return whole_; }

 private:
  class Places;

  [[nodiscard]] bool read_row(Record& record);
  [[nodiscard]] bool read_cell(std::size_t column, Cell& cell);
  [[nodiscard]] bool read_list(std::size_t column, Cell& cell);
  // The column of the key that is number `k` in its row.
  [[nodiscard]] std::size_t column_of(std::string_view key, std::size_t k);
  [[nodiscard]] bool refuse(std::size_t column, std::size_t offset, std::string_view value, std::string_view expected);

  const JsonDocument& document_;
  std::size_t number_;
  const TableSpec& spec_;
  Sink& sink_;
  JsonCursor cursor_;
  Scratch scratch_;
  struct Key {
    std::string text;
    std::size_t column;
  };
  std::vector<Key> usual_keys_;  // of the rows so far, by their number in the row: most rows look alike
  std::set<std::string, std::less<>> unknown_keys_;
  std::vector<std::uint64_t> rows_;  // offsets of those that were kept
  bool whole_ = true;
};

}  // namespace paidan::io
