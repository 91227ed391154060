// The way back of the auction (auction.hpp): leaves with room and a price above their base fetch orders.
//
// The guests of a leaf, who would come if its price fell, are a heap by the price at which they would. While prices
// only fall and orders only move to cheaper places, a guest's level only falls as well: the first one is looked at
// again before it is taken, the others are not.
//
// A leaf's list holds whoever would come for a price that is lower by less than its window: eight times ε, and for the
// few leaves to whom that does not bring enough, much more the next time.
//
// Halves of a large region fetch at the same time, each from its own rows. A leaf whose first guest may be one that
// lies across the region waits until its halves are through; what it knows of that guest till then is a bound.
//
// Tried without gain: one window for all leaves, four times as wide each time (as fast, but its lists held two thirds
// of all edges in the end); smaller ones (more passes); all lists made once, by leaf (as fast, more memory); new lists
// only for the few who look further (quicker passes, but their neighbours' lists end soon as well, and the prices end
// worse); costs beside the rows in the lists (twice the memory, and as fast: whoever is looked at has its edges fetched
// ahead); levels beside them, and the lists themselves heaps (orders of several units a twentieth faster, a geometric
// problem as much slower, and as much memory); not going back between rounds where few leaves would (a tenth fewer
// bids, three times the pivots).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/large_pages.hpp"
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
    std::vector<Bid>& bids = leaves_[j].bids;
    for (std::size_t k = 0; k < bids.size(); ++k) {
      const Bid& b = bids[k];
      if constexpr (several) {
        hold(b.row, static_cast<Index>(j), static_cast<C>(b.cost), b.units);
      } else {
        constexpr std::size_t ahead = 8;
        if (k + ahead < bids.size()) {
          prefetch(&row_[bids[k + ahead].row]);
          prefetch(&held_[bids[k + ahead].row]);
        }
        held_[b.row] = {1, static_cast<Index>(j), row_[b.row].cost, none};
      }
    }
    constexpr std::size_t many = 8;  // their room is for guests now
    if (bids.capacity() >= many) std::vector<Bid>().swap(bids);
    bids.clear();
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
    grow_little(held_);
    held_.push_back(Holding{});
    held_[empty].next = held_[row].next;
    held_[row].next = empty;
  }
  held_[empty].units = units;
  held_[empty].leaf = leaf;
  held_[empty].cost = cost;
}

template <class C, class P, bool several>
void Auction<C, P, several>::find_near(std::size_t begin_row, std::size_t end_row, LargeVector<Word>& near,
                                       std::vector<Index>& count) const {
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
      const Index size = std::min(word, c_.first[i + 1] - begin);
      const std::span<const CompactEdge<C>> edges{c_.edges.data() + begin, size};
      const auto bits = static_cast<Word>(edges_below(edges, seen_price_.data(), now));
      Word others = bits;
      for (Word left = bits; left != 0; left &= left - 1) {
        const auto at = static_cast<Index>(std::countr_zero(left));
        const bool is_own = edges[at].leaf == own;
        others ^= Word{is_own} << at;
        count[edges[at].leaf] += is_own ? 0 : 1;
      }
      near.push_back(others);
    }
  }
}

