// Network → TransportProblem: what each node is, whether the arcs make a tree above the orders, and the tree itself.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "paidan/core/decimal.hpp"
#include "paidan/core/error.hpp"
#include "src/io/lower_bound_penalty.hpp"
#include "src/io/network.hpp"

namespace paidan::io {
namespace {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::Segment;

class ProblemBuilder {
 public:
  ProblemBuilder(Network network, const ArcPlaces& places, Sink& sink)
      : network_(std::move(network)), places_(places), sink_(sink), nodes_(network_.supply.size()) {}

  ProblemFile build() {
    parent_arc_.assign(nodes_, none);
    has_orders_.assign(nodes_, false);
    has_children_.assign(nodes_, false);
    for (std::size_t k = 0; k < network_.arcs.size(); ++k) {
      network_.kind == Network::Kind::assignment ? check_assignment_arc(k) : check_flow_arc(k);
    }
    check_tree();
    sort_order_arcs();
    if (sink_.failed()) sink_.fail();
    if (network_.kind == Network::Kind::assignment) {
      for (std::size_t v = 1; v < nodes_; ++v) {
        if (!is_order(v)) add_leaf(v, GroupId{}, Segment{1, Cost(0)});
      }
    } else {
      build_tree();
    }
    add_orders();
    return std::move(out_);
  }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  using Arc = Network::Arc;

  [[nodiscard]] bool is_order(std::size_t v) const { return network_.supply[v] > 0; }
  [[nodiscard]] bool is_sink(std::size_t v) const { return network_.supply[v] < 0; }
  [[nodiscard]] FileNode parent(std::size_t v) const { return network_.arcs[parent_arc_[v]].head; }

  template <class... Values>
  void refuse(std::size_t k, ArcField field, fmt::format_string<Values...> why, Values&&... values) {
    if (sink_.full()) return sink_.error({}, {});
    const Arc& a = network_.arcs[k];
    sink_.error(places_.of(k, field),
                fmt::format("arc {} → {}: ", a.tail, a.head) + fmt::format(why, std::forward<Values>(values)...));
  }

  void check_assignment_arc(std::size_t k) {
    const Arc& a = network_.arcs[k];
    if (!is_order(a.tail)) {
      refuse(k, ArcField::tail, "starts at a node without an n line, expected one of those to be assigned");
    } else if (is_order(a.head)) {
      refuse(k, ArcField::head, "ends at a node with an n line, expected one that can be taken");
    } else {
      has_orders_[a.head] = true;
    }
  }

  void check_flow_arc(std::size_t k) {
    const Arc& a = network_.arcs[k];
    if (is_sink(a.tail)) {
      refuse(k, ArcField::tail, "starts at a sink (supply {}), expected an order or a node between orders and sink",
             network_.supply[a.tail]);
    } else if (is_order(a.head)) {
      refuse(k, ArcField::head, "ends at an order (supply {}), expected a node of supply 0 or less",
             network_.supply[a.head]);
    } else if (is_order(a.tail)) {
      has_orders_[a.head] = true;
      if (a.low != 0) {
        refuse(k, ArcField::low, "lower bound {} on an order's arc, expected 0: only tree arcs can have one", a.low);
      }
    } else if (parent_arc_[a.tail] == none) {
      parent_arc_[a.tail] = static_cast<std::uint32_t>(k);
      has_children_[a.head] = true;
    } else if (parent(a.tail) != a.head) {
      refuse(k, ArcField::head, "node {} already leads to {}, expected one way up for a node that is no order", a.tail,
             parent(a.tail));
    }
  }

  // Every node that climbs, parents before children; reports cycles.
  void check_tree() {
    enum : std::uint8_t { unseen, on_path, done };
    std::vector<std::uint8_t> state(nodes_, unseen);
    std::vector<FileNode> path;
    for (std::size_t v = 1; v < nodes_; ++v) {
      if (parent_arc_[v] == none) continue;
      auto u = static_cast<FileNode>(v);
      path.clear();
      while (parent_arc_[u] != none && state[u] == unseen) {
        state[u] = on_path;
        path.push_back(u);
        u = parent(u);
      }
      if (parent_arc_[u] != none && state[u] == on_path) {
        refuse(parent_arc_[path.back()], ArcField::head, "closes a cycle, expected a tree that ends in the sink");
      }
      for (std::size_t p = path.size(); p-- > 0;) {
        state[path[p]] = done;
        climbing_.push_back(path[p]);
      }
    }
  }

