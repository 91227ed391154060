// What an order is called in a report that must not name residents.
#pragma once

#include <string>

#include "paidan/report/report.hpp"

namespace paidan::report {

// The order's code; its number in the work list, `#17`, when the code contains the id of one of its own residents or is
// any resident's id, and residents are withheld. O(members).
[[nodiscard]] inline std::string order_name(const Street& street, const WorkList& list, WorkOrderId id,
                                            Residents residents) {
  const std::string_view code = street.demands[list.orders[id].first].code;
  if (residents == Residents::shown) return std::string(code);
  bool tells = street.residents.find(code).has_value();
  for (const DemandId d : list.members_of(list.orders[id])) {
    const ResidentId resident = street.demands[d].resident;
    tells = tells || (resident.has_value() && code.find(street.residents[resident]) != std::string_view::npos);
  }
  return tells ? "#" + std::to_string(id.index() + 1) : std::string(code);
}

}  // namespace paidan::report
