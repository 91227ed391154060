// A second reading of the rules, plain loops over everything, sharing nothing with the library but the vocabulary.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "paidan/core/geo.hpp"
#include "paidan/model/plan.hpp"
#include "paidan/model/street.hpp"

namespace paidan::test::naive {

// --- the work list ---------------------------------------------------------------------------------------------------

struct Order {
  std::vector<DemandId> demands;  // the first report first
  Units units = 0;
  int priority = 0;
  Instant start, end;
  std::optional<Reason> screened;
  std::optional<FundId> fund;
};

inline std::pair<Instant, Instant> window(const Street& s, const Demand& d) {
  Instant start = s.period_start, end = s.period_end;
  if (d.earliest() && *d.earliest() > start) start = *d.earliest();
  if (d.submitted() && *d.submitted() > start) start = *d.submitted();
  const auto& deadline = s.menu[d.item].deadline;
  if (d.latest()) {
    if (*d.latest() < end) end = *d.latest();
  } else if (d.submitted() && deadline && *d.submitted() + *deadline < end) {
    end = *d.submitted() + *deadline;
  }
  return {start, end};
}

inline int priority(const Street& s, const Demand& d) {
  if (d.priority()) return static_cast<int>(*d.priority());
  if (s.menu[d.item].priority) return static_cast<int>(*s.menu[d.item].priority);
  return 3;
}

// Merged and screened, by first demand; not yet funded.
inline std::vector<Order> orders(const Street& s) {
  std::vector<DemandId> by_time;
  for (std::size_t i = 0; i < s.demands.size(); ++i) by_time.push_back(DemandId(i));
  std::stable_sort(by_time.begin(), by_time.end(), [&](DemandId a, DemandId b) {
    const auto key = [&](DemandId i) {
      return std::pair(s.demands[i].submitted().value_or(Instant(0)), s.demands[i].code);
    };
    return key(a) < key(b);
  });
  std::vector<Order> out;
  for (const DemandId i : by_time) {
    const Demand& d = s.demands[i];
    const auto [start, end] = window(s, d);
    Order* home = nullptr;
    const bool may_merge = s.menu[d.item].merge_reports && d.submitted() && d.point.known();
    for (Order& o : out) {
      if (!may_merge || home != nullptr) continue;
      const Demand& first = s.demands[o.demands.front()];
      bool fits = first.item == d.item && first.submitted() && first.point.known();
      fits =
          fits && distance(first.point, d.point) <= Metres(50) && *d.submitted() - *first.submitted() <= Minutes(120);
      for (const DemandId other : o.demands) {
        fits = fits && !(d.resident.has_value() && s.demands[other].resident == d.resident);
      }
      if (fits && std::max(o.start, start) < std::min(o.end, end)) home = &o;
    }
    if (home == nullptr) {
      out.push_back({{i}, d.quantity, priority(s, d), start, end, {}, {}});
    } else {
      home->demands.push_back(i);
      home->units = std::max<Units>(home->units, d.quantity);
      home->priority = std::min(home->priority, priority(s, d));
      home->start = std::max(home->start, start);
      home->end = std::min(home->end, end);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Order& a, const Order& b) { return a.demands.front() < b.demands.front(); });
  for (Order& o : out) {
    if (s.menu[s.demands[o.demands.front()].item].workers_needed > 1) {
      o.screened = Reason::workers_short;
    } else if (o.start >= o.end) {
      const Demand& d = s.demands[o.demands.front()];
      const bool begins_late =
          (d.earliest() && *d.earliest() >= s.period_end) || (d.submitted() && *d.submitted() >= s.period_end);
      o.screened = begins_late ? Reason::outside_hours : Reason::deadline_passed;
    }
  }
  return out;
}

// --- who could take it -----------------------------------------------------------------------------------------------

enum class Kind { slot, session, organisation };
struct Place {
  Kind kind{};
  OrganisationId organisation;
  WorkerId worker;
  SessionId session;
  std::size_t shift = 0;
  Instant start, end;
  Units units = 0;
};

inline Units shift_units(const Shift& shift) {
  if (shift.units) return *shift.units;
  return std::max<Units>(1, (shift.end - shift.start).count() / 60);
}

inline std::vector<Place> places(const Street& s) {
  std::vector<Place> out;
  for (std::size_t k = 0; k < s.shifts.size(); ++k) {
    const Shift& shift = s.shifts[k];
    // Minute by minute: a slot begins where the shift does, or a session ends, or a slot is full.
    std::optional<Instant> open;
    const auto close = [&](Instant t) {
      if (!open) return;
      const std::int64_t length = (t - *open).count(), whole = (shift.end - shift.start).count();
      const Units units = (shift_units(shift) * length + whole - 1) / whole;
      if (*open < s.period_end && t > s.period_start) {
        out.push_back({Kind::slot, s.workers[shift.worker].organisation, shift.worker, {}, k, *open, t, units});
      }
      open.reset();
    };
    for (Instant t = shift.start; t < shift.end; t = t + Minutes(1)) {
      bool teaching = false;
      for (const Session& e : s.sessions)
        teaching = teaching || (e.worker == shift.worker && e.start <= t && t < e.end);
      if (teaching || (open && t - *open == s.slot_minutes)) close(t);
      if (!teaching && !open) open = t;
    }
    close(shift.end);
  }
  for (std::size_t k = 0; k < s.sessions.size(); ++k) {
    const Session& e = s.sessions[SessionId(k)];
    out.push_back({Kind::session, e.organisation, e.worker, SessionId(k), 0, e.start, e.end, e.seats});
  }
  for (std::size_t o = 0; o < s.organisations.size(); ++o) {
    bool has_workers = false;
    for (const Worker& w : s.workers) has_workers = has_workers || w.organisation == OrganisationId(o);
    if (has_workers) continue;
    const Units units = s.organisations[OrganisationId(o)].max_units.value_or(0);
    out.push_back({Kind::organisation, OrganisationId(o), {}, {}, 0, s.period_start, s.period_end, units});
  }
  return out;
}

inline Date local_day(const Street& s, Instant t) { return date_of(s.zone.local(t)); }

template <class List, class Value>
bool has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

inline bool concerns(const Street& s, const Order& o, const Place& p) {
  const ItemId item = s.demands[o.demands.front()].item;
  return p.kind == Kind::session ? s.sessions[p.session].item == item : s.menu[item].group_min <= 1;
}

// A visit of at least `minutes` (of a minute, if it has no length) in the window, before the validity's last day ends.
inline bool visit_fits(const Street& s, const Order& o, const Place& p, std::optional<Date> until) {
  const auto minutes = std::max<std::int64_t>(1, s.menu[s.demands[o.demands.front()].item].minutes.count());
  Instant start = std::max(o.start, p.start), end = std::min(o.end, p.end);
  while (until && end > start && local_day(s, end - Minutes(1)) > *until) end = end - Minutes(1);
  return (end - start).count() >= minutes;
}

inline std::set<Reason> broken(const Street& s, const Order& o, const Place& p) {
  const Demand& d = s.demands[o.demands.front()];
  const MenuItem& item = s.menu[d.item];
  const Organisation& org = s.organisations[p.organisation];
  std::set<Reason> out;
  if (!org.communities.empty() && !has(org.communities, d.community)) out.insert(Reason::outside_service_area);
  if (!org.categories.empty() && !has(org.categories, item.category)) out.insert(Reason::no_skill);
  if (p.kind == Kind::session) {
    if (p.start < o.start || p.end > o.end) out.insert(Reason::outside_hours);
  } else if (!visit_fits(s, o, p, std::nullopt)) {
    out.insert(Reason::outside_hours);
  }
  if (p.kind == Kind::organisation) {
    const Instant last = std::min(o.end, p.end) - Minutes(1);
    const bool cut_short = org.valid_until && local_day(s, last) > *org.valid_until;
    if (cut_short && !visit_fits(s, o, p, org.valid_until)) out.insert(Reason::organisation_expired);
  } else if (org.valid_until && local_day(s, p.start) > *org.valid_until) {
    out.insert(Reason::organisation_expired);
  }
  const auto languages = s.terms_of(d.languages);
  if (p.kind == Kind::slot) {
    const Worker& w = s.workers[p.worker];
    for (const TermId t : item.skills) {
      if (!has(w.skills, t)) out.insert(Reason::no_skill);
    }
    for (const TermId t : item.certificates) {
      bool held = false;
      for (const Certificate& c : w.certificates) {
        held = held || (c.name == t && (!c.valid_until || *c.valid_until >= local_day(s, p.start)));
      }
      if (!held) out.insert(Reason::no_certificate);
    }
  }
  if (p.kind == Kind::organisation) {
    if (!item.certificates.empty()) out.insert(Reason::no_certificate);
    if (!languages.empty()) out.insert(Reason::no_language);
    if (d.worker_gender != Gender::any) out.insert(Reason::no_gender);
  } else if (p.worker.has_value()) {
    const Worker& w = s.workers[p.worker];
    bool speaks = languages.empty();
    for (const TermId t : languages) speaks = speaks || has(w.languages, t);
    if (!speaks) out.insert(Reason::no_language);
    if (d.worker_gender != Gender::any && w.gender != d.worker_gender) out.insert(Reason::no_gender);
  }
  for (const Party& x : s.parties_of(d.avoid)) {
    if (x.organisation.has_value() && x.organisation == p.organisation) out.insert(Reason::avoided);
    if (x.worker.has_value() && x.worker == p.worker) out.insert(Reason::avoided);
  }
  return out;
}

inline bool eligible(const Street& s, const Order& o, const Place& p) {
  return concerns(s, o, p) && broken(s, o, p).empty();
}

// --- money -----------------------------------------------------------------------------------------------------------

inline void pay(const Street& s, std::vector<Order>& all, const std::vector<Place>& where) {
  std::vector<std::size_t> turn;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool servable = false;
    for (const Place& p : where) servable = servable || eligible(s, all[i], p);
    const bool priced = s.menu[s.demands[all[i].demands.front()].item].unit_price > Money(0);
    if (!all[i].screened && servable && priced) turn.push_back(i);
  }
  std::stable_sort(turn.begin(), turn.end(), [&](std::size_t a, std::size_t b) {
    const auto time = [&](std::size_t i) {
      return s.demands[all[i].demands.front()].submitted().value_or(s.period_start);
    };
    return std::pair(all[a].priority, time(a)) < std::pair(all[b].priority, time(b));
  });
  std::vector<std::int64_t> left;
  for (const Fund& f : s.funds) left.push_back(f.budget.count());
  for (const std::size_t i : turn) {
    const Demand& d = s.demands[all[i].demands.front()];
    const MenuItem& item = s.menu[d.item];
    const std::int64_t price = item.unit_price.count() * all[i].units;
    for (const FundId f : item.funds) {
      const Fund& fund = s.funds[f];
      const bool covers = (fund.categories.empty() || has(fund.categories, item.category)) &&
                          (fund.communities.empty() || has(fund.communities, d.community));
      if (!covers || left[f.index()] < price) continue;
      left[f.index()] -= price;
      all[i].fund = f;
      break;
    }
    if (!all[i].fund) all[i].screened = Reason::fund_exhausted;
  }
}

