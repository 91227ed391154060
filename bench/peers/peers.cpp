#include "bench/peers/peers.hpp"

#include "bench/peers/methods.hpp"

namespace paidan::peers {
namespace {

template <class Source>
Answer run(const Source& source, Method method, Clock clock) {
  switch (method) {
    case Method::lemon_network_simplex:
      return lemon_network_simplex(source, clock);
    case Method::lemon_cost_scaling:
      return lemon_cost_scaling(source, clock);
    case Method::boost_successive_shortest_path:
      return boost_successive_shortest_path(source, clock);
  }
  return {};
}

}  // namespace

std::string_view name(Method method) noexcept {
  switch (method) {
    case Method::lemon_network_simplex:
      return "lemon-ns";
    case Method::lemon_cost_scaling:
      return "lemon-cs";
    case Method::boost_successive_shortest_path:
      return "boost-ssp";
  }
  return "";
}

Answer solve(const TransportArrays& problem, Method method, Clock clock) {
  return run(TransportSource(problem), method, clock);
}

Answer solve(const FlowNetwork& network, Method method, Clock clock) {
  Stopwatch watch(clock);
  const NetworkSource source(network);
  const double sorting = watch.lap();
  if (source.bounds_cross()) return {};
  Answer answer = run(source, method, clock);
  answer.build_seconds += sorting;
  if (answer.status == Status::optimal) answer.objective += source.fixed_cost();
  return answer;
}

}  // namespace paidan::peers
