// Network simplex with the orders contracted: the spanning tree holds leaves, groups, the root and only the orders that
// are *split* over several basic edges.
//
// In a basis most orders are pendant: one basic edge, so the order's value is that edge's cost plus its leaf's price
// and the order need not be in the tree at all. With n orders and m leaves, n ≫ m, the tree has O(m) nodes instead of n
// + m and every pivot touches O(m). An order joins the tree when one of its edges enters and leaves it when it is
// pendant again. The ratio test is Cunningham's (1976; Ahuja, Magnanti & Orlin 1993, §11.6); after many degenerate
// pivots in a row Bland's rule (1977) takes over for the list at hand.
//
// The first basis is a crash: fragments of orders that respect all capacities, and guessed prices of full nodes, which
// enter as the costs of artificial arcs that can carry nothing. Prices within ε of the optimum leave few edges to look
// at: pricing runs over a list of edges of small reduced cost until none of them is negative, then one pass over all
// edges makes the next list ("sifting"). No negative edge in such a pass is optimality. Of its negative edges each
// order lists the most negative only: a leaf whose price has just fallen attracts millions, and lists of the lowest
// reduced costs are then about that one leaf.
//
// Tried without gain: pricing over everything from the start, or after the first lists (a city: ten times the edges
// looked at, five times the time of a pivot); one long list instead of a capped one (of at least 65,536 edges: a fifth
// slower where a city falls apart into parts of 10,000 orders); lists that grow whenever the last was cut (they do
// after every eighth: 25 lists instead of 1,441 where prices of whole regions are off); remembering candidates for more
// than two pivots (fewer looks, but more pivots); adding what is negative to the list at hand instead of a new list (up
// to three times the passes); 8 bytes a listed edge, its cost and leaf looked up (half of the list, but a city a
// twentieth slower, the tree family a fifth).
//
// Memory beside the compact problem: 32 bytes a fragment, 48 a node of the tree, 16 a listed edge (24 with wide costs).
// Deterministic: ties by scan order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/chunked_vector.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/fragments.hpp"
#include "paidan/transport/detail/threaded_tree.hpp"

namespace paidan::transport::detail {

template <class C>
class ContractedSimplex {
 public:
  // Fragments must respect every capacity; `prices` are by leaf, or by node. Both come from the crash.
  ContractedSimplex(const Compact<C>& compact, Fragments fragments, std::span<const std::int64_t> prices)
      : c_(compact), fragments_(std::move(fragments)) {
    build(prices);
  }

  // Pivots until no edge has a negative reduced cost. `near`: edges below it are listed for pricing.
  void run(std::int64_t near) {
    near = std::min(3 * near, path_limit);  // the first tree wants more to choose from
    while (list_edges(near)) {
      if (passes_++ == 0) plant();
      const std::size_t before = pivots_;
      while (select()) {
        pivot();
        ++pivots_;
      }
      if ((cut_ && pivots_ - before < few_pivots) || passes_ % many_passes == 0) ++growth_;
      // A longer list, unless what it takes to make one is more than the pivots that it saves.
      const bool dear = c_.rows() > many_orders * c_.leaves && pivots_ - before < c_.leaves;
      if (!cut_ && !(dear && passes_ < few_passes)) near = std::min(near * 3, path_limit);
    }
    list_ = {};  // what comes after it needs the room
  }

  // After `run`: a leaf that takes nothing at all costs what the best of its orders would give for a place, no more.
  void price_closed_leaves();

  [[nodiscard]] std::size_t pivots() const noexcept { return pivots_; }
  [[nodiscard]] std::size_t passes() const noexcept { return passes_; }
  [[nodiscard]] std::int64_t price(Index node) const { return potential_[node]; }
  [[nodiscard]] std::vector<std::int64_t> prices() const {  // by node
    return {potential_.begin(), potential_.begin() + static_cast<std::ptrdiff_t>(c_.nodes)};
  }
  [[nodiscard]] Fragments fragments() const {
    Fragments out;
    for_each_placement([&](Index row, Index edge, Units units) { out.push_back({row, edge, units}); });
    return out;
  }
  // What each row pays for its dearest unit; all pay the same after `run`.
  [[nodiscard]] std::vector<std::int64_t> values() const {
    std::vector<std::int64_t> out(c_.rows(), INT64_MIN);
    for (Index k = 0; k < fragments_.size(); ++k) {
      std::int64_t& value = out[fragments_[k].row];
      value = std::max(value, value_of(k));
    }
    return out;
  }

