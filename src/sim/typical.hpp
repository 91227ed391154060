// The typical day: the street's own demands, which are what the fitted process brings on average.
#pragma once

#include "paidan/sim/simulate.hpp"

namespace paidan::sim {

struct Simulator::Typical {
  Street street;  // a copy of its own work list's sake
  WorkList list;
  policy::Compiled compiled;
  std::vector<Instant> arrival;      // by order
  std::vector<Instant> last_minute;  // by edge
};

// A work list made and funded, as a batch does it.
[[nodiscard]] WorkList funded_work_list(const Street& street);
// When each order of the compiled problem comes.
[[nodiscard]] std::vector<Instant> arrivals_of(const Street& street, const WorkList& list,
                                               const policy::Compiled& compiled);
// By edge: the last minute in which the order can still be given to the leaf.
[[nodiscard]] std::vector<Instant> last_minutes(const Street& street, const WorkList& list,
                                                const policy::Compiled& compiled);

}  // namespace paidan::sim
