// A trial of one relief: what the optimal plan of the changed street is, and whether each of them serves the order.
//
// What it costs. The first trial sets up a `LivePlan`, O(edges); each one changes it and takes the change back.
//   more room                  a few segments of the capacity tree, and the orders that move for it: milliseconds
//   anything else              also a copy of the street, the money given out anew and the edges of the orders
//                              concerned, O(demands + their edges); the work list anew if a window changes
//   an edge dearer or cheaper  than all before may need greater penalties: then one solve of the whole problem, from
//                              the plan's prices, with penalties that leave as much room again
//   a first max_units          of an organisation that had none is a group more in the tree: a compile and a solve
// Where numbers leave the range of a LivePlan every trial is a compile and a solve, too.
#pragma once

#include <memory>
#include <optional>

#include "paidan/dispatch/relief.hpp"
#include "paidan/policy/explain.hpp"
#include "src/dispatch/live_plan.hpp"
#include "src/dispatch/problem_change.hpp"

namespace paidan::dispatch {

class Trial {
 public:
  // References must outlive the object.
  Trial(const Street& street, const policy::Policy& policy, const Batch& batch, WorkOrderId order);

  // What the plan gains when every optimal plan of the changed street serves the whole order; none when not.
  [[nodiscard]] std::optional<Goals> attempt(const Relief& relief);
  // The same by a compile and a solve of the whole changed street.
  [[nodiscard]] std::optional<Goals> attempt_cold(const Relief& relief);

  [[nodiscard]] std::size_t solves() const { return solves_; }
  // Of the last attempt: the optimum and the penalties that it counts with; none when the order was screened out.
  struct Optimum {
    WideCost objective = 0;
    policy::Penalties penalties;
  };
  [[nodiscard]] const std::optional<Optimum>& optimum() const { return optimum_; }

 private:
  bool set_up();
  void widen(const CostBounds& bounds);
  std::optional<Goals> with_more_room(const Relief& relief);
  std::optional<Goals> with_other_edges(const Relief& relief);
  policy::Penalties penalties_after(const Changed& changed, const ProblemChange& change);
  transport::OrderId apply(const ProblemChange& change, const policy::Penalties& penalties, const Street& street);
  void apply_penalties(const policy::Penalties& penalties, std::span<const Units> slack, const Street& street);
  std::optional<Goals> judge(transport::OrderId order, std::span<const Units> slack,
                             const policy::Penalties& penalties);

  const Street& street_;
  const policy::Policy& policy_;
  const Batch& batch_;
  WorkOrderId order_;
  Goals before_;
  std::vector<Units> slack_;
  CostBounds bounds_;         // of edges that the live plan's penalties hold for
  policy::Compiled widened_;  // the compiled problem with greater penalties, once they were needed
  const policy::Compiled* compiled_;
  std::unique_ptr<LivePlan> live_;
  bool out_of_range_ = false;
  std::size_t solves_ = 0;
  std::optional<Optimum> optimum_;
};

}  // namespace paidan::dispatch
