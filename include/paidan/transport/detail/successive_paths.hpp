// Small problems: units are placed one after another, each along a shortest path of the residual network, which moves
// others where that is cheaper (successive shortest paths with potentials: Edmonds & Karp 1972, Tomizawa 1971; Ahuja,
// Magnanti & Orlin 1993, §9.7). It takes half as long as the contracted method for a hundred orders, and a quarter for
// twenty.
//
// Orders are contracted as there: the nodes are leaves and groups, and an arc is the cheapest way to get one unit less
// at its tail and one more at its head. Of a leaf: an order's unit that moves to another leaf, or a unit more for its
// group. Of a group: a unit less of a child's. Arcs stand in a matrix of keys (path_key.hpp), so the search, Dijkstra's
// with nodes in no heap (Dijkstra 1959), takes a whole row at once; a row is made when the search comes to its node and
// what it was made of has changed.
//
// An order of several units is as many orders of one. Costs count from each order's cheapest edge.
//
// O(units · (nodes² + edges)) at worst; a storm settles 3 to 7 nodes a unit. 12 bytes an edge's unit, 8 bytes nodes².
//
// Tried, and no gain: searching without rows, unit by unit and edge by edge (a storm takes a fifth longer); other
// orders of placing the units; raising all potentials to what is left to the root now and then (a quarter fewer nodes
// to settle, and as many for it); four keys at a time where the processor has AVX2 (a twelfth less, not worth asking
// which it is). A few bids for each unit first would leave a tenth fewer nodes to settle.
// Rows that take in what came instead of being made anew, keys filled two at a time, units that go to a leaf with room
// without a search: 0 to 4% together, less than runs differ by. Most of a search is waiting for what the last step
// found.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/detail/path_key.hpp"
#include "paidan/transport/detail/used_nodes.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::transport::detail {

class SuccessivePaths {
 public:
  SuccessivePaths(const TransportProblem& problem, const ProblemBounds& bounds)
      : problem_(problem), bounds_(bounds), used_(problem, bounds), leaves_(used_.leaves()), nodes_(used_.count()) {}

  // Whether it can solve the problem at all: arcs have 16 bits, and paths cost less than 2^42.
  [[nodiscard]] bool can_hold() const {
    constexpr std::size_t most_nodes = 2'000;  // rows of 32 MB
    if (bounds_.edge_bounds_bind || bounds_.path >= dearest_path || bounds_.total_demand >= nowhere) return false;
    return nodes_ <= most_nodes && units_of_edges() + 2 * nodes_ < nowhere;
  }

  // Whether it is likely to be the quickest way, which its first steps may belie: see run.
  [[nodiscard]] bool suits() const {
    constexpr Units most_units = 256;
    constexpr std::size_t most_nodes = 256;
    return bounds_.total_demand <= most_units && nodes_ <= most_nodes && can_hold();
  }

  // False when the orders want more than their leaves can take, or when it takes more than so many steps for each edge
  // of the units that are placed. To be called once.
  [[nodiscard]] bool run(std::size_t most_steps_an_edge = SIZE_MAX) {
    add_nodes();
    add_units();
    constexpr std::size_t head_start = 64;
    for (std::size_t unit = 0; unit < placed_.size(); ++unit) {
      if (steps_ / (head_start + first_edge_[unit]) > most_steps_an_edge) return false;
      if (!place(static_cast<ArcIndex>(unit))) return false;
    }
    return true;
  }
  // A storm takes 8 to 16. What takes more has equal costs, or paths through all leaves (c_ij = i · j), and is soon a
  // hundred times slower than by the contracted method.
  static constexpr std::size_t usual_steps_an_edge = 24;

