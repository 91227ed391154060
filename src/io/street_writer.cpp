#include <fmt/format.h>

#include <iterator>

#include "paidan/io/csv_cell.hpp"
#include "paidan/io/plan_io.hpp"
#include "src/io/bundle.hpp"
#include "src/io/json_text.hpp"
#include "src/io/values.hpp"

namespace paidan::io {
namespace {

// Where a table's rows go, cell by cell; an empty text is an empty cell.
class TableText {
 public:
  virtual ~TableText() = default;
  virtual void cell(std::string_view value) = 0;
  virtual void end_row() = 0;
};

class CsvTable final : public TableText {
 public:
  CsvTable(const TableSpec& spec, std::string& out) : out_(out) {
    for (const Column& c : spec.columns) cell(c.name);
    end_row();
  }
  void cell(std::string_view value) override {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += csv_cell(value);
  }
  void end_row() override {
    out_ += '\n';
    first_ = true;
  }

 private:
  std::string& out_;
  bool first_ = true;
};

// An array of rows, one a line; empty cells are left out.
class JsonTable final : public TableText {
 public:
  JsonTable(const TableSpec& spec, std::string& out) : spec_(spec), out_(out) {}

  void cell(std::string_view value) override {
    const Column& column = spec_.columns[column_++];
    if (value.empty()) return;
    out_.append(first_row_ && first_cell_ ? "\n    {" : first_cell_ ? ",\n    {" : ", ");
    first_cell_ = first_row_ = false;
    out_.append(1, '"').append(column.name).append("\": ");
    switch (column.kind) {
      case CellKind::whole:
      case CellKind::decimal:
        scratch_.reset();
        out_ += plain_number(value, scratch_);
        break;
      case CellKind::yes_no:
        out_ += value == "yes" ? "true" : "false";
        break;
      case CellKind::list:
        list(value);
        break;
      case CellKind::choice:  // a priority is a number
        if (value.size() == 1) {
          out_ += value;
          break;
        }
        [[fallthrough]];
      case CellKind::text:
      case CellKind::date:
      case CellKind::time:
        out_ += json_string(value);
    }
  }
  void end_row() override {
    out_ += '}';
    column_ = 0;
    first_cell_ = true;
  }

 private:
  void list(std::string_view value) {
    std::string_view separator = "[";
    for_each_item(value, [&](std::string_view item) {
      out_.append(separator).append(json_string(item));
      separator = ", ";
    });
    out_ += ']';
  }

  const TableSpec& spec_;
  std::string& out_;
  Scratch scratch_;
  std::size_t column_ = 0;
  bool first_row_ = true, first_cell_ = true;
};

// The cells of one row, each value as the text that the reader takes.
class Row {
 public:
  explicit Row(TableText& out) : out_(out) {}

  Row& text(std::string_view value) {
    out_.cell(value);
    return *this;
  }
  Row& number(std::int64_t value) { return text(fmt::format_int(value).c_str()); }
  template <class T>
  Row& maybe(const std::optional<T>& value) {
    if (!value) return text("");
    if constexpr (std::is_integral_v<T>) {
      return number(*value);
    } else {
      return number(value->count());
    }
  }
  Row& point(GeoPoint p) {
    if (!p.known()) return text("").text("");
    return text(degrees(p.lon)).text(degrees(p.lat));
  }
  Row& hundredths(const std::optional<std::int32_t>& value) {
    return text(value ? yuan(Money(*value)) : std::string());
  }
  Row& date(const std::optional<Date>& value) { return text(value ? iso_text(*value) : std::string()); }
  void end() { out_.end_row(); }

 private:
  static std::string degrees(std::int64_t e7) {
    const std::int64_t a = e7 < 0 ? -e7 : e7;
    return fmt::format("{}{}.{:07}", e7 < 0 ? "-" : "", a / 10'000'000, a % 10'000'000);
  }

  TableText& out_;
};

class StreetWriter {
 public:
  explicit StreetWriter(const Street& street) : s_(street) {}

  std::vector<NamedContent> csv() const {
    std::vector<NamedContent> out;
    for (const TableSpec& spec : table_specs()) {
      std::string content;
      CsvTable table(spec, content);
      rows(spec.name, table);
      out.push_back({std::string(spec.name) + ".csv", std::move(content)});
    }
    return out;
  }
  std::string json() const {
    std::string out = "{";
    for (const TableSpec& spec : table_specs()) {
      out.append(out.size() == 1 ? "\n" : ",\n").append("  \"").append(spec.name).append("\": [");
      const std::size_t begin = out.size();
      JsonTable table(spec, out);
      rows(spec.name, table);
      out += out.size() == begin ? "]" : "\n  ]";
    }
    return out += "\n}\n";
  }

 private:
  template <class List, class Name>
  static std::string joined(const List& list, Name name) {
    std::string out;
    for (const auto& x : list) out.append(out.empty() ? "" : ";").append(name(x));
    return out;
  }
  template <class List>
  std::string terms(const List& list) const {
    return joined(list, [&](TermId t) { return std::string(s_.terms[t]); });
  }
  std::string communities(const std::vector<CommunityId>& list) const {
    return joined(list, [&](CommunityId c) { return s_.communities[c].code; });
  }
  static std::string categories(const std::vector<Category>& list) {
    return joined(list, [](Category c) { return std::string(name_of(c)); });
  }
  std::string parties(PartyListId id) const {
    return joined(s_.parties_of(id), [&](const Party& p) {
      return p.worker.has_value() ? s_.workers[p.worker].code : s_.organisations[p.organisation].code;
    });
  }
  template <class Rows, class Key>
  static std::string code(const Rows& rows, Key id) {
    return id.has_value() ? rows[id].code : std::string();
  }
  std::string time(std::optional<Instant> t) const { return t ? time_words(s_, *t) : std::string(); }

