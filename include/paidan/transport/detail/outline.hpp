// The outline of a presolved problem: which leaves and groups stay, their numbers, and in which order the orders come.
//
// A leaf whose first segment takes everybody who could come, under ancestors that do too, is *free*: its price is
// constant. One whose segments together do is *open*: its last segment that anybody reaches is as good as a way past
// it. Groups that cannot bind are contracted into their parents. What is left falls into components that share no order
// and no group: streets that do not help each other. Whole components, small ones together, make up *parts*, which are
// solved apart. Within a part leaves are numbered breadth-first over "shares an order" and orders follow their cheapest
// leaf, so that neighbours in the problem are neighbours in memory: that makes everything after it two to four times as
// fast on a city. O(edges α) time; 12 bytes an order while it lives.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/large_pages.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

using Index = std::uint32_t;
inline constexpr Index none = UINT32_MAX;

// A forest of disjoint sets; the least member stands for a set (Tarjan 1975, path halving).
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : up_(size) { std::iota(up_.begin(), up_.end(), Index{0}); }
  [[nodiscard]] Index find(Index v) {
    while (up_[v] != v) v = up_[v] = up_[up_[v]];
    return v;
  }
  // Whether they were apart.
  bool join(Index a, Index b) {
    a = find(a), b = find(b);
    if (a == b) return false;
    up_[std::max(a, b)] = std::min(a, b);
    return true;
  }

 private:
  std::vector<Index> up_;
};

// What does not depend on the width of costs: which nodes stay, their numbers, and in which order the orders come.
class Outline {
 public:
  // The same for any number of threads.
  Outline(const TransportProblem& problem, const ProblemBounds& bounds, unsigned threads)
      : problem_(problem), bounds_(bounds), threads_(threads) {
    contract_groups();
    find_free_leaves();
    cut_into_parts();
  }

  struct LeafView {           // 16 bytes: looked up once an edge
    std::int64_t lowest = 0;  // least that its price can be; the price, if it is free
    Index node = none;        // number among the kept leaves
    bool free = false;        // constant price, straight to the root
    bool open = false;        // takes everybody in the end, at its `ceiling`
  };
  // Runs of `order_sequence` and `leaf_order`, and the kept groups among them, parents first.
  struct Part {
    std::size_t first_order = 0, end_order = 0, first_leaf = 0, end_leaf = 0;
    std::vector<GroupId> groups;
  };
  std::vector<LeafView> leaf;
  bool any_free = false, any_open = false;
  std::vector<std::int64_t> ceiling;      // by leaf, of open ones: the most that its price can be; empty without any
  std::vector<Index> leaf_order;          // kept leaves by new number
  LargeVector<Index> order_sequence;      // original orders in the order of their rows
  std::vector<Part> parts;                // of at least `least_orders`, but for the last
  std::size_t components = 0;             // that have orders
  std::vector<GroupId> group_parent;      // nearest ancestor that stays
  std::vector<std::int64_t> group_added;  // cost of a contracted group and those contracted above it
  std::vector<char> group_kept;
  [[nodiscard]] std::span<const Index> orders(const Part& part) const {
    return std::span(order_sequence).subspan(part.first_order, part.end_order - part.first_order);
  }
  // Cost of contracted groups right above something below `parent`.
  [[nodiscard]] std::int64_t added_above(GroupId parent) const {
    return parent.has_value() && group_kept[parent.index()] == 0 ? group_added[parent.index()] : 0;
  }
  // The segment of an open leaf that takes the last of all who could come.
  [[nodiscard]] std::size_t last_segment(std::size_t j) const {
    const auto s = problem_.segments(LeafId(j));
    std::size_t k = 0;
    for (Units width = s.front().units; width < bounds_.leaf_demand[j]; width += s[k].units) ++k;
    return k;
  }
  std::vector<Index> group_node;  // of kept groups: number in their part, behind its leaves

