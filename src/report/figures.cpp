#include "src/report/figures.hpp"

#include <algorithm>

#include "paidan/model/window.hpp"
#include "paidan/policy/leaf.hpp"

namespace paidan::report {
namespace {

Buckets buckets_of(const Street& street) {
  const LocalTime first = street.zone.local(street.period_start), last = street.zone.local(street.period_end);
  constexpr std::int64_t day = 1440;
  Buckets out;
  for (const std::int64_t length : {std::int64_t{60}, std::int64_t{120}, std::int64_t{240}, day, 7 * day, 28 * day}) {
    const std::int64_t unit = length < day ? length : day;
    const std::int64_t since_midnight = (first - midnight_of(date_of(first))).count();
    out.start = first - Minutes(since_midnight % unit);
    out.length = Minutes(length);
    out.count = static_cast<std::size_t>(std::max<std::int64_t>(1, ((last - out.start).count() + length - 1) / length));
    if (out.count <= 16) return out;
  }
  out.length = Minutes(((last - out.start).count() + 15) / 16);
  out.count = 16;
  return out;
}

class Adder {
 public:
  explicit Adder(const MatchReport& report) : r_(report) {
    f_.buckets = buckets_of(r_.street);
    f_.by_community.resize(r_.street.communities.size());
    f_.reasons_by_community.resize(r_.street.communities.size());
    f_.by_grid.resize(r_.street.grids.size());
    f_.spent.resize(r_.street.funds.size(), Money(0));
    f_.seats_taken.resize(r_.street.sessions.size(), 0);
    f_.worker_load.resize(r_.street.workers.size(), 0);
    f_.worker_room.resize(r_.street.workers.size(), 0);
    f_.organisations.resize(r_.street.organisations.size());
    for (OrganisationFigures& o : f_.organisations) {
      o.load.resize(f_.buckets.count + 1, 0);
      o.room.resize(f_.buckets.count + 1, 0);
    }
  }

  Figures take() {
    for (const PlanLine& line : r_.plan.lines) add(line);
    for (const UnservedLine& line : r_.plan.unserved) add(line);
    merge_flows();
    add_room();
    for (auto& waits : f_.waits.by_priority) std::sort(waits.begin(), waits.end());
    add_reliefs();
    return std::move(f_);
  }

 private:
  const Demand& demand(WorkOrderId id) const { return r_.street.demands[r_.list.orders[id].first]; }

  void count(WorkOrderId id, Units units, Units served) {
    const Demand& d = demand(id);
    f_.all.add(units, served);
    f_.by_priority[static_cast<std::size_t>(r_.list.orders[id].priority) - 1].add(units, served);
    f_.by_community[d.community.index()].add(units, served);
    if (d.grid.has_value()) f_.by_grid[d.grid.index()].add(units, served);
  }

  void add(const PlanLine& line) {
    const WorkOrder& order = r_.list.orders[line.order];
    const Demand& d = demand(line.order);
    count(line.order, line.units, line.units);
    for (std::size_t t = 0; t < cost_term_count; ++t) f_.terms.of[t] += line.terms.of[t];
    f_.price += line.price;
    if (line.fund.has_value()) f_.spent[line.fund.index()] += line.price;
    if (line.session.has_value()) f_.seats_taken[line.session.index()] += line.units;
    if (line.worker.has_value()) f_.worker_load[line.worker.index()] += line.units;
    OrganisationFigures& o = f_.organisations[line.organisation.index()];
    o.units += line.units;
    o.cost += line.terms.total();
    o.price += line.price;
    f_.flows.push_back({d.community, line.organisation, line.units});
    const std::size_t at = line.slot ? f_.buckets.of(r_.street.zone.local(line.slot->start)) : f_.buckets.count;
    o.load[at] += line.units;
    if (!line.slot) {
      f_.waits.untimed += line.units;
      return;
    }
    const Instant begin = std::max(line.slot->start, order.window.start);
    const Instant asked = d.submitted().value_or(order.window.start);
    f_.waits.by_priority[static_cast<std::size_t>(order.priority) - 1].emplace_back(
        std::max<std::int64_t>(0, (begin - asked).count()), line.units);
    const MenuItem& item = r_.street.menu[d.item];
    if (item.deadline && d.submitted()) {
      (begin + item.minutes <= *d.submitted() + *item.deadline ? f_.deadline_kept : f_.deadline_missed) += line.units;
    }
  }

  void add(const UnservedLine& line) {
    count(line.order, line.units, 0);
    const auto reason = static_cast<std::size_t>(line.reason);
    f_.by_reason[reason] += line.units;
    f_.reasons_by_community[demand(line.order).community.index()][reason] += line.units;
  }

  void merge_flows() {
    std::vector<Flow>& flows = f_.flows;
    const auto place = [](const Flow& f) { return std::pair(f.community, f.organisation); };
    std::sort(flows.begin(), flows.end(), [&](const Flow& a, const Flow& b) { return place(a) < place(b); });
    std::size_t kept = 0;
    for (const Flow& flow : flows) {
      if (kept != 0 && place(flows[kept - 1]) == place(flow)) {
        flows[kept - 1].units += flow.units;
      } else {
        flows[kept++] = flow;
      }
    }
    flows.resize(kept);
    std::stable_sort(flows.begin(), flows.end(), [](const Flow& a, const Flow& b) {
      return a.community != b.community ? a.community < b.community : a.units > b.units;
    });
  }