// --- loads and goals -------------------------------------------------------------------------------------------------

// Units at each place that leave everything within its limits?
class Capacity {
 public:
  Capacity(const Street& s, const std::vector<Place>& where)
      : street_(s),
        places_(where),
        place_(where.size()),
        shift_(s.shifts.size()),
        worker_(s.workers.size()),
        organisation_(s.organisations.size()) {}
  void add(std::size_t place, Units units) {
    const Place& p = places_[place];
    place_[place] += units;
    organisation_[p.organisation.index()] += units;
    if (p.kind != Kind::slot) return;
    shift_[p.shift] += units;
    worker_[p.worker.index()] += units;
  }
  // More units that the place could take.
  Units room(std::size_t place) const {
    const Place& p = places_[place];
    Units out = p.units - place_[place];
    const auto& org = street_.organisations[p.organisation];
    if (org.max_units) out = std::min(out, *org.max_units - organisation_[p.organisation.index()]);
    if (p.kind == Kind::slot) {
      out = std::min(out, shift_units(street_.shifts[p.shift]) - shift_[p.shift]);
      const auto& most = street_.workers[p.worker].max_units;
      if (most) out = std::min(out, *most - worker_[p.worker.index()]);
    }
    return out;
  }
  Units of(OrganisationId o) const { return organisation_[o.index()]; }

