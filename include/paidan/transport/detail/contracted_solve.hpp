// The contracted method from end to end: presolve, crash and simplex, part by part, and back to the caller's numbering.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/compactor.hpp"
#include "paidan/transport/detail/contracted_planting.hpp"
#include "paidan/transport/detail/contracted_pricing.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"
#include "paidan/transport/detail/crash.hpp"
#include "paidan/transport/detail/restore.hpp"
#include "paidan/transport/detail/shortlist.hpp"
#include "paidan/transport/detail/witness.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport::detail {

// What all parts share while they are solved; each writes to places of its own.
struct Solving {
  const TransportProblem& problem;
  const ProblemBounds& bounds;
  const Outline& outline;
  std::span<const Cost> leaf_prices;  // to start from; may be empty
  unsigned threads = 1;
  Places places;
  struct PartResult {
    SolveCounts counts;
    double presolve = 0;
    std::vector<OrderId> witness;
    bool by_lists = false, by_staircase = false;  // how it was solved: shortlist.hpp, monge.hpp
  };
  std::vector<PartResult> results;

  // All of them for a part that is more than half of the whole: what is beside it leaves nobody much to do.
  [[nodiscard]] unsigned threads_of(const Outline::Part& part) const {
    return 2 * (part.end_order - part.first_order) > problem.order_count() ? threads : 1;
  }
};

// False when the orders' lists were not enough to tell, or the numbers of C: to be solved without, or in wider ones.
template <class C>
[[nodiscard]] bool solve_compact(Compact<C>& c, const Shortlist& shortlist, std::size_t part, Solving& all,
                                 Solution& out) {
  PricingOut<C> pricing_out(all.problem, all.bounds, all.outline, all.outline.parts[part]);
  std::vector<std::int64_t> start;
  if (!all.leaf_prices.empty()) {
    for (const Index j : c.leaf_of) start.push_back(all.leaf_prices[j].count());
  }
  Crash crash = make_crash(c, start);
  SolveCounts& counts = all.results[part].counts;
  counts = {};
  counts.merged_orders = c.merged;
  counts.augmentations = crash.bids;
  all.results[part].by_lists = shortlist.used;
  all.results[part].by_staircase = crash.staircase;
  while (true) {
    ContractedSimplex<C> simplex(c, std::move(crash.fragments), crash.prices);
    simplex.run(crash.near);
    simplex.price_closed_leaves();
    counts.rounds += simplex.passes();
    counts.augmentations += simplex.pivots();
    if (shortlist.used) {
      crash.fragments = simplex.fragments();
      crash.prices = simplex.prices();
      const auto result = pricing_out.run(c, simplex, crash.fragments);
      if (result == PricingOut<C>::Result::out_of_range) return false;
      if (result == PricingOut<C>::Result::added) continue;
    }
    restore_prices(c, simplex, out);
    if (!restore_places(all.problem, c, simplex, part, all.places)) {
      if (shortlist.used) return false;  // a witness needs all edges
      all.results[part].witness = stuck_orders(c, simplex);
    }
    return true;
  }
}

template <class C>
[[nodiscard]] bool try_part(const Shortlist& shortlist, std::size_t part, Solving& all, Solution& out) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const Outline::Part& own = all.outline.parts[part];
  Compact<C> compact;
  bool fits = Compactor<C>(all.problem, all.bounds, all.outline, own, shortlist)
                  .run(all.outline.orders(own), all.threads_of(own), compact);
  if (fits && shortlist.used) fits = covers(compact);
  if (fits && shortlist.used) sort_rows(compact, shortlist.price);
  all.results[part].presolve += std::chrono::duration<double>(Clock::now() - start).count();
  if (!fits) return false;
  return solve_compact(compact, shortlist, part, all, out);
}

inline void solve_part(std::size_t part, Solving& all, Solution& out) {
  const Outline::Part& own = all.outline.parts[part];
  if (own.first_order == own.end_order) return;
  const Shortlist shortlist = plan_shortlist(all.problem, all.bounds, all.outline, own, all.outline.orders(own));
  if (shortlist.used && try_part<std::int32_t>(shortlist, part, all, out)) return;
  if (try_part<std::int32_t>({}, part, all, out)) return;
  static_cast<void>(try_part<std::int64_t>({}, part, all, out));
}

// What the shape of some parts made of the method; empty where it is the usual one.
[[nodiscard]] inline std::string shapes_of(std::span<const Solving::PartResult> results) {
  std::string out;
  const auto add = [&](bool Solving::PartResult::*had, std::string_view what) {
    const auto parts = std::count_if(results.begin(), results.end(), [&](const auto& result) { return result.*had; });
    if (parts > 0) out += fmt::format("; {} in {} of {} parts", what, parts, results.size());
  };
  add(&Solving::PartResult::by_lists, "orders have many edges and are solved from lists of the likely ones");
  add(&Solving::PartResult::by_staircase, "costs are Monge and begin at the north-west corner");
  return out;
}

// Writes what it did beyond the usual into `why`. `leaf_prices` may be empty.
inline void contracted_solve(const TransportProblem& problem, const ProblemBounds& bounds,
                             std::span<const Cost> leaf_prices, unsigned threads, Solution& out) {
  using Clock = std::chrono::steady_clock;
  out.algorithm = "contracted_simplex";
  if (problem.order_count() == 0 && problem.leaf_count() == 0 && problem.group_count() == 0) {
    out.status = Status::optimal;  // nothing to place, and nothing to price
    return;
  }
  const auto start = Clock::now();
  const Outline outline(problem, bounds, threads);
  out.seconds.presolve += std::chrono::duration<double>(Clock::now() - start).count();
  out.counts.components = outline.components;
  out.leaf_price.resize(problem.leaf_count());
  out.group_price.resize(problem.group_count());
  Solving all{problem, bounds, outline, leaf_prices, threads, {}, {}};
  all.places.leaf_of.resize(problem.order_count());
  all.places.pieces.resize(outline.parts.size());
  all.results.resize(outline.parts.size());
  each_on_threads(outline.parts.size(), threads, [&](std::size_t part) { solve_part(part, all, out); });
  bool feasible = true;
  for (const auto& result : all.results) {
    out.counts.merged_orders += result.counts.merged_orders;
    out.counts.rounds = std::max(out.counts.rounds, result.counts.rounds);
    out.counts.augmentations += result.counts.augmentations;
    out.seconds.presolve += result.presolve;
    if (result.witness.empty() || !feasible) continue;
    feasible = false;
    out.witness = result.witness;
  }
  if (!feasible) {
    out.status = Status::infeasible;
    out.leaf_price.clear();
    out.group_price.clear();
    return;
  }
  out.status = Status::optimal;
  out.why = shapes_of(all.results);
  restore_other_prices(problem, outline, out);
  restore_placements(problem, all.places, threads, out);
  add_tree_costs(problem, threads, out);
}

}  // namespace paidan::transport::detail
