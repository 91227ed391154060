// Boost.Graph: successive shortest paths with nonnegative weights, on its most compact graph.
//
// The method wants one source, one sink, weights ≥ 0 and every arc's reverse. An arc of negative cost is therefore sent
// full from the start and stands in the graph the other way round (Ahuja, Magnanti & Orlin 1993, §2.4).
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <numeric>

#include "bench/peers/methods.hpp"

namespace paidan::peers {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                 boost::no_property, std::uint32_t, std::uint32_t>;
using EdgeDescriptor = boost::graph_traits<Graph>::edge_descriptor;

struct Arc {
  std::uint32_t tail, head;
  std::int64_t upper, cost;
};

// The network with arc and reverse arc side by side, both directions sorted by tail.
struct Residual {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  std::vector<std::int64_t> upper, cost;
  std::vector<std::uint32_t> reverse;

  Residual(std::uint32_t nodes, const std::vector<Arc>& arcs) {
    std::vector<std::uint32_t> next(nodes + std::size_t{1}, 0);
    for (const Arc& a : arcs) {
      ++next[a.tail + std::size_t{1}];
      ++next[a.head + std::size_t{1}];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    ends.resize(2 * arcs.size());
    upper.resize(ends.size());
    cost.resize(ends.size());
    reverse.resize(ends.size());
    for (const Arc& a : arcs) {
      const std::uint32_t there = next[a.tail]++, back = next[a.head]++;
      ends[there] = {a.tail, a.head};
      ends[back] = {a.head, a.tail};
      upper[there] = a.upper;
      upper[back] = 0;
      cost[there] = a.cost;
      cost[back] = -a.cost;
      reverse[there] = back;
      reverse[back] = there;
    }
  }
};

}  // namespace

template <class Source>
Answer boost_successive_shortest_path(const Source& source, Clock clock) {
  if (!sizes_of(source).paths_fit(std::int64_t{1} << 60)) return Answer{Status::out_of_range, 0, 0, 0};
  Answer answer;
  Stopwatch watch(clock);
  // Boost marks "no predecessor" with edge 0 of vertex 0, so vertex 0 is the source: its first arc never ends in the
  // sink.
  const auto nodes = static_cast<std::uint32_t>(source.node_count() + 2);
  const std::uint32_t from = 0, to = nodes - 1;
  std::vector<std::int64_t> supply(source.node_count());
  for (std::size_t v = 0; v < supply.size(); ++v) supply[v] = source.supply(v);
  std::vector<Arc> arcs;
  arcs.reserve(source.arc_count() + source.node_count());
  std::size_t a = 0;
  for (ArcIterator<Source> it(source, 0), end(source, source.arc_count()); it != end; ++it, ++a) {
    const auto [tail, head] = *it;
    const std::int64_t upper = source.upper(a), cost = source.cost(a);
    if (cost >= 0) {
      arcs.push_back({static_cast<std::uint32_t>(tail + 1), static_cast<std::uint32_t>(head + 1), upper, cost});
    } else {
      arcs.push_back({static_cast<std::uint32_t>(head + 1), static_cast<std::uint32_t>(tail + 1), upper, -cost});
      supply[static_cast<std::size_t>(tail)] -= upper;
      supply[static_cast<std::size_t>(head)] += upper;
      answer.objective += static_cast<WideCost>(upper) * cost;
    }
  }
  std::int64_t wanted = 0;
  for (std::uint32_t v = 0; v < supply.size(); ++v) {
    if (supply[v] > 0) arcs.push_back({from, v + 1, supply[v], 0});
    if (supply[v] < 0) arcs.push_back({v + 1, to, -supply[v], 0});
    wanted += std::max<std::int64_t>(supply[v], 0);
  }
  Residual residual(nodes, arcs);
  arcs = {};
  const Graph graph(boost::edges_are_sorted, residual.ends.begin(), residual.ends.end(), nodes);
  residual.ends = {};
  std::vector<EdgeDescriptor> reverse(residual.reverse.size()), edge(residual.reverse.size());
  for (auto [e, end] = edges(graph); e != end; ++e) edge[get(boost::edge_index, graph, *e)] = *e;
  for (std::size_t e = 0; e < reverse.size(); ++e) reverse[e] = edge[residual.reverse[e]];
  edge = {};
  residual.reverse = {};
  std::vector<std::int64_t> left(residual.upper.size()), distance(nodes), distance_before(nodes);
  std::vector<EdgeDescriptor> predecessor(nodes);
  answer.build_seconds = watch.lap();

  const auto by_edge = [&](auto& values) {
    return boost::make_iterator_property_map(values.begin(), get(boost::edge_index, graph));
  };
  const auto vertex_index = get(boost::vertex_index, graph);
  const auto by_vertex = [&](auto& values) { return boost::make_iterator_property_map(values.begin(), vertex_index); };
  boost::successive_shortest_path_nonnegative_weights(
      graph, from, to, by_edge(residual.upper), by_edge(left), by_edge(residual.cost), by_edge(reverse), vertex_index,
      by_vertex(predecessor), by_vertex(distance), by_vertex(distance_before));
  answer.solve_seconds = watch.lap();

  std::int64_t sent = 0;
  for (auto [e, end] = out_edges(from, graph); e != end; ++e) {
    const std::size_t i = get(boost::edge_index, graph, *e);
    sent += residual.upper[i] - left[i];
  }
  if (sent != wanted) return Answer{Status::infeasible, 0, answer.build_seconds, answer.solve_seconds};
  answer.status = Status::optimal;
  for (std::size_t e = 0; e < left.size(); ++e) {
    const std::int64_t flow = residual.upper[e] - left[e];
    if (flow > 0) answer.objective += static_cast<WideCost>(flow) * residual.cost[e];
  }
  return answer;
}

template Answer boost_successive_shortest_path(const TransportSource&, Clock);
template Answer boost_successive_shortest_path(const NetworkSource&, Clock);

}  // namespace paidan::peers
