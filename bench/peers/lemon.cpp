// LEMON 1.3.1 (Dezső, Jüttner & Kovács 2011): network simplex and cost scaling on its fastest graph, StaticDigraph.
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
Answer run(const Source& source) {
  Answer answer;
  Stopwatch watch;
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

}  // namespace

template <class Source>
Answer lemon_network_simplex(const Source& source) {
  if (out_of_range(source, 4)) return Answer{Status::out_of_range, 0, 0, 0};
  return run<lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>>(source);
}

template <class Source>
Answer lemon_cost_scaling(const Source& source) {
  if (out_of_range(source, 1024)) return Answer{Status::out_of_range, 0, 0, 0};
  return run<lemon::CostScaling<Graph, std::int64_t, std::int64_t>>(source);
}

template Answer lemon_network_simplex(const TransportSource&);
template Answer lemon_network_simplex(const NetworkSource&);
template Answer lemon_cost_scaling(const TransportSource&);
template Answer lemon_cost_scaling(const NetworkSource&);

}  // namespace paidan::peers
