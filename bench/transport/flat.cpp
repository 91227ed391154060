#include "bench/transport/flat.hpp"

#include <algorithm>

namespace paidan::bench {

using namespace transport;

peers::TransportArrays flatten(const TransportProblem& problem) {
  peers::TransportArrays flat;
  flat.leaf_count = problem.leaf_count();
  flat.group_count = problem.group_count();
  flat.demand.assign(problem.demands().begin(), problem.demands().end());
  flat.first_edge.assign(problem.first_edges().begin(), problem.first_edges().end());
  flat.edge_leaf.resize(problem.edge_count());
  flat.edge_cost.resize(problem.edge_count());
  for (std::size_t e = 0; e < problem.edge_count(); ++e) {
    flat.edge_leaf[e] = problem.edge_leaves()[e].value();
    flat.edge_cost[e] = problem.edge_costs()[e].count();
  }
  flat.edge_bound.assign(problem.edge_bounds().begin(), problem.edge_bounds().end());
  const auto add_node = [&](auto node) {
    const GroupId parent = problem.parent(node);
    flat.parent.push_back(
        static_cast<std::uint32_t>(flat.leaf_count + (parent.has_value() ? parent.index() : flat.group_count)));
    for (const Segment& s : problem.segments(node)) {
      flat.segment_units.push_back(s.units);
      flat.segment_cost.push_back(s.unit_cost.count());
    }
    flat.first_segment.push_back(flat.segment_units.size());
  };
  for (std::size_t j = 0; j < flat.leaf_count; ++j) add_node(LeafId(j));
  for (std::size_t g = 0; g < flat.group_count; ++g) add_node(GroupId(g));
  return flat;
}

TransportProblem fill(const peers::TransportArrays& flat, unsigned threads) {
  TransportProblem problem;
  std::vector<Segment> segments;
  const auto parent_of = [&](std::size_t node) {
    const std::size_t parent = flat.parent[node] - flat.leaf_count;
    return parent == flat.group_count ? GroupId{} : GroupId(parent);
  };
  const auto segments_of = [&](std::size_t node) {
    segments.clear();
    for (std::size_t s = flat.first_segment[node]; s < flat.first_segment[node + 1]; ++s) {
      segments.push_back({flat.segment_units[s], Cost(flat.segment_cost[s])});
    }
    return std::span<const Segment>(segments);
  };
  for (std::size_t g = 0; g < flat.group_count; ++g) {
    problem.add_group(parent_of(flat.leaf_count + g), segments_of(flat.leaf_count + g));
  }
  for (std::size_t j = 0; j < flat.leaf_count; ++j) problem.add_leaf(parent_of(j), segments_of(j));
  problem.add_orders(flat.demand, flat.first_edge, flat.edge_leaf, flat.edge_cost, threads);
  for (std::size_t e = 0; e < flat.edge_bound.size(); ++e) {
    if (flat.edge_bound[e] != unbounded) problem.bound_edge(EdgeId(e), flat.edge_bound[e]);
  }
  return problem;
}

std::uint64_t instance_digest(const peers::TransportArrays& a) {
  std::uint64_t state = 0xCBF29CE484222325ULL;
  const auto add = [&](const auto& values) {
    for (const auto v : values) state = (state ^ static_cast<std::uint64_t>(v)) * 0x100000001B3ULL;
    state = (state ^ values.size()) * 0x100000001B3ULL;
  };
  add(a.demand);
  add(a.first_edge);
  add(a.edge_leaf);
  add(a.edge_cost);
  add(a.edge_bound);
  add(a.parent);
  add(a.first_segment);
  add(a.segment_units);
  add(a.segment_cost);
  return state;
}

}  // namespace paidan::bench
