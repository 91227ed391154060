// solve(): chooses the backend by the problem's shape and says why.
#pragma once

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/detail/contracted_solve.hpp"
#include "paidan/transport/detail/linkage.hpp"
#include "paidan/transport/detail/network_simplex.hpp"
#include "paidan/transport/detail/successive_paths.hpp"
#include "paidan/transport/solve.hpp"

namespace paidan::transport {

PAIDAN_INLINE std::span<const std::string_view> algorithms() noexcept {
  static constexpr std::array<std::string_view, 3> names{"contracted_simplex", "successive_shortest_paths",
                                                         "network_simplex"};
  return names;
}

namespace detail {

// nullopt: it finds no solution, and others are to say why; or nobody has asked for it by name and it would take long.
[[nodiscard]] inline std::optional<Solution> solve_by_paths(SuccessivePaths& paths, const TransportProblem& problem,
                                                            bool by_name) {
  if (!paths.run(by_name ? SIZE_MAX : SuccessivePaths::usual_steps_an_edge)) return std::nullopt;
  Solution solution;
  solution.status = Status::optimal;
  solution.algorithm = "successive_shortest_paths";
  solution.why = by_name ? "asked for by name" : "few orders and few leaves";
  paths.restore(solution);
  add_tree_costs(problem, 1, solution);
  return solution;
}

}  // namespace detail

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
  const bool paths_by_name = options.algorithm == "successive_shortest_paths";
  std::string_view reason = "asked for by name";
  if (options.algorithm == "auto") reason = "no edge is bounded below its order's demand";
  if (paths_by_name) reason = "too large for successive_shortest_paths";
  if (paths_by_name || options.algorithm == "auto") {
    detail::SuccessivePaths paths(problem, bounds);
    if (paths_by_name ? paths.can_hold() : paths.suits()) {
      const double presolve = seconds_since(start);
      if (std::optional<Solution> solution = detail::solve_by_paths(paths, problem, paths_by_name)) {
        solution->seconds = {presolve, seconds_since(start) - presolve};
        return *std::move(solution);
      }
      if (paths_by_name) reason = "successive_shortest_paths finds no solution, and this says why";
    }
  }
  if (options.algorithm != "network_simplex" && !bounds.edge_bounds_bind) {
    Solution solution;
    solution.seconds.presolve = seconds_since(start);
    detail::contracted_solve(problem, bounds, options.leaf_prices, options.threads, solution);
    solution.why = std::string(reason) + solution.why;
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
