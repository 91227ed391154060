// What the peers' graphs are built from: arcs in order of their tails, made on the fly from the flat arrays.
//
// A source has node_count(), arc_count(), supply(node), upper(arc), cost(arc), head(tail, arc) and first_arc(node).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "bench/peers/peers.hpp"

namespace paidan::peers {

class TransportSource {
 public:
  explicit TransportSource(const TransportArrays& p) : p_(p), orders_(p.demand.size()), edges_(p.edge_leaf.size()) {
    for (const std::int64_t d : p.demand) total_ += d;
  }

  [[nodiscard]] std::size_t node_count() const { return orders_ + p_.parent.size() + 1; }
  [[nodiscard]] std::size_t arc_count() const { return edges_ + p_.segment_units.size(); }
  [[nodiscard]] std::int64_t supply(std::size_t node) const {
    if (node < orders_) return p_.demand[node];
    return node + 1 == node_count() ? -total_ : 0;
  }
  [[nodiscard]] std::int64_t upper(std::size_t arc) const {
    if (arc >= edges_) return std::min(p_.segment_units[arc - edges_], total_);
    return p_.edge_bound.empty() ? total_ : std::min(p_.edge_bound[arc], total_);
  }
  [[nodiscard]] std::int64_t cost(std::size_t arc) const {
    return arc < edges_ ? p_.edge_cost[arc] : p_.segment_cost[arc - edges_];
  }
  [[nodiscard]] std::size_t head(std::size_t tail, std::size_t arc) const {
    return orders_ + (arc < edges_ ? p_.edge_leaf[arc] : p_.parent[tail - orders_]);
  }
  // First arc of a node, and of the one after the last.
  [[nodiscard]] std::size_t first_arc(std::size_t node) const {
    return node < orders_ ? p_.first_edge[node] : edges_ + p_.first_segment[std::min(node - orders_, p_.parent.size())];
  }

 private:
  const TransportArrays& p_;
  std::size_t orders_, edges_;
  std::int64_t total_ = 0;
};

// Any network, its lower bounds taken off and its arcs sorted by tail: copies, since this form is for tests.
class NetworkSource {
 public:
  explicit NetworkSource(const FlowNetwork& n) : supply_(n.supply), first_(n.supply.size() + 1, 0) {
    const std::size_t arcs = n.tail.size();
    for (const std::uint32_t tail : n.tail) ++first_[tail + 1];
    for (std::size_t v = 0; v < supply_.size(); ++v) first_[v + 1] += first_[v];
    head_.resize(arcs);
    upper_.resize(arcs);
    cost_.resize(arcs);
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t a = 0; a < arcs; ++a) {
      const std::int64_t lower = n.lower.empty() ? 0 : n.lower[a];
      const std::size_t at = next[n.tail[a]]++;
      head_[at] = n.head[a];
      upper_[at] = n.upper[a] - lower;
      cost_[at] = n.cost[a];
      supply_[n.tail[a]] -= lower;
      supply_[n.head[a]] += lower;
      fixed_cost_ += static_cast<WideCost>(lower) * n.cost[a];
      if (upper_[at] < 0) bounds_cross_ = true;
    }
  }

  [[nodiscard]] std::size_t node_count() const { return supply_.size(); }
  [[nodiscard]] std::size_t arc_count() const { return head_.size(); }
  [[nodiscard]] std::int64_t supply(std::size_t node) const { return supply_[node]; }
  [[nodiscard]] std::int64_t upper(std::size_t arc) const { return upper_[arc]; }
  [[nodiscard]] std::int64_t cost(std::size_t arc) const { return cost_[arc]; }
  [[nodiscard]] std::size_t head(std::size_t, std::size_t arc) const { return head_[arc]; }
  [[nodiscard]] std::size_t first_arc(std::size_t node) const { return first_[node]; }
  [[nodiscard]] WideCost fixed_cost() const { return fixed_cost_; }
  [[nodiscard]] bool bounds_cross() const { return bounds_cross_; }  // some lower > upper: infeasible

 private:
  std::vector<std::int64_t> supply_, upper_, cost_;
  std::vector<std::size_t> first_;
  std::vector<std::uint32_t> head_;
  WideCost fixed_cost_ = 0;
  bool bounds_cross_ = false;
};

// Walks the arcs in order, as (tail, head).
template <class Source>
class ArcIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = std::pair<int, int>;
  using difference_type = std::ptrdiff_t;
  using pointer = const value_type*;
  using reference = value_type;

  ArcIterator(const Source& source, std::size_t arc) : source_(&source), arc_(arc) { skip_empty_nodes(); }
  reference operator*() const { return {static_cast<int>(tail_), static_cast<int>(source_->head(tail_, arc_))}; }
  ArcIterator& operator++() {
    ++arc_;
    skip_empty_nodes();
    return *this;
  }
  ArcIterator operator++(int) {
    ArcIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const ArcIterator& a, const ArcIterator& b) { return a.arc_ == b.arc_; }
  friend bool operator!=(const ArcIterator& a, const ArcIterator& b) { return a.arc_ != b.arc_; }

 private:
  void skip_empty_nodes() {
    if (arc_ >= source_->arc_count()) return;
    while (source_->first_arc(tail_ + 1) <= arc_) ++tail_;
  }
  const Source* source_;
  std::size_t arc_;
  std::size_t tail_ = 0;
};

// How large the numbers are, to choose types and to refuse what could overflow.
struct Sizes {
  WideCost nodes = 0, largest_cost = 0;
  WideCost largest_amount = 0;  // on an arc, or given by all nodes together
  WideCost largest_excess = 0;  // at a node whose arcs are all full
  [[nodiscard]] bool paths_fit(std::int64_t limit) const { return nodes * largest_cost < limit; }
};

template <class Source>
Sizes sizes_of(const Source& source) {
  Sizes sizes;
  sizes.nodes = static_cast<WideCost>(source.node_count());
  WideCost given = 0;
  for (std::size_t v = 0; v < source.node_count(); ++v) given += std::max<std::int64_t>(source.supply(v), 0);
  sizes.largest_amount = given;
  std::vector<WideCost> excess(source.node_count(), given);
  for (std::size_t v = 0; v < source.node_count(); ++v) {
    for (std::size_t a = source.first_arc(v); a < source.first_arc(v + 1); ++a) {
      const WideCost c = source.cost(a);
      sizes.largest_cost = std::max(sizes.largest_cost, c < 0 ? -c : c);
      sizes.largest_amount = std::max<WideCost>(sizes.largest_amount, source.upper(a));
      excess[v] += source.upper(a);
      excess[source.head(v, a)] += source.upper(a);
    }
  }
  for (const WideCost e : excess) sizes.largest_excess = std::max(sizes.largest_excess, e);
  return sizes;
}

}  // namespace paidan::peers
