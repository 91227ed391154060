// A written plan and its bundle, found, read and checked.
#pragma once

#include <string>
#include <vector>

#include "paidan/dispatch/check_plan.hpp"

namespace paidan::cli {

struct CheckedPlan {
  io::PlanFile file;
  io::StreetFile street;
  dispatch::Batch batch;                    // whole only when there are no faults
  std::vector<dispatch::PlanFault> faults;  // in the language asked for
};

// The bundle is `bundle` if given, else what plan.json names: as it stands, or from the plan's own directory or its
// parent. A bundle that was changed is not read: the change is the fault.
[[nodiscard]] CheckedPlan check_written_plan(const std::string& directory, const std::string& bundle,
                                             Language language);

// To stderr, one a line.
void print_faults(const std::vector<dispatch::PlanFault>& faults);

}  // namespace paidan::cli
