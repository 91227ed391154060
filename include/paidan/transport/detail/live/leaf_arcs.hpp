// The arcs between leaves that remain when the orders are contracted: j → k is everybody who has units at j and could
// move them to k, at the length c_ik − c_ij. Lengths do not depend on prices, so the lists are kept between searches.
//
// An arc keeps the best few candidates in order and a *floor*: nobody it leaves out is shorter than that. When the list
// runs dry the floor stands in for its length, and whoever meets it asks for a `rescan` only if even the floor would be
// an improvement. The arcs out of a leaf (or into it) are built when a search first reaches it, and kept up to date by
// leave/arrive of every order that moves; most of these end at the floor. A rescan goes through the members of j or the
// column of k, whichever is shorter; the list is the longer the dearer that is. So the unserved leaf with its hundreds
// of thousands of members is met from the neighbour's side and nobody ever walks through them all.
//
// Memory: 133 bytes a leaf; 40 an arc and 16 to 32 its hash slots, 64 and more its candidates, 16 in the list of arcs
// into a leaf; for reached leaves only.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "paidan/transport/detail/live/orders.hpp"

namespace paidan::transport::detail::live {

inline constexpr std::int64_t no_length = INT64_MAX;

class LeafArcs {
 public:
  struct Candidate {
    std::int64_t length;
    Index order, slot;  // would move to that edge
    friend bool operator<(const Candidate& a, const Candidate& b) {
      return a.length != b.length ? a.length < b.length : a.order < b.order;
    }
  };
  // An arc as one of its leaves sees it. `length` is exact or, if the list ran dry, the floor; no_length = nobody can
  // move.
  struct End {
    std::int64_t length;
    Index leaf;        // the other one
    Index arc : 31;    // among the arcs out of the leaf where it begins
    Index is_dry : 1;  // `length` is the floor
  };

  LeafArcs(const Orders& orders, std::size_t leaves)
      : orders_(orders), rows_(leaves), in_(leaves), in_built_(leaves, 0), arc_to_(leaves, none) {}

  // The arcs out of (into) a leaf; built on the first call: O(edges of its members) (O(its column)).
  [[nodiscard]] std::span<const End> out(Index leaf) {
    if (!rows_[leaf].built) build_out(leaf);
    return rows_[leaf].ends;
  }
  [[nodiscard]] std::span<const End> in(Index leaf) {
    if (in_built_[leaf] == 0) build_in(leaf);
    return in_[leaf];
  }
  [[nodiscard]] const Candidate& best(Index from, Index arc) const { return *rows_[from].arcs[arc].candidates; }

  // Fills a dry list again; returns the exact length.
  std::int64_t rescan(Index from, Index arc) {
    Row& row = rows_[from];
    const Index to = row.ends[arc].leaf;
    row.arcs[arc].count = 0;
    row.floors[arc] = no_length;
    make_room(from, arc);
    const auto offer = [&](Index order, std::int64_t here, Index to_slot) {
      if (orders_.room(order, to_slot) > 0) keep(row, arc, {orders_.cost(order, to_slot) - here, order, to_slot});
    };
    if (row_work(from) < orders_.column(to).size()) {
      for (const Index i : orders_.members(from)) {
        const Index to_slot = orders_.find(i, to);
        if (to_slot != none) offer(i, orders_.place_at(i, from).cost, to_slot);
      }
    } else {
      for_each_in_column(to, [&](Index i, Index to_slot, const Orders::Place& p) {
        if (p.leaf == from) offer(i, p.cost, to_slot);
      });
    }
    show(from, arc);
    return row.ends[arc].length;
  }

  // The order is about to give up a place, or has just taken it. Its other places stay, and so does what it may do.
  void leave(Index order, Index from_slot) {
    for_each_move(order, from_slot, [&](Index from, Index to, const Candidate& c) {
      Row& row = rows_[from];
      const Index arc = row.find(to);
      if (arc == none || c.length > row.floors[arc]) return;
      Arc& a = row.arcs[arc];
      Candidate* begin = a.candidates;
      Candidate* at = std::lower_bound(begin, begin + a.count, c);
      if (at == begin + a.count || at->order != order) return;
      std::move(at + 1, begin + a.count, at);
      --a.count;
      if (at == begin) show(from, arc);
    });
  }
  void arrive(Index order, Index from_slot) {
    for_each_move(order, from_slot, [&](Index from, Index to, const Candidate& c) {
      Row& row = rows_[from];
      Index arc = row.find(to);
      if (arc == none) arc = make_arc(from, to);
      if (keep(row, arc, c)) show(from, arc);
    });
  }
  // Before and after anything else about an order changes: its costs, edges, bounds, whether it may move.
  void detach(Index order) {
    orders_.for_each_place(order, [&](const Orders::Place& p) { leave(order, p.slot); });
  }
  void attach(Index order) {
    orders_.for_each_place(order, [&](const Orders::Place& p) { arrive(order, p.slot); });
  }
  // All costs changed: everything will be built anew.
  void clear() {
    rows_.assign(rows_.size(), Row{});
    in_.assign(in_.size(), {});
    in_built_.assign(in_.size(), 0);
    blocks_.clear();
  }