  // Calls take(row, edge, units) for all that is placed; edge = none: at the outside option.
  template <class Take>
  void for_each_placement(Take&& take) const {
    for_each_pendant(0, fragments_.size(), take);
    for_each_split(take);
  }
  // Of fragments [begin, end) that are not split.
  template <class Take>
  void for_each_pendant(std::size_t begin, std::size_t end, Take&& take) const {
    for (std::size_t k = begin; k < end; ++k) {
      const Fragment& f = fragments_[k];
      if (own_[k].slot == none && f.units > 0) take(f.row, f.edge, f.units);
    }
  }
  [[nodiscard]] std::size_t fragment_count() const noexcept { return fragments_.size(); }
  // Of those that are: the arcs above them, and below.
  template <class Take>
  void for_each_split(Take&& take) const {
    const auto put = [&](Index fragment, const Node& node) {
      if (fragment == none || node.flow == 0) return;
      take(fragments_[fragment].row, node.arc == outside_arc ? none : node.arc, node.flow);
    };
    for (Index v = 0; v < node_.size(); ++v) {
      if (tree_.parent(v) == none) continue;
      put(node_[v].fragment, node_[v]);
      put(node_[tree_.parent(v)].fragment, node_[v]);
    }
  }

 private:
  // Arc numbers: edges of the compact problem; `outside_arc` (of the order at its end); those of segments, by kind;
  // `artificial_arc` of the node below it.
  static constexpr Index outside_arc = none;  // as a fragment's edge is outside
  static constexpr Index artificial_arc = none - 1;
  enum class Kind : std::uint8_t { edge, outside, segment, artificial };

  struct Node {
    Units flow = 0;              // on the arc above
    Index arc = artificial_arc;  // the arc above: an edge, outside_arc, a segment's number
    Index fragment = none;       // of a split order's node
    Kind kind = Kind::artificial;
    std::uint8_t up = 1;  // the arc leads from the node to its parent
  };
  struct Arc {
    std::int64_t cost;
    Index to, fragment, arc;  // fragment: of a segment, the node below it
    Kind kind;
  };
  // An arc in 16 bytes (24 with wide costs): what pricing needs is here, since the edges that are listed lie far apart.
  // An order's outside option leads to the root; if its cost does not fit, that is marked in `to` and looked up (nodes
  // have numbers below 2^31: check_problem.hpp). A segment has its number here and the node below it, nothing else.
  struct Listed {
    C cost;
    Index to, fragment, arc;
  };
  static constexpr Index marked = Index{1} << 31;
  // The segments, all of them and in the order of their numbers; then orders' arcs.
  struct List {
    ChunkedVector<Listed> arcs;
    std::int64_t near = 0;      // of a thread's own list: arcs with less than that are in it
    bool any_negative = false;  // of their reduced costs, when they were listed

    void clear() {
      arcs.shrink(0);
      any_negative = false;
    }
  };

  // Where a fragment is: at a leaf or the root by its basic edge, or at its node of the tree.
  struct Own {
    std::int64_t cost;
    Index node;
    Index slot = none;  // the node of the tree; none = pendant
  };

  [[nodiscard]] std::int64_t value_of(Index fragment) const {
    return own_[fragment].cost + potential_[own_[fragment].node];
  }

  void build(std::span<const std::int64_t> prices) {
    const std::size_t nodes = c_.nodes, root = nodes;
    node_.resize(root + 1);
    tree_.start(root + 1, static_cast<Index>(root));
    potential_.assign(root + 1, 0);
    segment_state_.assign(c_.segments.size(), at_lower);
    segment_flow_.assign(c_.segments.size(), 0);
    own_.resize(fragments_.size());
    const std::vector<Units> load = node_loads(c_, fragments_, [&](std::size_t k, std::int64_t cost, Index node) {
      own_[k] = {cost, node};
    });
    const auto price_of = [&](std::size_t v) { return v < prices.size() ? prices[v] : 0; };
    for (std::size_t v = c_.leaves; v < nodes; ++v) hang(static_cast<Index>(v), load[v], price_of(v));  // parents first
    for (std::size_t j = 0; j < c_.leaves; ++j) hang(static_cast<Index>(j), load[j], price_of(j));
  }

  // Fills the node's segments with its load, cheapest first; the first with room carries the node in the tree, or an
  // artificial arc does that costs what the full node is guessed to be worth.
  void hang(Index v, Units load, std::int64_t price) {
    bool carried = false;
    Node& node = node_[v];
    for (Index s = c_.first_segment[v]; s < c_.first_segment[v + 1]; ++s) {
      const Units units = std::min(load, c_.segments[s].width);
      load -= units;
      segment_flow_[s] = units;
      if (carried) continue;
      if (units == c_.segments[s].width) {
        segment_state_[s] = at_upper;
      } else {
        segment_state_[s] = in_tree;
        node.arc = s;
        node.kind = Kind::segment;
        node.flow = units;
        carried = true;
      }
    }
    const Index parent = carried ? c_.parent[v] : static_cast<Index>(c_.nodes);
    tree_.insert(v, parent);
    potential_[v] = carried ? potential_[parent] + c_.segments[node.arc].cost : price;
  }

