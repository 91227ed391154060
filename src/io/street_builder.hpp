// StreetBuilder: fills a street from tables, one after the other in the order of `table_specs()`.
#pragma once

#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "paidan/model/check.hpp"
#include "paidan/model/street.hpp"
#include "src/io/row_parser.hpp"

namespace paidan::io {

class StreetBuilder {
 public:
  explicit StreetBuilder(Sink& sink) : sink_(sink) {}

  // Reads all rows of one table. Sources may go away afterwards.
  void read(const TableSpec& spec, TableSource& source);
  // Cross-references that need the whole street; then the street is complete.
  void finish();
  [[nodiscard]] Street take() { return std::move(street_); }

 private:
  // The codes of one table, and whether a second row may use one (never).
  template <class Key>
  struct Codes {
    Interner<Key> codes;
    // The id of a new row; a code that is already there is refused.
    bool add(RowParser& row, std::size_t column) {
      const std::string_view code = row.required(column);
      if (code.empty()) return false;
      if (!codes.add(code).second) {
        row.refuse(column, "an id that no other row has");
        return false;
      }
      return true;
    }
    // The row that a cell names; none when it is empty.
    Key find(RowParser& row, std::size_t column, std::string_view what) const {
      const std::string_view code = row.text(column);
      if (code.empty()) return Key{};
      const Key id = codes.find(code);
      if (!id.has_value()) row.refuse(column, what);
      return id;
    }
    Key require(RowParser& row, std::size_t column, std::string_view what) const {
      row.required(column);
      return find(row, column, what);
    }
  };

  void street_row(RowParser& row);
  void community(RowParser& row);
  void compound(RowParser& row);
  void fund(RowParser& row);
  void menu_item(RowParser& row);
  void organisation(RowParser& row);
  void worker(RowParser& row);
  void grid(RowParser& row);
  void shift(RowParser& row);
  void session(RowParser& row);
  void demand(RowParser& row);
  void past_service(RowParser& row);

  std::vector<TermId> terms(std::string_view list);
  std::vector<Category> categories(RowParser& row, std::size_t column);
  std::vector<CommunityId> communities(RowParser& row, std::size_t column);
  TermListId term_list(std::string_view list);
  PartyListId party_list(RowParser& row, std::size_t column);
  bool new_demand_code(RowParser& row, std::size_t column);

  Sink& sink_;
  Street street_;
  std::size_t street_rows_ = 0;
  Codes<CommunityId> communities_;
  Codes<CompoundId> compounds_;
  Codes<FundId> funds_;
  Codes<ItemId> items_;
  Codes<OrganisationId> organisations_;
  Codes<WorkerId> workers_;
  Codes<GridId> grids_;
  Codes<SessionId> sessions_;
  std::vector<std::uint32_t> demand_cells_;  // open addressing over the demands' codes
  std::map<std::vector<TermId>, TermListId> term_lists_;
  std::map<std::vector<Party>, PartyListId> party_lists_;

  // Where rows stand, for what is only found at the end.
  struct Lines {
    std::string file;
    std::vector<std::uint32_t> line;
    std::vector<std::uint32_t> header_column;
  };
  std::map<std::string_view, Lines> lines_;
};

}  // namespace paidan::io
