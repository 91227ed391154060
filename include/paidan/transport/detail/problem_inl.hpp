// TransportProblem: orders from arrays.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include "paidan/core/blocks.hpp"
#include "paidan/core/error.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport {

PAIDAN_INLINE void TransportProblem::add_orders(std::span<const Units> demands,
                                                std::span<const std::size_t> first_edges,
                                                std::span<const std::uint32_t> edge_leaves,
                                                std::span<const std::int64_t> edge_costs, unsigned threads) {
  if (first_edges.size() != demands.size() + 1) {
    throw Error(fmt::format("orders: {} numbers of first edges, expected one more than the {} demands",
                            first_edges.size(), demands.size()));
  }
  if (edge_leaves.size() != edge_costs.size()) {
    throw Error(fmt::format("orders: {} leaves of edges, expected as many as the {} costs", edge_leaves.size(),
                            edge_costs.size()));
  }
  if (first_edges.back() > edge_leaves.size()) {
    throw Error(fmt::format("orders: the last edge ends at {}, expected at most the {} edges there are",
                            first_edges.back(), edge_leaves.size()));
  }
  if (const auto fall = std::is_sorted_until(first_edges.begin(), first_edges.end()); fall != first_edges.end()) {
    throw Error(fmt::format("orders: number {} of the first edges is {}, expected at least {}, the one before",
                            fall - first_edges.begin(), *fall, *(fall - 1)));
  }
  const std::size_t order = demand_.size(), edge = edge_leaf_.size(), from = first_edges.front();
  demand_.resize(order + demands.size());
  first_edge_.resize(order + demands.size() + 1);
  edge_leaf_.resize(edge + first_edges.back() - from);
  edge_cost_.resize(edge_leaf_.size());
  if (!edge_bound_.empty()) edge_bound_.resize(edge_leaf_.size(), unbounded);
  constexpr std::size_t least_edges = 262'144;
  const std::size_t runs = std::min(runs_of(edge_leaf_.size() - edge, least_edges, threads), demands.size() + 1);
  in_runs(demands.size(), runs, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      demand_[order + k] = demands[k];
      first_edge_[order + k + 1] = edge + first_edges[k + 1] - from;
    }
    const std::size_t first_edge = first_edges[begin], size = first_edges[end] - first_edge;
    const auto leaves = edge_leaves.subspan(first_edge, size);
    const auto costs = edge_costs.subspan(first_edge, size);
    const auto at = static_cast<std::ptrdiff_t>(edge + first_edge - from);
    std::transform(leaves.begin(), leaves.end(), edge_leaf_.begin() + at,
                   [](std::uint32_t leaf) { return LeafId(leaf); });
    std::transform(costs.begin(), costs.end(), edge_cost_.begin() + at, [](std::int64_t cost) { return Cost(cost); });
  });
}

}  // namespace paidan::transport