  Index join_tree(Index fragment) {
    if (own_[fragment].slot != none) return own_[fragment].slot;
    Index v;
    if (free_.empty()) {
      v = static_cast<Index>(node_.size());
      node_.emplace_back();
      tree_.add_node();
      potential_.push_back(0);
    } else {
      v = free_.back();
      free_.pop_back();
      node_[v] = Node{};
    }
    const Index foot = own_[fragment].node;
    Node& node = node_[v];
    node.fragment = fragment;
    node.flow = fragments_[fragment].units;
    node.arc = fragments_[fragment].edge;
    node.kind = node.arc == outside_arc ? Kind::outside : Kind::edge;
    potential_[v] = value_of(fragment);
    tree_.insert(v, foot);
    own_[fragment] = {0, v, v};
    return v;
  }
  void leave_tree(Index v) {
    Node& node = node_[v];
    if (node.fragment == none || tree_.parent(v) == none || tree_.has_children(v)) return;
    const Index fragment = node.fragment;
    fragments_[fragment].edge = node.arc;
    own_[fragment] = {node.kind == Kind::edge ? c_.edges[node.arc].cost : c_.outside[fragments_[fragment].row],
                      tree_.parent(v)};
    tree_.remove(v);
    node.fragment = none;
    free_.push_back(v);
  }

  // --- pricing: contracted_pricing.hpp -------------------------------------------------------------------------------

  // One pass over everything: lists the most negative edge of each fragment and all whose reduced cost lies in
  // [0, near). When these are too many, `near` shrinks. False when nothing is negative.
  bool list_edges(std::int64_t& near);
  [[nodiscard]] bool any_negative() const;  // over everything
  // Of fragments [begin, end).
  void list_near(std::size_t begin_fragment, std::size_t end_fragment, std::int64_t near, List& out) const;
  // The reduced cost that the others have at least. Segments stay.
  std::int64_t keep_lowest_half();
  [[nodiscard]] Listed listed_outside(Index fragment) const;
  [[nodiscard]] std::int64_t cost_of(const Listed& a) const {  // of an order's arc
    return a.to < marked ? a.cost : c_.outside[fragments_[a.fragment].row];
  }
  [[nodiscard]] std::int64_t reduced_cost(const Listed& a) const {
    return cost_of(a) + potential_[a.to & ~marked] - value_of(a.fragment);
  }
  [[nodiscard]] std::int64_t reduced_cost_of_segment(Index node, Index s) const {
    return segment_state_[s] * (c_.segments[s].cost + potential_[c_.parent[node]] - potential_[node]);
  }
  [[nodiscard]] bool is_segment(std::size_t k) const { return k < c_.segments.size(); }
  [[nodiscard]] std::int64_t reduced_cost_at(Index k) const {
    const Listed a = list_.arcs[k];
    return is_segment(k) ? reduced_cost_of_segment(a.fragment, a.arc) : reduced_cost(a);
  }
  [[nodiscard]] Arc arc_at(Index k) const {
    const Listed a = list_.arcs[k];
    if (is_segment(k)) return {c_.segments[a.arc].cost, c_.parent[a.fragment], a.fragment, a.arc, Kind::segment};
    return {cost_of(a), a.to & ~marked, a.fragment, a.arc, a.arc == outside_arc ? Kind::outside : Kind::edge};
  }
  // Block search: the most negative of the first block that has any, and up to twice the best of what else it had.
  bool select();
  // Looks at entries [begin, end) of the list, until there are as many candidates as are wanted: where it stopped.
  Index look_through(Index begin, Index end, std::int64_t& best);
  // The reduced cost of entry k, which becomes `entering_` if it is below `best`.
  std::int64_t consider(Index k, std::int64_t& best) {
    const std::int64_t r = reduced_cost_at(k);
    if (r < best) {
      best = r;
      entering_ = k;
    }
    return r;
  }
  bool select_first();  // Bland's rule

  // --- the first tree: contracted_planting.hpp -----------------------------------------------------------------------

  void plant();
  void hang_below(Index leaf, const Arc& arc);

  // --- pivots --------------------------------------------------------------------------------------------------------

  [[nodiscard]] Units room_up(const Node& n) const {  // for more flow along the arc's own direction
    if (n.kind == Kind::segment) return c_.segments[n.arc].width - n.flow;
    return n.kind == Kind::artificial ? -n.flow : unbounded;
  }