 private:
  const Street& street_;
  const std::vector<Place>& places_;
  std::vector<Units> place_, shift_, worker_, organisation_;
};

// Smaller is better, first entries first: "what comes first".
using Score = std::array<std::int64_t, 7>;

inline Score score(const Street& s, const std::vector<Order>& all, const std::vector<Units>& served,
                   const Capacity& used, std::int64_t cost) {
  Score out{};
  std::vector<Units> wanted(s.communities.size(), 0), unserved(s.communities.size(), 0);
  const std::array<std::size_t, 4> entry{0, 2, 3, 4};
  for (std::size_t i = 0; i < all.size(); ++i) {
    out[entry[static_cast<std::size_t>(all[i].priority - 1)]] += all[i].units - served[i];
    const auto c = s.demands[all[i].demands.front()].community.index();
    wanted[c] += all[i].units;
    unserved[c] += all[i].units - served[i];
  }
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    const auto& cap = s.communities[CommunityId(c)].max_unserved_basis_points;
    if (cap) out[1] += std::max<Units>(0, unserved[c] - wanted[c] * *cap / 10'000);
  }
  for (std::size_t o = 0; o < s.organisations.size(); ++o) {
    out[5] += std::max<Units>(0, s.organisations[OrganisationId(o)].min_units - used.of(OrganisationId(o)));
  }
  out[6] = cost;
  return out;
}

}  // namespace paidan::test::naive
