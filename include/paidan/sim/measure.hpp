// measure(): an outcome's figures. metrics.hpp says what each of them is.
#pragma once

#include <span>

#include "paidan/policy/compile.hpp"
#include "paidan/sim/metrics.hpp"
#include "paidan/sim/simulate.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::sim {

// O(edges × depth of the tree + visits log visits).
[[nodiscard]] DayFigures measure(const Day& day, const Outcome& outcome);

// What placements are worth in a compiled problem's own points.
struct Value {
  WideCost objective = 0;  // edges and tree; minimum loads counted as a penalty for missing them, so never below 0
                           // unless an edge costs less than nothing
  Units served = 0;
};
[[nodiscard]] Value value_of(const policy::Compiled& compiled, std::span<const transport::Placement> placements);

}  // namespace paidan::sim
