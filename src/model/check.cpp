#include "paidan/model/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "paidan/model/window.hpp"

namespace paidan {
namespace {

class Rules {
 public:
  Rules(const Street& street, const Locate& locate) : street_(street), locate_(locate) {}

  CheckResult run() {
    if (street_.period_start >= street_.period_end) {
      error({"street", 0, "period_end"},
            reversed("period_end", street_.period_end, "period_start", street_.period_start));
    }
    check_places();
    check_menu();
    check_organisations();
    check_workers();
    check_shifts();
    check_sessions();
    check_demands();
    check_history();
    return std::move(result_);
  }

 private:
  void error(const FieldRef& field, std::string what) { tell(result_.errors, field, std::move(what)); }
  void warn(const FieldRef& field, std::string what) { tell(result_.warnings, field, std::move(what)); }
  void tell(Problems& problems, const FieldRef& field, std::string what) {
    std::optional<Place> place = Place{std::string(field.table), static_cast<std::uint32_t>(field.row + 1), 0};
    if (locate_) place = locate_(field);
    if (place) problems.push_back({*std::move(place), std::move(what)});
  }

  [[nodiscard]] std::string time_text(Instant time) const { return iso_text(street_.zone.local(time)); }
  [[nodiscard]] std::string reversed(std::string_view last, Instant end, std::string_view first, Instant start) const {
    return fmt::format("{} \"{}\": expected a time after {} {}", last, time_text(end), first, time_text(start));
  }

  // Whether an id names a row; complains when it does not. An id that may be none is asked for with `may_name`.
  template <class Key, class Rows>
  bool names(const FieldRef& field, Key id, const Rows& rows) {
    if (id.has_value() && id.value() < rows.size()) return true;
    error(field, fmt::format("{}: expected an id of this street", field.column));
    return false;
  }
  template <class Key, class Rows>
  bool may_name(const FieldRef& field, Key id, const Rows& rows) {
    return !id.has_value() || names(field, id, rows);
  }
  template <class Key, class Rows>
  bool all_name(const FieldRef& field, const std::vector<Key>& ids, const Rows& rows) {
    return std::ranges::all_of(ids, [&](Key id) { return names(field, id, rows); });
  }

  void check_places() {
    for (std::size_t i = 0; i < street_.compounds.size(); ++i) {
      names({"compounds", i, "community_id"}, street_.compounds[i].community, street_.communities);
    }
    for (std::size_t i = 0; i < street_.grids.size(); ++i) {
      const Grid& grid = street_.grids[GridId(i)];
      names({"grids", i, "community_id"}, grid.community, street_.communities);
      may_name({"grids", i, "grid_worker_id"}, grid.grid_worker, street_.workers);
    }
    for (std::size_t i = 0; i < street_.funds.size(); ++i) {
      all_name({"funds", i, "communities"}, street_.funds[FundId(i)].communities, street_.communities);
    }
  }

  void check_menu() {
    for (std::size_t i = 0; i < street_.menu.size(); ++i) {
      const MenuItem& item = street_.menu[ItemId(i)];
      all_name({"menu", i, "skills"}, item.skills, street_.terms);
      all_name({"menu", i, "certificates"}, item.certificates, street_.terms);
      all_name({"menu", i, "funds"}, item.funds, street_.funds);
      if (item.unit_price > Money(0) && item.funds.empty()) {
        error({"menu", i, "funds"},
              fmt::format("funds of item {}: expected at least one fund, since the item has a price", item.code));
      }
      if (item.group_max != 0 && item.group_max < item.group_min) {
        error({"menu", i, "group_max"},
              fmt::format("group_max \"{}\": expected at least group_min {}", item.group_max, item.group_min));
      }
    }
  }

  void check_organisations() {
    std::vector<bool> has_worker(street_.organisations.size(), false);
    for (const Worker& w : street_.workers) {
      if (w.organisation.has_value() && w.organisation.value() < has_worker.size()) {
        has_worker[w.organisation.index()] = true;
      }
    }
    for (std::size_t o = 0; o < has_worker.size(); ++o) {
      const Organisation& org = street_.organisations[OrganisationId(o)];
      all_name({"organisations", o, "communities"}, org.communities, street_.communities);
      if (!has_worker[o] && !org.max_units) {
        warn({"organisations", o, "max_units"},
             fmt::format("organisation {} has neither workers nor max_units: it takes nothing by itself", org.code));
      }
      if (org.max_units && org.min_units > *org.max_units) {
        error({"organisations", o, "min_units"},
              fmt::format("min_units \"{}\": expected at most max_units {}", org.min_units, *org.max_units));
      }
    }
  }

  void check_workers() {
    for (std::size_t i = 0; i < street_.workers.size(); ++i) {
      const Worker& w = street_.workers[WorkerId(i)];
      names({"workers", i, "organisation_id"}, w.organisation, street_.organisations);
      all_name({"workers", i, "skills"}, w.skills, street_.terms);
      all_name({"workers", i, "languages"}, w.languages, street_.terms);
      for (const Certificate& c : w.certificates) names({"workers", i, "certificates"}, c.name, street_.terms);
    }
  }

