// The peers: LEMON and Boost.Graph behind one plain interface, as oracles of tests and as rivals of benchmarks.
//
// LEMON 1.3.1 does not compile as C++20, so this library is C++17 and its interface is flat arrays: nothing of paidan
// is included here, and no peer's header is seen outside. Two forms of the same question:
//
//   FlowNetwork      any minimum-cost flow: nodes with supplies, arcs with lower and upper bounds and costs
//   TransportArrays  orders, leaves and a capacity tree. The peers get the network that suits them best: a node an
//                    order, a leaf and a group, and the root; supplies at the orders, an arc leaf → parent for every
//                    segment, the whole demand at the root. No copy of the arrays is made beside the peer's own graph
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace paidan::peers {

enum class Method { lemon_network_simplex, lemon_cost_scaling, boost_successive_shortest_path };

inline constexpr std::array<Method, 3> all_methods{Method::lemon_network_simplex, Method::lemon_cost_scaling,
                                                   Method::boost_successive_shortest_path};
[[nodiscard]] std::string_view name(Method method) noexcept;  // "lemon-ns", "lemon-cs", "boost-ssp"

// Arcs in any order; parallel arcs, negative costs and antiparallel arcs are fine, negative cycles only with finite
// upper bounds.
struct FlowNetwork {
  std::vector<std::int64_t> supply;  // by node: > 0 gives, < 0 takes; sums to 0
  std::vector<std::uint32_t> tail, head;
  std::vector<std::int64_t> lower;  // empty = all 0
  std::vector<std::int64_t> upper, cost;
};

// Tree nodes are the leaves, then the groups; `parent` of one that hangs at the root is leaf_count + group_count.
struct TransportArrays {
  std::size_t leaf_count = 0, group_count = 0;
  std::vector<std::int64_t> demand;        // by order
  std::vector<std::size_t> first_edge{0};  // order i has the edges [first_edge[i], first_edge[i + 1])
  std::vector<std::uint32_t> edge_leaf;
  std::vector<std::int64_t> edge_cost;
  std::vector<std::int64_t> edge_bound;       // empty = no bounds
  std::vector<std::uint32_t> parent;          // by tree node
  std::vector<std::size_t> first_segment{0};  // tree node v has the segments [first_segment[v], first_segment[v + 1])
  std::vector<std::int64_t> segment_units, segment_cost;
};

enum class Status {
  optimal,
  infeasible,
  out_of_range,  // costs × nodes could overflow the peer's 64 bits: it was not asked
};

__extension__ typedef __int128 WideCost;

struct Answer {
  Status status = Status::infeasible;
  WideCost objective = 0;    // 0 unless optimal
  double build_seconds = 0;  // from the arrays to the peer's graph, maps and solver object
  double solve_seconds = 0;  // its run()
};

enum class Clock { wall, cpu };  // cpu: of the whole process, for a machine that others use too

// At most 2^31 nodes and arcs, LEMON's limit. Throws std::bad_alloc when memory ends.
[[nodiscard]] Answer solve(const FlowNetwork& network, Method method, Clock clock = Clock::wall);
[[nodiscard]] Answer solve(const TransportArrays& problem, Method method, Clock clock = Clock::wall);

}  // namespace paidan::peers
