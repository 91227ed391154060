// What could get an unserved order served, before anything is tried: the limits that are full on its way and the rules
// that stand alone in its way, in the order of what the prices promise.
//
// A promise is what the plan would gain if only this order could use the change: a shortest path in the residual
// network of the plan's solution. It may be too good, since others may use the change before it does, never too bad.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "paidan/dispatch/relief.hpp"
#include "paidan/policy/explain.hpp"
#include "paidan/policy/levers.hpp"
#include "paidan/policy/loads.hpp"
#include "src/policy/costs.hpp"

namespace paidan::dispatch {

// Changes that differ only in the time of the leaf that they were found at are one.
[[nodiscard]] inline auto identity(const Relief& r) {
  using enum Relief::Kind;
  const bool personal = r.kind == other_gender;
  return std::tuple(r.kind, personal ? OrganisationId{} : r.organisation, personal ? WorkerId{} : r.worker,
                    r.kind == more_seats ? r.session : SessionId{}, r.fund, r.term,
                    r.kind == more_units_worker ? r.slot->start : Instant{}, r.limits);
}

class Prospects {
 public:
  using Kind = Relief::Kind;
  struct Prospect {
    Relief relief;
    std::int64_t promise = 0;  // points; the more the better
  };
  // A leaf that a longer window would reach; `relief.amount` says how much longer.
  struct Step {
    Relief relief;
    transport::LeafId leaf;
  };

  // References must outlive the object. O(edges), and a shortest path for each change.
  Prospects(const Street& street, const policy::Policy& policy, const Batch& batch, const UnservedLine& line);

  // All but windows, best first.
  [[nodiscard]] const std::map<Kind, std::vector<Prospect>>& found() const { return found_; }
  // longer_window or earlier_window: shortest first.
  [[nodiscard]] const std::vector<Step>& windows(Kind kind) { return windows_[kind]; }
  // The leaves that a longer validity of the organisation would open.
  [[nodiscard]] const std::vector<transport::LeafId>& leaves_of(OrganisationId o) { return leaves_of_[o]; }
  // What the plan would gain if `order`, the unserved one with another window perhaps, could go to these leaves too;
  // none when nothing.
  [[nodiscard]] std::optional<std::int64_t> promised(const WorkOrder& order,
                                                     const std::vector<transport::LeafId>& leaves);
  // The cheapest chain that serves a unit as things are.
  [[nodiscard]] std::optional<policy::Chain> chain() const { return chains_.serve(line_.order); }

 private:
  void collect_room();
  std::vector<Relief> room_at(transport::LeafId id) const;
  [[nodiscard]] bool full(const policy::Limit& limit) const;
  void collect_lifts();
  Cost dearest();

  const Street& street_;
  const policy::Policy& policy_;
  const Batch& batch_;
  const UnservedLine& line_;
  const WorkOrder& order_;
  policy::Chains chains_;
  policy::Loads loads_;
  policy::Pricing pricing_;
  std::map<Kind, std::vector<Prospect>> found_;
  std::map<Kind, std::vector<Step>> windows_;
  std::map<OrganisationId, std::vector<transport::LeafId>> leaves_of_;
  std::optional<Cost> dearest_;
};

}  // namespace paidan::dispatch
