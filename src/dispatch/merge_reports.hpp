// Reports of one thing by several people become one order.
#pragma once

#include <vector>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"

namespace paidan::dispatch {

// Demands that are one order: the first report and those that joined it.
struct ReportGroup {
  std::vector<DemandId> members;
  Window window;  // the intersection of theirs
};

// Groups the reports of one item, all with a point and a time: a report joins the earliest group whose first report is
// at most 50 m and 2 h away, that has no report of the same resident yet, and whose window meets its own; else it
// begins a group. Reports come by submission, then by code. Groups in the order of their first reports.
//
// Groups are found through a grid of 55 m squares: O(reports log reports) unless hundreds of groups share a square.
[[nodiscard]] std::vector<ReportGroup> merge_reports(const Street& street, std::vector<DemandId> reports);

}  // namespace paidan::dispatch
