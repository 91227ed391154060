// The outline of a presolved problem: which leaves and groups stay, their numbers, and in which order the orders come.
//
// A leaf whose first segment takes everybody who could come, under ancestors that do too, is *free*: its price is
// constant. Groups that cannot bind are contracted into their parents. Leaves are numbered breadth-first over "shares
// an order" and orders follow their cheapest leaf, so that neighbours in the problem are neighbours in memory: that
// makes everything after it two to four times as fast on a city. O(edges) time; 12 bytes an order while it lives.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

using Index = std::uint32_t;
inline constexpr Index none = UINT32_MAX;

// What does not depend on the width of costs: which nodes stay, their numbers, and in which order the orders come.
class Outline {
 public:
  Outline(const TransportProblem& problem, const ProblemBounds& bounds) : problem_(problem), bounds_(bounds) {
    contract_groups();
    find_free_leaves();
    number_leaves();
  }

  struct LeafView {
    bool free = false;        // constant price, straight to the root
    std::int64_t price = 0;   // of a free leaf
    std::int64_t lowest = 0;  // least that its price can be
    Index node = none;        // number in the compact problem
    std::int64_t added = 0;   // cost of contracted groups above it
  };
  std::vector<LeafView> leaf;
  std::vector<Index> leaf_order;          // kept leaves by new number
  std::vector<Index> order_sequence;      // original orders in the order of their rows
  std::vector<GroupId> group_parent;      // nearest ancestor that stays
  std::vector<std::int64_t> group_added;  // cost of a contracted group and those contracted above it
  std::vector<char> group_kept;
  std::int64_t widest = 0;  // largest relative cost of an edge to a kept leaf

 private:
  [[nodiscard]] static Units first_width(std::span<const Segment> s) { return s.empty() ? 0 : s.front().units; }

  void contract_groups() {
    const std::size_t groups = problem_.group_count();
    std::vector<Units> inflow(groups, 0);
    const auto add = [&](GroupId g, Units units) {
      if (g.has_value()) inflow[g.index()] = std::min(bounds_.total_demand, inflow[g.index()] + units);
    };
    for (std::size_t j = 0; j < problem_.leaf_count(); ++j) {
      add(problem_.parent(LeafId(j)),
          std::min({bounds_.leaf_demand[j], bounds_.total_demand, problem_.capacity(LeafId(j))}));
    }
    for (std::size_t g = groups; g-- > 0;) {
      add(problem_.parent(GroupId(g)), std::min(inflow[g], problem_.capacity(GroupId(g))));
    }
    group_parent.resize(groups);
    group_added.assign(groups, 0);
    group_kept.assign(groups, 1);
    for (std::size_t g = 0; g < groups; ++g) {
      const GroupId above = problem_.parent(GroupId(g));
      group_parent[g] = kept_from(above);
      const std::int64_t base = above.has_value() && group_kept[above.index()] == 0 ? group_added[above.index()] : 0;
      const auto segments = problem_.segments(GroupId(g));
      if (first_width(segments) >= inflow[g] && !segments.empty()) {
        group_kept[g] = 0;
        group_added[g] = base + segments.front().unit_cost.count();
      } else {
        group_added[g] = base;
      }
    }
  }
  [[nodiscard]] GroupId kept_from(GroupId g) const {
    return !g.has_value() || group_kept[g.index()] != 0 ? g : group_parent[g.index()];
  }

  void find_free_leaves() {
    std::vector<std::int64_t> lowest(problem_.group_count(), 0);
    for (std::size_t g = 0; g < lowest.size(); ++g) {
      const auto s = problem_.segments(GroupId(g));
      const GroupId above = problem_.parent(GroupId(g));
      lowest[g] = (above.has_value() ? lowest[above.index()] : 0) + (s.empty() ? 0 : s.front().unit_cost.count());
    }
    leaf.resize(problem_.leaf_count());
    for (std::size_t j = 0; j < leaf.size(); ++j) {
      LeafView& view = leaf[j];
      const GroupId above = problem_.parent(LeafId(j));
      const auto s = problem_.segments(LeafId(j));
      const std::int64_t own = s.empty() ? 0 : s.front().unit_cost.count();
      view.added = above.has_value() && group_kept[above.index()] == 0 ? group_added[above.index()] : 0;
      view.lowest = own + (above.has_value() ? lowest[above.index()] : 0);
      const bool at_root = !kept_from(above).has_value();
      view.free = at_root && !s.empty() && first_width(s) >= bounds_.leaf_demand[j];
      if (view.free) view.price = own + view.added;
    }
  }

  // Breadth-first over "shares an order", seen through a few orders of each leaf; orders follow their cheapest leaf.
  void number_leaves() {
    const std::size_t n = problem_.order_count(), m = problem_.leaf_count();
    std::vector<Index> begin(m + 2, 0);
    const auto cheapest = [&](std::size_t i) -> std::size_t {
      return bounds_.cheapest_edge[i] == none ? m : problem_.edge_leaves()[bounds_.cheapest_edge[i]].value();
    };
    for (std::size_t i = 0; i < n; ++i) ++begin[cheapest(i) + 1];
    for (std::size_t j = 0; j <= m; ++j) begin[j + 1] += begin[j];
    std::vector<Index> bucket(n), at(begin.begin(), begin.end() - 1);
    for (std::size_t i = 0; i < n; ++i) bucket[at[cheapest(i)]++] = static_cast<Index>(i);

    constexpr Index looked_at = 4;
    std::vector<char> seen(m, 0);
    std::vector<Index> queue;
    queue.reserve(m);
    const auto visit = [&](std::size_t j) {
      if (seen[j] != 0) return;
      seen[j] = 1;
      queue.push_back(static_cast<Index>(j));
    };
    for (std::size_t start = 0, head = 0; start < m; ++start) {
      for (visit(start); head < queue.size(); ++head) {
        const Index j = queue[head];
        const Index end = std::min(begin[j + 1], begin[j] + looked_at);
        for (Index k = begin[j]; k < end; ++k) {
          const OrderId order(bucket[k]);
          for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
            if (!leaf[problem_.edge_leaves()[e].index()].free) visit(problem_.edge_leaves()[e].index());
          }
        }
      }
    }
    order_sequence.reserve(n);
    for (Index j : queue) {
      order_sequence.insert(order_sequence.end(), bucket.begin() + begin[j], bucket.begin() + begin[j + 1]);
      if (leaf[j].free || bounds_.leaf_demand[j] == 0) continue;
      leaf[j].node = static_cast<Index>(leaf_order.size());
      leaf_order.push_back(j);
    }
    order_sequence.insert(order_sequence.end(), bucket.begin() + begin[m], bucket.end());
  }

  const TransportProblem& problem_;
  const ProblemBounds& bounds_;
};

}  // namespace paidan::transport::detail
