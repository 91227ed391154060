// A trial of one relief: the changed street matched again, warm from the prices of the plan.
#pragma once

#include <optional>

#include "paidan/dispatch/relief.hpp"
#include "paidan/policy/explain.hpp"

namespace paidan::dispatch {

class Trial {
 public:
  // References must outlive the object.
  Trial(const Street& street, const policy::Policy& policy, const Batch& batch, WorkOrderId order);

  // What the plan gains when every optimal plan of the changed street serves the whole order; none when not.
  // More room: the compiled problem is changed in place and solved. Anything else may change whom the funds pay and
  // which reports are merged, so the work list and the problem are made anew.
  [[nodiscard]] std::optional<Goals> attempt(const Relief& relief);

  [[nodiscard]] std::size_t solves() const { return solves_; }

 private:
  std::optional<Goals> with_more_room(const Relief& relief);
  std::optional<Goals> anew(const Relief& relief);
  std::optional<Goals> judge(const Street& street, const policy::Policy& policy, const WorkList& list,
                             const policy::Compiled& compiled, WorkOrderId order);

  const Street& street_;
  const policy::Policy& policy_;
  const Batch& batch_;
  WorkOrderId order_;
  Goals before_;
  std::optional<policy::Compiled> scratch_;  // the compiled problem, to be changed and changed back
  std::size_t solves_ = 0;
};

}  // namespace paidan::dispatch