  // Placements, prices and values of an optimal solution; and the edges' part of its objective.
  void restore(Solution& out) const {
    restore_prices(out);
    out.counts.rounds = placed_.size();
    out.counts.augmentations = moves_;
    out.placements.reserve(placed_.size());
    out.order_value.reserve(problem_.order_count());
    std::size_t unit = 0;
    for (std::size_t i = 0; i < problem_.order_count(); ++i) {
      const OrderId order(i);
      const auto first = static_cast<std::ptrdiff_t>(out.placements.size());
      Cost value{INT64_MIN};
      for (Units left = problem_.demand(order); left > 0; --left, ++unit) {
        const EdgeId edge(problem_.first_edge(order) + placed_[unit] - first_edge_[unit]);
        const Cost cost = problem_.edge_cost(edge);
        value = std::max(value, cost + out.leaf_price[problem_.edge_leaf(edge).index()]);
        out.objective += cost.count();
        out.placements.push_back({edge, 1});
      }
      out.order_value.push_back(value);
      if (problem_.demand(order) > 1) merge(out.placements, first);
    }
  }

 private:
  static constexpr ArcIndex nowhere = UINT16_MAX;

  struct Node {
    std::span<const Segment> segments;  // of the arc to its parent
    std::size_t at = 0;                 // the segment that the next unit takes; all of them: it is full
    Units used = 0;                     // of that segment
    ArcIndex parent = nowhere;          // nowhere: the root
    ArcIndex first = nowhere;           // a leaf's first unit, a group's first child
    ArcIndex next = nowhere;            // its parent's next child
    ArcIndex reached_by = nowhere;
    bool row_is_old = true;

    [[nodiscard]] bool is_full() const { return at == segments.size(); }
    [[nodiscard]] std::int64_t next_cost() const { return segments[at].unit_cost.count() * one_cost; }
    void skip_full_segments() {
      for (; at < segments.size() && used == segments[at].units; ++at) used = 0;
    }
    void step_back() {
      for (; used == 0; used = segments[at].units) --at;
      --used;
    }
    // What the last unit costs; there must be one.
    [[nodiscard]] std::int64_t last_cost() const {
      Node before = *this;
      before.step_back();
      return before.next_cost();
    }
    [[nodiscard]] bool is_empty() const {
      return used == 0 && std::all_of(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(at),
                                      [](const Segment& s) { return s.units == 0; });
    }
  };

  // Arcs: the edges of all units, then from each node to its parent, then from its parent to each node.
  [[nodiscard]] ArcIndex arc_up(std::size_t v) const { return static_cast<ArcIndex>(edge_.size() + v); }
  [[nodiscard]] ArcIndex arc_down(std::size_t v) const { return static_cast<ArcIndex>(edge_.size() + nodes_ + v); }
  [[nodiscard]] PathKey* row(std::size_t v) { return row_.data() + v * width_; }

  [[nodiscard]] std::size_t units_of_edges() const {
    if (bounds_.largest_demand <= 1) return problem_.edge_count();
    std::size_t out = 0;
    for (std::size_t i = 0; i < problem_.order_count() && out < nowhere; ++i) {
      const OrderId order(i);
      out += (problem_.end_edge(order) - problem_.first_edge(order)) * static_cast<std::size_t>(problem_.demand(order));
    }
    return out;
  }

  void add_units() {
    const auto units = static_cast<std::size_t>(bounds_.total_demand);
    const std::size_t edges = edge_.size();
    unit_.resize(edges);
    first_edge_.resize(units + 1);
    placed_.resize(units);
    next_.resize(units);
    const LeafId* const leaf = problem_.edge_leaves().data();
    const Cost* const cost = problem_.edge_costs().data();
    std::size_t unit = 0, arc = 0;
    for (std::size_t i = 0; i < problem_.order_count(); ++i) {
      const std::size_t begin = problem_.first_edges()[i], end = problem_.first_edges()[i + 1];
      const std::int64_t cheapest = begin < end ? cost[bounds_.cheapest_edge[i]].count() : 0;
      for (Units left = problem_.demands()[i]; left > 0; --left, ++unit) {
        first_edge_[unit] = static_cast<ArcIndex>(arc);
        for (std::size_t e = begin; e < end; ++e, ++arc) {
          edge_[arc] = (cost[e].count() - cheapest) * one_cost + static_cast<std::int64_t>(arc);
          target_[arc] = static_cast<ArcIndex>(used_.number(leaf[e]));
          unit_[arc] = static_cast<ArcIndex>(unit);
        }
      }
    }
    first_edge_[unit] = static_cast<ArcIndex>(arc);
  }

