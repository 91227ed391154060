// Lower bounds on tree arcs as a cost: how much is exactly enough.
//
// A node v whose load must be at least l_v gets a first segment of l_v units at cost −P. Claim: with
//
//   P > R := Σ_leaves j max_{(i,j)} (c_ij − min_k c_ik)  +  Σ_nodes v max_segments |s_v|      (s_v: the other segments)
//
// an optimal solution x of that problem has the least total shortfall Σ_v max(0, l_v − load_v) that any solution can
// have; in particular it meets every lower bound if they can be met at all, and among those solutions it is cheapest.
//
// Proof. Let y have a smaller total shortfall than x. y − x splits into simple cycles of the residual network of x,
// each of which changes every arc in the direction in which y − x does. The first segments gain in sum, so on one of
// these cycles they gain a net of at least one unit, and it saves at least P there. Beside that, a simple cycle passes
// each node once. Where it passes an order, it leaves one edge (i,j) and takes another (i,k): c_ik − c_ij ≤ c_ik − min
// c_i, charged to leaf k, which it enters there and only there. Where it passes the tree arc of v, one of its other
// segments at most: |s_v|. So pushing a unit along it costs at most R − P < 0, and x was not optimal. Hence x has the
// least shortfall, and as all solutions of the least shortfall S pay the same −P (Σ l_v − S), x is the cheapest of
// them. (Ahuja, Magnanti & Orlin 1993, §3.5: flow decomposition.)
#pragma once

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <vector>

#include "src/io/network.hpp"

namespace paidan::io {

// P = R + 1 of a network whose order arcs are those that start at a node of positive supply. O(nodes + arcs).
[[nodiscard]] inline WideCost lower_bound_penalty(const Network& network) {
  constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
  const std::size_t nodes = network.supply.size();
  std::vector<std::int64_t> cheapest(nodes, none);
  std::vector<WideCost> dearest(nodes, 0), steepest(nodes, 0);
  for (const Network::Arc& a : network.arcs) {
    if (network.supply[a.tail] > 0) {
      cheapest[a.tail] = std::min(cheapest[a.tail], a.cost);
    } else {
      steepest[a.tail] = std::max<WideCost>(steepest[a.tail], std::abs(a.cost));
    }
  }
  for (const Network::Arc& a : network.arcs) {
    if (network.supply[a.tail] <= 0) continue;
    dearest[a.head] = std::max(dearest[a.head], static_cast<WideCost>(a.cost) - cheapest[a.tail]);
  }
  WideCost penalty = 1;
  for (std::size_t v = 0; v < nodes; ++v) penalty += dearest[v] + steepest[v];
  return penalty;
}

}  // namespace paidan::io