 private:
  static constexpr std::size_t least_orders = 4'096, few_leaves = 1'024, many_orders = 128;

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
      const std::int64_t base = added_above(above);
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
      view.lowest = own + (above.has_value() ? lowest[above.index()] : 0);
      const bool at_root = !kept_from(above).has_value();
      view.free = at_root && !s.empty() && first_width(s) >= bounds_.leaf_demand[j];
      any_free |= view.free;
      const Units demand = bounds_.leaf_demand[j];
      view.open = at_root && !view.free && demand > 0 && problem_.capacity(LeafId(j)) >= demand;
      any_open |= view.open;
    }
    if (!any_open) return;
    ceiling.assign(leaf.size(), 0);
    for (std::size_t j = 0; j < leaf.size(); ++j) {
      if (!leaf[j].open) continue;
      const auto s = problem_.segments(LeafId(j));
      ceiling[j] = s[last_segment(j)].unit_cost.count() + added_above(problem_.parent(LeafId(j)));
    }
  }

  struct Joined {
    DisjointSets sets;  // of leaves, then groups
    std::size_t apart;  // sets of what is kept; once there is one, nothing is left to join
    void join(Index a, Index b) { apart -= sets.join(a, b) ? 1 : 0; }
  };

  // What is kept, joined along the tree.
  [[nodiscard]] Joined join_tree() const {
    const std::size_t m = problem_.leaf_count();
    Joined out{DisjointSets(m + problem_.group_count()), 0};
    const auto join_above = [&](Index node, GroupId above) {
      ++out.apart;
      if (above.has_value()) out.join(node, static_cast<Index>(m + above.index()));
    };
    for (std::size_t j = 0; j < m; ++j) {
      if (!leaf[j].free && bounds_.leaf_demand[j] > 0) {
        join_above(static_cast<Index>(j), kept_from(problem_.parent(LeafId(j))));
      }
    }
    for (std::size_t g = 0; g < group_kept.size(); ++g) {
      if (group_kept[g] != 0) join_above(static_cast<Index>(m + g), group_parent[g]);
    }
    return out;
  }

  // Joins the leaves of orders [begin, end). `home` by order: its cheapest leaf if that is kept, else any that is;
  // none: it has only its outside option.
  void join_neighbours(std::size_t begin, std::size_t end, Joined& all, RawVector<Index>& home) const {
    for (std::size_t i = begin; i < end; ++i) {
      home[i] = none;
      if (bounds_.cheapest_edge[i] == none) continue;
      const Index cheapest = problem_.edge_leaves()[bounds_.cheapest_edge[i]].value();
      if (!leaf[cheapest].free) {
        home[i] = cheapest;
        if (all.apart == 1) continue;
      }
      Index first = none, set = none;  // the first leaf that is kept, and the set that it is in
      for (std::size_t e = problem_.first_edges()[i]; e < problem_.first_edges()[i + 1]; ++e) {
        const Index j = problem_.edge_leaves()[e].value();
        if (leaf[j].free) continue;
        const Index own = all.sets.find(j);
        if (first == none) {
          first = j;
          set = own;
        } else if (own != set) {
          all.join(own, set);
          set = std::min(own, set);
        }
      }
      if (home[i] == none) home[i] = first;
    }
  }

  // The components, as sets: orders in runs, each with sets of its own, which are joined afterwards.
  [[nodiscard]] DisjointSets join_all(RawVector<Index>& home) const {
    const std::size_t n = problem_.order_count(), nodes = problem_.leaf_count() + problem_.group_count();
    constexpr std::size_t least_orders_a_run = 32'768;
    std::vector<Joined> joined(runs_of(n, std::max(least_orders_a_run, nodes), threads_), join_tree());
    in_runs(n, joined.size(), [&](std::size_t run, std::size_t begin, std::size_t end) {
      join_neighbours(begin, end, joined[run], home);
    });
    for (std::size_t run = 1; run < joined.size(); ++run) {
      for (Index v = 0; v < nodes; ++v) joined.front().sets.join(v, joined[run].sets.find(v));
    }
    return std::move(joined.front().sets);
  }

  void cut_into_parts() {
    const std::size_t n = problem_.order_count(), m = problem_.leaf_count();
    RawVector<Index> home(n);
    DisjointSets sets = join_all(home);
    // Orders by home, those without one last.
    std::vector<Index> begin(m + 2, 0);
    const auto bucket_of = [&](std::size_t i) { return home[i] == none ? m : home[i]; };
    for (std::size_t i = 0; i < n; ++i) ++begin[bucket_of(i) + 1];
    for (std::size_t j = 0; j <= m; ++j) begin[j + 1] += begin[j];
    LargeVector<Index> bucket(n);
    std::vector<Index> at(begin.begin(), begin.end() - 1);
    for (std::size_t i = 0; i < n; ++i) bucket[at[bucket_of(i)]++] = static_cast<Index>(i);
    // Kept leaves by component.
    std::vector<Index> leaves;
    for (std::size_t j = 0; j < m; ++j) {
      if (!leaf[j].free && bounds_.leaf_demand[j] > 0) leaves.push_back(static_cast<Index>(j));
    }
    std::vector<Index> component(m);
    for (const Index j : leaves) component[j] = sets.find(j);
    std::stable_sort(leaves.begin(), leaves.end(), [&](Index a, Index b) { return component[a] < component[b]; });

    order_sequence.reserve(n);
    leaf_order.reserve(leaves.size());
    std::vector<Index> part_of(m + problem_.group_count(), none);  // by the least member of a component
    parts.emplace_back();
    std::vector<char> seen(m, 0);
    for (std::size_t k = 0; k < leaves.size();) {
      const Index here = component[leaves[k]];
      part_of[here] = static_cast<Index>(parts.size() - 1);
      ++components;
      std::size_t end = k;
      while (end < leaves.size() && component[leaves[end]] == here) ++end;
      for (const std::size_t all = end; k < end; ++k) number_from(leaves[k], all, bucket, begin, seen);
      parts.back().end_order = order_sequence.size();
      parts.back().end_leaf = leaf_order.size();
      if (order_sequence.size() - parts.back().first_order >= least_orders && k < leaves.size()) {
        parts.push_back({order_sequence.size(), order_sequence.size(), leaf_order.size(), leaf_order.size(), {}});
      }
    }
    if (components == 1 && leaf_order.size() <= few_leaves && n >= many_orders * leaf_order.size()) {
      // Leaves are near one another as they are, and orders are better read in a row.
      order_sequence.resize(n);
      std::iota(order_sequence.begin(), order_sequence.end(), Index{0});
      parts.back().end_order = n;
      number_groups(sets, part_of);
      return;
    }
    order_sequence.insert(order_sequence.end(), bucket.begin() + begin[m], bucket.end());
    parts.back().end_order = n;
    number_groups(sets, part_of);
  }

  void number_groups(DisjointSets& sets, const std::vector<Index>& part_of) {
    group_node.assign(problem_.group_count(), none);
    for (std::size_t g = 0; g < group_node.size(); ++g) {
      if (group_kept[g] == 0) continue;
      const Index part = part_of[sets.find(static_cast<Index>(problem_.leaf_count() + g))];
      if (part == none) continue;  // nobody could come
      Part& own = parts[part];
      group_node[g] = static_cast<Index>(own.end_leaf - own.first_leaf + own.groups.size());
      own.groups.emplace_back(g);
    }
  }

  // Breadth-first over "shares an order", seen through a few orders of each leaf; nothing is left to see once there are
  // `all` leaves, those of the component and of the ones before it.
  void number_from(Index start, std::size_t all, const LargeVector<Index>& bucket, const std::vector<Index>& begin,
                   std::vector<char>& seen) {
    constexpr Index looked_at = 4;
    const auto visit = [&](Index j) {
      if (seen[j] != 0 || leaf[j].free) return;
      seen[j] = 1;
      leaf[j].node = static_cast<Index>(leaf_order.size());
      leaf_order.push_back(j);
    };
    std::size_t head = leaf_order.size();
    for (visit(start); head < leaf_order.size(); ++head) {
      const Index j = leaf_order[head];
      order_sequence.insert(order_sequence.end(), bucket.begin() + begin[j], bucket.begin() + begin[j + 1]);
      if (leaf_order.size() == all) continue;
      const Index end = std::min(begin[j + 1], begin[j] + looked_at);
      for (Index k = begin[j]; k < end; ++k) {
        const std::size_t i = bucket[k];
        for (std::size_t e = problem_.first_edges()[i]; e < problem_.first_edges()[i + 1]; ++e) {
          visit(problem_.edge_leaves()[e].value());
        }
      }
    }
  }

  const TransportProblem& problem_;
  const ProblemBounds& bounds_;
  const unsigned threads_;
};

}  // namespace paidan::transport::detail
