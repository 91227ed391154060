// The time window of a demand that counts: what the resident wrote, its item's deadline and the period, in one.
#pragma once

#include <algorithm>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"

namespace paidan {

// [max(earliest, submitted, period_start), min(latest, period_end)); a missing `latest` is submitted + the item's
// deadline if it has one, else period_end. May be empty.
[[nodiscard]] inline Window window_of(const Street& street, const Demand& demand) {
  Window window{street.period_start, street.period_end};
  if (demand.submitted()) window.start = std::max(window.start, *demand.submitted());
  if (demand.earliest()) window.start = std::max(window.start, *demand.earliest());
  const MenuItem& item = street.menu[demand.item];
  if (demand.latest()) {
    window.end = std::min(window.end, *demand.latest());
  } else if (item.deadline && demand.submitted()) {
    window.end = std::min(window.end, *demand.submitted() + *item.deadline);
  }
  return window;
}

// A demand's own priority, else its item's, else normal.
[[nodiscard]] inline Priority priority_of(const Street& street, const Demand& demand) {
  if (demand.priority()) return *demand.priority();
  return street.menu[demand.item].priority.value_or(Priority::normal);
}

}  // namespace paidan
