// Where more room would help: read off the prices that prove a plan optimal.
#pragma once

#include <vector>

#include "paidan/policy/compile.hpp"
#include "paidan/report/report.hpp"

namespace paidan::report {

// The leaves that are full, dearest first. `worth` is the sum of what the bounds from the leaf up to the root hold back
// per unit: the plan gains at most that much by one more unit at the leaf and at whatever above it is full too (the
// optimum is convex in a capacity, and its price a subgradient; Ahuja, Magnanti & Orlin 1993, §9.4 and 16.2).
// O(edges + leaves × depth).
[[nodiscard]] std::vector<ScarcePlace> scarce_places(const policy::Compiled& compiled, const Plan& plan);

}  // namespace paidan::report
