// Whether costs still fit: no path of the residual network may cost more than 2^60 (check_problem.hpp has the bound).
// Only ever widened by what is admitted, and measured anew before anything is refused.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/detail/live/orders.hpp"
#include "paidan/transport/detail/live/tree.hpp"

namespace paidan::transport::detail::live {

class CostRange {
 public:
  CostRange(const Orders& orders, const Tree& tree) : orders_(orders), tree_(tree) { measure(); }

  // Throws `Error` if what there is does not fit.
  void check() {
    check([] {});
  }
  // Throws `Error` if an order with these costs does not fit. O(edges of the order), O(all edges) before refusing.
  void admit(std::span<const std::int64_t> costs, std::span<const Index> leaves) {
    for (const std::int64_t c : costs) {
      if (c > largest_cost || c < -largest_cost) refuse(fmt::format("cost {}: expected at most 2^62", c));
    }
    if (WideCost{lowest(costs)} + path_limit < WideCost{highest(costs)}) {
      refuse(fmt::format("costs {} and {} of one order are more than 2^60 apart", lowest(costs), highest(costs)));
    }
    include(costs, leaves);
    check([&] { include(costs, leaves); });
  }
  void admit(Index node, std::span<const Segment> segments) {
    include(node, segments);
    check([&] { include(node, segments); });
  }

 private:
  static constexpr std::int64_t largest_cost = std::int64_t{1} << 62;

  static std::int64_t lowest(std::span<const std::int64_t> costs) {
    return costs.empty() ? 0 : *std::min_element(costs.begin(), costs.end());
  }
  static std::int64_t highest(std::span<const std::int64_t> costs) {
    return costs.empty() ? 0 : *std::max_element(costs.begin(), costs.end());
  }
  void include(std::span<const std::int64_t> costs, std::span<const Index> leaves) {
    const std::int64_t base = lowest(costs);
    for (std::size_t k = 0; k < costs.size(); ++k)
      widen(leaves[k], 2 * (WideCost{costs[k]} - base + orders_.disruption()), edge_);
  }
  void include(Index node, std::span<const Segment> segments) {
    WideCost largest = 0;
    for (const Segment& s : segments) {
      const WideCost cost = s.unit_cost.count();
      largest = std::max(largest, cost < 0 ? -cost : cost);
    }
    widen(node, largest, segment_);
  }
  void widen(Index node, WideCost cost, std::vector<WideCost>& largest) {
    if (cost <= largest[node]) return;
    path_ += cost - largest[node];
    largest[node] = cost;
  }
  template <class IncludeAgain>
  void check(IncludeAgain include_again) {
    if (path_ <= path_limit) return;
    measure();
    include_again();
    if (path_ <= path_limit) return;
    const auto path = static_cast<double>(path_);
    measure();
    refuse(fmt::format("costs out of range: a path through all leaves could cost {:.3e}, expected at most 2^60", path));
  }
  void measure() {
    path_ = 1;
    edge_.assign(tree_.leaf_count(), 0);
    segment_.assign(tree_.root(), 0);
    std::vector<std::int64_t> costs;
    for (Index i = 0; i < orders_.count(); ++i) {
      if (!orders_.is_live(i)) continue;
      costs.clear();
      for (Index s = 0; s < orders_.degree(i); ++s) costs.push_back(orders_.own_cost(i, s));
      include(costs, orders_.leaves(i));
    }
    for (Index v = 0; v < tree_.root(); ++v) include(v, tree_.segments(v));
  }

  const Orders& orders_;
  const Tree& tree_;
  WideCost path_ = 1;
  std::vector<WideCost> edge_, segment_;  // by leaf, by node: the largest so far
};

}  // namespace paidan::transport::detail::live
