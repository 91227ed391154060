// What a solve returns: placements, and prices that prove them optimal.
//
// Prices. Every leaf and group v has a price p_v: what one more unit *arriving at v* costs on its way to the root,
// where the price is 0. Every order i has a value u_i: what its last unit costs, all told. With the reduced costs
//
//   order edge e = (i, j):                    r = c_e + p_j − u_i
//   segment of cost s on the arc v → parent:  r = s + p_parent − p_v
//
// a solution is optimal exactly when for each of them: r > 0 ⇒ no flow, r < 0 ⇒ flow at its bound (complementary
// slackness; Ahuja, Magnanti & Orlin 1993, §9.4). verify.hpp checks just that and shares no code with any solver.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/quantities.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport {

// So many units of an order on one of its edges; only positive amounts are listed.
struct Placement {
  EdgeId edge;
  Units units = 0;
  friend bool operator==(const Placement&, const Placement&) = default;
};

enum class Status {
  optimal,
  infeasible,  // the orders of `witness` want more than all their leaves together can take
};

struct SolveCounts {
  std::size_t components = 0;     // parts that share no leaf and no group; 0 = not looked for
  std::size_t merged_orders = 0;  // identical orders that were solved as one
  std::size_t rounds = 0;         // repair rounds, or the backend's own outer iterations
  std::size_t augmentations = 0;  // pushes along paths, pivots or bids
};

struct SolveSeconds {
  double presolve = 0;
  double solve = 0;
};

struct Solution {
  Status status = Status::infeasible;
  WideCost objective = 0;             // Σ edge costs + Σ tree costs; 0 when infeasible
  std::vector<Placement> placements;  // by edge, so by order
  std::vector<Cost> order_value;      // u_i
  std::vector<Cost> leaf_price;       // p_j of leaves
  std::vector<Cost> group_price;      // p_v of groups
  std::vector<OrderId> witness;       // when infeasible: orders that cannot all be placed (not empty)

  std::string algorithm;  // the backend that ran
  std::string why;        // why it was chosen, in one sentence
  SolveCounts counts;
  SolveSeconds seconds;
};

}  // namespace paidan::transport
