// The arcs between leaves that remain when the orders are contracted: j → k is everybody who has units at j and could
// move them to k, at the length c_ik − c_ij. Lengths do not depend on prices, so the lists are kept between searches.
//
// An arc keeps the best few candidates in order and a *floor*: nobody it leaves out is shorter than that. When the list
// runs dry the floor stands in for its length, and whoever meets it asks for a `rescan` only if even the floor would be
// an improvement. The arcs out of a leaf (or into it) are built when a search first reaches it, and kept up to date by
// detach/attach of every order that moves. A rescan goes through the members of j or the column of k, whichever is
// shorter; the list is the longer the dearer that is. So the unserved leaf with its hundreds of thousands of members is
// met from the neighbour's side and nobody ever walks through them all.
//
// Memory: 32 bytes an entry of either side, 40 an arc and 16 a candidate (at least 4 an arc), for reached leaves only.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/transport/detail/live/orders.hpp"

namespace paidan::transport::detail::live {

inline constexpr std::int64_t no_length = INT64_MAX;

// (from, to) → arc. Open addressing with linear probing; entries are never removed.
class ArcTable {
 public:
  [[nodiscard]] Index find(Index from, Index to) const {
    for (std::size_t at = start(key(from, to));; at = (at + 1) & mask_) {
      if (slots_[at].key == key(from, to)) return slots_[at].arc;
      if (slots_[at].arc == none) return none;
    }
  }
  void insert(Index from, Index to, Index arc) {
    if (2 * ++count_ > slots_.size()) grow();
    place({key(from, to), arc});
  }

 private:
  struct Slot {
    std::uint64_t key = UINT64_MAX;
    Index arc = none;
  };
  static std::uint64_t key(Index from, Index to) { return std::uint64_t{from} << 32 | to; }
  [[nodiscard]] std::size_t start(std::uint64_t key) const {
    key *= 0x9E3779B97F4A7C15ULL;
    return (key ^ key >> 32) & mask_;
  }
  void place(Slot slot) {
    std::size_t at = start(slot.key);
    while (slots_[at].arc != none) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
  void grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    mask_ = slots_.size() - 1;
    for (const Slot& s : old) {
      if (s.arc != none) place(s);
    }
  }
  std::vector<Slot> slots_ = std::vector<Slot>(64);
  std::size_t mask_ = 63, count_ = 0;
};

class LeafArcs {
 public:
  struct Candidate {
    std::int64_t length;
    Index order, slot;  // would move to that edge
    friend bool operator<(const Candidate& a, const Candidate& b) {
      return a.length != b.length ? a.length < b.length : a.order < b.order;
    }
  };
  // An arc as its leaf sees it. `length` is exact or, if the list ran dry, the floor; no_length = nobody can move.
  struct End {
    std::int64_t length;
    Index leaf;  // the other one
    Index arc;
  };

  LeafArcs(const Orders& orders, std::size_t leaves)
      : orders_(orders),
        out_(leaves),
        in_(leaves),
        out_built_(leaves, 0),
        in_built_(leaves, 0),
        arc_to_(leaves, none) {}

  // The arcs out of (into) a leaf; built on the first call: O(edges of its members) (O(its column)).
  [[nodiscard]] std::span<const End> out(Index leaf) {
    if (out_built_[leaf] == 0) build_out(leaf);
    return out_[leaf];
  }
  [[nodiscard]] std::span<const End> in(Index leaf) {
    if (in_built_[leaf] == 0) build_in(leaf);
    return in_[leaf];
  }
  [[nodiscard]] bool is_dry(Index arc) const { return arcs_[arc].count == 0 && arcs_[arc].floor != no_length; }
  [[nodiscard]] const Candidate& best(Index arc) const { return candidates_[arcs_[arc].first]; }

