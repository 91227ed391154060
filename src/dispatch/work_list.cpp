#include "paidan/dispatch/work_list.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "paidan/model/window.hpp"
#include "src/dispatch/merge_reports.hpp"

namespace paidan::dispatch {
namespace {

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
  std::vector<ReportGroup> groups;
  for (std::size_t i = 0; i < street.demands.size(); ++i) {
    const DemandId id(i);
    const Demand& d = street.demands[id];
    if (street.menu[d.item].merge_reports && d.point.known() && d.submitted()) reports[d.item].push_back(id);
  }
  std::vector<bool> merged(street.demands.size(), false);
  for (auto& [item, rows] : reports) {
    for (ReportGroup& g : merge_reports(street, rows)) {
      if (g.members.size() == 1) continue;
      for (const DemandId id : g.members) merged[id.index()] = true;
      groups.push_back(std::move(g));
    }
  }
  std::sort(groups.begin(), groups.end(),
            [](const ReportGroup& a, const ReportGroup& b) { return a.members.front() < b.members.front(); });

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

}  // namespace paidan::dispatch
