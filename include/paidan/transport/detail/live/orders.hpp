// The orders of a Matcher: rows of edges that can grow, where every unit lies, and who could come to a leaf.
//
// A row's edges are named by their *slot*, their position in the row, which never changes. An edge may be *closed*
// (forbidden); an order may be *pinned* (none of its units moves) and *published* (an edge that is not published then
// costs `disruption` more). A withdrawn order keeps its number and has demand 0.
//
// Memory: 21 bytes an edge, its entry in the column included (8 more if any edge is bounded), 64 an order with its
// first place, 32 a further place, 4 a placement in the members of its leaf, 52 a leaf.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "paidan/core/prefetch.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail::live {

using Index = std::uint32_t;
inline constexpr Index none = UINT32_MAX;

class Orders {
  static constexpr std::uint8_t closed_flag = 1, published_flag = 2;

 public:
  // Units of an order at one leaf. An order has one, seldom a few: a list whose head is in the row.
  struct Place {
    Index slot = none, next = none;
    Index member = none;  // its position in the members of the leaf
    Index leaf = none;
    std::int64_t cost = 0;  // a unit here, all told
    Units units = 0;
  };
  // Somebody who has an edge to the leaf of the column.
  struct ColumnEntry {
    Index order, slot;
  };

  Orders(const TransportProblem& problem, std::int64_t disruption)
      : disruption_(disruption),
        members_(problem.leaf_count()),
        columns_(problem.leaf_count()),
        dead_(columns_.size()) {
    const std::size_t edges = problem.edge_count();
    const auto with_slack = [](std::size_t count) { return count + count / 8; };  // the first additions shall be cheap
    rows_.reserve(with_slack(problem.order_count()));
    leaf_.reserve(with_slack(edges));
    cost_.reserve(with_slack(edges));
    flags_.reserve(with_slack(edges));
    std::vector<Index> column_size(problem.leaf_count(), 0);
    for (const LeafId leaf : problem.edge_leaves()) {
      leaf_.push_back(leaf.value());
      ++column_size[leaf.index()];
    }
    for (const Cost cost : problem.edge_costs()) cost_.push_back(cost.count());
    flags_.assign(edges, 0);
    if (edges > 0) mean_degree_ = (edges + problem.order_count() - 1) / problem.order_count();
    if (problem.has_edge_bounds()) bound_.reserve(with_slack(edges));
    bound_.assign(problem.edge_bounds().begin(), problem.edge_bounds().end());
    for (std::size_t j = 0; j < columns_.size(); ++j) columns_[j].reserve(column_size[j]);
    for (std::size_t i = 0; i < problem.order_count(); ++i) {
      const OrderId order(i);
      const auto first = static_cast<Index>(problem.first_edge(order));
      const auto size = static_cast<Index>(problem.end_edge(order) - first);
      rows_.push_back({.first = first, .size = size, .demand = problem.demand(order)});
      enter_columns(static_cast<Index>(i), 0);
    }
  }

  // --- rows --------------------------------------------------------------------------------------------------------

  [[nodiscard]] std::size_t count() const noexcept { return rows_.size(); }
  [[nodiscard]] std::size_t edge_count() const noexcept { return leaf_.size() - garbage_; }
  [[nodiscard]] std::size_t mean_degree() const noexcept { return mean_degree_; }  // at the beginning, rounded up
  [[nodiscard]] Index degree(Index order) const { return rows_[order].size; }
  [[nodiscard]] Units demand(Index order) const { return rows_[order].demand; }
  [[nodiscard]] bool is_live(Index order) const { return order < rows_.size() && rows_[order].demand > 0; }
  [[nodiscard]] Index leaf(Index order, Index slot) const { return leaf_[rows_[order].first + slot]; }
  [[nodiscard]] std::span<const Index> leaves(Index order) const {
    return std::span(leaf_).subspan(rows_[order].first, rows_[order].size);
  }
  [[nodiscard]] Index find(Index order, Index leaf) const {
    const auto row = leaves(order);
    const auto at = std::find(row.begin(), row.end(), leaf);
    return at == row.end() ? none : static_cast<Index>(at - row.begin());
  }