  // With no unit placed, a unit pays each arc's first segment on its way to the root.
  void add_nodes() {
    width_ = (nodes_ + keys_at_once - 1) / keys_at_once * keys_at_once;
    keys_.resize(width_);
    potential_.resize(width_, 0);
    row_.resize(width_ * nodes_);
    node_.resize(nodes_);
    edge_.resize(units_of_edges());
    target_.resize(edge_.size() + 2 * nodes_);
    const auto add = [&](auto id) {
      const std::size_t v = used_.number(id);
      if (v == UsedNodes::unused) return;
      Node& node = node_[v];
      node.segments = problem_.segments(id);
      node.skip_full_segments();
      if (!node.is_full()) potential_[v] = node.next_cost();
      target_[arc_down(v)] = static_cast<ArcIndex>(v);
      if (!problem_.parent(id).has_value()) return;
      node.parent = target_[arc_up(v)] = static_cast<ArcIndex>(used_.number(problem_.parent(id)));
      potential_[v] += potential_[node.parent];
      node.next = std::exchange(node_[node.parent].first, static_cast<ArcIndex>(v));
    };
    for (std::size_t g = 0; g < problem_.group_count(); ++g) add(GroupId(g));
    for (std::size_t j = 0; j < problem_.leaf_count(); ++j) add(LeafId(j));
  }

  // Where nobody can go, the price is what a first unit would pay.
  void restore_prices(Solution& out) const {
    const auto price = [&](auto id) {
      if (const std::size_t v = used_.number(id); v != UsedNodes::unused) return Cost(potential_[v] / one_cost);
      Node node{.segments = problem_.segments(id)};
      node.skip_full_segments();
      const GroupId parent = problem_.parent(id);
      return Cost(node.is_full() ? 0 : node.next_cost() / one_cost) +
             (parent.has_value() ? out.group_price[parent.index()] : Cost(0));
    };
    out.group_price.reserve(problem_.group_count());
    out.leaf_price.reserve(problem_.leaf_count());
    for (std::size_t g = 0; g < problem_.group_count(); ++g) out.group_price.push_back(price(GroupId(g)));
    for (std::size_t j = 0; j < problem_.leaf_count(); ++j) out.leaf_price.push_back(price(LeafId(j)));
  }

  // False when there is no path to the root.
  [[nodiscard]] bool place(ArcIndex unit) {
    std::fill(keys_.begin(), keys_.end(), no_path);
    for (std::size_t e = first_edge_[unit]; e < first_edge_[unit + 1u]; ++e) keys_[target_[e]] = no_cost + edge_[e];
    settled_.clear();
    PathKey root = no_path;
    ArcIndex last = nowhere;  // the leaf from which it is reached
    PathKey next = least(keys_.data(), potential_.data(), width_);
    while (is_path(next) && without_arc(next) < root) {
      const ArcIndex v = target_[arc_of(next)];
      const PathKey key = without_arc(next) - potential_[v];
      settled_.emplace_back(v, key);
      potential_[v] = settled;
      node_[v].reached_by = arc_of(next);
      if (v < leaves_) {
        const PathKey through = climb(v, key);
        if (through < root) {
          root = through;
          last = v;
        }
        if (root <= without_arc(next)) break;
      }
      if (node_[v].row_is_old) make_row(v);
      steps_ += width_ / 2;  // as long as half as many edges take
      next = lower_all(keys_.data(), row(v), key, potential_.data(), width_);
    }
    if (last == nowhere) return false;
    for (const auto& [v, key] : settled_) potential_[v] = root - key;
    push(unit, last);
    return true;
  }

  // A path of `key` that goes on from v straight to the root.
  [[nodiscard]] PathKey climb(std::size_t v, PathKey key) const {
    for (; v != nowhere; v = node_[v].parent) {
      if (node_[v].is_full()) return no_path;
      key += node_[v].next_cost();
    }
    return key;
  }