  // Fills a dry list again; returns the exact length.
  std::int64_t rescan(Index arc) {
    Arc& a = arcs_[arc];
    a.count = 0;
    a.floor = no_length;
    make_room(a);
    const auto offer = [&](Index order, Index from_slot, Index to_slot) {
      if (orders_.room(order, to_slot) > 0) keep(a, candidate(order, from_slot, to_slot));
    };
    if (row_work(a.from) < orders_.column(a.to).size()) {
      for (const Index i : orders_.members(a.from)) {
        const Index to_slot = orders_.find(i, a.to);
        if (to_slot != none) offer(i, orders_.slot_at(i, a.from), to_slot);
      }
    } else {
      for (const auto& [i, to_slot] : orders_.column(a.to)) {
        const Index from_slot = orders_.is_live(i) ? orders_.slot_at(i, a.from) : none;
        if (from_slot != none) offer(i, from_slot, to_slot);
      }
    }
    show(a);
    return length(a);
  }

  // Before and after anything about an order changes: its places, costs, edges, whether it may move.
  void detach(Index order) {
    for_each_move(order, [&](Index from, Index to, Index from_slot, Index to_slot) {
      const Index arc = table_.find(from, to);
      if (arc == none) return;
      Arc& a = arcs_[arc];
      const Candidate c = candidate(order, from_slot, to_slot);
      Candidate* begin = candidates_.data() + a.first;
      Candidate* at = std::lower_bound(begin, begin + a.count, c);
      if (at == begin + a.count || at->order != order) return;
      std::move(at + 1, begin + a.count, at);
      --a.count;
      if (at == begin) show(a);
    });
  }
  void attach(Index order) {
    for_each_move(order, [&](Index from, Index to, Index from_slot, Index to_slot) {
      Index arc = table_.find(from, to);
      if (arc == none) arc = make_arc(from, to);
      Arc& a = arcs_[arc];
      keep(a, candidate(order, from_slot, to_slot));
      show(a);
    });
  }
  // All costs changed: everything will be built anew.
  void clear() {
    for (auto& ends : out_) ends.clear();
    for (auto& ends : in_) ends.clear();
    std::fill(out_built_.begin(), out_built_.end(), 0);
    std::fill(in_built_.begin(), in_built_.end(), 0);
    arcs_.clear();
    candidates_.clear();
    table_ = ArcTable{};
  }

 private:
  struct Arc {
    Index from, to;
    Index out_end = none, in_end = none;  // where the two leaves see it
    std::size_t first = 0;                // of its candidates
    Index count = 0, room = 0;
    std::int64_t floor = no_length;
  };
  static constexpr std::size_t least_room = 4, most_room = 256, work_a_candidate = 512;

  [[nodiscard]] Candidate candidate(Index order, Index from_slot, Index to_slot) const {
    return {orders_.cost(order, to_slot) - orders_.cost(order, from_slot), order, to_slot};
  }
  // Every way the order could move along an arc that is kept.
  template <class Visit>
  void for_each_move(Index order, Visit&& visit) {
    if (orders_.is_pinned(order)) return;
    const auto row = orders_.leaves(order);
    orders_.for_each_place(order, [&](const Orders::Place& p) {
      const Index from = row[p.slot];
      const bool from_built = out_built_[from] != 0;
      for (Index s = 0; s < row.size(); ++s) {
        if (s == p.slot || !(from_built || in_built_[row[s]] != 0) || orders_.room(order, s) <= 0) continue;
        visit(from, row[s], p.slot, s);
      }
    });
  }

