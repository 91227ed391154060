#include <algorithm>

#include "paidan/dispatch/relief.hpp"
#include "paidan/model/window.hpp"

namespace paidan::dispatch {
namespace {

template <class T>
void insert_sorted(std::vector<T>& list, T value) {
  const auto at = std::lower_bound(list.begin(), list.end(), value);
  if (at == list.end() || *at != value) list.insert(at, value);
}

void grow(std::optional<Units>& most, Units by) { most = most.value_or(0) + by; }

void drop_avoided(Street& street, Demand& demand, Party party) {
  std::vector<Party> rest;
  for (const Party& p : street.parties_of(demand.avoid)) {
    if (p != party) rest.push_back(p);
  }
  demand.avoid = rest.empty() ? PartyListId{} : street.party_lists.push_back(std::move(rest));
}

}  // namespace

Changed with_relief(const Street& before, const policy::Policy& policy, const WorkList& list, WorkOrderId id,
                    const Relief& relief) {
  Changed out{before, policy};
  Street& street = out.street;
  const WorkOrder& order = list.orders[id];
  Demand& demand = street.demands[order.first];
  const MenuItem& item = street.menu[demand.item];
  using Kind = Relief::Kind;
  using Limits = Relief::Limits;
  switch (relief.kind) {
    case Kind::none:
      break;
    case Kind::longer_window: {
      const Instant end = order.window.end + Minutes(relief.amount);
      for (const DemandId d : list.members_of(order)) {
        if (window_of(street, street.demands[d]).end < end) street.demands[d].set_latest(end);
      }
      break;
    }
    case Kind::earlier_window:
      demand.set_earliest(order.window.start - Minutes(relief.amount));
      break;
    case Kind::other_gender:
      demand.worker_gender = Gender::any;
      break;
    case Kind::avoid_dropped:
      drop_avoided(street, demand,
                   relief.worker.has_value() ? Party{relief.worker, {}} : Party{{}, relief.organisation});
      break;
    case Kind::more_seats:
      street.sessions[relief.session].seats += relief.amount;
      break;
    case Kind::more_units_worker:
      for (Shift& s : street.shifts) {
        if (s.worker != relief.worker || s.start != relief.slot->start || s.end != relief.slot->end) continue;
        s.units = s.units.value_or(std::max<Units>(1, (s.end - s.start).count() / 60)) + relief.amount;
      }
      break;
    case Kind::worker_limit:
      grow(street.workers[relief.worker].max_units, relief.amount);
      break;
    case Kind::more_units_organisation:
      grow(street.organisations[relief.organisation].max_units, relief.amount);
      break;
    case Kind::service_area:
      insert_sorted(street.organisations[relief.organisation].communities, demand.community);
      break;
    case Kind::fund_area: {
      Fund& fund = street.funds[relief.fund];
      if (!fund.communities.empty()) insert_sorted(fund.communities, demand.community);
      if (!fund.categories.empty()) insert_sorted(fund.categories, item.category);
      break;
    }
    case Kind::category:
      insert_sorted(street.organisations[relief.organisation].categories, item.category);
      break;
    case Kind::money:
      street.funds[relief.fund].budget += Money(relief.amount);
      break;
    case Kind::renewed_validity: {
      auto& until = street.organisations[relief.organisation].valid_until;
      until = Date{until->day + static_cast<std::int32_t>(relief.amount)};
      break;
    }
    case Kind::language:
      insert_sorted(street.workers[relief.worker].languages, relief.term);
      break;
    case Kind::certificate:
      street.workers[relief.worker].certificates.push_back({relief.term, {}});
      break;
    case Kind::skill:
      insert_sorted(street.workers[relief.worker].skills, relief.term);
      break;
    case Kind::higher_penalty:
      (*out.policy.plain_penalties)[static_cast<std::size_t>(order.priority) - 1] += Cost(relief.amount);
      break;
  }
  if (relief.limits == Limits::worker || relief.limits == Limits::both) {
    grow(street.workers[relief.worker].max_units, relief.amount);
  }
  if (relief.limits == Limits::organisation || relief.limits == Limits::both) {
    grow(street.organisations[relief.organisation].max_units, relief.amount);
  }
  return out;
}

}  // namespace paidan::dispatch