 private:
  struct Arc {
    Index in_end = none;                // where the leaf at its end sees it
    std::uint16_t count = 0, room = 0;  // of its candidates
    Candidate* candidates = nullptr;
  };
  // The arcs out of a leaf; not all of them before it is `built`. A hash table (open addressing) finds the one to a
  // leaf.
  struct Row {
    bool built = false;
    std::vector<End> ends;
    std::vector<std::int64_t> floors;
    std::vector<Arc> arcs;
    struct Slot {
      Index leaf = none, arc = none;
    };
    std::vector<Slot> table;

    [[nodiscard]] std::size_t start(Index leaf) const { return (leaf * 0x9E3779B9U >> 7) & (table.size() - 1); }
    [[nodiscard]] Index find(Index leaf) const {
      if (table.empty()) return none;
      std::size_t at = start(leaf);
      while (table[at].leaf != leaf && table[at].arc != none) at = (at + 1) & (table.size() - 1);
      return table[at].arc;
    }
    Index add(Index leaf) {
      const auto arc = static_cast<Index>(arcs.size());
      ends.push_back({no_length, leaf, arc, 0});
      floors.push_back(no_length);
      arcs.emplace_back();
      if (2 * arcs.size() > table.size()) {
        table.assign(std::max<std::size_t>(16, 2 * table.size()), Slot{});
        for (const End& e : ends) place(e.leaf, e.arc);
      } else {
        place(leaf, arc);
      }
      return arc;
    }
    void place(Index leaf, Index arc) {
      std::size_t at = start(leaf);
      while (table[at].arc != none) at = (at + 1) & (table.size() - 1);
      table[at] = {leaf, arc};
    }
  };
  static constexpr std::size_t least_room = 4, most_room = 256, work_a_candidate = 512, block_size = 16384;
  static constexpr std::size_t ahead = 12;  // orders whose memory is asked for in advance

  // Every way the order could move from a place of its along an arc that is kept.
  template <class Visit>
  void for_each_move(Index order, Index from_slot, Visit&& visit) {
    const Orders::View view = orders_.view(order);
    const Index from = view.leaves[from_slot];
    const bool built = rows_[from].built;
    const std::int64_t here = view.cost(from_slot);
    for_each_room(order, view, [&](Index s) {
      const Index to = view.leaves[s];
      if (s != from_slot && (built || in_built_[to] != 0)) visit(from, to, Candidate{view.cost(s) - here, order, s});
    });
  }
  template <class Visit>
  void for_each_room(Index order, const Orders::View& view, Visit&& visit) const {
    if (view.may_all) {
      for (Index s = 0; s < view.leaves.size(); ++s) visit(s);
    } else if (!orders_.is_pinned(order)) {
      for (Index s = 0; s < view.leaves.size(); ++s) {
        if (orders_.room(order, s) > 0) visit(s);
      }
    }
  }