  void add_room() {
    const bool whole_days = f_.buckets.length >= Minutes(1440);
    std::uint32_t shift = UINT32_MAX;
    Units left = 0;
    for (const policy::Leaf& leaf : policy::make_leaves(r_.street)) {
      OrganisationFigures& o = f_.organisations[leaf.organisation.index()];
      Units units = leaf.units;
      if (leaf.kind == policy::LeafKind::slot && whole_days) {  // together no more than the shift
        if (shift != leaf.shift) {
          const Shift& s = r_.street.shifts[leaf.shift];
          left = s.units.value_or(std::max<Units>(1, (s.end - s.start).count() / 60));
          shift = leaf.shift;
        }
        units = std::min(units, left);
        left -= units;
      }
      const std::size_t at = leaf.kind == policy::LeafKind::organisation
                                 ? f_.buckets.count
                                 : f_.buckets.of(r_.street.zone.local(leaf.window.start));
      o.room[at] += units;
      if (leaf.worker.has_value()) f_.worker_room[leaf.worker.index()] += units;
    }
  }

  void add_reliefs() {
    using Key = std::tuple<Relief::Kind, OrganisationId, FundId>;
    std::map<Key, ReliefGroup> groups;
    std::map<Key, std::map<ItemId, Units>> items;
    for (const UnservedLine& line : r_.plan.unserved) {
      const Relief& relief = line.relief;
      if (relief.kind == Relief::Kind::none) continue;
      const Key key{relief.kind, relief.organisation, relief.fund};
      ReliefGroup& group = groups[key];
      group.kind = relief.kind;
      group.organisation = relief.organisation;
      group.fund = relief.fund;
      group.units += line.units;
      group.amount =
          relief.kind == Relief::Kind::money ? group.amount + relief.amount : std::max(group.amount, relief.amount);
      items[key][demand(line.order).item] += line.units;
    }
    for (auto& [key, group] : groups) {
      group.items.assign(items[key].begin(), items[key].end());
      std::stable_sort(group.items.begin(), group.items.end(),
                       [](const auto& a, const auto& b) { return a.second > b.second; });
      const bool room = group.kind == Relief::Kind::more_units_worker || group.kind == Relief::Kind::more_seats ||
                        group.kind == Relief::Kind::more_units_organisation;
      for (const ScarcePlace& place : r_.scarce) {
        if (!room || place.organisation != group.organisation) continue;
        if (place.session.has_value() != (group.kind == Relief::Kind::more_seats)) continue;
        ++group.full_places;
        if (group.dearest == nullptr || place.worth > group.dearest->worth) group.dearest = &place;
      }
      f_.reliefs.push_back(group);
    }
    std::stable_sort(f_.reliefs.begin(), f_.reliefs.end(),
                     [](const ReliefGroup& a, const ReliefGroup& b) { return a.units > b.units; });
  }

  const MatchReport& r_;
  Figures f_;
};

}  // namespace

Figures figures_of(const MatchReport& report) { return Adder(report).take(); }

std::size_t Buckets::of(LocalTime t) const {
  const std::int64_t at = (t - start).count() / length.count();
  return static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(count) - 1));
}

std::vector<std::pair<std::int64_t, Units>> Waits::all() const {
  std::vector<std::pair<std::int64_t, Units>> out;
  for (const auto& waits : by_priority) out.insert(out.end(), waits.begin(), waits.end());
  std::sort(out.begin(), out.end());
  return out;
}

std::int64_t percentile(const std::vector<std::pair<std::int64_t, Units>>& waits, int percent) {
  Units all = 0, below = 0;
  for (const auto& [minutes, units] : waits) all += units;
  for (const auto& [minutes, units] : waits) {
    below += units;
    if (below * 100 >= all * percent) return minutes;
  }
  return 0;
}

std::int64_t mean(const std::vector<std::pair<std::int64_t, Units>>& waits) {
  Units all = 0;
  WideCost sum = 0;
  for (const auto& [minutes, units] : waits) {
    all += units;
    sum += static_cast<WideCost>(minutes) * units;
  }
  return all == 0 ? 0 : static_cast<std::int64_t>((sum + all / 2) / all);
}

Lorenz lorenz(std::vector<std::pair<std::int64_t, std::int64_t>> parts) {
  WideCost weights = 0, amounts = 0;
  for (const auto& [weight, amount] : parts) {
    weights += weight;
    amounts += amount;
  }
  Lorenz out;
  out.points.emplace_back(0, 0);
  if (weights == 0 || amounts == 0) return out;
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
    return static_cast<WideCost>(a.second) * b.first < static_cast<WideCost>(b.second) * a.first;
  });
  WideCost weight = 0, amount = 0, twice_area = 0;  // of the curve, in weights × amounts
  std::int64_t drawn = 0;
  for (const auto& [w, a] : parts) {
    twice_area += static_cast<WideCost>(w) * (2 * amount + a);
    weight += w;
    amount += a;
    const auto x = static_cast<std::int64_t>(weight * 10'000 / weights);
    if (x < drawn + 100 && weight != weights) continue;
    drawn = x;
    out.points.emplace_back(x, static_cast<std::int64_t>(amount * 10'000 / amounts));
  }
  out.gini_basis_points = static_cast<std::int64_t>(10'000 - twice_area * 10'000 / (weights * amounts));
  return out;
}

}  // namespace paidan::report
