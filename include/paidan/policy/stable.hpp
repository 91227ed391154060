// Stable allocations: deferred acceptance over a capacity tree, and the pairs that block an allocation.
//
// Orders rank the leaves of their edges; whoever a leaf belongs to ranks the orders that could come. A pair (order,
// leaf) *blocks* an allocation when the order would rather have that leaf than one of the places it has, and there is
// room, or room could be made by sending away an order that is ranked lower. An allocation that no pair blocks is
// stable. Orders propose, best leaf first; each institution keeps, of all that was ever proposed, the best set that its
// capacities allow (Gale & Shapley 1962; with quotas, Roth 1984).
//
// Capacities form a tree, so the sets that fit are a matroid and the institution's choice is its greedy algorithm: the
// rules of stable matching hold unchanged (Fleiner 2003; nested quotas: Biró, Fleiner, Irving & Manlove 2010). The
// result is stable, the best stable one for every order, and does not depend on the order of the proposals.
//
// Works on any `TransportProblem`; an unserved leaf is a leaf that ranks last and has room for all.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "paidan/policy/allocation.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::policy {

// By edge; a lower rank is liked better. Ranks of institutions are compared below one group of the tree only; ties go
// to the lower order there, to the lower edge among an order's own.
struct Preferences {
  std::vector<std::int64_t> of_order;
  std::vector<std::int64_t> of_institution;
};

// Placements by edge; orders that nobody keeps are placed in part or not at all. A unit that is refused is never
// proposed there again: O((edges + displaced units) × depth × log edges).
[[nodiscard]] std::vector<transport::Placement> deferred_acceptance(const transport::TransportProblem& problem,
                                                                    const Preferences& preferences);

// The edges that block; empty = stable. O(edges × depth + placements log placements).
[[nodiscard]] std::vector<transport::EdgeId> blocking_pairs(const transport::TransportProblem& problem,
                                                            std::span<const transport::Placement> placements,
                                                            const Preferences& preferences);

// What `deferred_acceptance` goes by on a street: orders rank leaves by cost, being unserved last; organisations rank
// orders by priority, then residents they have served before, then by arrival.
[[nodiscard]] Preferences preferences(const AllocationInput& input);

}  // namespace paidan::policy
