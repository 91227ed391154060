// Matcher: a solved transport problem that stays optimal, exactly, while orders come and go.
//
// Starts from an optimal solution and takes one change at a time: an order is added or withdrawn, an edge is forbidden
// (the organisation declines) or allowed again or added, a cost or penalty changes, a leaf's or group's segments
// change. After each one the placements are again a minimum-cost solution of the problem as it stands, prices prove it,
// and what moved comes back as a list. A change that leaves no feasible solution is refused: nothing has changed, and
// the witness names orders that cannot all be placed.
//
// What the objective is, exactly. At any moment the Matcher holds an optimum of `problem()`, which is the problem as
// changed so far with
//   - an edge that is forbidden left out;
//   - a *pinned* order (`accept`) having only the edges that it lies on, for just the units that lie there;
//   - `disruption` added to the unit cost of every edge of a *published* order (`publish`) on which none of its units
//   lay
//     when it was last published: what it costs to send somebody elsewhere than they were told.
// Pins, publications and their release are changes like others. The optimal placement need not be unique: which one is
// held depends on the changes so far, but on nothing else (same calls, same result, on every machine).
//
// Method: successive shortest paths on the residual network whose orders are contracted (nodes: leaves, groups, root).
// A change makes units too many in one place and missing in another; a search from both ends finds the shortest way
// between them, prices shift inside the two balls it has seen, units move. Arcs between leaves are kept between
// searches and built where a search first comes (detail/live/leaf_arcs.hpp). So a change costs what it touches: on a
// district of 100,000 orders × 2,000 leaves with 16 edges each some 40 microseconds, on a city of 1,000,000 × 20,000
// some 130 (fewer nodes are searched, but the memory is farther away; bench/transport/incremental.cpp); the worst case
// is a shortest path over all leaves per unit. A group is walked through child by child.
//
// Memory: 21 bytes an edge (29 with edge bounds), 64 an order, 4 a placement and 32 more a further place of a split
// order, 330 a leaf, 152 a group, 16 a segment; for the arcs that searches have reached 136 to 152 bytes and more a
// pair of neighbouring leaves (detail/live/leaf_arcs.hpp). What grows has slack beside that, an eighth at the
// beginning. A withdrawn order keeps its number and 64 bytes.
//
// Thread safety: none inside, no global state. One thread changes a Matcher at a time; const functions may run
// together.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "paidan/transport/detail/live/cost_range.hpp"
#include "paidan/transport/detail/live/search.hpp"
#include "paidan/transport/detail/live/state.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"
#include "paidan/transport/solve.hpp"

namespace paidan::transport {

// So many units of an order go from one leaf to another. From none: newly placed; to none: taken away.
struct Move {
  OrderId order;
  LeafId from, to;
  Units units = 0;
  friend bool operator==(const Move&, const Move&) = default;
};

// What came of a change.
struct Change {
  enum class Outcome {
    applied,
    refused,  // there would be no feasible solution: nothing has changed
  };

  Outcome outcome = Outcome::applied;
  OrderId order;            // the order that was added; none for other changes and when refused
  std::vector<Move> moves;  // by order, then leaf; net: an order that went and came back is not there
  WideCost objective_change = 0;
  std::vector<OrderId> witness;  // when refused: orders that cannot all be placed, beside the one to be added
  std::string why;               // when refused: in one sentence
  [[nodiscard]] bool applied() const noexcept { return outcome == Outcome::applied; }
};

struct LeafUnits {
  LeafId leaf;
  Units units = 0;
  friend bool operator==(const LeafUnits&, const LeafUnits&) = default;
};

struct MatcherOptions {
  Cost disruption{0};  // ≥ 0, a unit
};

class Matcher {
 public:
  // `solution` is optimal for `problem`: placements and prices that `verify` accepts. Throws `Error` otherwise, for a
  // malformed problem and for numbers out of range. O(edges).
  Matcher(const TransportProblem& problem, const Solution& solution, const MatcherOptions& options = {});
  // Solves first. Throws `Error` if there is no feasible solution.
  explicit Matcher(const TransportProblem& problem, const MatcherOptions& options = {});

  // --- changes -------------------------------------------------------------------------------------------------------
  // All throw `Error` and change nothing when asked for what makes no sense: an order that does not exist or was
  // withdrawn, an edge that does not exist or is there already, segments that are not convex, numbers out of range.