  [[nodiscard]] std::size_t row_work(Index leaf) const {
    return orders_.members(leaf).size() * (orders_.edge_count() / std::max<std::size_t>(1, orders_.count()) + 1);
  }
  void make_room(Arc& a) {
    const std::size_t work = std::min(row_work(a.from), orders_.column(a.to).size());
    const std::size_t wanted = std::bit_ceil(std::clamp(work / work_a_candidate, least_room, most_room));
    if (wanted <= a.room) return;
    a.first = candidates_.size();
    a.room = static_cast<Index>(wanted);
    candidates_.resize(candidates_.size() + wanted);
  }
  Index make_arc(Index from, Index to) {
    const auto arc = static_cast<Index>(arcs_.size());
    arcs_.push_back({.from = from, .to = to});
    make_room(arcs_.back());
    table_.insert(from, to, arc);
    return arc;
  }
  void keep(Arc& a, const Candidate& c) {
    if (c.length > a.floor) return;
    Candidate* begin = candidates_.data() + a.first;
    Candidate* at = std::lower_bound(begin, begin + a.count, c);
    if (a.count == a.room) {
      if (at == begin + a.count) {
        a.floor = c.length;
        return;
      }
      a.floor = begin[a.count - 1].length;
      --a.count;
    }
    std::move_backward(at, begin + a.count, begin + a.count + 1);
    *at = c;
    ++a.count;
  }
  [[nodiscard]] std::int64_t length(const Arc& a) const { return a.count > 0 ? candidates_[a.first].length : a.floor; }
  // Lets both leaves see the arc's length.
  void show(Arc& a) {
    const auto arc = static_cast<Index>(&a - arcs_.data());
    const std::int64_t now = length(a);
    if (a.out_end != none) {
      out_[a.from][a.out_end].length = now;
    } else if (out_built_[a.from] != 0) {
      a.out_end = static_cast<Index>(out_[a.from].size());
      out_[a.from].push_back({now, a.to, arc});
    }
    if (a.in_end != none) {
      in_[a.to][a.in_end].length = now;
    } else if (in_built_[a.to] != 0) {
      a.in_end = static_cast<Index>(in_[a.to].size());
      in_[a.to].push_back({now, a.from, arc});
    }
  }

  void build_out(Index leaf) {
    begin_build(out_built_[leaf]);
    for (const Index i : orders_.members(leaf)) {
      if (orders_.is_pinned(i)) continue;
      const Index from_slot = orders_.slot_at(i, leaf);
      for (Index s = 0; s < orders_.degree(i); ++s) {
        if (s != from_slot && orders_.room(i, s) > 0)
          build(leaf, orders_.leaf(i, s), orders_.leaf(i, s), candidate(i, from_slot, s));
      }
    }
    end_build();
  }
  void build_in(Index leaf) {
    begin_build(in_built_[leaf]);
    for (const auto& [i, slot] : orders_.column(leaf)) {
      if (!orders_.is_live(i) || orders_.room(i, slot) <= 0) continue;
      const Index order = i, to_slot = slot;
      orders_.for_each_place(order, [&](const Orders::Place& p) {
        if (p.slot != to_slot)
          build(orders_.leaf(order, p.slot), leaf, orders_.leaf(order, p.slot), candidate(order, p.slot, to_slot));
      });
    }
    end_build();
  }
  void begin_build(std::uint8_t& built) {
    built = 1;
    first_new_ = static_cast<Index>(arcs_.size());
  }
  // One candidate of the side that is being built; `other` is the leaf at the other end.
  void build(Index from, Index to, Index other, const Candidate& c) {
    Index& arc = arc_to_[other];
    if (arc == none) {
      arc = table_.find(from, to);
      if (arc == none) arc = make_arc(from, to);
      built_.push_back(other);
    }
    if (arc >= first_new_) keep(arcs_[arc], c);  // the others are up to date
  }
  void end_build() {
    for (const Index other : built_) {
      show(arcs_[arc_to_[other]]);
      arc_to_[other] = none;
    }
    built_.clear();
  }

  const Orders& orders_;
  std::vector<std::vector<End>> out_, in_;
  std::vector<std::uint8_t> out_built_, in_built_;
  std::vector<Arc> arcs_;
  std::vector<Candidate> candidates_;
  ArcTable table_;
  std::vector<Index> arc_to_, built_;  // scratch of a build
  Index first_new_ = 0;
};

}  // namespace paidan::transport::detail::live
