// Carries units from a node where they are too many to one where they are missing, along shortest residual paths, and
// shifts the prices so that the state stays optimal (successive shortest paths; Ahuja, Magnanti & Orlin 1993, §9.7).
//
// Dijkstra from both ends at once. The root has an arc to every leaf with units, so neither side walks through it: it
// is a place to meet. When the two radii sum to the length D of the best path found, choose R_f + R_b = D and let
//
//   p_v += R_f − d_f(v)  where d_f(v) < R_f,      p_v −= R_b − d_b(v)  where d_b(v) < R_b:
//
// all reduced costs stay ≥ 0, those of the path become 0, the root's price stays 0, and nothing outside the two balls
// is touched. O(arcs of the leaves in the balls · log) a path; the balls are what the change is felt in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/transport/detail/live/state.hpp"

namespace paidan::transport::detail::live {

class Search {
 public:
  explicit Search(State& state) : state_(state), forward_(state.price.size()), backward_(state.price.size()) {}

  // False if some of the units cannot get there; those that can have been carried. `source` and `sink` differ.
  bool carry(Index source, Index sink, Units units) {
    while (units > 0) {
      if (!find_path(source, sink)) return false;
      shift_prices();
      units -= push(units);
      ++paths;
    }
    return true;
  }

  // All nodes that a unit at `source` could move to. O(their arcs).
  std::span<const Index> reachable_from(Index source) {
    start(source, none);
    while (!forward_.heap.empty()) {
      const auto [distance, node] = forward_.pop();
      if (distance == forward_.label[node].distance) expand_forward(node, distance);
    }
    return forward_.touched;
  }

  std::size_t paths = 0, settled = 0;  // so far: paths pushed along, nodes expanded

 private:
  static constexpr std::int64_t infinite = INT64_MAX;
  static constexpr Index climb = none, descend = none - 1;  // arcs of the tree; all others are arcs between leaves

  struct Label {
    std::int64_t distance = infinite;
    Index next = none;  // towards this side's end
    Index arc = none;
  };
  struct HeapEntry {
    std::int64_t distance;
    Index node;
    friend bool operator<(const HeapEntry& a, const HeapEntry& b) {  // for a heap with the nearest in front
      return a.distance != b.distance ? a.distance > b.distance : a.node > b.node;
    }
  };
  struct Side {
    explicit Side(std::size_t nodes) : label(nodes) {}
    std::vector<Label> label;
    std::vector<Index> touched;
    std::vector<HeapEntry> heap;
    std::int64_t left_out = infinite;  // the least distance that was not worth a label

    void reset() {
      for (const Index v : touched) label[v] = Label{};
      touched.clear();
      heap.clear();
      left_out = infinite;
    }
    void set(Index node, const Label& l) {
      if (label[node].distance == infinite) touched.push_back(node);
      label[node] = l;
    }
    void push(std::int64_t distance, Index node) {
      heap.push_back({distance, node});
      std::push_heap(heap.begin(), heap.end());
    }
    HeapEntry pop() {
      std::pop_heap(heap.begin(), heap.end());
      const HeapEntry top = heap.back();
      heap.pop_back();
      return top;
    }
    std::int64_t next_distance() {
      while (!heap.empty() && heap.front().distance != label[heap.front().node].distance) pop();
      return heap.empty() ? infinite : heap.front().distance;
    }
  };

  void start(Index source, Index sink) {
    forward_.reset();
    backward_.reset();
    best_ = infinite;
    meeting_ = none;
    forward_radius_ = backward_radius_ = 0;
    begin_side(forward_, source);
    if (sink != none) begin_side(backward_, sink);
  }
  void begin_side(Side& side, Index node) {
    side.set(node, {0, none, none});
    if (node != root()) side.push(0, node);
  }

  bool find_path(Index source, Index sink) {
    start(source, sink);
    while (true) {
      const std::int64_t next_forward = forward_.next_distance(), next_backward = backward_.next_distance();
      const std::int64_t root_forward = forward_.label[root()].distance;
      const std::int64_t root_backward = backward_.label[root()].distance;
      forward_radius_ = std::min({next_forward, root_forward, forward_.left_out});
      backward_radius_ = std::min({next_backward, root_backward, backward_.left_out});
      if (forward_radius_ == infinite || backward_radius_ == infinite) break;
      if (best_ != infinite && forward_radius_ + backward_radius_ >= best_) break;
      const bool forward_open = next_forward == forward_radius_ && next_forward < root_forward;
      const bool backward_open = next_backward == backward_radius_ && next_backward < root_backward;
      if (forward_open && (!backward_open || forward_.touched.size() <= backward_.touched.size())) {
        const Index v = forward_.pop().node;
        expand_forward(v, next_forward);
      } else {
        const Index v = backward_.pop().node;
        expand_backward(v, next_backward);
      }
    }
    return best_ != infinite;
  }

