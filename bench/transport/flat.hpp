// Between paidan's problem and the flat arrays that every solver of a comparison starts from.
#pragma once

#include <cstdint>

#include "bench/peers/peers.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::bench {

[[nodiscard]] peers::TransportArrays flatten(const transport::TransportProblem& problem);

// The other way: what an embedder does who has the arrays. This is what paidan's build time measures.
[[nodiscard]] transport::TransportProblem fill(const peers::TransportArrays& arrays, unsigned threads = 1);

// FNV-1a over every number that a solver sees: names an instance, so that a changed generator is noticed.
[[nodiscard]] std::uint64_t instance_digest(const peers::TransportArrays& arrays);

}  // namespace paidan::bench