  // Cache lines that a look at all members of a leaf meets, about; a look at a column meets one or two an entry.
  [[nodiscard]] std::size_t row_work(Index leaf) const {
    return orders_.members(leaf).size() * (2 + orders_.mean_degree() / 8);
  }
  void make_room(Index from, Index arc) {
    Arc& a = rows_[from].arcs[arc];
    const std::size_t work = std::min(row_work(from), orders_.column(rows_[from].ends[arc].leaf).size());
    const std::size_t wanted = std::bit_ceil(std::clamp(work / work_a_candidate, least_room, most_room));
    if (wanted <= a.room) return;
    if (blocks_.empty() || block_used_ + wanted > block_size) {
      blocks_.push_back(std::make_unique_for_overwrite<Candidate[]>(block_size));
      block_used_ = 0;
    }
    a.candidates = blocks_.back().get() + block_used_;
    a.room = static_cast<std::uint16_t>(wanted);
    block_used_ += wanted;
  }
  Index make_arc(Index from, Index to) {
    const Index arc = rows_[from].add(to);
    make_room(from, arc);
    return arc;
  }
  // True if the candidate is the best one now.
  bool keep(Row& row, Index arc, const Candidate& c) {
    std::int64_t& floor = row.floors[arc];
    if (c.length > floor) return false;
    Arc& a = row.arcs[arc];
    Candidate* begin = a.candidates;
    Candidate* at = std::lower_bound(begin, begin + a.count, c);
    if (a.count == a.room) {
      if (at == begin + a.count) {
        floor = c.length;
        return false;
      }
      floor = begin[--a.count].length;
    }
    std::move_backward(at, begin + a.count, begin + a.count + 1);
    *at = c;
    ++a.count;
    return at == begin;
  }
  // Lets both leaves see the arc's length.
  void show(Index from, Index arc) {
    Row& row = rows_[from];
    Arc& a = row.arcs[arc];
    End& end = row.ends[arc];
    end.length = a.count > 0 ? a.candidates->length : row.floors[arc];
    end.is_dry = a.count == 0 && end.length != no_length;
    if (in_built_[end.leaf] == 0) return;
    auto& in = in_[end.leaf];
    if (a.in_end == none) {
      a.in_end = static_cast<Index>(in.size());
      in.emplace_back();
    }
    in[a.in_end] = {end.length, from, arc, end.is_dry};
  }

  // Everybody who has an edge to the leaf, with each place of theirs.
  template <class Visit>
  void for_each_in_column(Index leaf, Visit&& visit) const {
    const auto column = orders_.column(leaf);
    for (std::size_t k = 0; k < column.size(); ++k) {
      if (k + 2 * ahead < column.size()) orders_.prefetch(column[k + 2 * ahead].order);
      if (k + ahead < column.size()) orders_.prefetch_cost(column[k + ahead].order, column[k + ahead].slot);
      const auto [i, slot] = column[k];
      if (!orders_.is_live(i)) continue;
      for (const Orders::Place* p = orders_.first_place(i); p != nullptr; p = orders_.next_place(*p))
        visit(i, slot, *p);
    }
  }
  void build_out(Index leaf) {
    Row& row = rows_[leaf];
    row.built = true;
    const auto first_new = static_cast<Index>(row.arcs.size());  // the others are up to date
    for (const End& e : row.ends) arc_to_[e.leaf] = e.arc;
    const auto members = orders_.members(leaf);
    for (std::size_t k = 0; k < members.size(); ++k) {
      if (k + 2 * ahead < members.size()) orders_.prefetch(members[k + 2 * ahead]);
      if (k + ahead < members.size()) orders_.prefetch_edges(members[k + ahead]);
      const Index i = members[k];
      const Orders::Place& here = orders_.place_at(i, leaf);
      const Orders::View view = orders_.view(i);
      for_each_room(i, view, [&](Index s) {
        if (s == here.slot) return;
        Index& arc = arc_to_[view.leaves[s]];
        if (arc == none) arc = make_arc(leaf, view.leaves[s]);
        if (arc >= first_new) keep(row, arc, {view.cost(s) - here.cost, i, s});
      });
    }
    for (const End& e : row.ends) arc_to_[e.leaf] = none;
    for (Index arc = first_new; arc < row.arcs.size(); ++arc) show(leaf, arc);
  }
  void build_in(Index leaf) {
    in_built_[leaf] = 1;
    for_each_in_column(leaf, [&](Index i, Index to_slot, const Orders::Place& p) {
      if (p.slot == to_slot || orders_.room(i, to_slot) <= 0) return;
      Row& row = rows_[p.leaf];
      Index& arc = arc_to_[p.leaf];
      if (arc == none) {
        arc = row.find(leaf);
        if (arc == none) arc = make_arc(p.leaf, leaf);
        reached_.push_back(p.leaf);
      }
      if (!row.built) keep(row, arc, {orders_.cost(i, to_slot) - p.cost, i, to_slot});  // otherwise it is up to date
    });
    for (const Index from : reached_) {
      show(from, arc_to_[from]);
      arc_to_[from] = none;
    }
    reached_.clear();
  }

  const Orders& orders_;
  std::vector<Row> rows_;
  std::vector<std::vector<End>> in_;
  std::vector<std::uint8_t> in_built_;
  std::vector<std::unique_ptr<Candidate[]>> blocks_;  // the candidates of all arcs; never moved
  std::size_t block_used_ = 0;                        // of the last one
  std::vector<Index> arc_to_, reached_;               // scratch of a build
};

}  // namespace paidan::transport::detail::live
