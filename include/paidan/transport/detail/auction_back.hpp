// The way back of the auction (auction.hpp): leaves with room and a price above their base fetch orders.
//
// The guests of a leaf, who would come if its price fell, are a heap by the price at which they would. While prices
// only fall and orders only move to cheaper places, a guest's level only falls as well: the first one is looked at
// again before it is taken, the others are not.
//
// A leaf's list holds whoever would come for a price that is lower by less than its window: eight times ε, and for the
// few leaves to whom that does not bring enough, much more the next time.
//
// Tried without gain: one window for all leaves, four times as wide each time (as fast, but its lists held two thirds
// of all edges in the end); smaller ones (more passes); all lists made once, by leaf (as fast, more memory).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/prefetch.hpp"
#include "paidan/transport/detail/auction.hpp"

namespace paidan::transport::detail {

template <class C, class P, bool several>
void Auction<C, P, several>::collect() {
  constexpr std::size_t least_leaves = 1'024;
  in_runs(leaves_.size(), several ? 1 : runs_of(leaves_.size(), least_leaves, c_.threads),
          [&](std::size_t, std::size_t begin, std::size_t end) { collect(begin, end); });
}

template <class C, class P, bool several>
void Auction<C, P, several>::collect(std::size_t begin_leaf, std::size_t end_leaf) {
  for (std::size_t j = begin_leaf; j < end_leaf; ++j) {
    const std::vector<Bid>& bids = leaves_[j].bids;
    for (std::size_t k = 0; k < bids.size(); ++k) {
      const Bid& b = bids[k];
      if constexpr (several) {
        auto& standing = standing_[b.edge];
        if (standing.units > 0) hold(b.row, static_cast<Index>(j), c_.edges[b.edge].cost, standing.units);
        standing.units = 0;
      } else {
        constexpr std::size_t ahead = 8;
        if (k + ahead < bids.size()) {
          const CompactEdge<C>* row = c_.edges.data() + c_.first[bids[k + ahead].row];
          prefetch(row);
          prefetch(row + 64 / sizeof(CompactEdge<C>));
          prefetch(&held_[bids[k + ahead].row]);
        }
        C cost = 0;
        for (const auto& e : c_.row(b.row)) cost = e.leaf == j ? e.cost : cost;
        held_[b.row] = {1, static_cast<Index>(j), cost, none};
      }
    }
    leaves_[j].bids.clear();
  }
}

template <class C, class P, bool several>
void Auction<C, P, several>::hold(Index row, Index leaf, C cost, std::uint32_t units) {
  Index empty = none;
  for (Index h = row; h != none; h = held_[h].next) {
    if (held_[h].units > 0 && held_[h].leaf == leaf) {
      held_[h].units += units;
      return;
    }
    if (held_[h].units == 0) empty = h;
  }
  if (empty == none) {
    empty = static_cast<Index>(held_.size());
    held_.push_back(Holding{});
    held_[empty].next = held_[row].next;
    held_[row].next = empty;
  }
  held_[empty].units = units;
  held_[empty].leaf = leaf;
  held_[empty].cost = cost;
}

template <class C, class P, bool several>
void Auction<C, P, several>::find_near(std::size_t begin_row, std::size_t end_row, std::vector<std::uint64_t>& near,
                                       std::vector<Index>& count) const {
  constexpr Index word = 64;
  for (std::size_t i = begin_row; i < end_row; ++i) {
    P now = std::numeric_limits<P>::min();
    Index places = 0, own = none;
    for (Index h = static_cast<Index>(i); h != none; h = held_[h].next) {
      if (held_[h].units == 0) continue;
      now = std::max(now, cost_now(static_cast<Index>(i), held_[h]));
      own = held_[h].leaf;
      ++places;
    }
    if (places > 1) own = none;
    for (Index begin = c_.first[i]; begin < c_.first[i + 1]; begin += word) {
      const CompactEdge<C>* edges = c_.edges.data() + begin;
      const Index size = std::min(word, c_.first[i + 1] - begin);
      std::uint64_t bits = 0;
      for (Index k = 0; k < size; ++k) {
        const bool hit = static_cast<P>(edges[k].cost) + looked_at_[edges[k].leaf] < now && edges[k].leaf != own;
        bits |= std::uint64_t{hit} << k;
      }
      near.push_back(bits);
      for (; bits != 0; bits &= bits - 1) ++count[edges[std::countr_zero(bits)].leaf];
    }
  }
}

template <class C, class P, bool several>
void Auction<C, P, several>::look_around() {
  looked_at_.resize(leaves_.size());
  for (std::size_t j = 0; j < leaves_.size(); ++j) looked_at_[j] = price_[j] - window_[j];
  struct Run {
    std::vector<std::uint64_t> near;  // a bit an edge, rows on whole words
    std::vector<Index> at;            // by leaf: how many, then where they go
  };
  constexpr std::size_t least_rows = 16'384;
  std::vector<Run> runs(runs_of(c_.rows(), least_rows, c_.threads));
  in_runs(c_.rows(), runs.size(), [&](std::size_t run, std::size_t begin, std::size_t end) {
    runs[run].near.reserve(end - begin);
    runs[run].at.assign(leaves_.size(), 0);
    find_near(begin, end, runs[run].near, runs[run].at);
  });
  column_begin_.assign(leaves_.size() + 1, 0);
  Index listed = 0;
  for (std::size_t j = 0; j < leaves_.size(); ++j) {
    for (Run& run : runs) listed += std::exchange(run.at[j], listed);
    column_begin_[j + 1] = listed;
  }
  column_.resize(listed);
  in_runs(c_.rows(), runs.size(), [&](std::size_t run, std::size_t begin_row, std::size_t end_row) {
    const std::uint64_t* next = runs[run].near.data();
    std::vector<Index>& at = runs[run].at;
    constexpr Index word = 64;
    for (std::size_t i = begin_row; i < end_row; ++i) {
      for (Index begin = c_.first[i]; begin < c_.first[i + 1]; begin += word) {
        for (std::uint64_t near = *next++; near != 0; near &= near - 1) {
          const CompactEdge<C>& e = c_.edges[begin + static_cast<Index>(std::countr_zero(near))];
          column_[at[e.leaf]++] = {static_cast<Index>(i), e.cost};
        }
      }
    }
  });
  guests_.resize(leaves_.size());
  for (auto& guests : guests_) guests.clear();
  invited_.assign(leaves_.size(), 0);
}

template <class C, class P, bool several>
std::uint64_t Auction<C, P, several>::invite(Index j) {
  if (std::exchange(invited_[j], 1) != 0) return 0;
  auto& guests = guests_[j];
  for (Index k = column_begin_[j]; k < column_begin_[j + 1]; ++k) {
    constexpr Index ahead = 12;
    if (k + ahead < column_begin_[j + 1]) prefetch(&held_[column_[k + ahead].row]);
    const auto [row, cost] = column_[k];
    if (dearest_place(row, j) != none) guests.push_back({level_of(row, j, cost), row, cost});
  }
  std::make_heap(guests.begin(), guests.end());
  return column_begin_[j + 1] - column_begin_[j];
}

template <class C, class P, bool several>
auto Auction<C, P, several>::first_guest(Index j, std::uint64_t& looks) -> const Guest* {
  auto& guests = guests_[j];
  while (!guests.empty()) {
    ++looks;
    Guest guest = guests.front();
    if (dearest_place(guest.row, j) == none) {  // all of it is here
      pop(guests);
      continue;
    }
    const P level = level_of(guest.row, j, guest.cost);
    if (level == guest.level) return &guests.front();
    pop(guests);
    guest.level = level;
    push(guests, guest);
  }
  return nullptr;
}

template <class C, class P, bool several>
void Auction<C, P, several>::back(P epsilon, std::uint64_t most_looks) {
  collect();
  std::vector<char> waiting(leaves_.size(), 0);
  std::vector<Index> queue;
  // Units that would have to come for the leaf to be worth its price; the next lower step of its cost.
  const auto room_at = [&](const Leaf& leaf, P price, P& floor) {
    Units wanted = 0;
    for (const auto& s : leaf.steps) {
      if (s.cost >= price) break;
      wanted += s.width;
      floor = s.cost;
    }
    return wanted - leaf.load;
  };
  const auto wait = [&](std::size_t j) {
    P floor = 0;
    if (waiting[j] != 0 || room_at(leaves_[j], price_[j], floor) <= 0) return;
    waiting[j] = 1;
    queue.push_back(static_cast<Index>(j));
  };
  for (std::size_t j = 0; j < leaves_.size(); ++j) wait(j);
  std::vector<Index> further;  // leaves that have taken all whom they see
  std::uint64_t looks = 0;
  constexpr P first_window = 8, growth = 64;
  window_.assign(leaves_.size(), first_window * epsilon);
  for (std::size_t head = 0; looks < most_looks; ++head) {
    if (head == queue.size() || head == 0) {
      queue.insert(queue.end(), further.begin(), further.end());
      further.clear();
      if (head == queue.size()) break;
      look_around();
      looks += c_.edges.size() / 4;
    }
    const Index j = queue[head];
    Leaf& leaf = leaves_[j];
    waiting[j] = 0;
    while (true) {
      P base = leaf.base();
      Units room = room_at(leaf, price_[j], base);
      if (room <= 0) break;
      const P floor = std::max(base, looked_at_[j]);
      looks += invite(j);
      auto& guests = guests_[j];
      P level = floor;
      while (const Guest* first = first_guest(j, looks)) {
        const Guest guest = *first;
        if (guest.level <= floor) break;
        if (room == 0) {  // the one who has to stay away sets the price
          level = std::max<P>(floor, guest.level - epsilon);
          break;
        }
        Holding& place = held_[dearest_place(guest.row, j)];
        const auto units = static_cast<std::uint32_t>(std::min<Units>(room, place.units));
        const Index left = place.leaf;
        const C cost_there = place.cost;
        room -= units;
        leaf.load += units;
        place.units -= units;
        hold(guest.row, j, guest.cost, units);
        pop(guests);
        if (several && dearest_place(guest.row, j) != none) push(guests, guest);
        if (left == none) continue;
        leaves_[left].load -= units;
        guests_[left].push_back({level_of(guest.row, left, cost_there), guest.row, cost_there});  // may come back
        if (invited_[left] != 0) std::push_heap(guests_[left].begin(), guests_[left].end());
        wait(left);
      }
      price_[j] = std::min(price_[j], level);
      if (price_[j] > floor) break;
      if (floor > base) {
        waiting[j] = 1;
        if (window_[j] < std::numeric_limits<P>::max() / (2 * growth)) window_[j] *= growth;
        further.push_back(j);
        break;
      }
    }
  }
}

}  // namespace paidan::transport::detail