  void pivot() {
    const Arc enter = arc_at(entering_);
    const bool is_order = enter.kind != Kind::segment;
    const Index from = is_order ? join_tree(enter.fragment) : enter.fragment;
    const Index to = enter.to;
    const bool forward = is_order || segment_state_[enter.arc] == at_lower;
    const Index first = forward ? from : to, second = forward ? to : from;
    const Index join = tree_.common_ancestor(first, second);

    Units delta = is_order ? unbounded : c_.segments[enter.arc].width;
    Index leaving = none;  // the node below the leaving arc; none: the entering arc goes to its other bound
    bool on_first_side = false;
    for (Index u = first; u != join; u = tree_.parent(u)) {
      const Units room = node_[u].up != 0 ? node_[u].flow : room_up(node_[u]);
      if (room < delta) {
        delta = room;
        leaving = u;
        on_first_side = true;
      }
    }
    for (Index u = second; u != join; u = tree_.parent(u)) {
      const Units room = node_[u].up != 0 ? room_up(node_[u]) : node_[u].flow;
      if (room <= delta) {
        delta = room;
        leaving = u;
        on_first_side = false;
      }
    }
    degenerate_ = delta > 0 ? 0 : degenerate_ + 1;
    if (delta > 0) {
      for (Index u = first; u != join; u = tree_.parent(u)) node_[u].flow += node_[u].up != 0 ? -delta : delta;
      for (Index u = second; u != join; u = tree_.parent(u)) node_[u].flow += node_[u].up != 0 ? delta : -delta;
    }
    const Units own_flow = is_order ? delta : segment_flow_[enter.arc] + (forward ? delta : -delta);
    if (leaving == none) {
      segment_flow_[enter.arc] = own_flow;
      segment_state_[enter.arc] = forward ? at_upper : at_lower;
      return;
    }
    const Node out = node_[leaving];
    const Index above = tree_.parent(leaving);
    if (out.kind == Kind::segment) {
      segment_flow_[out.arc] = out.flow;
      segment_state_[out.arc] = out.flow == 0 ? at_lower : at_upper;
    }
    if (!is_order) segment_state_[enter.arc] = in_tree;
    const Index bottom = on_first_side ? first : second, outside = on_first_side ? second : first;
    rehang(bottom, outside, leaving, enter, own_flow, bottom == from);
    if (is_order) leave_tree(from);
    leave_tree(leaving);
    leave_tree(above);
  }

  // The subtree below `leaving` now hangs by the entering arc: from `bottom` (inside) on `outside`.
  void rehang(Index bottom, Index outside, Index leaving, const Arc& enter, Units flow, bool upwards) {
    const std::int64_t goal = upwards ? potential_[outside] + enter.cost : potential_[outside] - enter.cost;
    const std::int64_t shift = goal - potential_[bottom];
    Index arc = enter.arc;
    Kind kind = enter.kind;
    std::uint8_t up = upwards ? 1 : 0;
    for (Index v = bottom;; v = tree_.parent(v)) {
      Node& node = node_[v];
      std::swap(node.arc, arc);
      std::swap(node.kind, kind);
      std::swap(node.flow, flow);
      up = std::exchange(node.up, up) != 0 ? 0 : 1;
      if (v == leaving) break;
    }
    tree_.rehang(leaving, bottom, outside, [&](Index v) { potential_[v] += shift; });
  }

  static constexpr std::size_t most_candidates = 64, few_pivots = 16, few_passes = 4, many_passes = 8, many_orders = 16;
  enum State : std::int8_t { at_upper = -1, in_tree = 0, at_lower = 1 };

  const Compact<C>& c_;
  Fragments fragments_;  // the edge of a pendant one is its basic edge
  RawVector<Own> own_;   // by fragment
  ThreadedTree tree_;
  std::vector<Node> node_;
  std::vector<std::int64_t> potential_;
  std::vector<std::int8_t> segment_state_;
  std::vector<Units> segment_flow_;
  std::vector<Index> free_;
  List list_;
  std::vector<Index> candidates_;  // of the listed: the others that were negative when `entering_` was found
  Index entering_ = 0;             // of the listed
  bool cut_ = false;               // the list left out something below `near`
  int growth_ = 0;      // how often the list has been doubled, since a cut one led to next to nothing or it takes long
  int remembered_ = 0;  // how often the candidates have been looked at again
  Index scan_ = 0;
  std::size_t block_ = 0, pivots_ = 0, passes_ = 0, degenerate_ = 0;
};

}  // namespace paidan::transport::detail
