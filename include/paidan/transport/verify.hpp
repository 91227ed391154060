// verify(): is this solution feasible and optimal? A second opinion that shares no code with any solver.
//
// Checks in O(edges + tree): every amount against its bound, every order placed in full, every load against its
// capacity, complementary slackness of every edge and segment (solution.hpp), primal objective = stated objective =
// dual objective in 128-bit arithmetic. An infeasible solution is checked through its witness: those orders want more
// units than their leaves, bounds and groups let through.
#pragma once

#include <string>
#include <vector>

#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport {

struct Verdict {
  std::vector<std::string> faults;  // empty = the certificate holds; otherwise the first few, in words
  [[nodiscard]] bool holds() const noexcept { return faults.empty(); }
};

// O(edges + leaves + groups) time, O(leaves + groups) memory. Never throws for a wrong solution: it says what is wrong.
// The verdict does not depend on `threads`.
[[nodiscard]] Verdict verify(const TransportProblem& problem, const Solution& solution, unsigned threads = 1);

}  // namespace paidan::transport

#ifndef PAIDAN_TRANSPORT_COMPILED
#include "paidan/transport/detail/verify_inl.hpp"
#endif