  void rows(std::string_view table, TableText& out) const {
    if (table == "street") {
      Row(out)
          .text(s_.code)
          .text(s_.name)
          .text(time(s_.period_start))
          .text(time(s_.period_end))
          .text(s_.zone.name())
          .number(s_.slot_minutes.count())
          .end();
    } else if (table == "communities") {
      for (const auto& c : s_.communities)
        Row(out)
            .text(c.code)
            .text(c.name)
            .number(c.households)
            .point(c.point)
            .hundredths(c.max_unserved_basis_points)
            .end();
    } else if (table == "compounds") {
      for (const auto& c : s_.compounds)
        Row(out)
            .text(c.code)
            .text(code(s_.communities, c.community))
            .text(c.name)
            .number(c.households)
            .point(c.point)
            .end();
    } else if (table == "funds") {
      for (const auto& f : s_.funds)
        Row(out)
            .text(f.code)
            .text(f.name)
            .text(yuan(f.budget))
            .text(categories(f.categories))
            .text(communities(f.communities))
            .end();
    } else if (table == "menu") {
      for (const auto& m : s_.menu) {
        Row(out)
            .text(m.code)
            .text(m.name)
            .text(name_of(m.category))
            .text(name_of(m.client_group))
            .text(terms(m.skills))
            .text(terms(m.certificates))
            .number(m.minutes.count())
            .text(yuan(m.unit_price))
            .text(joined(m.funds, [&](FundId f) { return s_.funds[f].code; }))
            .number(m.group_min)
            .number(m.group_max)
            .number(m.workers_needed)
            .maybe(m.deadline ? std::optional(m.deadline->count() / 60) : std::nullopt)
            .text(m.priority ? name_of(*m.priority) : std::string_view())
            .text(m.merge_reports ? "yes" : "no")
            .end();
      }
    } else if (table == "organisations") {
      for (const auto& o : s_.organisations) {
        Row(out)
            .text(o.code)
            .text(o.name)
            .text(name_of(o.kind))
            .text(communities(o.communities))
            .text(categories(o.categories))
            .number(o.min_units)
            .maybe(o.max_units)
            .point(o.point)
            .hundredths(o.rating_hundredths)
            .date(o.valid_until)
            .end();
      }
    } else if (table == "workers") {
      for (const auto& w : s_.workers) {
        const auto certificate = [&](const Certificate& c) {
          return std::string(s_.terms[c.name]) + (c.valid_until ? "@" + iso_text(*c.valid_until) : "");
        };
        Row(out)
            .text(w.code)
            .text(code(s_.organisations, w.organisation))
            .text(w.name)
            .text(terms(w.skills))
            .text(joined(w.certificates, certificate))
            .text(terms(w.languages))
            .text(name_of(w.gender))
            .point(w.point)
            .maybe(w.max_units)
            .maybe(w.max_minutes)
            .end();
      }
    } else if (table == "grids") {
      for (const auto& g : s_.grids)
        Row(out)
            .text(g.code)
            .text(code(s_.communities, g.community))
            .text(g.name)
            .point(g.point)
            .text(code(s_.workers, g.grid_worker))
            .end();
    } else if (table == "shifts") {
      for (const auto& x : s_.shifts)
        Row(out).text(code(s_.workers, x.worker)).text(time(x.start)).text(time(x.end)).maybe(x.units).end();
    } else if (table == "sessions") {
      for (const auto& x : s_.sessions) {
        Row(out)
            .text(x.code)
            .text(code(s_.menu, x.item))
            .text(code(s_.organisations, x.organisation))
            .text(code(s_.workers, x.worker))
            .text(code(s_.communities, x.community))
            .point(x.point)
            .text(time(x.start))
            .text(time(x.end))
            .number(x.seats)
            .number(x.min_seats)
            .end();
      }
    } else if (table == "demands") {
      for (const auto& d : s_.demands) {
        Row(out)
            .text(d.code)
            .text(d.resident.has_value() ? s_.residents[d.resident] : std::string_view())
            .text(code(s_.communities, d.community))
            .text(code(s_.grids, d.grid))
            .text(code(s_.menu, d.item))
            .number(d.quantity)
            .point(d.point)
            .text(time(d.submitted()))
            .text(time(d.earliest()))
            .text(time(d.latest()))
            .text(d.priority() ? name_of(*d.priority()) : std::string_view())
            .text(terms(s_.terms_of(d.languages)))
            .text(name_of(d.worker_gender))
            .text(parties(d.prefer))
            .text(parties(d.avoid))
            .text(d.channel.has_value() ? s_.channels[d.channel] : std::string_view())
            .text("")
            .end();
      }
    } else if (table == "history") {
      for (const auto& p : s_.history) {
        Row(out)
            .text(s_.residents[p.resident])
            .text(code(s_.organisations, p.organisation))
            .text(code(s_.workers, p.worker))
            .text(code(s_.menu, p.item))
            .text(time(p.served_at))
            .hundredths(p.rating_hundredths)
            .end();
      }
    }
  }

  const Street& s_;
};

}  // namespace

std::vector<NamedContent> render_tables(const Street& street) { return StreetWriter(street).csv(); }

std::string render_document(const Street& street) { return StreetWriter(street).json(); }

void write_street_csv(const Street& street, const std::filesystem::path& directory) {
  write_files(directory, render_tables(street));
}

void write_street_json(const Street& street, const std::filesystem::path& file) {
  write_files(file.has_parent_path() ? file.parent_path() : ".", {{file.filename().string(), render_document(street)}});
}

}  // namespace paidan::io