  void expand_forward(Index v, std::int64_t distance) {
    ++settled;
    const auto& price = state_.price;
    const Tree::Arc& up = state_.tree.arc(v);
    if (up.up_room > 0) {
      reach_forward(up.parent, distance + (up.up_cost + price[up.parent] - price[v]), v, climb);
      if (forward_.label[root()].distance <= distance) return;
    }
    if (!state_.tree.is_leaf(v)) {
      for (const Index child : state_.tree.children(v)) {
        const Tree::Arc& down = state_.tree.arc(child);
        if (down.down_room > 0) {
          reach_forward(child, distance + (price[child] - price[v] - down.down_cost), v, descend);
        }
      }
      return;
    }
    for (const LeafArcs::End& end : state_.arcs.out(v)) {
      if (end.length == no_length) continue;
      std::int64_t to = distance + (end.length + price[end.leaf] - price[v]);
      if (to >= forward_.label[end.leaf].distance) continue;
      if (end.is_dry != 0) {
        const std::int64_t length = state_.arcs.rescan(v, end.arc);
        if (length == no_length) continue;
        to = distance + (length + price[end.leaf] - price[v]);
      }
      reach_forward(end.leaf, to, v, end.arc);
    }
  }
  void expand_backward(Index v, std::int64_t distance) {
    ++settled;
    const auto& price = state_.price;
    const Tree::Arc& down = state_.tree.arc(v);
    if (down.down_room > 0) {
      reach_backward(down.parent, distance + (price[v] - price[down.parent] - down.down_cost), v, descend);
      if (backward_.label[root()].distance <= distance) return;
    }
    if (!state_.tree.is_leaf(v)) {
      for (const Index child : state_.tree.children(v)) {
        const Tree::Arc& up = state_.tree.arc(child);
        if (up.up_room > 0) reach_backward(child, distance + (up.up_cost + price[v] - price[child]), v, climb);
      }
      return;
    }
    for (const LeafArcs::End& end : state_.arcs.in(v)) {
      if (end.length == no_length) continue;
      std::int64_t from = distance + (end.length + price[v] - price[end.leaf]);
      if (from >= backward_.label[end.leaf].distance) continue;
      if (end.is_dry != 0) {
        const std::int64_t length = state_.arcs.rescan(end.leaf, end.arc);
        if (length == no_length) continue;
        from = distance + (length + price[v] - price[end.leaf]);
      }
      reach_backward(end.leaf, from, v, end.arc);
    }
  }
  void reach_forward(Index v, std::int64_t distance, Index from, Index arc) {
    reach(forward_, backward_, backward_radius_, v, distance, from, arc);
  }
  void reach_backward(Index v, std::int64_t distance, Index to, Index arc) {
    reach(backward_, forward_, forward_radius_, v, distance, to, arc);
  }
  // A label for v, unless a path through v could not be shorter than the best one.
  void reach(Side& side, const Side& other, std::int64_t other_radius, Index v, std::int64_t distance, Index next,
             Index arc) {
    if (distance >= side.label[v].distance) return;
    const std::int64_t rest = other.label[v].distance;
    if (rest != infinite && (best_ == infinite || distance + rest < best_)) {
      best_ = distance + rest;
      meeting_ = v;
    } else if (best_ != infinite && distance >= best_ - other_radius) {
      side.left_out = std::min(side.left_out, distance);
      return;
    }
    side.set(v, {distance, next, arc});
    if (v != root()) side.push(distance, v);
  }

  void shift_prices() {
    const std::int64_t backward = std::min(backward_radius_, best_), forward = best_ - backward;
    for (const Index v : forward_.touched) {
      const std::int64_t d = forward_.label[v].distance;
      if (d < forward) state_.add_price(v, forward - d);
    }
    for (const Index v : backward_.touched) {
      const std::int64_t d = backward_.label[v].distance;
      if (d < backward) state_.add_price(v, d - backward);
    }
  }

  struct Step {
    Index from, to, arc;
    Index order, from_slot, to_slot;  // of arcs between leaves
  };
  Units push(Units units) {
    steps_.clear();
    for (Index v = meeting_; forward_.label[v].next != none; v = forward_.label[v].next) {
      add_step(forward_.label[v].next, v, forward_.label[v].arc);
    }
    for (Index v = meeting_; backward_.label[v].next != none; v = backward_.label[v].next) {
      add_step(v, backward_.label[v].next, backward_.label[v].arc);
    }
    for (const Step& s : steps_) units = std::min(units, room(s));
    for (const Step& s : steps_) {
      if (s.arc == climb) {
        state_.add_load(s.from, units);
      } else if (s.arc == descend) {
        state_.add_load(s.to, -units);
      } else {
        state_.move(s.order, s.from_slot, s.to_slot, units);
      }
    }
    return units;
  }
  void add_step(Index from, Index to, Index arc) {
    Step step{from, to, arc, none, none, none};
    if (arc < descend) {
      const LeafArcs::Candidate& c = state_.arcs.best(from, arc);
      step.order = c.order;
      step.from_slot = state_.orders.place_at(c.order, from).slot;
      step.to_slot = c.slot;
    }
    steps_.push_back(step);
  }
  [[nodiscard]] Units room(const Step& s) const {
    if (s.arc == climb) return state_.tree.arc(s.from).up_room;
    if (s.arc == descend) return state_.tree.arc(s.to).down_room;
    return std::min(state_.orders.units(s.order, s.from_slot), state_.orders.room(s.order, s.to_slot));
  }
  [[nodiscard]] Index root() const { return state_.tree.root(); }

  State& state_;
  Side forward_, backward_;
  std::int64_t best_ = infinite, forward_radius_ = 0, backward_radius_ = 0;
  Index meeting_ = none;
  std::vector<Step> steps_;
};

}  // namespace paidan::transport::detail::live
