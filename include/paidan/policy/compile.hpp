// compile(): street + work list + policy → TransportProblem, and the way back to a plan.
//
// Candidates come from an index (candidates.hpp), not from comparing every order with every leaf; the result has every
// eligible pair, so the certificate is one for the complete problem. An order's edges stand in the order of the leaves,
// the unserved one last; they hold the sum of the cost terms, and `cost_terms` takes it apart again. O(orders + edges +
// leaves) memory, 12 bytes an edge. The result does not depend on `threads`.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "paidan/model/plan.hpp"
#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/policy/leaf.hpp"
#include "paidan/policy/policy.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::policy {

class Candidates;

// The points that make the goals of interface.md ("What comes first") lexicographic; see tiers.hpp for the proof.
struct Penalties {
  std::array<Cost, 4> unserved{};  // one unit of priority 1 … 4
  Cost cap_broken{0};              // one unit over a community's cap
  Cost below_minimum{0};           // one unit below an organisation's min_units
};

struct Compiled {
  transport::TransportProblem problem;
  std::vector<Leaf> leaves;                       // by transport::LeafId; unserved leaves last
  std::vector<WorkOrderId> orders;                // by transport::OrderId: the work orders that are not screened out
  std::vector<transport::OrderId> problem_order;  // by WorkOrderId; none = screened out
  std::vector<transport::GroupId> organisation_group;  // by OrganisationId
  Penalties penalties;
};

// Which orders have any eligible leaf at all, by WorkOrderId: asked before money is given out.
[[nodiscard]] std::vector<bool> servable(const Candidates& candidates, const WorkList& list, unsigned threads = 1);
[[nodiscard]] std::vector<bool> servable(const Street& street, const WorkList& list);

// Throws `Error` when the lexicographic penalties do not fit into 63 bits: says which numbers make them too large.
[[nodiscard]] Compiled compile(const Candidates& candidates, const WorkList& list, const Policy& policy,
                               unsigned threads = 1);
[[nodiscard]] Compiled compile(const Street& street, const WorkList& list, const Policy& policy, unsigned threads = 1);

// The cost of one unit of the order at the leaf, by term. The sum is the cost of the edge.
[[nodiscard]] CostTerms cost_terms(const Street& street, const WorkOrder& order, const Leaf& leaf,
                                   const Policy& policy);

// The plan of an optimal solution, with the true reason of each unserved order and the first place to look for relief.
// The same for any number of threads.
[[nodiscard]] Plan make_plan(const Street& street, const WorkList& list, const Policy& policy, const Compiled& compiled,
                             const transport::Solution& solution, unsigned threads = 1);

}  // namespace paidan::policy
