#include "bench/peers/peers.hpp"

#include "bench/peers/methods.hpp"

namespace paidan::peers {
namespace {

template <class Source>
Answer run(const Source& source, Method method) {
  switch (method) {
    case Method::lemon_network_simplex:
      return lemon_network_simplex(source);
    case Method::lemon_cost_scaling:
      return lemon_cost_scaling(source);
    case Method::boost_successive_shortest_path:
      return boost_successive_shortest_path(source);
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

Answer solve(const TransportArrays& problem, Method method) { return run(TransportSource(problem), method); }

Answer solve(const FlowNetwork& network, Method method) {
  Stopwatch watch;
  const NetworkSource source(network);
  const double sorting = watch.lap();
  if (source.bounds_cross()) return {};
  Answer answer = run(source, method);
  answer.build_seconds += sorting;
  if (answer.status == Status::optimal) answer.objective += source.fixed_cost();
  return answer;
}

}  // namespace paidan::peers