  void make_row(std::size_t v) {
    PathKey* const to = row(v);
    std::fill_n(to, width_, no_path);
    Node& node = node_[v];
    node.row_is_old = false;
    if (node.parent != nowhere && !node.is_full()) to[node.parent] = no_cost + node.next_cost() + arc_up(v);
    if (v < leaves_) {
      for (ArcIndex unit = node.first; unit != nowhere; unit = next_[unit]) add_to_row(to, unit);
      return;
    }
    for (ArcIndex child = node.first; child != nowhere; child = node_[child].next) {
      if (!node_[child].is_empty()) to[child] = no_cost - node_[child].last_cost() + arc_down(child);
    }
  }
  void add_to_row(PathKey* to, ArcIndex unit) {
    const PathKey away = no_cost - (edge_[placed_[unit]] - placed_[unit]);
    const std::int64_t* const edge = edge_.data();
    const ArcIndex* const target = target_.data();
    const std::size_t begin = first_edge_[unit], end = first_edge_[unit + 1u];
    for (std::size_t e = begin; e < end; ++e) lower(to[target[e]], away + edge[e]);
    steps_ += end - begin;
  }

  // One unit more along the path to `last`, and from there to the root.
  void push(ArcIndex unit, ArcIndex last) {
    for (ArcIndex v = last; v != nowhere; v = node_[v].parent) add_load(v);
    while (true) {
      const ArcIndex arc = node_[last].reached_by;
      ++moves_;
      if (arc >= arc_down(0)) {
        remove_load(last);
        last = node_[last].parent;
      } else if (arc >= arc_up(0)) {
        last = static_cast<ArcIndex>(arc - arc_up(0));
        add_load(last);
      } else {
        const ArcIndex mover = unit_[arc];
        if (mover == unit) return enter(unit, arc);
        const ArcIndex from = target_[placed_[mover]];
        leave(mover);
        enter(mover, arc);
        last = from;
      }
    }
  }
  void enter(ArcIndex unit, ArcIndex arc) {
    placed_[unit] = arc;
    const ArcIndex leaf = target_[arc];
    next_[unit] = std::exchange(node_[leaf].first, unit);
    node_[leaf].row_is_old = true;
  }
  void leave(ArcIndex unit) {
    Node& leaf = node_[target_[placed_[unit]]];
    leaf.row_is_old = true;
    ArcIndex* at = &leaf.first;
    while (*at != unit) at = &next_[*at];
    *at = next_[unit];
  }
  void add_load(ArcIndex v) {
    ++node_[v].used;
    node_[v].skip_full_segments();
    load_has_changed(v);
  }
  void remove_load(ArcIndex v) {
    node_[v].step_back();
    load_has_changed(v);
  }
  void load_has_changed(ArcIndex v) {
    if (node_[v].parent == nowhere) return;
    node_[v].row_is_old = node_[node_[v].parent].row_is_old = true;
  }

  // Placements [first, end) of one unit each, by edge and each edge once.
  static void merge(std::vector<Placement>& placements, std::ptrdiff_t first) {
    std::sort(placements.begin() + first, placements.end(),
              [](const Placement& a, const Placement& b) { return a.edge < b.edge; });
    auto kept = placements.begin() + first;
    for (auto p = kept + 1; p != placements.end(); ++p) {
      if (p->edge == kept->edge) {
        ++kept->units;
      } else {
        *++kept = *p;
      }
    }
    placements.erase(kept + 1, placements.end());
  }

  const TransportProblem& problem_;
  const ProblemBounds& bounds_;
  UsedNodes used_;
  std::size_t leaves_, nodes_, width_ = 0;  // width: of a row
  RawVector<PathKey> keys_;                 // by node, of the search at hand
  std::vector<std::int64_t> potential_;     // by node; on the way, what a unit costs from there to the root
  RawVector<PathKey> row_;                  // nodes × width
  std::vector<Node> node_;                  // leaves, then groups
  std::vector<std::pair<ArcIndex, PathKey>> settled_;

  RawVector<std::int64_t> edge_;                    // by edge of a unit: its cost, and its number
  RawVector<ArcIndex> unit_, target_;               // by edge; by arc
  RawVector<ArcIndex> first_edge_, placed_, next_;  // by unit: its edges, the one it is on, and who is on the same leaf
  std::size_t moves_ = 0, steps_ = 0;
};

}  // namespace paidan::transport::detail
