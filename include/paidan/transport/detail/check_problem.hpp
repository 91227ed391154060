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
  Units largest_demand = 0;
  std::vector<Units> leaf_demand;            // by leaf: what all orders with an edge to it want together
  std::vector<std::uint32_t> cheapest_edge;  // by order; UINT32_MAX = no edges
  bool edge_bounds_bind = false;             // some 0 < bound < demand
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
  ProblemBounds out;
  const std::size_t leaves = problem.leaf_count();
  if (problem.edge_count() >= Id<void>::none ||
      problem.order_count() + leaves + problem.group_count() >= Id<void>::none / 2)
    refuse("more than 2^32 edges or 2^31 orders, leaves and groups");
  struct PerLeaf {
    std::int64_t dearest = 0;
    Units demand = 0;
    std::uint32_t seen = UINT32_MAX;
  };
  std::vector<PerLeaf> per_leaf(leaves);
  const auto edge_leaves = problem.edge_leaves();
  const auto costs = problem.edge_costs();
  const auto edge_bounds = problem.edge_bounds();
  WideCost demand = 0;
  out.cheapest_edge.resize(problem.order_count());
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const OrderId order(i);
    if (problem.demand(order) < 1) {
      refuse(fmt::format("order {}: demand {}, expected 1 or more", i, problem.demand(order)));
    }
    const Units units = problem.demand(order);
    demand += units;
    out.largest_demand = std::max(out.largest_demand, units);
    const std::size_t begin = problem.first_edge(order), end = problem.end_edge(order);
    std::int64_t cheapest = INT64_MAX;
    std::size_t cheapest_edge = UINT32_MAX;
    for (std::size_t e = begin; e < end; ++e) {
      if (costs[e].count() < cheapest) {
        cheapest = costs[e].count();
        cheapest_edge = e;
      }
    }
    out.cheapest_edge[i] = static_cast<std::uint32_t>(cheapest_edge);
    for (std::size_t e = begin; e < end; ++e) {
      const std::uint32_t leaf = edge_leaves[e].value();
      if (leaf >= leaves) refuse(fmt::format("order {}: an edge to leaf {}, expected below {}", i, leaf, leaves));
      PerLeaf& here = per_leaf[leaf];
      if (here.seen == i) refuse(fmt::format("order {}: two edges to leaf {}, expected one", i, leaf));
      here.seen = static_cast<std::uint32_t>(i);
      const auto above = static_cast<std::uint64_t>(costs[e].count()) - static_cast<std::uint64_t>(cheapest);
      if (above > static_cast<std::uint64_t>(path_limit)) {
        refuse(fmt::format("order {}: its costs are more than 2^60 apart: {} and {}", i, cheapest, costs[e].count()));
      }
      here.dearest = std::max(here.dearest, static_cast<std::int64_t>(above));
      here.demand = units > unbounded - here.demand ? unbounded : here.demand + units;
    }
    for (std::size_t e = begin; e < std::min(end, edge_bounds.size()); ++e) {
      if (edge_bounds[e] < 0) refuse(fmt::format("order {}: a negative edge bound", i));
      out.edge_bounds_bind |= edge_bounds[e] < units;
    }
  }
  if (demand > unbounded / 2) refuse("total demand above 2^60 units");
  WideCost path = 1;
  for (std::size_t j = 0; j < leaves; ++j)
    path += 2 * static_cast<WideCost>(per_leaf[j].dearest) + check_segments(problem, LeafId(j), "leaf");
  for (std::size_t g = 0; g < problem.group_count(); ++g) path += check_segments(problem, GroupId(g), "group");
  if (path > path_limit) {
    refuse(
        fmt::format("costs out of range: a path through all leaves could cost {:.3e}, expected at most 2^60; "
                    "use costs that are closer together",
                    static_cast<double>(path)));
  }
  out.path = static_cast<std::int64_t>(path);
  out.total_demand = static_cast<Units>(demand);
  out.leaf_demand.reserve(leaves);
  for (const PerLeaf& leaf : per_leaf) out.leaf_demand.push_back(leaf.demand);
  return out;
}

}  // namespace paidan::transport::detail