  // A new order, numbered one higher than the last that was applied.
  Change add_order(Units demand, std::span<const Edge> edges);
  // Its number is not used again.
  Change withdraw(OrderId order);
  // The leaf is not possible for the order any more; `allow` takes that back. Both do nothing when it is so already.
  Change forbid(OrderId order, LeafId leaf);
  Change allow(OrderId order, LeafId leaf);
  Change add_edge(OrderId order, LeafId leaf, Cost cost);
  // The cost of an edge; the penalty, if the leaf is the unserved one. Without the disruption.
  Change set_cost(OrderId order, LeafId leaf, Cost cost);
  Change set_segments(LeafId leaf, std::span<const Segment> segments);
  Change set_segments(GroupId group, std::span<const Segment> segments);
  Change set_capacity(LeafId leaf, Units capacity);
  Change set_capacity(GroupId group, Units capacity);

  // The order has been accepted where it is: none of its units moves until `release`. A change for which it would have
  // to is refused, as is forbidding the edge that it lies on.
  void accept(OrderId order);
  Change release(OrderId order);
  // The order's people have been told where it is; from now on each unit elsewhere costs the disruption. Nothing moves,
  // unless an order was split between an old and a new place: both cost the same again then, and the moves that follow
  // belong to what is published. Afterwards the order is published exactly where it is; after `publish_all` every one
  // is.
  Change publish(OrderId order);
  Change publish_all();

  // --- reading -------------------------------------------------------------------------------------------------------

  [[nodiscard]] WideCost objective() const noexcept { return state_->objective; }  // disruption included
  [[nodiscard]] WideCost disruption() const noexcept {                             // the part of it that is disruption
    return WideCost{state_->orders.disruption()} * state_->moved_away;
  }
  [[nodiscard]] std::size_t order_count() const noexcept { return live_; }  // not withdrawn
  [[nodiscard]] bool has_order(OrderId order) const { return state_->orders.is_live(order.value()); }
  [[nodiscard]] bool is_accepted(OrderId order) const { return state_->orders.is_pinned(order.value()); }
  [[nodiscard]] std::vector<LeafUnits> placements(OrderId order) const;
  [[nodiscard]] Cost price(LeafId leaf) const { return Cost(state_->price[leaf.index()]); }
  [[nodiscard]] Cost price(GroupId group) const { return Cost(state_->price[state_->tree.node(group)]); }
  [[nodiscard]] Cost value(OrderId order) const;  // what its last unit costs, all told: u of solution.hpp

  // All orders that are not withdrawn, rising: the k-th is order k of `problem()` and `solution()`.
  [[nodiscard]] std::vector<OrderId> orders() const;
  // The problem whose optimum this is (see above). O(edges).
  [[nodiscard]] TransportProblem problem() const;
  // The optimum: `verify(problem(), solution())` holds. O(orders), and the edges of orders that are bounded or have
  // forbidden edges.
  [[nodiscard]] Solution solution() const;

  struct Effort {
    std::size_t paths = 0;  // pushed along
    std::size_t nodes = 0;  // leaves and groups that a search has walked through
  };
  [[nodiscard]] Effort effort() const noexcept { return {search_->paths, search_->settled}; }  // since the beginning

 private:
  using Index = detail::live::Index;
  static constexpr Index none = detail::live::none;
  struct Route {  // units that are too many at one node and missing at the other
    Index from, to;
    Units units;
  };

  [[nodiscard]] Index known(OrderId order) const;
  [[nodiscard]] Index known_slot(Index order, LeafId leaf) const;
  void admit_costs(Index order, Index slot, Index leaf, std::int64_t cost);

  void begin();
  bool carry(std::span<const Route> routes);
  std::vector<OrderId> stuck_orders();
  bool clear_edge(Index order, Index slot, std::vector<Route>& routes);
  void rebalance(Index order);
  void publish_here(Index order);
  Change set_node_segments(Index node, std::span<const Segment> segments, const std::string& name);
  Change finish() const;
  Change refuse(const std::string& what, std::vector<OrderId> witness);

  // Behind pointers: they refer to each other and a Matcher can be moved.
  std::unique_ptr<detail::live::State> state_;
  std::unique_ptr<detail::live::Search> search_;
  std::unique_ptr<detail::live::CostRange> range_;
  std::size_t live_ = 0;
  WideCost total_demand_ = 0;
  WideCost objective_before_ = 0;
  Index stuck_at_ = none;  // where `carry` failed
};

}  // namespace paidan::transport

#ifndef PAIDAN_TRANSPORT_COMPILED
#include "paidan/transport/detail/matcher_export_inl.hpp"
#include "paidan/transport/detail/matcher_inl.hpp"
#endif