  Index add(Units demand, std::span<const Edge> edges) {
    rows_.push_back({.first = static_cast<Index>(leaf_.size()), .size = 0, .demand = demand});
    const auto order = static_cast<Index>(rows_.size() - 1);
    for (const Edge& e : edges) append(e.leaf.value(), e.cost.count());
    rows_[order].size = static_cast<Index>(edges.size());
    enter_columns(order, 0);
    return order;
  }
  // The newest order, refused: as if it had never been added. None of its units is placed.
  void take_back_newest() {
    const auto order = static_cast<Index>(rows_.size() - 1);
    for (const Index leaf : leaves(order)) columns_[leaf].pop_back();
    resize_edges(rows_[order].first);
    rows_.pop_back();
  }
  Index add_edge(Index order, Index leaf, std::int64_t cost) {
    Row& row = rows_[order];
    if (row.first + row.size != leaf_.size()) move_to_end(row);
    append(leaf, cost);
    ++row.size;
    enter_columns(order, row.size - 1);
    return row.size - 1;
  }
  // The newest edge of the order that had an edge added last.
  void take_back_edge(Index order) {
    Row& row = rows_[order];
    columns_[leaf_.back()].pop_back();
    resize_edges(row.first + --row.size);
  }
  // The order is gone; none of its units is placed any more.
  void withdraw(Index order) {
    Row& row = rows_[order];
    assert(row.place.slot == none);
    row.demand = 0;
    for (const Index leaf : leaves(order)) {
      if (2 * ++dead_[leaf] > columns_[leaf].size()) sweep_column(leaf);
    }
    garbage_ += row.size;
    row.size = 0;
    if (2 * garbage_ > leaf_.size() && garbage_ > 4096) compact();
  }

  // --- costs and what an edge may carry ------------------------------------------------------------------------------

  // What a unit on the edge costs: with `disruption` if that is not where the order was published.
  [[nodiscard]] std::int64_t cost(Index order, Index slot) const {
    const Row& row = rows_[order];
    const std::size_t e = row.first + slot;
    return cost_[e] + (row.published && (flags_[e] & published_flag) == 0 ? disruption_ : 0);
  }
  [[nodiscard]] std::int64_t own_cost(Index order, Index slot) const { return cost_[rows_[order].first + slot]; }
  void set_cost(Index order, Index slot, std::int64_t cost) {
    cost_[rows_[order].first + slot] = cost;
    renew_costs(order);
  }
  [[nodiscard]] std::int64_t disruption() const noexcept { return disruption_; }

  [[nodiscard]] bool is_closed(Index order, Index slot) const { return has_flag(order, slot, closed_flag); }
  [[nodiscard]] Index closed_count(Index order) const { return rows_[order].closed; }
  void set_closed(Index order, Index slot, bool closed) {
    if (closed == is_closed(order, slot)) return;
    flags_[rows_[order].first + slot] ^= closed_flag;
    rows_[order].closed += closed ? 1 : -1;
  }
  [[nodiscard]] bool is_pinned(Index order) const { return rows_[order].pinned; }
  void set_pinned(Index order, bool pinned) { rows_[order].pinned = pinned; }

  [[nodiscard]] bool is_published(Index order) const { return rows_[order].published; }
  // Published where its units are now, and nowhere else.
  [[nodiscard]] bool is_published_here(Index order) const {
    Index here = 0, places = 0;
    for_each_place(order, [&](const Place& p) {
      ++places;
      if (has_flag(order, p.slot, published_flag)) ++here;
    });
    return is_published(order) && here == places && here == rows_[order].published_edges;
  }
  void publish(Index order) {
    Row& row = rows_[order];
    row.published = true;
    row.published_edges = 0;
    for (Index s = 0; s < row.size; ++s) flags_[row.first + s] &= static_cast<std::uint8_t>(~published_flag);
    for_each_place(order, [&](const Place& p) {
      flags_[row.first + p.slot] |= published_flag;
      ++row.published_edges;
    });
    renew_costs(order);
  }