  // Rows that belong to one worker, by start: the later of two that overlap is at fault.
  template <class Rows>
  void check_overlaps(const Rows& rows, std::string_view table) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].worker.has_value() && rows[i].worker.value() < street_.workers.size()) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::tie(rows[a].worker, rows[a].start) < std::tie(rows[b].worker, rows[b].start);
    });
    Instant busy_until;
    for (std::size_t k = 0; k < order.size(); ++k) {
      const auto& row = rows[order[k]];
      const bool first = k == 0 || rows[order[k - 1]].worker != row.worker;
      if (!first && row.start < busy_until) {
        error({table, order[k], "start"},
              fmt::format("start \"{}\": expected no time before {}, when worker {}'s earlier one ends",
                          time_text(row.start), time_text(busy_until), street_.workers[row.worker].code));
      }
      busy_until = first ? row.end : std::max(busy_until, row.end);
    }
  }

  // A time span of the tables that nothing in the period can meet.
  void warn_outside(const FieldRef& field, std::string_view what, Instant start, Instant end) {
    if (end > street_.period_start && start < street_.period_end) return;
    if (start >= end || street_.period_start >= street_.period_end) return;  // an error of its own
    warn(field, fmt::format("this {} lies outside the period: it serves nothing", what));
  }

  void check_shifts() {
    for (std::size_t i = 0; i < street_.shifts.size(); ++i) {
      const Shift& shift = street_.shifts[i];
      names({"shifts", i, "worker_id"}, shift.worker, street_.workers);
      if (shift.start >= shift.end) error({"shifts", i, "end"}, reversed("end", shift.end, "start", shift.start));
      warn_outside({"shifts", i, "start"}, "shift", shift.start, shift.end);
    }
    check_overlaps(street_.shifts, "shifts");
  }

  void check_sessions() {
    for (std::size_t i = 0; i < street_.sessions.size(); ++i) {
      const Session& s = street_.sessions[SessionId(i)];
      names({"sessions", i, "item_id"}, s.item, street_.menu);
      may_name({"sessions", i, "community_id"}, s.community, street_.communities);
      const bool organised = names({"sessions", i, "organisation_id"}, s.organisation, street_.organisations);
      const bool staffed = may_name({"sessions", i, "worker_id"}, s.worker, street_.workers) && s.worker.has_value();
      if (organised && staffed && street_.workers[s.worker].organisation != s.organisation) {
        error({"sessions", i, "worker_id"},
              fmt::format("worker_id \"{}\": expected a worker of organisation {}", street_.workers[s.worker].code,
                          street_.organisations[s.organisation].code));
      }
      if (s.start >= s.end) error({"sessions", i, "end"}, reversed("end", s.end, "start", s.start));
      warn_outside({"sessions", i, "start"}, "session", s.start, s.end);
      if (s.min_seats > s.seats) {
        error({"sessions", i, "min_seats"},
              fmt::format("min_seats \"{}\": expected at most seats {}", s.min_seats, s.seats));
      }
    }
    check_overlaps(street_.sessions.rows(), "sessions");
  }

  void check_demands() {
    for (std::size_t i = 0; i < street_.demands.size(); ++i) {
      const Demand& d = street_.demands[DemandId(i)];
      bool sound = names({"demands", i, "community_id"}, d.community, street_.communities);
      sound &= names({"demands", i, "item_id"}, d.item, street_.menu);
      sound &= may_name({"demands", i, "grid_id"}, d.grid, street_.grids);
      sound &= may_name({"demands", i, "resident_id"}, d.resident, street_.residents);
      sound &= may_name({"demands", i, "channel"}, d.channel, street_.channels);
      sound &= may_name({"demands", i, "languages"}, d.languages, street_.term_lists);
      sound &= may_name({"demands", i, "prefer"}, d.prefer, street_.party_lists);
      sound &= may_name({"demands", i, "avoid"}, d.avoid, street_.party_lists);
      if (d.earliest() && d.latest() && *d.earliest() >= *d.latest()) {
        error({"demands", i, "latest"}, reversed("latest", *d.latest(), "earliest", *d.earliest()));
      } else if (sound && street_.period_start < street_.period_end && window_of(street_, d).empty()) {
        warn_of_window(i, d);
      }
    }
  }

  // Which of a demand's times leaves no window.
  void warn_of_window(std::size_t i, const Demand& d) {
    const auto outside = [&](std::string_view column) {
      warn({"demands", i, column},
           fmt::format("the window of demand {} lies outside the period: it stays unserved", d.code));
    };
    if (d.latest() && *d.latest() <= street_.period_start) return outside("latest");
    if (d.earliest() && *d.earliest() >= street_.period_end) return outside("earliest");
    if (d.submitted() && *d.submitted() >= street_.period_end) return outside("submitted_at");
    if (!d.latest()) return outside("submitted_at");  // its item's deadline passed before the period
    warn({"demands", i, "latest"},
         fmt::format("the window of demand {} is empty, latest is not after submitted_at: it stays unserved", d.code));
  }

  void check_history() {
    for (std::size_t i = 0; i < street_.history.size(); ++i) {
      const PastService& p = street_.history[i];
      names({"history", i, "resident_id"}, p.resident, street_.residents);
      names({"history", i, "organisation_id"}, p.organisation, street_.organisations);
      may_name({"history", i, "worker_id"}, p.worker, street_.workers);
      may_name({"history", i, "item_id"}, p.item, street_.menu);
    }
  }

  const Street& street_;
  const Locate& locate_;
  CheckResult result_;
};

}  // namespace

CheckResult check(const Street& street, const Locate& locate) { return Rules(street, locate).run(); }

}  // namespace paidan
