// StreetBuilder: fills a street from tables, one after the other in the order of `table_specs()`.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "paidan/model/check.hpp"
#include "paidan/model/street.hpp"
#include "src/io/distinct_codes.hpp"
#include "src/io/row_parser.hpp"

namespace paidan::io {

class StreetBuilder {
 public:
  explicit StreetBuilder(Sink& sink) : sink_(sink) {}

  // Reads all rows of one table. Sources may go away afterwards.
  void read(const TableSpec& spec, TableSource& source);
  // A table that should be there and is not (told by the caller): what refers to it is not complained about as well.
  void miss(const TableSpec& spec);
  // A table that need not be there and is not: the first row that refers to it is told so, with `what` is not there;
  // the others are refused in silence.
  void leave_out(const TableSpec& spec, std::string what);
  // Cross-references that need the whole street; then the street is complete.
  void finish();
  [[nodiscard]] Street take() { return std::move(street_); }

 private:
  // Ids stand in lists: ; would take them apart.
  static bool is_list_item(RowParser& row, std::size_t column) {
    const std::string_view code = row.text(column);
    if (code.find(';') == std::string_view::npos && code.find("；") == std::string_view::npos) return true;
    row.refuse(column, "an id without ;");
    return false;
  }

  // The codes of one table.
  template <class Key>
  struct Codes {
    Interner<Key> codes;
    bool whole = true;   // false: a code that is not here may stand in a row that could not be read
    std::string absent;  // what is not there, when the table is not, till somebody has been told

    // A new row's code; one that is already there is refused.
    bool add(RowParser& row, std::size_t column) {
      const std::string_view code = row.required(column);
      if (code.empty() || !is_list_item(row, column)) {
        whole = false;
        return false;
      }
      if (!codes.add(code).second) {
        row.refuse(column, "an id that no other row has");
        return false;
      }
      return true;
    }
    // The row that a text names; none, and a complaint, when there is none.
    Key named(RowParser& row, std::size_t column, std::string_view code, std::string_view what) {
      const Key id = codes.find(code);
      if (id.has_value()) return id;
      if (!absent.empty()) {
        row.refuse_part(column, code, fmt::format("{}, but there is no {}", what, std::exchange(absent, {})));
        whole = false;
      } else if (whole) {
        row.refuse_part(column, code, what);
      } else {
        row.spoil();
      }
      return id;
    }
    // The row that a cell names; none when it is empty.
    Key find(RowParser& row, std::size_t column, std::string_view what) {
      const std::string_view code = row.text(column);
      return code.empty() ? Key{} : named(row, column, code, what);
    }
    Key require(RowParser& row, std::size_t column, std::string_view what) {
      row.required(column);
      return find(row, column, what);
    }
  };

  // Each reads a row into the street; false when it was refused altogether.
  bool street_row(RowParser& row);
  bool community(RowParser& row);
  bool compound(RowParser& row);
  bool fund(RowParser& row);
  bool menu_item(RowParser& row);
  bool organisation(RowParser& row);
  bool worker(RowParser& row);
  bool grid(RowParser& row);
  bool shift(RowParser& row);
  bool session(RowParser& row);
  bool demand(RowParser& row);
  bool past_service(RowParser& row);

  std::vector<TermId> terms(std::string_view list);
  std::vector<Category> categories(RowParser& row, std::size_t column);
  std::vector<CommunityId> communities(RowParser& row, std::size_t column);
  TermListId term_list(std::string_view list);
  PartyListId party_list(RowParser& row, std::size_t column);
  void mark_partial(std::string_view table);
  // Calls change(codes) for the codes of a table that others refer to.
  template <class Change>
  void change_codes(std::string_view table, Change&& change) {
    if (table == "communities") change(communities_);
    if (table == "funds") change(funds_);
    if (table == "menu") change(items_);
    if (table == "organisations") change(organisations_);
    if (table == "workers") change(workers_);
    if (table == "grids") change(grids_);
  }

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
  DistinctCodes demand_codes_;
  std::map<std::vector<TermId>, TermListId> term_lists_;
  std::map<std::vector<Party>, PartyListId> party_lists_;

  // Where a table's rows stand and which of them were complained about already, for what is only found at the end.
  struct Rows {
    std::unique_ptr<RowPlaces> places;
    std::size_t count = 0;
    std::vector<std::size_t> refused;  // rising
  };
  std::map<std::string_view, Rows> rows_;
};

}  // namespace paidan::io
