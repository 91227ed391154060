// WorkList: what the community dispatches. Demands screened, merged and funded become work orders.
//
// A work order holds one demand or, for items with `merge_reports`, several reports of one thing. Its code is the code
// of its first demand. Orders that are screened out stay in the list with the reason: nothing is lost.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "paidan/model/street.hpp"

namespace paidan {

using WorkOrderId = Id<struct WorkOrderTag>;

// Half-open: [start, end). Empty when start ≥ end.
struct Window {
  Instant start, end;
  [[nodiscard]] bool empty() const noexcept { return start >= end; }
  [[nodiscard]] Minutes length() const noexcept { return empty() ? Minutes(0) : end - start; }
  friend bool operator==(const Window&, const Window&) = default;
};

[[nodiscard]] inline Window intersection(Window a, Window b) noexcept {
  return Window{a.start > b.start ? a.start : b.start, a.end < b.end ? a.end : b.end};
}

struct WorkOrder {
  DemandId first;                                    // gives the order its code, place and wishes
  std::uint32_t first_member = 0, member_count = 1;  // its demands: `WorkList::members_of`
  Units units = 1;                                   // the largest quantity of its demands
  Priority priority = Priority::normal;              // the most urgent of them
  Window window;                                     // the intersection of theirs with the period
  FundId fund;                                       // pays units × unit_price; none when nothing is to be paid
  std::optional<Reason> screened;                    // why it does not go into the matching
};

struct WorkList {
  Table<WorkOrder, WorkOrderId> orders;  // in the order of their first demands
  std::vector<DemandId> members;
  std::vector<Money> fund_left;  // by FundId

  [[nodiscard]] std::span<const DemandId> members_of(const WorkOrder& order) const {
    return std::span(members).subspan(order.first_member, order.member_count);
  }
};

}  // namespace paidan
