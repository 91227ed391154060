// LivePlan: the plan's optimum while changes of the street are tried on it and taken back.
//
// Holds a `transport::Matcher` on the compiled problem, so the optimum stays exact after every change and a change
// costs what it moves (matcher.hpp), not another solve; and it keeps count of the goals from what each change moved.
// After `take_back` the problem is the compiled one again; where several plans are equally good, another of them may be
// held. Setting up: O(edges), 40 bytes an edge.
#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "paidan/model/plan.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/transport/matcher.hpp"

namespace paidan::dispatch {

// All edges of an order, by leaf; so the unserved one comes last.
using Row = std::vector<transport::Edge>;
using Segments = std::vector<transport::Segment>;

class LivePlan {
 public:
  using OrderId = transport::OrderId;  // of the compiled problem; those that are added have higher numbers

  // `solution` is optimal for `compiled.problem`. References must outlive the object, but for the solution. Throws
  // `Error` for numbers out of a Matcher's range.
  LivePlan(const Street& street, const WorkList& list, const policy::Compiled& compiled,
           const transport::Solution& solution);

  // --- changes; an `Error` for numbers out of range leaves nothing that `take_back` would not undo -------------------

  OrderId add(Units units, Priority priority, Row row);
  void withdraw(OrderId order);
  void set_row(OrderId order, Row row);
  void set_penalty(OrderId order, Cost cost);  // of a unit of it that stays unserved
  void set_segments(transport::LeafId leaf, Segments segments);
  void set_segments(transport::GroupId group, Segments segments);
  void take_back();  // everything since the last time

  // --- reading -------------------------------------------------------------------------------------------------------

  [[nodiscard]] WideCost objective() const { return matcher_.objective(); }
  // `slack`: by community, how many of its units that are in the problem may stay unserved (below 0: none, and so many
  // are too many already).
  [[nodiscard]] Goals goals(std::span<const Units> slack) const;
  [[nodiscard]] Segments segments(transport::LeafId leaf) const { return segments_at(leaf, leaf_segments_); }
  [[nodiscard]] Segments segments(transport::GroupId group) const { return segments_at(group, group_segments_); }

  [[nodiscard]] std::size_t order_count() const { return orders_.size(); }
  [[nodiscard]] bool holds(OrderId order) const { return orders_[order.index()].number.has_value(); }
  [[nodiscard]] Priority priority(OrderId order) const { return orders_[order.index()].priority; }

  // Is all of the order served in every optimal plan? May change which optimal plan is held.
  bool surely_served(OrderId order);

 private:
  struct Arc {
    transport::LeafId leaf;
    Cost cost;
    bool open = true;  // else the Matcher keeps it, forbidden
  };
  struct Order {
    Units units = 0;
    Priority priority{};
    OrderId number;  // in the Matcher; none: withdrawn
    transport::LeafId unserved;
    Cost penalty;
    std::vector<Arc> arcs;  // to leaves that serve, by leaf
    bool own_arcs = false;  // else they are those of the compiled problem, and `arcs` is empty
  };
  struct Step {  // how to go back
    enum class Kind { row, penalty, added, withdrawn, leaf, group } kind{};
    OrderId order;
    transport::LeafId leaf;
    transport::GroupId group;
    Cost penalty;
    Row row;
    Segments segments;
  };

  [[nodiscard]] Row row_of(OrderId order) const;
  std::vector<Arc>& arcs_of(OrderId order);
  [[nodiscard]] Cost cost_at(OrderId order, transport::LeafId leaf) const;
  [[nodiscard]] bool serves(transport::LeafId leaf) const {
    return compiled_.leaves[leaf.index()].kind != policy::LeafKind::unserved;
  }

  void enter(OrderId order, const Row& row);
  void leave(OrderId order);
  void exchange(OrderId order, const Row& row);
  void price(OrderId order, Arc& arc, Cost cost);
  void price_unserved(OrderId order, Cost cost);
  void note(const transport::Change& change);
  void count(OrderId order, transport::LeafId leaf, Units units);
  template <class NodeId>
  [[nodiscard]] Segments segments_at(NodeId node, const std::unordered_map<std::uint32_t, Segments>& changed) const {
    const auto at = changed.find(node.value());
    if (at != changed.end()) return at->second;
    const auto span = compiled_.problem.segments(node);
    return {span.begin(), span.end()};
  }

  const Street& street_;
  const policy::Compiled& compiled_;
  transport::Matcher matcher_;
  std::vector<Order> orders_;
  std::vector<OrderId> order_of_;  // by number in the Matcher
  std::unordered_map<std::uint32_t, Segments> leaf_segments_, group_segments_;
  std::vector<Step> steps_;

  Goals goals_;                  // served and cost
  std::vector<Units> unserved_;  // by leaf, from the first unserved one on
  std::vector<Units> placed_;    // by organisation
  std::size_t first_unserved_ = 0;
};

}  // namespace paidan::dispatch
