// LEMON 1.3.1 (Dezső, Jüttner & Kovács 2011): network simplex and cost scaling on its fastest graph, StaticDigraph,
// with the narrowest numbers that the instance lets through (32-bit amounts make network simplex about a third faster).
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include "bench/peers/methods.hpp"

namespace paidan::peers {
namespace {

using Graph = lemon::StaticDigraph;

// Read-only maps that compute from the arrays, so that no map is filled only to be copied into the solver.
template <class Key_, class Get>
struct ComputedMap {
  using Key = Key_;
  using Value = std::int64_t;
  Get get;
  Value operator[](const Key& key) const { return get(key); }
};
template <class Key, class Get>
ComputedMap<Key, Get> computed(Get get) {
  return {get};
}

template <class Solver, class Source>
Answer run(const Source& source, Clock clock) {
  Answer answer;
  Stopwatch watch(clock);
  Graph graph;
  graph.build(static_cast<int>(source.node_count()), ArcIterator<Source>(source, 0),
              ArcIterator<Source>(source, source.arc_count()));
  Solver solver(graph);
  solver.upperMap(
      computed<Graph::Arc>([&](Graph::Arc a) { return source.upper(static_cast<std::size_t>(Graph::index(a))); }));
  solver.costMap(
      computed<Graph::Arc>([&](Graph::Arc a) { return source.cost(static_cast<std::size_t>(Graph::index(a))); }));
  solver.supplyMap(
      computed<Graph::Node>([&](Graph::Node v) { return source.supply(static_cast<std::size_t>(Graph::index(v))); }));
  answer.build_seconds = watch.lap();
  const auto outcome = solver.run();
  answer.solve_seconds = watch.lap();
  if (outcome != Solver::OPTIMAL) return answer;
  answer.status = Status::optimal;
  answer.objective = solver.template totalCost<WideCost>();
  return answer;
}

// `amount`: the largest that the method may have to hold; `cost_limit`: what |cost| must stay below for 32-bit costs.
template <template <class, class, class> class Solver, class Source>
Answer run_narrowest(const Source& source, const Sizes& sizes, WideCost amount, WideCost cost_limit, Clock clock) {
  if (amount >= INT32_MAX) return run<Solver<Graph, std::int64_t, std::int64_t>>(source, clock);
  if (sizes.largest_cost >= cost_limit) return run<Solver<Graph, std::int32_t, std::int64_t>>(source, clock);
  return run<Solver<Graph, std::int32_t, std::int32_t>>(source, clock);
}

template <class GR, class V, class C>
using NetworkSimplex = lemon::NetworkSimplex<GR, V, C>;
template <class GR, class V, class C>
using CostScaling = lemon::CostScaling<GR, V, C>;  // scales costs in 64 bits whatever C is

}  // namespace

template <class Source>
Answer lemon_network_simplex(const Source& source, Clock clock) {
  const Sizes sizes = sizes_of(source);
  if (!sizes.paths_fit(std::int64_t{1} << 60)) return Answer{Status::out_of_range, 0, 0, 0};
  return run_narrowest<NetworkSimplex>(source, sizes, sizes.largest_amount, (1 << 29) / sizes.nodes, clock);
}

template <class Source>
Answer lemon_cost_scaling(const Source& source, Clock clock) {
  const Sizes sizes = sizes_of(source);
  if (!sizes.paths_fit(std::int64_t{1} << 52)) return Answer{Status::out_of_range, 0, 0, 0};
  // It fills every arc of negative reduced cost first: where a node's excess does not fit, its answer is wrong and it
  // does not say so. Bounds of one order's demand on the edges instead are as fast or slower.
  return run_narrowest<CostScaling>(source, sizes, sizes.largest_excess, INT32_MAX, clock);
}

template Answer lemon_network_simplex(const TransportSource&, Clock);
template Answer lemon_network_simplex(const NetworkSource&, Clock);
template Answer lemon_cost_scaling(const TransportSource&, Clock);
template Answer lemon_cost_scaling(const NetworkSource&, Clock);

}  // namespace paidan::peers