  [[nodiscard]] bool has_bounds() const noexcept { return !bound_.empty(); }
  [[nodiscard]] Units bound(Index order, Index slot) const {
    return bound_.empty() ? unbounded : bound_[rows_[order].first + slot];
  }
  // How many more units the edge may take.
  [[nodiscard]] Units room(Index order, Index slot) const {
    const Row& row = rows_[order];
    if (row.pinned || (flags_[row.first + slot] & closed_flag) != 0) return 0;
    return bound_.empty() ? unbounded : bound_[row.first + slot] - units(order, slot);
  }

  // The same, of one order, for loops over its edges.
  struct View {
    std::span<const Index> leaves;
    const std::int64_t* costs;
    const std::uint8_t* flags;
    std::int64_t disruption;  // 0 if it is not published
    bool may_all;             // room on every edge
    [[nodiscard]] std::int64_t cost(Index slot) const {
      return disruption == 0 || (flags[slot] & published_flag) != 0 ? costs[slot] : costs[slot] + disruption;
    }
  };
  [[nodiscard]] View view(Index order) const {
    const Row& row = rows_[order];
    return {leaves(order), cost_.data() + row.first, flags_.data() + row.first, row.published ? disruption_ : 0,
            !row.pinned && row.closed == 0 && bound_.empty()};
  }

  // --- where the units are -------------------------------------------------------------------------------------------

  // Place by place; null = there is no more.
  [[nodiscard]] const Place* first_place(Index order) const {
    const Place& p = rows_[order].place;
    return p.slot == none ? nullptr : &p;
  }
  [[nodiscard]] const Place* next_place(const Place& p) const { return p.next == none ? nullptr : &places_[p.next]; }
  template <class Visit>
  void for_each_place(Index order, Visit&& visit) const {
    for (const Place* p = first_place(order); p != nullptr; p = next_place(*p)) visit(*p);
  }
  // The first place, for orders that are not split; slot none = nothing is placed.
  [[nodiscard]] const Place& place(Index order) const { return rows_[order].place; }
  [[nodiscard]] bool is_split(Index order) const { return rows_[order].place.next != none; }
  // Where the order lies on the leaf; it does.
  [[nodiscard]] const Place& place_at(Index order, Index leaf) const {
    const Place* p = &rows_[order].place;
    while (p->leaf != leaf) p = next_place(*p);
    return *p;
  }
  // Asks the memory for what a look at the order's place, and then at its edges, will need.
  [[gnu::always_inline]] void prefetch(Index order) const { paidan::prefetch(&rows_[order]); }
  [[gnu::always_inline]] void prefetch_edges(Index order) const {
    const Row& row = rows_[order];
    paidan::prefetch(leaf_.data() + row.first);
    paidan::prefetch(cost_.data() + row.first);
    paidan::prefetch(cost_.data() + row.first + row.size / 2);
  }
  [[gnu::always_inline]] void prefetch_cost(Index order, Index slot) const {
    paidan::prefetch(cost_.data() + rows_[order].first + slot);
  }
  [[nodiscard]] Units units(Index order, Index slot) const {
    const Place* p = first_place(order);
    while (p != nullptr && p->slot != slot) p = next_place(*p);
    return p == nullptr ? 0 : p->units;
  }
  void add_units(Index order, Index slot, Units delta) {
    Place* before = nullptr;
    Place* p = &rows_[order].place;
    while (p->slot != slot && p->next != none) p = &places_[(before = p)->next];
    if (p->slot == slot) {
      p->units += delta;
      assert(p->units >= 0);
      if (p->units == 0) remove_place(before, *p);
    } else {
      assert(delta > 0);
      add_place(order, *p, slot, delta);
    }
  }
  [[nodiscard]] std::span<const Index> members(Index leaf) const { return members_[leaf]; }
  // Everybody with an edge to the leaf, withdrawn orders among them.
  [[nodiscard]] std::span<const ColumnEntry> column(Index leaf) const { return columns_[leaf]; }

