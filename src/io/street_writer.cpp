#include <fmt/format.h>

#include <iterator>

#include "paidan/io/files.hpp"
#include "paidan/io/plan_io.hpp"
#include "paidan/io/street_io.hpp"
#include "src/io/table.hpp"

namespace paidan::io {
namespace {

// The fields of one row; an empty text is an empty field.
class Row {
 public:
  Row& text(std::string_view value) {
    if (!out_.empty() || any_) out_ += ',';
    any_ = true;
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_ += value;
      return *this;
    }
    out_ += '"';
    for (char c : value) out_.append(c == '"' ? 2 : 1, c);
    out_ += '"';
    return *this;
  }
  Row& number(std::int64_t value) { return text(std::to_string(value)); }
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
  Row& date(const std::optional<Date>& value) { return text(value ? day(*value) : std::string()); }
  [[nodiscard]] std::string take() { return out_ + '\n'; }

  static std::string day(Date value) {
    const Civil c = civil_from_date(value);
    return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
  }

 private:
  static std::string degrees(std::int64_t e7) {
    const std::int64_t a = e7 < 0 ? -e7 : e7;
    return fmt::format("{}{}.{:07}", e7 < 0 ? "-" : "", a / 10'000'000, a % 10'000'000);
  }
  std::string out_;
  bool any_ = false;
};

class Writer {
 public:
  explicit Writer(const Street& street) : s_(street) {}

  std::vector<NamedContent> files() {
    std::vector<NamedContent> out;
    for (const TableSpec& spec : table_specs()) {
      std::string content;
      for (const Column& c : spec.columns) content.append(content.empty() ? "" : ",").append(c.name);
      content += '\n';
      rows(spec.name, content);
      out.push_back({std::string(spec.name) + ".csv", std::move(content)});
    }
    return out;
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

  void rows(std::string_view table, std::string& out) const {
    if (table == "street") {
      out += Row()
                 .text(s_.code)
                 .text(s_.name)
                 .text(time(s_.period_start))
                 .text(time(s_.period_end))
                 .text(s_.zone.name())
                 .number(s_.slot_minutes.count())
                 .take();
    } else if (table == "communities") {
      for (const auto& c : s_.communities)
        out += Row()
                   .text(c.code)
                   .text(c.name)
                   .number(c.households)
                   .point(c.point)
                   .hundredths(c.max_unserved_basis_points)
                   .take();
    } else if (table == "compounds") {
      for (const auto& c : s_.compounds)
        out += Row()
                   .text(c.code)
                   .text(code(s_.communities, c.community))
                   .text(c.name)
                   .number(c.households)
                   .point(c.point)
                   .take();
    } else if (table == "funds") {
      for (const auto& f : s_.funds)
        out += Row()
                   .text(f.code)
                   .text(f.name)
                   .text(yuan(f.budget))
                   .text(categories(f.categories))
                   .text(communities(f.communities))
                   .take();
    } else if (table == "menu") {
      for (const auto& m : s_.menu) {
        out += Row()
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
                   .take();
      }
    } else if (table == "organisations") {
      for (const auto& o : s_.organisations) {
        out += Row()
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
                   .take();
      }
    } else if (table == "workers") {
      for (const auto& w : s_.workers) {
        const auto certificate = [&](const Certificate& c) {
          return std::string(s_.terms[c.name]) + (c.valid_until ? "@" + Row::day(*c.valid_until) : "");
        };
        out += Row()
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
                   .take();
      }
    } else if (table == "grids") {
      for (const auto& g : s_.grids)
        out += Row()
                   .text(g.code)
                   .text(code(s_.communities, g.community))
                   .text(g.name)
                   .point(g.point)
                   .text(code(s_.workers, g.grid_worker))
                   .take();
    } else if (table == "shifts") {
      for (const auto& x : s_.shifts)
        out += Row().text(code(s_.workers, x.worker)).text(time(x.start)).text(time(x.end)).maybe(x.units).take();
    } else if (table == "sessions") {
      for (const auto& x : s_.sessions) {
        out += Row()
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
                   .take();
      }
    } else if (table == "demands") {
      for (const auto& d : s_.demands) {
        out += Row()
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
                   .take();
      }
    } else if (table == "history") {
      for (const auto& p : s_.history) {
        out += Row()
                   .text(s_.residents[p.resident])
                   .text(code(s_.organisations, p.organisation))
                   .text(code(s_.workers, p.worker))
                   .text(code(s_.menu, p.item))
                   .text(time(p.served_at))
                   .hundredths(p.rating_hundredths)
                   .take();
      }
    }
  }

  const Street& s_;
};

}  // namespace

void write_street_csv(const Street& street, const std::filesystem::path& directory) {
  write_files(directory, Writer(street).files());
}

}  // namespace paidan::io
