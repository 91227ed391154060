#include "paidan/dispatch/work_list.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "paidan/core/geo.hpp"
#include "paidan/model/window.hpp"

namespace paidan::dispatch {
namespace {

constexpr Metres merge_distance{50};
constexpr Minutes merge_time{120};

// Demands that become one order: the first report's row and the others.
struct Group {
  std::vector<DemandId> members;
  Window window;
};

bool same_reporter(const Street& street, const Group& group, const Demand& d) {
  if (!d.resident.has_value()) return false;
  return std::any_of(group.members.begin(), group.members.end(),
                     [&](DemandId m) { return street.demands[m].resident == d.resident; });
}

bool joins(const Street& street, const Group& group, const Demand& d, Window window) {
  const Demand& first = street.demands[group.members.front()];
  return distance(first.point, d.point) <= merge_distance && *d.submitted() - *first.submitted() <= merge_time &&
         !same_reporter(street, group, d) && !intersection(group.window, window).empty();
}

// Reports of one item are looked at by time; a grid of 100 m squares would be finer, but a group takes at most two
// hours' reports.
std::vector<Group> merge(const Street& street, std::vector<DemandId> reports) {
  std::sort(reports.begin(), reports.end(), [&](DemandId a, DemandId b) {
    const Demand &x = street.demands[a], &y = street.demands[b];
    return std::tuple(*x.submitted(), x.code) < std::tuple(*y.submitted(), y.code);
  });
  std::vector<Group> groups;
  std::size_t open = 0;  // groups before this one are more than two hours old
  for (const DemandId id : reports) {
    const Demand& d = street.demands[id];
    const Window window = window_of(street, d);
    while (open < groups.size() &&
           *d.submitted() - *street.demands[groups[open].members.front()].submitted() > merge_time) {
      ++open;
    }
    const auto at = std::find_if(groups.begin() + static_cast<std::ptrdiff_t>(open), groups.end(),
                                 [&](const Group& g) { return joins(street, g, d, window); });
    if (at == groups.end()) {
      groups.push_back({{id}, window});
    } else {
      at->members.push_back(id);
      at->window = intersection(at->window, window);
    }
  }
  return groups;
}

std::optional<Reason> screen(const Street& street, const WorkOrder& order) {
  const Demand& d = street.demands[order.first];
  if (street.menu[d.item].workers_needed > 1) return Reason::workers_short;
  if (!order.window.empty()) return std::nullopt;
  const Instant starts = std::max(
      {street.period_start, d.submitted().value_or(street.period_start), d.earliest().value_or(street.period_start)});
  return starts >= street.period_end ? Reason::outside_hours : Reason::deadline_passed;
}

}  // namespace

WorkList make_work_list(const Street& street) {
  std::map<ItemId, std::vector<DemandId>> reports;
  std::vector<Group> groups;
  for (std::size_t i = 0; i < street.demands.size(); ++i) {
    const DemandId id(i);
    const Demand& d = street.demands[id];
    if (street.menu[d.item].merge_reports && d.point.known() && d.submitted()) reports[d.item].push_back(id);
  }
  std::vector<bool> merged(street.demands.size(), false);
  for (auto& [item, rows] : reports) {
    for (Group& g : merge(street, rows)) {
      if (g.members.size() == 1) continue;
      for (const DemandId id : g.members) merged[id.index()] = true;
      groups.push_back(std::move(g));
    }
  }
  std::sort(groups.begin(), groups.end(),
            [](const Group& a, const Group& b) { return a.members.front() < b.members.front(); });

  WorkList list;
  list.members.reserve(street.demands.size());
  list.orders.reserve(street.demands.size());
  for (const Fund& f : street.funds) list.fund_left.push_back(f.budget);
  auto group = groups.begin();
  for (std::size_t i = 0; i < street.demands.size(); ++i) {
    const DemandId id(i);
    const bool leads = group != groups.end() && group->members.front() == id;
    if (merged[i] && !leads) continue;
    const Demand& d = street.demands[id];
    WorkOrder order;
    order.first = id;
    order.first_member = static_cast<std::uint32_t>(list.members.size());
    order.units = d.quantity;
    order.priority = priority_of(street, d);
    order.window = window_of(street, d);
    if (leads) {
      order.window = group->window;
      order.member_count = static_cast<std::uint32_t>(group->members.size());
      for (const DemandId m : group->members) {
        order.units = std::max<Units>(order.units, street.demands[m].quantity);
        order.priority = std::min(order.priority, priority_of(street, street.demands[m]));
        list.members.push_back(m);
      }
      ++group;
    } else {
      list.members.push_back(id);
    }
    order.screened = screen(street, order);
    list.orders.push_back(order);
  }
  return list;
}

namespace {

// Orders in the turn in which they are given money.
std::vector<std::uint32_t> by_urgency(const Street& street, const WorkList& list) {
  std::vector<std::uint32_t> turn(list.orders.size());
  std::iota(turn.begin(), turn.end(), 0U);
  std::stable_sort(turn.begin(), turn.end(), [&](std::uint32_t a, std::uint32_t b) {
    const WorkOrder &x = list.orders[WorkOrderId(a)], &y = list.orders[WorkOrderId(b)];
    const auto time = [&](const WorkOrder& o) {
      return street.demands[o.first].submitted().value_or(street.period_start);
    };
    return std::tuple(x.priority, time(x)) < std::tuple(y.priority, time(y));
  });
  return turn;
}

Money price_of(const Street& street, const WorkOrder& order) {
  return street.menu[street.demands[order.first].item].unit_price * order.units;
}

// The first of the item's funds that can pay all of it, or none. `refused(fund, lacking)` for those that cannot.
template <class Refused>
FundId paying(const Street& street, const WorkOrder& order, const std::vector<Money>& left, Refused&& refused) {
  const Money price = price_of(street, order);
  for (const FundId f : street.menu[street.demands[order.first].item].funds) {
    if (uncovered(street, order, f) != 0) continue;
    if (left[f.index()] >= price) return f;
    refused(f, price - left[f.index()]);
  }
  return {};
}

}  // namespace

std::size_t uncovered(const Street& street, const WorkOrder& order, FundId id) {
  const Demand& demand = street.demands[order.first];
  const Fund& fund = street.funds[id];
  const auto leaves_out = [](const auto& listed, auto value) {
    return !listed.empty() && !std::binary_search(listed.begin(), listed.end(), value) ? std::size_t{1} : 0;
  };
  return leaves_out(fund.categories, street.menu[demand.item].category) +
         leaves_out(fund.communities, demand.community);
}

void fund(const Street& street, WorkList& list, const std::vector<bool>& servable) {
  for (const std::uint32_t i : by_urgency(street, list)) {
    WorkOrder& order = list.orders[WorkOrderId(i)];
    if (order.screened || !servable[i] || price_of(street, order) == Money(0)) continue;
    order.fund = paying(street, order, list.fund_left, [](FundId, Money) {});
    if (order.fund.has_value()) {
      list.fund_left[order.fund.index()] -= price_of(street, order);
    } else {
      order.screened = Reason::fund_exhausted;
    }
  }
}

std::optional<Money> least_budget(const Street& street, const WorkList& list, WorkOrderId asked, FundId fund) {
  constexpr int exact_steps = 200;
  std::vector<std::uint32_t> turn;  // those that want money, up to the asked one
  for (const std::uint32_t i : by_urgency(street, list)) {
    const WorkOrder& order = list.orders[WorkOrderId(i)];
    if (order.fund.has_value() || order.screened == Reason::fund_exhausted) turn.push_back(i);
    if (WorkOrderId(i) == asked) break;
  }
  Money extra{0};
  for (int step = 0;; ++step) {
    std::vector<Money> left;
    for (const Fund& f : street.funds) left.push_back(f.budget);
    left[fund.index()] += extra;
    std::optional<Money> next;
    for (const std::uint32_t i : turn) {
      const WorkOrder& order = list.orders[WorkOrderId(i)];
      const bool own = WorkOrderId(i) == asked;
      const FundId payer = paying(street, order, left, [&](FundId f, Money lacking) {
        if (f == fund && (own || step < exact_steps)) next = next ? std::min(*next, lacking) : lacking;
      });
      if (payer.has_value() && own) return extra;
      if (payer.has_value()) left[payer.index()] -= price_of(street, order);
    }
    if (!next) return std::nullopt;
    extra += *next;
  }
}

}  // namespace paidan::dispatch
