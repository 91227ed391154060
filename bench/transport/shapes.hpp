// Pieces that families are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/transport/families.hpp"
#include "bench/transport/points.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::bench {

using transport::LeafId;
using transport::TransportProblem;

inline constexpr std::int64_t unserved_penalty = 1'000'000;

// 5% more than `demand`.
[[nodiscard]] constexpr Units tight(Units demand) { return demand + demand / 20; }

// `total` units cut into `parts` shares of 0.5 … 1.5 times the mean.
[[nodiscard]] std::vector<Units> shares(Random& random, Units total, std::size_t parts);

// Leaves 0 … parts − 1 under the root, with those shares of `total` as capacities.
void add_leaves(TransportProblem& problem, Random& random, Units total, std::size_t parts);

// `count` different numbers below `bound`, rising. count ≤ bound.
void choose(Random& random, std::size_t count, std::size_t bound, std::vector<std::uint32_t>& chosen);

[[nodiscard]] TransportProblem make_spatial(Random& random, std::size_t orders, std::size_t leaves, std::size_t degree);

// --- one function a family; adversarial.cpp and typical.cpp ---------------------------------------------------------

[[nodiscard]] TransportProblem make_storm(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_street(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_district(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_city(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_city10(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_components(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_wide(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_classes(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_ties(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_scarce(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_square2000(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_square5000(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_machol(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_geometric(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_bulk(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_tree(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_priorities(Scale scale, std::uint64_t seed);

[[nodiscard]] TransportProblem make_equal_costs(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_one_leaf(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_huge_costs(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_empty(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_identical(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_product_wide(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_infeasible(Scale scale, std::uint64_t seed);
[[nodiscard]] TransportProblem make_chain(Scale scale, std::uint64_t seed);

}  // namespace paidan::bench
