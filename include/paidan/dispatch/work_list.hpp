// Demands → work list: screening, merging of reports, funding.
#pragma once

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

}  // namespace paidan::dispatch
