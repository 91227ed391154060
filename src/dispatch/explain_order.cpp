#include "paidan/dispatch/explain_order.hpp"

#include <algorithm>

#include "paidan/model/window.hpp"
#include "paidan/policy/eligibility.hpp"
#include "paidan/transport/solve.hpp"

namespace paidan::dispatch {
namespace {

using policy::Leaf;
using policy::LeafKind;
using transport::EdgeId;

constexpr std::size_t most_trials = 12;

void explain_placed(const Batch& batch, WorkOrderId id, PlacedExplanation& out) {
  const auto order = batch.compiled.problem_order[id.index()];
  transport::TransportProblem changed = batch.compiled.problem;
  for (std::size_t e = changed.first_edge(order); e < changed.end_edge(order); ++e) {
    const Leaf& leaf = batch.compiled.leaves[changed.edge_leaf(EdgeId(e)).index()];
    const bool here = leaf.kind != LeafKind::unserved && leaf.organisation == out.line.organisation &&
                      leaf.worker == out.line.worker && leaf.session == out.line.session &&
                      (leaf.kind == LeafKind::organisation || leaf.window == *out.line.slot);
    if (here) changed.bound_edge(EdgeId(e), 0);
  }
  const auto again = transport::solve(changed);
  if (again.status != transport::Status::optimal) return;
  for (const auto& p : again.placements) {
    if (p.edge.index() < changed.first_edge(order) || p.edge.index() >= changed.end_edge(order)) continue;
    const Leaf& leaf = batch.compiled.leaves[changed.edge_leaf(p.edge).index()];
    if (leaf.kind == LeafKind::unserved || out.next_best) continue;
    out.next_best = leaf;
    out.plan_change = Cost(static_cast<std::int64_t>(again.objective - batch.solution.objective));
  }
}

bool grows(const Relief& relief) {
  return relief.kind == Relief::Kind::more_units_worker || relief.kind == Relief::Kind::more_units_organisation ||
         relief.kind == Relief::Kind::more_seats || relief.kind == Relief::Kind::money;
}

Units unserved_units(const Batch& batch, DemandId first) {
  for (const UnservedLine& line : batch.plan.unserved) {
    for (DemandId d : batch.list.members_of(batch.list.orders[line.order])) {
      if (d == first) return line.units;
    }
  }
  return 0;
}

Relief relief_at(const Leaf& leaf, Relief::Kind kind, std::int64_t amount, TermId term = {}) {
  Relief r;
  r.kind = kind;
  r.organisation = leaf.organisation;
  r.worker = leaf.worker;
  r.session = leaf.session;
  if (leaf.kind != LeafKind::organisation) r.slot = leaf.window;
  r.amount = amount;
  r.term = term;
  return r;
}

// The one change that lifts the one rule a leaf breaks; none when one change is not enough.
std::optional<Relief> lifting(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const Demand& demand = street.demands[order.first];
  const MenuItem& item = street.menu[demand.item];
  const policy::Broken broken = policy::broken_rules(street, order, leaf);
  if (broken.count() != 1) return std::nullopt;
  const auto is = [&](Reason r) { return broken.test(static_cast<std::size_t>(r)); };
  using Kind = Relief::Kind;
  const auto only_missing = [&](const std::vector<TermId>& need, auto held) -> std::optional<TermId> {
    std::optional<TermId> missing;
    for (TermId t : need) {
      if (held(t)) continue;
      if (missing) return std::nullopt;
      missing = t;
    }
    return missing;
  };
  if (is(Reason::no_skill) && leaf.kind == LeafKind::slot) {
    const auto& have = street.workers[leaf.worker].skills;
    const auto t = only_missing(item.skills, [&](TermId x) { return std::binary_search(have.begin(), have.end(), x); });
    if (t) return relief_at(leaf, Kind::skill, 1, *t);
  }
  if (is(Reason::no_certificate) && leaf.kind == LeafKind::slot) {
    const Date day = date_of(street.zone.local(leaf.window.start));
    const auto& have = street.workers[leaf.worker].certificates;
    const auto t = only_missing(item.certificates, [&](TermId x) {
      return std::any_of(have.begin(), have.end(), [&](const Certificate& c) {
        return c.name == x && (!c.valid_until || *c.valid_until >= day);
      });
    });
    if (t) return relief_at(leaf, Kind::certificate, 1, *t);
  }
  if (is(Reason::no_language) && leaf.worker.has_value()) {
    return relief_at(leaf, Kind::language, 1, street.terms_of(demand.languages).front());
  }
  if (is(Reason::no_gender)) return relief_at(leaf, Kind::other_gender, 1);
  if (is(Reason::avoided)) return relief_at(leaf, Kind::avoid_dropped, 1);
  if (is(Reason::organisation_expired)) return relief_at(leaf, Kind::renewed_validity, 1);
  if (is(Reason::outside_service_area)) return relief_at(leaf, Kind::service_area, 1);
  if (is(Reason::outside_hours)) {
    const Instant end = leaf.kind == LeafKind::session
                            ? leaf.window.end
                            : std::max(leaf.window.start, order.window.start) + std::max(item.minutes, Minutes(1));
    if (end > order.window.end && end <= street.period_end) {
      return relief_at(leaf, Kind::longer_window, (end - order.window.end).count());
    }
  }
  return std::nullopt;
}

std::vector<Relief> to_try(const Street& street, const Batch& batch, const UnservedLine& line) {
  const WorkOrder& order = batch.list.orders[line.order];
  std::vector<Relief> out;
  if (line.relief.kind == Relief::Kind::money) out.push_back(line.relief);
  if (order.screened) return out;
  const auto& problem = batch.compiled.problem;
  const auto problem_order = batch.compiled.problem_order[line.order.index()];
  std::vector<std::pair<std::int64_t, std::uint32_t>> by_price;
  for (std::size_t e = problem.first_edge(problem_order); e < problem.end_edge(problem_order); ++e) {
    const auto leaf = problem.edge_leaf(EdgeId(e));
    if (batch.compiled.leaves[leaf.index()].kind == LeafKind::unserved) continue;
    by_price.emplace_back(problem.edge_cost(EdgeId(e)).count() + batch.solution.leaf_price[leaf.index()].count(),
                          leaf.value());
  }
  std::sort(by_price.begin(), by_price.end());
  for (const auto& [price, index] : by_price) {
    if (out.size() >= most_trials / 2) break;
    const Leaf& leaf = batch.compiled.leaves[index];
    out.push_back(relief_at(leaf,
                            leaf.kind == LeafKind::session ? Relief::Kind::more_seats
                            : leaf.kind == LeafKind::slot  ? Relief::Kind::more_units_worker
                                                           : Relief::Kind::more_units_organisation,
                            line.units));
  }
  std::vector<Relief> lifts;
  for (const Leaf& leaf : batch.compiled.leaves) {
    if (leaf.kind == LeafKind::unserved || !policy::concerns(street, order, leaf)) continue;
    if (auto relief = lifting(street, order, leaf)) lifts.push_back(*relief);
  }
  std::stable_sort(lifts.begin(), lifts.end(), [](const Relief& a, const Relief& b) { return a.amount < b.amount; });
  for (const Relief& relief : lifts) {
    if (out.size() < most_trials) out.push_back(relief);
  }
  return out;
}

template <class T>
void insert_sorted(std::vector<T>& list, T value) {
  const auto at = std::lower_bound(list.begin(), list.end(), value);
  if (at == list.end() || *at != value) list.insert(at, value);
}

}  // namespace

WorkOrderId find_order(const Street& street, const WorkList& list, std::string_view demand) {
  for (std::size_t i = 0; i < list.orders.size(); ++i) {
    for (DemandId d : list.members_of(list.orders[WorkOrderId(i)])) {
      if (street.demands[d].code == demand) return WorkOrderId(i);
    }
  }
  return {};
}

Street with_relief(const Street& street, const WorkOrder& order, const Relief& relief) {
  Street out = street;
  Demand& demand = out.demands[order.first];
  using Kind = Relief::Kind;
  const auto grow = [&](std::optional<Units>& most) {
    if (most) *most += relief.amount;
  };
  switch (relief.kind) {
    case Kind::none:
    case Kind::higher_penalty:
      break;
    case Kind::more_units_worker:
      for (Shift& s : out.shifts) {
        if (s.worker != relief.worker || intersection({s.start, s.end}, *relief.slot).empty()) continue;
        const std::int64_t length = (s.end - s.start).count(), slot = relief.slot->length().count();
        const Units units = s.units.value_or(std::max<Units>(1, length / 60));
        s.units = units + (relief.amount * length + slot - 1) / slot;  // so that the slot's own share grows by enough
      }
      grow(out.workers[relief.worker].max_units);
      grow(out.organisations[relief.organisation].max_units);
      break;
    case Kind::more_units_organisation:
      grow(out.organisations[relief.organisation].max_units);
      break;
    case Kind::more_seats:
      out.sessions[relief.session].seats += relief.amount;
      grow(out.organisations[relief.organisation].max_units);
      break;
    case Kind::longer_window:
      for (Demand& d : out.demands) {
        if (&d == &demand) d.set_latest(order.window.end + Minutes(relief.amount));
      }
      break;
    case Kind::certificate:
      out.workers[relief.worker].certificates.push_back({relief.term, {}});
      break;
    case Kind::skill:
      insert_sorted(out.workers[relief.worker].skills, relief.term);
      break;
    case Kind::language:
      insert_sorted(out.workers[relief.worker].languages, relief.term);
      break;
    case Kind::service_area:
      insert_sorted(out.organisations[relief.organisation].communities, demand.community);
      break;
    case Kind::renewed_validity:
      out.organisations[relief.organisation].valid_until.reset();
      break;
    case Kind::other_gender:
      demand.worker_gender = Gender::any;
      break;
    case Kind::avoid_dropped:
      demand.avoid = PartyListId{};
      break;
    case Kind::money:
      out.funds[relief.fund].budget += Money(relief.amount);
      break;
  }
  return out;
}

OrderExplanation explain_order(const Street& street, const policy::Policy& policy, const Batch& batch,
                               WorkOrderId order) {
  OrderExplanation out;
  out.order = order;
  for (const PlanLine& line : batch.plan.lines) {
    if (line.order != order) continue;
    out.placed.push_back({line, {}, Cost(0)});
    explain_placed(batch, order, out.placed.back());
  }
  for (const UnservedLine& line : batch.plan.unserved) {
    if (line.order == order) out.unserved = line;
  }
  if (!out.unserved) return out;
  const DemandId first = batch.list.orders[order].first;
  const auto attempt = [&](const Relief& relief) {
    return run_batch(with_relief(street, batch.list.orders[order], relief), policy);
  };
  const auto serves = [&](const Batch& again) { return unserved_units(again, first) < out.unserved->units; };
  for (Relief relief : to_try(street, batch, *out.unserved)) {
    Batch again = attempt(relief);
    // More units or money may first go to others who are worth as much: look for the smallest number that reaches this
    // order.
    if (!serves(again) && grows(relief) && out.reliefs.empty()) {
      const std::int64_t start = std::max<std::int64_t>(relief.amount, 1);
      relief.amount = start;
      while (!serves(again) && relief.amount < start * 256) {
        relief.amount *= 2;
        again = attempt(relief);
      }
      for (std::int64_t low = relief.amount / 2, high = relief.amount; serves(again) && low + 1 < high;) {
        relief.amount = (low + high) / 2;
        Batch less = attempt(relief);
        if (serves(less)) {
          high = relief.amount;
          again = std::move(less);
        } else {
          low = relief.amount;
        }
        relief.amount = high;
      }
    }
    if (!serves(again)) continue;
    // Points compare only under the same penalties.
    if (again.compiled.penalties.unserved == batch.compiled.penalties.unserved) {
      relief.gain = Cost(static_cast<std::int64_t>(batch.solution.objective - again.solution.objective));
    }
    out.reliefs.push_back(relief);
  }
  std::stable_sort(out.reliefs.begin(), out.reliefs.end(), [](const Relief& a, const Relief& b) {
    return a.gain.value_or(Cost(INT64_MIN)) > b.gain.value_or(Cost(INT64_MIN));
  });
  return out;
}

}  // namespace paidan::dispatch
