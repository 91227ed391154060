// The way forth of the auction (auction.hpp): orders bid, full leaves throw out.
//
// Regions that share no leaf are settled at the same time, each by itself and in the same way whatever the number of
// threads; then come the orders that lie across (regions.hpp). A city of 20,000 leaves: four fifths of the bids.
//
// Tried without gain: what lies across first, and again whoever of it was thrown out (as many bids, worse locality);
// those left out until the last round (four times its bids); of what lies across only the bids of such rows one by one,
// and whom they throw out in the halves again, in turns (a fifth is left of the bids that one thread makes alone, but a
// chain that is taken up later has lost its place in the cache: no faster on two threads, a twentieth slower on one);
// room kept for them where they would go, while the halves are settled (prices end too high there, and what is left to
// the simplex takes seven times as long); several chains of thrown out orders in turn, their rows fetched ahead; the
// four best edges of each order kept beside it (64 bytes), looked at alone while the fifth cannot be better (a
// district: half of the bids are found there, but choosing the five costs more); heaps that sift to the bottom first,
// or with four children a node; bids with AVX-512 (a third faster at 24 edges, nothing at 12).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/prefetch.hpp"
#include "paidan/transport/detail/auction.hpp"
#include "paidan/transport/detail/lowest_two.hpp"

namespace paidan::transport::detail {

template <class C, class P, bool several>
bool Auction<C, P, several>::forth(P epsilon, std::uint64_t most_bids) {
  const std::size_t likely_bids = several ? 0 : std::min<std::size_t>(128, 1 + 2 * c_.rows() / leaves_.size());
  if constexpr (narrow) seen_price_.resize(leaves_.size());
  for (std::size_t j = 0; j < leaves_.size(); ++j) {
    Leaf& leaf = leaves_[j];
    leaf.bids.clear();
    leaf.bids.reserve(std::min(static_cast<std::size_t>(leaf.width()), likely_bids));
    leaf.load = 0;
    leaf.is_heap = several;
    price_[j] = std::max<P>(price_[j] - 2 * last_epsilon_, leaf.base());
    leaf.open_up_to(price_[j]);
    show_price(static_cast<Index>(j));
  }
  last_epsilon_ = epsilon;
  held_.clear();
  held_.resize(c_.rows());
  const Round round = settle(Regions::all, epsilon, most_bids, c_.threads);
  bids_ += round.bids;
  stayed_out_ = round.stayed_out;
  return !round.given_up;
}

template <class C, class P, bool several>
auto Auction<C, P, several>::settle(Index region, P epsilon, std::uint64_t most_bids, unsigned threads) -> Round {
  Round round{epsilon, 0, most_bids};
  if (regions_.has_halves(region)) {
    std::array<Round, 2> halves{};
    const std::uint64_t bids_a_row = most_bids / std::max<std::size_t>(1, regions_.size_within(region));
    each_on_threads(2, threads, [&](std::size_t k) {
      const Index half = 2 * region + static_cast<Index>(k);
      halves[k] = settle(half, epsilon, bids_a_row * regions_.size_within(half), threads / 2);
    });
    for (const Round& half : halves) {
      round.bids += half.bids;
      round.given_up |= half.given_up;
      round.stayed_out += half.stayed_out;
    }
  }
  const std::size_t rows = regions_.size(region);
  for (std::size_t k = 0; k < rows; ++k) {
    constexpr std::size_t ahead = 8;
    if (k + ahead < rows) {
      const CompactEdge<C>* row = c_.edges.data() + row_[regions_.row(region, k + ahead)].first_edge;
      prefetch(row);
      prefetch(row + 64 / sizeof(CompactEdge<C>));
    }
    settle(regions_.row(region, k), round);
  }
  return round;
}

// The row, and whoever is thrown out for it, one after the other. Once a round is given up rows stay out.
template <class C, class P, bool several>
inline void Auction<C, P, several>::settle(Index row, Round& round) {
  Homeless now{row, static_cast<std::uint32_t>(c_.demand[row])};
  row_[row].bids = 0;
  while (!round.given_up) {
    const Index gone = bid(now, round);
    if constexpr (several) {
      if (round.thrown_out.empty()) return;
      now = round.thrown_out.back();
      round.thrown_out.pop_back();
    } else {
      if (gone == none) return;
      now.row = gone;
    }
    round.given_up = ++round.bids > round.most_bids;
  }
  stay_out(now, round);
  for (const Homeless& h : round.thrown_out) stay_out(h, round);
  round.thrown_out.clear();
}

template <class C, class P, bool several>
inline Index Auction<C, P, several>::bid(Homeless now, Round& round) {
  Row& own = row_[now.row];
  const P limit = own.outside;
  P best = std::numeric_limits<P>::max(), second = limit;
  Index gone = none, leaf = none;
  const auto row = edges_of(own);
  if constexpr (narrow) {
    const LowestTwo two = lowest_two(row, seen_price_.data());
    best = static_cast<P>(two.lowest >> 32);
    second = std::min(second, static_cast<P>(two.next >> 32));
    leaf = static_cast<Index>(two.lowest);
    if constexpr (!several) own.second_leaf = two.next == INT64_MAX ? leaf : static_cast<Index>(two.next);
  } else {
    std::size_t at = 0;
    for (std::size_t k = 0; k < row.size(); ++k) {  // no branch, as in lowest_two
      const P cost = static_cast<P>(row[k].cost) + price_[row[k].leaf];
      at = std::max(at, cost < best ? k : 0);
      second = std::min(second, std::max(best, cost));
      best = std::min(best, cost);
    }
    if (!row.empty()) leaf = row[at].leaf;
  }
  if (best >= limit) {
    stay_out(now, round);
    return none;
  }
  const P cost = best - price_[leaf];
  const P level = second - cost + raise(own.bids, round.epsilon, limit - second);
  if constexpr (several) {
    place_several(leaf, {level, cost, now.row, now.units}, round);
  } else {
    own.cost = static_cast<C>(cost);
    gone = place_one(leaf, {level, now.row});
  }
  show_price(leaf);
  return gone;
}

// ε; for a row that has been thrown out again and again twice as much each time, and after ten times of that all that
// is left up to its outside option.
template <class C, class P, bool several>
inline P Auction<C, P, several>::raise(Index& bids, P epsilon, P most) {
  constexpr int patience = 32, doublings = 10;
  if (bids <= patience + doublings) ++bids;
  if (bids <= patience) return epsilon;
  if (bids > patience + doublings || epsilon > most >> doublings) return std::max(epsilon, most);
  return epsilon << (bids - patience);
}

// Returns whoever is thrown out, or none. Until a leaf is full nobody asks for its lowest bid: half of the comparisons.
template <class C, class P, bool several>
inline Index Auction<C, P, several>::place_one(Index j, Bid bid) {
  Leaf& leaf = leaves_[j];
  auto& bids = leaf.bids;
  Index gone = none;
  if (leaf.load == leaf.open && !bids.empty() && leaf.next_cost > bids.front().level) {  // one comes, one goes
    gone = bids.front().row;
    const Row& next = row_[gone];
    prefetch(c_.edges.data() + next.first_edge);
    prefetch(c_.edges.data() + next.end_edge - 1);
    prefetch(leaves_[next.second_leaf].bids.data());
    put(bids, 0, bid);
    prefetch(&row_[bids.front().row]);
  } else {
    if (leaf.load == leaf.open && leaf.open < leaf.width()) leaf.open_next(price_[j]);
    bids.push_back(bid);
    ++leaf.load;
    if (leaf.is_heap) {
      std::push_heap(bids.begin(), bids.end(), above);
    } else if (leaf.load == leaf.open) {
      std::make_heap(bids.begin(), bids.end(), above);
      leaf.is_heap = true;
    }
  }
  if (leaf.load == leaf.open) price_[j] = std::max(price_[j], std::min(bids.front().level, leaf.next_cost));
  return gone;
}

// All units that a row has at a leaf stand at its last bid, so that they do not outbid one another: its bids there are
// looked for where there could be any, as twice as many bids are made otherwise. Among very many it may stand twice;
// looking through 200,000 takes longer than that costs.
template <class C, class P, bool several>
inline void Auction<C, P, several>::place_several(Index j, Bid bid, Round& round) {
  Leaf& leaf = leaves_[j];
  auto& bids = leaf.bids;
  leaf.load += bid.units;
  std::size_t at = bids.size();
  if (static_cast<Units>(bid.units) < c_.demand[bid.row]) {  // the rest is elsewhere, or here
    constexpr std::size_t most_looks = 2'048;
    const auto end = bids.begin() + static_cast<std::ptrdiff_t>(std::min(most_looks, bids.size()));
    const auto own = std::find_if(bids.begin(), end, [&](const Bid& b) { return b.row == bid.row; });
    if (own != end) at = static_cast<std::size_t>(own - bids.begin());
  }
  if (at < bids.size()) {
    bid.units += bids[at].units;
    put(bids, at, bid);
  } else if (!bids.empty() && leaf.load - leaf.open >= bids.front().units && leaf.next_cost > bids.front().level) {
    leaf.load -= bids.front().units;  // all of the lowest goes
    throw_out(bids.front(), bids.front().units, round);
    put(bids, 0, bid);
  } else {
    bids.push_back(bid);
    std::push_heap(bids.begin(), bids.end(), above);
  }
  while (leaf.load > 0) {  // else nothing fits here at all
    Bid& lowest = bids.front();
    if (leaf.load < leaf.open) return;
    if (leaf.load == leaf.open) {
      price_[j] = std::max(price_[j], std::min(lowest.level, leaf.next_cost));
      return;
    }
    if (leaf.next_cost <= lowest.level) {
      leaf.open_next(price_[j]);
      continue;
    }
    const auto gone = static_cast<std::uint32_t>(std::min<Units>(leaf.load - leaf.open, lowest.units));
    throw_out(lowest, gone, round);
    leaf.load -= gone;
    lowest.units -= gone;
    if (lowest.units > 0) continue;
    std::pop_heap(bids.begin(), bids.end(), above);
    bids.pop_back();
  }
}

// It bids soon: its edges are fetched meanwhile.
template <class C, class P, bool several>
inline void Auction<C, P, several>::throw_out(const Bid& bid, std::uint32_t units, Round& round) {
  const Row& next = row_[bid.row];
  prefetch(c_.edges.data() + next.first_edge);
  prefetch(c_.edges.data() + next.end_edge - 1);
  round.thrown_out.push_back({bid.row, units});
}

// In the place of the bid at `at`.
template <class C, class P, bool several>
inline void Auction<C, P, several>::put(std::vector<Bid>& bids, std::size_t at, Bid bid) {
  const std::size_t size = bids.size();
  Bid* heap = bids.data();
  for (; at > 0 && heap[(at - 1) / 2].level > bid.level; at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
  while (true) {
    std::size_t child = 2 * at + 1;
    if (child >= size) break;
    child += child + 1 < size && heap[child + 1].level < heap[child].level;
    if (heap[child].level >= bid.level) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = bid;
}

}  // namespace paidan::transport::detail
