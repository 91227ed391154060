// A CSV table: its header matched with the table's columns, its records one by one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "src/io/csv.hpp"
#include "src/io/table.hpp"

namespace paidan::io {

class CsvSource final : public TableSource {
 public:
  // Told now and then up to where the text will not be read again.
  using Release = std::function<void(const char*)>;

  // `text` (UTF-8) must outlive the source.
  CsvSource(const TableSpec& spec, std::string file, std::string_view text, Sink& sink, Release release = {});

  ~CsvSource() override;

  bool next(Record& record) override;
  [[nodiscard]] Place place(const Record& record, std::size_t column) const override;
  [[nodiscard]] Place place() const override { return {file_, 1, 0}; }
  void keep(const Record& record) override;
  [[nodiscard]] std::unique_ptr<RowPlaces> take_places() override;
  [[nodiscard]] std::size_t rows_at_most() const override { return rows_; }
  [[nodiscard]] bool whole() const override { return whole_; }

 private:
  class Places;

  void read_header();
  void complain_of_separator(std::string_view header);
  [[nodiscard]] bool is_empty();
  void complain(CsvScanner::Result fault);

  const TableSpec& spec_;
  std::string file_;
  Sink& sink_;
  Release release_;
  CsvScanner scanner_;
  const char* released_;
  std::vector<CsvField> fields_;
  std::vector<std::size_t> columns_;  // by field of the file
  std::unique_ptr<Places> places_;
  std::size_t rows_ = 0;
  bool whole_ = true, usable_ = true, warned_of_empty_ = false;
};

}  // namespace paidan::io
