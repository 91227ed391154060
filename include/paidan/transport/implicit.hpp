// Transport problems whose edges are too many to write down: every order could go to (nearly) every leaf.
//
// The complete problem is a `base` (the capacity tree, the orders and whatever edges are given, such as those to the
// unserved leaf) together with all pairs of a *candidate source*, which knows the cost of a pair and can name an
// order's cheapest leaves under given leaf prices: from a spatial, skill or time index, without walking through all of
// them. solve_implicit() solves a problem of few edges, asks the source for pairs that its prices do not rule out (c_ij
// + p_j < u_i), adds these and goes on until there is none. Then the solution, extended by 0, and the prices are
// complementary on every pair: they certify the *complete* problem (column generation; Ahuja, Magnanti & Orlin 1993,
// §17.5). Only the pairs generated are ever in memory.
//
// When few orders are violated, pairs are added to a Matcher one by one instead of solving again: prices near the end
// are good ones, and a pair is then an incremental change.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"

namespace paidan::transport {

// Requirements. The pairs and costs of a source never change, and none of its pairs is an edge of the base.
//   set_prices(p)                         prices of all leaves of the base, for the queries that follow
//   cheapest(i, below, most, found)       puts into `found` the pairs of order i with c_ij + p_j < below, cheapest
//                                         first (ties by leaf); if they are more than `most`, the `most` cheapest of
//                                         them. So fewer than `most` = there is no other: the answer is a proof.
//                                         Several threads may ask at once
//   cost(i, j)                            none: not a pair. Only verify_implicit asks, for all pairs
template <class S>
concept CandidateSource = requires(S& source, const S& asked, std::span<const Cost> prices, OrderId order, LeafId leaf,
                                   Cost below, std::size_t most, std::vector<Edge>& found) {
  source.set_prices(prices);
  asked.cheapest(order, below, most, found);
  { asked.cost(order, leaf) } -> std::same_as<std::optional<Cost>>;
};

struct ImplicitOptions {
  std::size_t first_edges = 8;  // pairs an order to begin with
  std::size_t more_edges = 4;   // at most so many more for an order in a round
  SolveOptions solve{};         // `threads` are used for the source's queries as well
};

struct ImplicitSolution {
  // The base with the generated pairs: behind each order's own edges. `verify(problem, solution)` holds, and no pair of
  // the source has c_ij + p_j < u_i. When infeasible, the witness' orders have all their pairs in it.
  TransportProblem problem;
  Solution solution;

  struct Counts {
    std::size_t solves = 0;     // of a problem from its edges
    std::size_t rounds = 0;     // of asking every order for pairs
    std::size_t generated = 0;  // pairs, in the end
    std::size_t repairs = 0;    // of these: added to a Matcher
  } counts;
};

// Deterministic, whatever the number of threads. Throws what solve() and the source throw.
// Each round costs a query an order; a solve costs what it costs with the edges there are.
template <CandidateSource Source>
[[nodiscard]] ImplicitSolution solve_implicit(const TransportProblem& base, Source& source,
                                              const ImplicitOptions& options = {});

// A second opinion by brute force: `verify`, and every single pair against the prices. O(orders × leaves).
template <CandidateSource Source>
[[nodiscard]] Verdict verify_implicit(const Source& source, const ImplicitSolution& result);

}  // namespace paidan::transport

#include "paidan/transport/detail/implicit_inl.hpp"
