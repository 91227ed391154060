// The order in which orders came in: what first-come rules and ties go by.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "paidan/policy/allocation.hpp"

namespace paidan::policy {

// When an order was submitted; one without a time was there from the start.
[[nodiscard]] inline Instant arrival(const AllocationInput& in, transport::OrderId order) {
  const WorkOrder& work = in.list.orders[in.compiled.orders[order.index()]];
  return in.street.demands[work.first].submitted().value_or(in.street.period_start);
}

// All orders, earliest first, then by index.
[[nodiscard]] inline std::vector<transport::OrderId> by_arrival(const AllocationInput& in) {
  std::vector<transport::OrderId> orders(in.compiled.problem.order_count());
  for (std::size_t i = 0; i < orders.size(); ++i) orders[i] = transport::OrderId(i);
  std::stable_sort(orders.begin(), orders.end(), [&](auto a, auto b) { return arrival(in, a) < arrival(in, b); });
  return orders;
}

}  // namespace paidan::policy
