// solve(): chooses the backend by the problem's shape and says why.
#pragma once

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/detail/contracted_solve.hpp"
#include "paidan/transport/detail/linkage.hpp"
#include "paidan/transport/detail/network_simplex.hpp"
#include "paidan/transport/solve.hpp"

namespace paidan::transport {

PAIDAN_INLINE std::span<const std::string_view> algorithms() noexcept {
  static constexpr std::array<std::string_view, 2> names{"contracted_simplex", "network_simplex"};
  return names;
}

PAIDAN_INLINE Solution solve(const TransportProblem& problem, const SolveOptions& options) {
  using Clock = std::chrono::steady_clock;
  const auto seconds_since = [](Clock::time_point t) {
    return std::chrono::duration<double>(Clock::now() - t).count();
  };
  if (options.algorithm != "auto" &&
      std::find(algorithms().begin(), algorithms().end(), options.algorithm) == algorithms().end()) {
    std::string known = "auto";
    for (std::string_view name : algorithms()) known += ", " + std::string(name);
    throw Error("algorithm \"" + std::string(options.algorithm) + "\": expected one of " + known);
  }
  if (!options.leaf_prices.empty() && options.leaf_prices.size() != problem.leaf_count()) {
    throw Error(fmt::format("{} leaf prices to start from, expected one for each of the {} leaves",
                            options.leaf_prices.size(), problem.leaf_count()));
  }
  const auto start = Clock::now();
  const detail::ProblemBounds bounds = detail::check_problem(problem, options.threads);
  if (options.algorithm != "network_simplex" && !bounds.edge_bounds_bind) {
    Solution solution;
    solution.seconds.presolve = seconds_since(start);
    detail::contracted_solve(problem, bounds, options.leaf_prices, options.threads, solution);
    const std::string chosen =
        options.algorithm == "auto" ? "no edge is bounded below its order's demand" : "asked for by name";
    solution.why = chosen + solution.why;
    solution.seconds.solve = seconds_since(start) - solution.seconds.presolve;
    return solution;
  }
  detail::NetworkSimplex simplex(problem, bounds);
  const double presolve = seconds_since(start);
  const auto solving = Clock::now();
  Solution solution = simplex.run();
  solution.why =
      options.algorithm == "network_simplex" ? "asked for by name" : "edges are bounded below their orders' demands";
  solution.seconds = {presolve, seconds_since(solving)};
  return solution;
}

}  // namespace paidan::transport