  // Order arcs by order, in the order of the file; reports arcs that are there twice.
  void sort_order_arcs() {
    first_.assign(nodes_ + 1, 0);
    for (const Arc& a : network_.arcs) first_[a.tail + 1] += is_order(a.tail) ? 1 : 0;
    for (std::size_t v = 0; v < nodes_; ++v) first_[v + 1] += first_[v];
    order_arcs_.resize(first_[nodes_]);
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t k = 0; k < network_.arcs.size(); ++k) {
      const FileNode tail = network_.arcs[k].tail;
      if (is_order(tail)) order_arcs_[next[tail]++] = static_cast<std::uint32_t>(k);
    }
    std::vector<FileNode> seen(nodes_, 0);
    for (std::uint32_t k : order_arcs_) {
      const Arc& a = network_.arcs[k];
      if (seen[a.head] == a.tail) refuse(k, ArcField::head, "the second one, expected one arc from an order to a node");
      seen[a.head] = a.tail;
    }
  }

  void add_leaf(std::size_t v, GroupId under, Segment segment) { add_leaf(v, under, std::span{&segment, 1}); }
  void add_leaf(std::size_t v, GroupId under, std::span<const Segment> segments) {
    leaf_of_[v] = out_.problem.add_leaf(under, segments);
    out_.leaf_node.push_back(static_cast<FileNode>(v));
  }

  void build_tree() {
    group_of_.assign(nodes_, GroupId{});
    const auto sinks = std::count_if(network_.supply.begin(), network_.supply.end(), [](Units s) { return s < 0; });
    for (Units s : network_.supply) total_ += std::max<Units>(s, 0);
    for (const Arc& a : network_.arcs) bounded_ = bounded_ || (!is_order(a.tail) && a.low > 0);
    if (bounded_) penalty_ = penalty();
    sort_tree_arcs();

    // One sink is the root. Several are capped below it, and as the supplies add up to the caps, all are filled.
    const auto root_segments = [&](std::size_t v) {
      if (!is_sink(v)) return std::vector<Segment>{};  // a dead end takes nothing
      return std::vector<Segment>{{sinks == 1 ? total_ : -network_.supply[v], Cost(0)}};
    };
    for (std::size_t v = 1; v < nodes_; ++v) {
      if (is_order(v) || parent_arc_[v] != none || !has_children_[v] || (is_sink(v) && sinks == 1)) continue;
      group_of_[v] = out_.problem.add_group(GroupId{}, root_segments(v));
    }
    for (FileNode v : climbing_) {
      if (has_children_[v]) group_of_[v] = out_.problem.add_group(group_of_[parent(v)], segments_of(v));
    }
    for (std::size_t v = 1; v < nodes_; ++v) {
      const bool climbs = parent_arc_[v] != none;
      if (is_order(v) || !(has_orders_[v] || climbs)) continue;
      if (has_children_[v]) {  // orders may stop here too: a leaf of its own below the group, or below the root
        if (has_orders_[v]) add_leaf(v, group_of_[v], Segment{total_, Cost(0)});
      } else if (climbs) {
        add_leaf(v, group_of_[parent(v)], segments_of(v));
      } else {
        add_leaf(v, GroupId{}, root_segments(v));
      }
    }
    add_climbs();
  }

  [[nodiscard]] std::int64_t penalty() const {
    constexpr WideCost limit = WideCost{1} << 60;
    WideCost bounded = 0;
    std::vector<bool> counted(nodes_, false);
    for (const Arc& a : network_.arcs) {
      if (is_order(a.tail) || a.low == 0 || counted[a.tail]) continue;
      counted[a.tail] = true;
      ++bounded;
    }
    const WideCost each = lower_bound_penalty(network_);
    if (each * bounded > limit) {
      throw Error(Place{places_.file()},
                  fmt::format("the lower bounds need penalties that add up to {}: expected at most 2^60; use costs "
                              "that are closer together",
                              decimal(each * bounded)));
    }
    return static_cast<std::int64_t>(each);
  }