 private:
  struct Row {
    Index first = 0, size = 0;
    Units demand = 0;
    Place place{};
    Index closed = 0, published_edges = 0;
    bool pinned = false, published = false;
  };
  [[nodiscard]] bool has_flag(Index order, Index slot, std::uint8_t flag) const {
    return (flags_[rows_[order].first + slot] & flag) != 0;
  }
  void append(Index leaf, std::int64_t cost) {
    leaf_.push_back(leaf);
    cost_.push_back(cost);
    flags_.push_back(0);
    if (!bound_.empty()) bound_.push_back(unbounded);
  }
  void resize_edges(std::size_t edges) {
    leaf_.resize(edges);
    cost_.resize(edges);
    flags_.resize(edges);
    if (!bound_.empty()) bound_.resize(edges);
  }
  void enter_columns(Index order, Index from_slot) {
    for (Index s = from_slot; s < rows_[order].size; ++s) columns_[leaf(order, s)].push_back({order, s});
  }
  void move_to_end(Row& row) {
    const std::size_t from = row.first;
    row.first = static_cast<Index>(leaf_.size());
    for (std::size_t e = from; e < from + row.size; ++e) {
      append(leaf_[e], cost_[e]);
      flags_.back() = flags_[e];
      if (!bound_.empty()) bound_.back() = bound_[e];
    }
    garbage_ += row.size;
    if (2 * garbage_ > leaf_.size() && garbage_ > 4096) compact();
  }
  // Squeezes out the rows that moved or were withdrawn; the last row stays the last. O(edges), amortised.
  void compact() {
    std::vector<Index> by_place(rows_.size());
    std::iota(by_place.begin(), by_place.end(), Index{0});
    std::sort(by_place.begin(), by_place.end(), [&](Index a, Index b) { return rows_[a].first < rows_[b].first; });
    std::size_t to = 0;
    for (const Index i : by_place) {
      Row& row = rows_[i];
      for (std::size_t e = row.first; e < row.first + row.size; ++e, ++to) {
        leaf_[to] = leaf_[e];
        cost_[to] = cost_[e];
        flags_[to] = flags_[e];
        if (!bound_.empty()) bound_[to] = bound_[e];
      }
      row.first = static_cast<Index>(to - row.size);
    }
    resize_edges(to);
    garbage_ = 0;
  }
  void sweep_column(Index leaf) {
    std::erase_if(columns_[leaf], [&](const ColumnEntry& c) { return rows_[c.order].demand == 0; });
    dead_[leaf] = 0;
  }

  void renew_costs(Index order) {
    Place* p = &rows_[order].place;
    if (p->slot == none) return;
    for (;; p = &places_[p->next]) {
      p->cost = cost(order, p->slot);
      if (p->next == none) return;
    }
  }
  void add_place(Index order, Place& tail, Index slot, Units units) {
    auto& members = members_[leaf(order, slot)];
    const Place fresh{slot, none, static_cast<Index>(members.size()), leaf(order, slot), cost(order, slot), units};
    members.push_back(order);
    if (tail.slot == none) {
      tail = fresh;
    } else if (free_ != none) {
      tail.next = free_;
      free_ = places_[free_].next;
      places_[tail.next] = fresh;
    } else {
      tail.next = static_cast<Index>(places_.size());
      places_.push_back(fresh);  // `tail` may move with the pool: not used after this
    }
  }
  void remove_place(Place* before, Place& gone) {
    const Index at = gone.leaf;
    auto& members = members_[at];
    const Index other = members.back();
    members[gone.member] = other;
    Place* p = &rows_[other].place;
    while (p->leaf != at) p = &places_[p->next];
    p->member = gone.member;
    members.pop_back();
    Index released = gone.next;
    if (before != nullptr) {
      released = before->next;
      before->next = gone.next;
    } else if (released != none) {
      gone = places_[released];
    } else {
      gone = Place{};
    }
    if (released != none) {
      places_[released].next = free_;
      free_ = released;
    }
  }

  std::int64_t disruption_;
  std::size_t mean_degree_ = 1;
  std::vector<Row> rows_;
  std::vector<Index> leaf_;
  std::vector<std::int64_t> cost_;
  std::vector<std::uint8_t> flags_;
  std::vector<Units> bound_;  // empty = unbounded
  std::size_t garbage_ = 0;   // edges of rows that moved or were withdrawn
  std::vector<Place> places_;
  Index free_ = none;
  std::vector<std::vector<Index>> members_;
  std::vector<std::vector<ColumnEntry>> columns_;
  std::vector<Index> dead_;  // entries of withdrawn orders in the column
};

}  // namespace paidan::transport::detail::live