template <class C, class P, bool several>
void Auction<C, P, several>::look_around() {
  looked_at_.resize(leaves_.size());
  seen_price_.resize(leaves_.size());
  for (std::size_t j = 0; j < leaves_.size(); ++j) seen_price_[j] = looked_at_[j] = price_[j] - window_[j];
  struct Run {
    LargeVector<Word> near;  // a bit an edge, rows on whole words
    std::vector<Index> at;   // by leaf: how many, then where they go
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
  if (column_.capacity() < listed) RawVector<Index>().swap(column_);  // never the old and the new at a time
  column_.resize(listed);
  in_runs(c_.rows(), runs.size(), [&](std::size_t run, std::size_t begin_row, std::size_t end_row) {
    const Word* next = runs[run].near.data();
    std::vector<Index>& at = runs[run].at;
    for (std::size_t i = begin_row; i < end_row; ++i) {
      for (Index begin = c_.first[i]; begin < c_.first[i + 1]; begin += word) {
        for (Word near = *next++; near != 0; near &= near - 1) {
          const CompactEdge<C>& e = c_.edges[begin + static_cast<Index>(std::countr_zero(near))];
          column_[at[e.leaf]++] = static_cast<Index>(i);
        }
      }
    }
  });
  guests_.resize(leaves_.size());
  for (auto& guests : guests_) guests.clear();
  invited_.assign(leaves_.size(), 0);
}

template <class C, class P, bool several>
std::uint64_t Auction<C, P, several>::invite(Index j, Index region) {
  if (std::exchange(invited_[j], 1) != 0) return 0;
  auto& guests = guests_[j];
  const Index end = column_begin_[j + 1];
  guests.reserve(guests.size() + (end - column_begin_[j]));
  for (Index k = column_begin_[j]; k < end; ++k) {
    constexpr Index ahead = 12;
    if (k + ahead < end) {
      const Index next = column_[k + ahead];
      prefetch(&held_[next]);
      prefetch(c_.edges.data() + c_.first[next]);
      prefetch(c_.edges.data() + c_.first[next + 1] - 1);
    }
    const Index row = column_[k];
    const Index place = dearest_place(row, j);
    if (place == none) continue;
    // Whoever lies across may be at a leaf whose price falls meanwhile: this is a bound then.
    const P now = is_within(row, region) ? cost_now(row, held_[place]) : cost_before(row, held_[place]);
    guests.push_back({static_cast<P>(now - static_cast<P>(cost_at(row, j))), row});
  }
  std::make_heap(guests.begin(), guests.end());
  return end - column_begin_[j];
}

template <class C, class P, bool several>
auto Auction<C, P, several>::first_guest(Index j, Turns& turns) -> const Guest* {
  auto& guests = guests_[j];
  while (!guests.empty()) {
    ++turns.looks;
    Guest guest = guests.front();
    if (!is_within(guest.row, turns.region)) return &guests.front();
    if (dearest_place(guest.row, j) == none) {  // all of it is here
      pop(guests);
      continue;
    }
    const P level = level_of(guest.row, j, cost_at(guest.row, j));
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
  waiting_.assign(leaves_.size(), 0);
  Turns all{Regions::all, epsilon, most_looks};
  for (std::size_t j = 0; j < leaves_.size(); ++j) wait(static_cast<Index>(j), all);
  constexpr P first_window = 8;
  window_.assign(leaves_.size(), first_window * epsilon);
  // A look at all orders for the last few leaves costs more than what they would set right: for one of hundreds, and
  // for a thousandth. (A hundredth of thousands: a tenth fewer bids on a city, but a tenth longer in all.)
  const std::size_t few = std::max<std::size_t>(leaves_.size() / 1'024, leaves_.size() >= 128 ? 1 : 0);
  while (all.queue.size() > few && all.looks < most_looks) {
    look_around();
    all.looks += c_.edges.size() / 4;
    price_before_ = price_;
    fetch(all, c_.threads);
    all.queue = std::move(all.further);
    all.further.clear();
  }
  constexpr std::size_t many = 65'536;  // their room is for the next bids
  if (column_.size() >= many) close_lists();
}

// Units that would have to come for the leaf to be worth its price; the next lower step of its cost.
template <class C, class P, bool several>
Units Auction<C, P, several>::room_at(Index j, P& floor) const {
  Units wanted = 0;
  for (const auto& s : leaves_[j].steps) {
    if (s.cost >= price_[j]) break;
    wanted += s.width;
    floor = s.cost;
  }
  return wanted - leaves_[j].load;
}

template <class C, class P, bool several>
void Auction<C, P, several>::wait(Index j, Turns& turns) {
  P floor = 0;
  if (waiting_[j] != 0 || room_at(j, floor) <= 0) return;
  waiting_[j] = 1;
  turns.queue.push_back(j);
}

template <class C, class P, bool several>
void Auction<C, P, several>::fetch(Turns& turns, unsigned threads) {
  if (!several && regions_.has_halves(turns.region)) {  // `hold` lengthens what all share, for several units
    const std::uint64_t looks = (turns.most_looks - turns.looks) / 2;
    std::array<Turns, 2> halves{Turns{2 * turns.region, turns.epsilon, looks},
                                Turns{2 * turns.region + 1, turns.epsilon, looks}};
    for (const Index j : turns.queue) halves[regions_.is_in(j, 2 * turns.region) ? 0 : 1].queue.push_back(j);
    each_on_threads(2, threads, [&](std::size_t k) { fetch(halves[k], threads / 2); });
    turns.queue.clear();
    for (Turns& half : halves) {
      turns.looks += half.looks;
      turns.queue.insert(turns.queue.end(), half.across.begin(), half.across.end());
      turns.further.insert(turns.further.end(), half.further.begin(), half.further.end());
    }
  }
  for (std::size_t head = 0; head < turns.queue.size() && turns.looks < turns.most_looks; ++head) {
    waiting_[turns.queue[head]] = 0;
    fetch(turns.queue[head], turns);
  }
}

template <class C, class P, bool several>
void Auction<C, P, several>::fetch(Index j, Turns& turns) {
  while (true) {
    P base = leaves_[j].base();
    Units room = room_at(j, base);
    if (room <= 0) return;
    const P floor = std::max(base, looked_at_[j]);
    turns.looks += invite(j, turns.region);
    auto& guests = guests_[j];
    P level = floor;
    bool across = false;
    while (const Guest* first = first_guest(j, turns)) {
      const Guest guest = *first;
      if (guest.level <= floor) break;
      if (room == 0) {  // the one who has to stay away sets the price
        level = std::max<P>(floor, guest.level - turns.epsilon);
        break;
      }
      if (!is_within(guest.row, turns.region)) {
        level = guest.level;
        across = true;
        break;
      }
      Holding& place = held_[dearest_place(guest.row, j)];
      const auto units = static_cast<std::uint32_t>(std::min<Units>(room, place.units));
      const Index left = place.leaf;
      const C cost_there = place.cost;
      room -= units;
      leaves_[j].load += units;
      place.units -= units;
      hold(guest.row, j, cost_at(guest.row, j), units);
      pop(guests);
      if (several && dearest_place(guest.row, j) != none) push(guests, guest);
      if (left == none) continue;
      leaves_[left].load -= units;
      add(guests_[left], {level_of(guest.row, left, cost_there), guest.row});  // may come back
      if (invited_[left] != 0) std::push_heap(guests_[left].begin(), guests_[left].end());
      wait(left, turns);
    }
    price_[j] = std::min(price_[j], level);
    if (across) {
      waiting_[j] = 1;
      turns.across.push_back(j);
      return;
    }
    if (price_[j] > floor) return;
    if (floor > base) {
      constexpr P growth = 64;
      waiting_[j] = 1;
      if (window_[j] < std::numeric_limits<P>::max() / (2 * growth)) window_[j] *= growth;
      turns.further.push_back(j);
      return;
    }
  }
}

}  // namespace paidan::transport::detail
