// Variants of a compiled problem: the same orders, edges (by id) and serving leaves, another objective or another tree.
//
// Since the ids of edges are the same, the placements of a variant's solution are placements of the compiled problem.
#pragma once

#include <functional>
#include <vector>

#include "paidan/policy/allocation.hpp"
#include "src/policy/tiers.hpp"

namespace paidan::policy {

using Segments = std::vector<transport::Segment>;

// What differs; an empty function keeps what the compiled problem has.
struct VariantSpec {
  std::function<Cost(transport::EdgeId)> serving_cost{};
  std::function<Cost(transport::OrderId)> unserved_cost{};
  // Groups and serving leaves: the segments to put instead.
  std::function<Segments(std::span<const transport::Segment>)> tree{};
  // One unserved leaf for each community, with these segments, instead of the compiled ones.
  std::function<Segments(CommunityId)> unserved_leaf{};
  // A group of its own for each worker, with these segments, below the organisation and above the slots.
  std::function<Segments(WorkerId, Units capacity)> worker{};
};

[[nodiscard]] transport::TransportProblem make_variant(const AllocationInput& in, const VariantSpec& spec);

// Segments without their costs: a plain capacity.
[[nodiscard]] Segments capacity_only(std::span<const transport::Segment> segments);

// The numbers that penalties follow from (tiers.hpp). `dearer`: what the tree may add to an edge's cost; `capped`: how
// many unserved leaves have a bound or a dear segment.
[[nodiscard]] TierNumbers tier_numbers(const AllocationInput& in, std::int64_t dearer, std::int64_t capped);
[[nodiscard]] std::int64_t capped_leaves(const AllocationInput& in);

// The compiled penalties in `segments` replaced by `penalties`.
[[nodiscard]] Segments with_penalties(std::span<const transport::Segment> segments, const Penalties& compiled,
                                      const Penalties& penalties);

[[nodiscard]] CommunityId community_of(const AllocationInput& in, transport::OrderId order);
[[nodiscard]] Priority priority_of(const AllocationInput& in, transport::OrderId order);

// Solves and returns the placements; a problem with an unserved leaf for every order is never infeasible.
[[nodiscard]] transport::Solution solve_variant(const transport::TransportProblem& problem);

}  // namespace paidan::policy
