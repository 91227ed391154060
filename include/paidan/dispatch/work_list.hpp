// Demands → work list: screening, merging of reports, funding.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"

namespace paidan::dispatch {

// Screened and merged, not yet funded: windows outside the period, deadlines passed, workers_short; reports of one
// thing become one order. O(demands log demands).
[[nodiscard]] WorkList make_work_list(const Street& street);

// Gives each priced order that `servable` marks to the first of its item's funds that can still pay all of it, most
// urgent and earliest first; an order that no fund can pay is screened out as fund_exhausted. Orders that nobody could
// serve take no money. O(orders log orders).
void fund(const Street& street, WorkList& list, const std::vector<bool>& servable);

// How many of a fund's two lists, categories and communities, leave this order out.
[[nodiscard]] std::size_t uncovered(const Street& street, const WorkOrder& order, FundId fund);

// The least by which this fund's budget must grow so that `fund` pays for an order that is fund_exhausted; none when no
// budget does. `list` is funded. The outcome changes only at budgets at which some order before it is no longer
// refused: those are tried one after the other, since more money may first go to a dearer order (after 200 of them,
// only those at which the order itself is refused). O(steps × orders).
[[nodiscard]] std::optional<Money> least_budget(const Street& street, const WorkList& list, WorkOrderId order,
                                                FundId fund);

}  // namespace paidan::dispatch
