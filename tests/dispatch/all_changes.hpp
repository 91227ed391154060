// Every single change of a street that could have to do with an order.
#pragma once

#include <algorithm>
#include <vector>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/model/plan.hpp"
#include "paidan/model/street.hpp"

namespace paidan::test {

// Every single change there is, as large as it may be.
inline std::vector<Relief> all_changes(const Street& street, const WorkOrder& order) {
  using enum Relief::Kind;
  std::vector<Relief> out;
  const auto add = [&](Relief::Kind kind, std::int64_t amount, auto set) {
    Relief relief;
    relief.kind = kind;
    relief.amount = amount;
    set(relief);
    out.push_back(relief);
  };
  for (const Shift& s : street.shifts) {
    add(more_units_worker, 50, [&](Relief& r) {
      r.worker = s.worker;
      r.organisation = street.workers[s.worker].organisation;
      r.slot = Window{s.start, s.end};
    });
  }
  for (std::size_t k = 0; k < street.sessions.size(); ++k) {
    add(more_seats, 50, [&](Relief& r) {
      r.session = SessionId(k);
      r.organisation = street.sessions[SessionId(k)].organisation;
    });
  }
  for (std::size_t k = 0; k < street.workers.size(); ++k) {
    const auto worker = [&](Relief& r) {
      r.worker = WorkerId(k);
      r.organisation = street.workers[WorkerId(k)].organisation;
    };
    if (street.workers[WorkerId(k)].max_units) add(worker_limit, 50, worker);
    for (std::size_t t = 0; t < street.terms.size(); ++t) {
      for (const auto kind : {language, certificate, skill}) {
        add(kind, 1, [&](Relief& r) {
          worker(r);
          r.term = TermId(t);
        });
      }
    }
  }
  for (std::size_t k = 0; k < street.organisations.size(); ++k) {
    const Organisation& o = street.organisations[OrganisationId(k)];
    const auto organisation = [&](Relief& r) { r.organisation = OrganisationId(k); };
    if (o.max_units) add(more_units_organisation, 50, organisation);
    if (!o.communities.empty()) add(service_area, 1, organisation);
    if (!o.categories.empty()) add(category, 1, organisation);
    if (o.valid_until) add(renewed_validity, 10, organisation);
  }
  for (const FundId f : street.menu[street.demands[order.first].item].funds) {
    const std::size_t outside = dispatch::uncovered(street, order, f);
    if (outside < 2) add(outside == 0 ? money : fund_area, 10'000'000, [&](Relief& r) { r.fund = f; });
  }
  if (street.period_end > order.window.end) {
    add(longer_window, (street.period_end - order.window.end).count(), [](Relief&) {});
  }
  const Demand& d = street.demands[order.first];
  const Instant floor = std::max(street.period_start, d.submitted().value_or(street.period_start));
  if (d.earliest() && order.window.start > floor && order.member_count == 1) {
    add(earlier_window, (order.window.start - floor).count(), [](Relief&) {});
  }
  if (d.worker_gender != Gender::any) add(other_gender, 1, [](Relief&) {});
  for (const Party& p : street.parties_of(d.avoid)) {
    add(avoid_dropped, 1, [&](Relief& r) {
      r.worker = p.worker;
      r.organisation = p.organisation;
    });
  }
  return out;
}

}  // namespace paidan::test
