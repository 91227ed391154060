// What every backend relies on: a well-formed problem whose numbers cannot overflow, checked before solving.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

// A path of the residual network visits each leaf and group at most once, so Σ over leaves of twice the largest cost
// that an edge into it can have (after each order's own cheapest cost is taken off) plus Σ over nodes of the largest
// segment cost bounds the cost of every path and cycle, hence every price that a backend ever holds.
inline constexpr std::int64_t path_limit = std::int64_t{1} << 60;

struct ProblemBounds {
  std::int64_t path = 0;  // no path of the residual network costs more, in absolute value
  Units total_demand = 0;
};

[[noreturn]] inline void refuse(std::string what) { throw Error("transport problem: " + std::move(what)); }

template <class NodeId>
WideCost check_segments(const TransportProblem& problem, NodeId node, const char* kind) {
  std::int64_t largest = 0;
  const Segment* before = nullptr;
  for (const Segment& s : problem.segments(node)) {
    if (s.units < 0) refuse(fmt::format("{} {}: segment of {} units, expected 0 or more", kind, node.index(), s.units));
    if (before != nullptr && s.unit_cost < before->unit_cost) {
      refuse(fmt::format("{} {}: segment costs fall from {} to {}, expected rising (convex) ones", kind, node.index(),
                         before->unit_cost.count(), s.unit_cost.count()));
    }
    if (s.unit_cost.count() == INT64_MIN) refuse(fmt::format("{} {}: cost out of range", kind, node.index()));
    largest = std::max(largest, std::abs(s.unit_cost.count()));
    before = &s;
  }
  return largest;
}

// Throws `Error` for a malformed problem and for numbers out of range. O(edges + tree).
inline ProblemBounds check_problem(const TransportProblem& problem) {
  const std::size_t leaves = problem.leaf_count();
  if (problem.edge_count() >= Id<void>::none ||
      problem.order_count() + leaves + problem.group_count() >= Id<void>::none / 2)
    refuse("more than 2^32 edges or 2^31 orders, leaves and groups");
  std::vector<std::int64_t> dearest(leaves, 0);
  std::vector<std::uint32_t> seen(leaves, UINT32_MAX);
  WideCost demand = 0;
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const OrderId order(i);
    if (problem.demand(order) < 1) {
      refuse(fmt::format("order {}: demand {}, expected 1 or more", i, problem.demand(order)));
    }
    demand += problem.demand(order);
    const std::size_t begin = problem.first_edge(order), end = problem.end_edge(order);
    std::int64_t cheapest = INT64_MAX;
    for (std::size_t e = begin; e < end; ++e) cheapest = std::min(cheapest, problem.edge_costs()[e].count());
    for (std::size_t e = begin; e < end; ++e) {
      const LeafId leaf = problem.edge_leaves()[e];
      if (leaf.value() >= leaves)
        refuse(fmt::format("order {}: an edge to leaf {}, expected below {}", i, leaf.value(), leaves));
      if (seen[leaf.index()] == i) refuse(fmt::format("order {}: two edges to leaf {}, expected one", i, leaf.value()));
      seen[leaf.index()] = static_cast<std::uint32_t>(i);
      if (problem.edge_bound(EdgeId(e)) < 0) refuse(fmt::format("order {}: a negative edge bound", i));
      const WideCost above = static_cast<WideCost>(problem.edge_costs()[e].count()) - cheapest;
      if (above > path_limit) {
        refuse(fmt::format("order {}: its costs are more than 2^60 apart: {} and {}", i, cheapest,
                           problem.edge_costs()[e].count()));
      }
      dearest[leaf.index()] = std::max(dearest[leaf.index()], static_cast<std::int64_t>(above));
    }
  }
  if (demand > unbounded / 2) refuse("total demand above 2^60 units");
  WideCost path = 1;
  for (std::size_t j = 0; j < leaves; ++j)
    path += 2 * static_cast<WideCost>(dearest[j]) + check_segments(problem, LeafId(j), "leaf");
  for (std::size_t g = 0; g < problem.group_count(); ++g) path += check_segments(problem, GroupId(g), "group");
  if (path > path_limit) {
    refuse(
        fmt::format("costs out of range: a path through all leaves could cost {:.3e}, expected at most 2^60; "
                    "use costs that are closer together",
                    static_cast<double>(path)));
  }
  return ProblemBounds{static_cast<std::int64_t>(path), static_cast<Units>(demand)};
}

}  // namespace paidan::transport::detail
