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
      error({"street", 0, "period_end"}, "period_end: expected a time after period_start");
    }
    check_menu();
    check_organisations();
    check_shifts();
    check_sessions();
    check_demands();
    return std::move(result_);
  }

 private:
  void error(const FieldRef& field, std::string what) { result_.errors.push_back({place(field), std::move(what)}); }
  void warn(const FieldRef& field, std::string what) { result_.warnings.push_back({place(field), std::move(what)}); }
  Place place(const FieldRef& field) const {
    return locate_ ? locate_(field) : Place{std::string(field.table), static_cast<std::uint32_t>(field.row + 1), 0};
  }

  void check_menu() {
    for (std::size_t i = 0; i < street_.menu.size(); ++i) {
      const MenuItem& item = street_.menu[ItemId(i)];
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
    for (const Worker& w : street_.workers) has_worker[w.organisation.index()] = true;
    for (std::size_t o = 0; o < has_worker.size(); ++o) {
      const Organisation& org = street_.organisations[OrganisationId(o)];
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

  // Rows that belong to one worker, by start: the later of two that overlap is at fault.
  template <class Rows>
  void check_overlaps(const Rows& rows, std::string_view table) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].worker.has_value()) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::tie(rows[a].worker, rows[a].start) < std::tie(rows[b].worker, rows[b].start);
    });
    for (std::size_t k = 1; k < order.size(); ++k) {
      const auto& before = rows[order[k - 1]];
      const auto& after = rows[order[k]];
      if (before.worker == after.worker && after.start < before.end) {
        error({table, order[k], "start"}, fmt::format("start: expected a time after the end of worker {}'s earlier one",
                                                      street_.workers[after.worker].code));
      }
    }
  }

  void check_shifts() {
    for (std::size_t i = 0; i < street_.shifts.size(); ++i) {
      if (street_.shifts[i].start >= street_.shifts[i].end)
        error({"shifts", i, "end"}, "end: expected a time after start");
    }
    check_overlaps(street_.shifts, "shifts");
  }

  void check_sessions() {
    for (std::size_t i = 0; i < street_.sessions.size(); ++i) {
      const Session& s = street_.sessions[SessionId(i)];
      if (s.start >= s.end) error({"sessions", i, "end"}, "end: expected a time after start");
      if (s.min_seats > s.seats)
        error({"sessions", i, "min_seats"},
              fmt::format("min_seats \"{}\": expected at most seats {}", s.min_seats, s.seats));
      if (s.worker.has_value() && street_.workers[s.worker].organisation != s.organisation) {
        error({"sessions", i, "worker_id"},
              fmt::format("worker_id \"{}\": expected a worker of organisation {}", street_.workers[s.worker].code,
                          street_.organisations[s.organisation].code));
      }
    }
    check_overlaps(street_.sessions.rows(), "sessions");
  }

  void check_demands() {
    for (std::size_t i = 0; i < street_.demands.size(); ++i) {
      const Demand& d = street_.demands[DemandId(i)];
      if (d.earliest() && d.latest() && *d.earliest() >= *d.latest()) {
        error({"demands", i, "latest"}, "latest: expected a time after earliest");
        continue;
      }
      if (window_of(street_, d).empty()) {
        warn({"demands", i, "latest"},
             fmt::format("the window of demand {} lies outside the period: it stays unserved", d.code));
      }
    }
  }

  const Street& street_;
  const Locate& locate_;
  CheckResult result_;
};

}  // namespace

CheckResult check(const Street& street, const Locate& locate) { return Rules(street, locate).run(); }

}  // namespace paidan