  void sort_tree_arcs() {
    first_tree_arc_.assign(nodes_ + 1, 0);
    for (const Arc& a : network_.arcs) first_tree_arc_[a.tail + 1] += is_order(a.tail) ? 0 : 1;
    for (std::size_t v = 0; v < nodes_; ++v) first_tree_arc_[v + 1] += first_tree_arc_[v];
    tree_arcs_.resize(first_tree_arc_[nodes_]);
    std::vector<std::size_t> next(first_tree_arc_.begin(), first_tree_arc_.end() - 1);
    for (std::size_t k = 0; k < network_.arcs.size(); ++k) {
      const FileNode tail = network_.arcs[k].tail;
      if (!is_order(tail)) tree_arcs_[next[tail]++] = static_cast<std::uint32_t>(k);
    }
    for (std::size_t v = 0; v < nodes_; ++v) {
      std::stable_sort(tree_arcs_.begin() + static_cast<std::ptrdiff_t>(first_tree_arc_[v]),
                       tree_arcs_.begin() + static_cast<std::ptrdiff_t>(first_tree_arc_[v + 1]),
                       [&](std::uint32_t a, std::uint32_t b) { return network_.arcs[a].cost < network_.arcs[b].cost; });
    }
  }

  // The lower bounds of the node's arcs first, at −P; then the rest of each arc, cheapest first. No load exceeds the
  // total supply, so wider segments are cut there (a lower bound beyond it just above it: still out of reach).
  [[nodiscard]] std::vector<Segment> segments_of(std::size_t v) {
    std::vector<Segment> segments;
    WideCost low = 0;
    for (std::size_t at = first_tree_arc_[v]; at < first_tree_arc_[v + 1]; ++at) {
      const Arc& a = network_.arcs[tree_arcs_[at]];
      low += a.low;
      out_.offset += WideCost{a.low} * a.cost;
      segments.push_back({std::min(a.capacity - a.low, total_), Cost(a.cost)});
    }
    if (low == 0) return segments;
    const auto units = static_cast<Units>(std::min<WideCost>(low, total_ + 1));
    out_.offset += WideCost{units} * penalty_;
    segments.insert(segments.begin(), Segment{units, Cost(-penalty_)});
    return segments;
  }

  void add_climbs() {
    std::vector<std::uint32_t> climb_of(nodes_, none);
    for (FileNode v : climbing_) {
      climb_of[v] = static_cast<std::uint32_t>(out_.climbs.size());
      out_.climbs.push_back(has_children_[v] ? Climb{{}, group_of_[v]} : Climb{leaf_of_[v], {}});
    }
    for (const Arc& a : network_.arcs) {
      if (!is_order(a.tail))
        out_.tree_arcs.push_back({a.tail, a.head, a.low, a.capacity, Cost(a.cost), climb_of[a.tail]});
    }
  }

  void add_orders() {
    out_.problem.reserve(static_cast<std::size_t>(std::count_if(network_.supply.begin(), network_.supply.end(),
                                                                [](Units s) { return s > 0; })),
                         order_arcs_.size());
    if (network_.kind == Network::Kind::flow) out_.arcs.assign(network_.arcs.size(), EdgeId{});
    for (std::size_t v = 1; v < nodes_; ++v) {
      if (!is_order(v)) continue;
      const Units supply = network_.supply[v];
      out_.problem.start_order(supply);
      out_.order_node.push_back(static_cast<FileNode>(v));
      for (std::size_t at = first_[v]; at < first_[v + 1]; ++at) {
        const Arc& a = network_.arcs[order_arcs_[at]];
        const EdgeId edge = out_.problem.add_edge(leaf_of_[a.head], Cost(a.cost));
        if (a.capacity < supply) out_.problem.bound_edge(edge, a.capacity);
        if (!out_.arcs.empty()) out_.arcs[order_arcs_[at]] = edge;
      }
    }
  }

  Network network_;
  const ArcPlaces& places_;
  Sink& sink_;
  std::size_t nodes_;
  ProblemFile out_;
  std::vector<std::uint32_t> parent_arc_;        // by node: the first of its tree arcs
  std::vector<bool> has_orders_, has_children_;  // by node: who leads to it
  std::vector<FileNode> climbing_;               // nodes with tree arcs, parents before children
  std::vector<std::size_t> first_, first_tree_arc_;
  std::vector<std::uint32_t> order_arcs_, tree_arcs_;  // by tail
  std::vector<LeafId> leaf_of_ = std::vector<LeafId>(nodes_);
  std::vector<GroupId> group_of_;
  Units total_ = 0;
  bool bounded_ = false;
  std::int64_t penalty_ = 0;
};

}  // namespace

ProblemFile to_problem(Network network, const ArcPlaces& places, Sink& sink) {
  return ProblemBuilder(std::move(network), places, sink).build();
}

}  // namespace paidan::io
