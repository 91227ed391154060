// What every backend relies on: a well-formed problem whose numbers cannot overflow, checked before solving.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/error.hpp"
#include "paidan/core/raw_vector.hpp"
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
  std::vector<Units> leaf_demand;          // by leaf: what all orders with an edge to it want together
  RawVector<std::uint32_t> cheapest_edge;  // by order; UINT32_MAX = no edges
  bool edge_bounds_bind = false;           // some 0 < bound < demand
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

// What some orders say, in a row.
struct OrderBounds {
  struct PerLeaf {
    std::int64_t dearest = 0;
    std::uint64_t demand = 0;  // at most that of all orders, or all is refused: it may overflow then
    std::uint32_t seen = UINT32_MAX;
  };
  std::vector<PerLeaf> per_leaf;
  WideCost demand = 0;
  Units largest_demand = 0;
  bool edge_bounds_bind = false;
};

// Orders [begin, end); writes their cheapest edges into `cheapest_edge`.
inline OrderBounds check_orders(const TransportProblem& problem, std::size_t begin_order, std::size_t end_order,
                                RawVector<std::uint32_t>& cheapest_edge) {
  OrderBounds out;
  const std::size_t leaves = problem.leaf_count();
  out.per_leaf.resize(leaves);
  OrderBounds::PerLeaf* per_leaf = out.per_leaf.data();
  const auto edge_leaves = problem.edge_leaves();
  const auto costs = problem.edge_costs();
  const auto edge_bounds = problem.edge_bounds();
  for (std::size_t i = begin_order; i < end_order; ++i) {
    const OrderId order(i);
    const Units units = problem.demand(order);
    if (units < 1) refuse(fmt::format("order {}: demand {}, expected 1 or more", i, units));
    out.demand += units;
    out.largest_demand = std::max(out.largest_demand, units);
    const std::size_t begin = problem.first_edge(order), end = problem.end_edge(order);
    std::size_t at = begin < end ? begin : UINT32_MAX;
    std::int64_t cheapest = begin < end ? costs[begin].count() : 0, dearest = cheapest;
    for (std::size_t e = begin; e < end; ++e) {
      const std::int64_t cost = costs[e].count();
      at = std::max(at, cost < cheapest ? e : 0);  // no branch, as it could not be foreseen
      cheapest = std::min(cheapest, cost);
      dearest = std::max(dearest, cost);
    }
    cheapest_edge[i] = static_cast<std::uint32_t>(at);
    const auto above_cheapest = [&](std::int64_t cost) {
      return static_cast<std::uint64_t>(cost) - static_cast<std::uint64_t>(cheapest);
    };
    if (above_cheapest(dearest) > static_cast<std::uint64_t>(path_limit)) {
      refuse(fmt::format("order {}: its costs are more than 2^60 apart: {} and {}", i, cheapest, dearest));
    }
    for (std::size_t e = begin; e < end; ++e) {
      const std::uint32_t leaf = edge_leaves[e].value();
      if (leaf >= leaves) refuse(fmt::format("order {}: an edge to leaf {}, expected below {}", i, leaf, leaves));
      OrderBounds::PerLeaf& here = per_leaf[leaf];
      if (here.seen == i) refuse(fmt::format("order {}: two edges to leaf {}, expected one", i, leaf));
      here.seen = static_cast<std::uint32_t>(i);
      here.dearest = std::max(here.dearest, static_cast<std::int64_t>(above_cheapest(costs[e].count())));
      here.demand += static_cast<std::uint64_t>(units);
    }
    for (std::size_t e = begin; e < std::min(end, edge_bounds.size()); ++e) {
      if (edge_bounds[e] < 0) refuse(fmt::format("order {}: a negative edge bound", i));
      out.edge_bounds_bind |= edge_bounds[e] < units;
    }
  }
  return out;
}

// Throws `Error` for a malformed problem and for numbers out of range: about the first mistake, whatever the number of
// threads. O(edges + tree); 24 bytes a leaf and thread while it runs.
inline ProblemBounds check_problem(const TransportProblem& problem, unsigned threads = 1) {
  ProblemBounds out;
  const std::size_t n = problem.order_count(), leaves = problem.leaf_count();
  if (problem.edge_count() >= Id<void>::none || n + leaves + problem.group_count() >= Id<void>::none / 2)
    refuse("more than 2^32 edges or 2^31 orders, leaves and groups");
  out.cheapest_edge.resize(n);
  constexpr std::size_t least_orders = 4'096;  // that are worth a thread
  const std::size_t runs = runs_of(n, least_orders, threads);
  std::vector<OrderBounds> found(runs);
  std::vector<std::exception_ptr> mistakes(runs);
  in_runs(n, runs, [&](std::size_t run, std::size_t begin, std::size_t end) {
    try {
      found[run] = check_orders(problem, begin, end, out.cheapest_edge);
    } catch (...) {
      mistakes[run] = std::current_exception();
    }
  });
  for (const auto& mistake : mistakes) {
    if (mistake) std::rethrow_exception(mistake);
  }
  WideCost demand = 0;
  std::vector<OrderBounds::PerLeaf>& per_leaf = found.front().per_leaf;
  for (std::size_t run = 0; run < runs; ++run) {
    demand += found[run].demand;
    out.largest_demand = std::max(out.largest_demand, found[run].largest_demand);
    out.edge_bounds_bind |= found[run].edge_bounds_bind;
    for (std::size_t j = 0; run > 0 && j < leaves; ++j) {
      const auto& more = found[run].per_leaf[j];
      per_leaf[j].dearest = std::max(per_leaf[j].dearest, more.dearest);
      per_leaf[j].demand += more.demand;
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
  for (const auto& leaf : per_leaf) out.leaf_demand.push_back(static_cast<Units>(leaf.demand));
  return out;
}

}  // namespace paidan::transport::detail
