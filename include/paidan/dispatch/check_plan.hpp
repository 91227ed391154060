// check_plan(): does a written plan still follow from its bundle, and is it optimal?
//
// Nothing is taken on trust: the work list and the problem are made again from the street, the placements and prices of
// plan.json are held against them (eligibility by the plain rules, capacities and optimality by transport::verify), and
// every file of the plan is rendered anew and compared byte by byte.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "paidan/dispatch/batch.hpp"
#include "paidan/io/plan_io.hpp"
#include "paidan/io/street_io.hpp"

namespace paidan::dispatch {

struct PlanCheck {
  std::vector<std::string> faults;  // empty: the plan holds
  Batch batch;                      // what the plan says, for explanations; whole only when nothing is wrong
};

[[nodiscard]] PlanCheck check_plan(const std::filesystem::path& directory, const io::PlanFile& file,
                                   const io::StreetFile& street);

// The policy that a plan was made with.
[[nodiscard]] policy::Policy policy_of(const io::PlanOrigin& origin);

}  // namespace paidan::dispatch
