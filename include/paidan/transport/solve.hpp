// solve(): the exact minimum-cost solution of a transport problem, with its certificate.
//
// Deterministic: the same problem gives the same placements and prices, whatever the thread count, machine or run.
// Problems whose numbers could overflow are refused before solving: `Error` names the bound that is broken.
#pragma once

#include <span>
#include <string_view>

#include "paidan/core/error.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport {

struct SolveOptions {
  std::string_view algorithm = "auto";  // or a name of `algorithms()`
  // Parts of the problem that share no leaf are solved side by side, and regions within a large part where it can be;
  // never changes the result.
  unsigned threads = 1;
  // Yesterday's, say, by leaf, to start from; empty = none. Never changes the objective. Small problems do without.
  std::span<const Cost> leaf_prices{};
};

// Names that `SolveOptions::algorithm` takes beside "auto".
[[nodiscard]] std::span<const std::string_view> algorithms() noexcept;

// Throws `Error` (kind input) for a malformed problem (a leaf that does not exist, two edges of one order to one leaf,
// a demand below 1, segments of falling cost), for numbers out of range and for an unknown algorithm.
[[nodiscard]] Solution solve(const TransportProblem& problem, const SolveOptions& options = {});

}  // namespace paidan::transport

#ifndef PAIDAN_TRANSPORT_COMPILED
#include "paidan/transport/detail/solve_inl.hpp"
#endif
