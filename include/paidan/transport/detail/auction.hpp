// Rough prices and a nearly optimal placement: a transportation auction, forth and back.
//
// Forth (Bertsekas & Castañon 1989): an order bids for its best leaf up to what its second choice would cost it, plus
// ε; a full leaf throws out its lowest bid, who bids next, at once (depth first). ε falls from round to round; between
// rounds the prices are kept, lowered by twice the last ε, and the placements are not. An order that is thrown
// out again and again bids in larger and larger steps and at last all that its outside option is worth: where there are
// too few places, prices rise by the height of a penalty at once and not in steps of ε. Back (the reverse auction of
// Bertsekas, Castañon & Tsaknakis 1993): a leaf that has room although its price is above its base looks at all orders
// that could come, lowers its price to the level at which enough of them do, takes them, and the leaves that they left
// do the same, until every leaf is full or at its base price. The result is ε-optimal and balanced.
//
// A leaf's *base* price is the cost of its cheapest segment; later segments open when the lowest bid reaches their
// cost. Groups are not seen here: what exceeds them is mended by the simplex that follows, whose exactness depends on
// nothing in this file. Deterministic. P holds prices and bids (32 bits where everything fits), C edge costs.
//
// Memory: 17 bytes an order, 8 bytes a placed unit (16 with wide prices), 8 bytes an edge when orders have several
// units; while going back 8 bytes an edge that is near, and 12 more (16 with wide prices) at leaves that fetch orders.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "paidan/core/prefetch.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/market.hpp"

namespace paidan::transport::detail {

// Some units of a row: at a leaf, by one of its edges, or at its outside option (edge = none).
struct Fragment {
  Index row;
  Index edge;
  Units units;
};

// A bid of one unit; or of all units that the row has at the leaf, whose number stands with the edge.
template <class P, bool several>
struct Bid {
  P level;
  Index row;
};
template <class P>
struct Bid<P, true> {
  P level;
  Index row, edge;
};

template <class C, class P, bool several>
class Auction {
 public:
  using Bid = detail::Bid<P, several>;
  // Demands, prices and outside costs must fit P: make_crash sees to it.
  Auction(const Compact<C>& compact, const std::vector<std::int64_t>& known_prices)
      : c_(compact), leaves_(compact.leaves), price_(compact.leaves) {
    const std::vector<Units> below = widths_below(c_);
    for (std::size_t j = 0; j < leaves_.size(); ++j) {
      open_market<P>(c_, j, below, known_prices, leaves_[j]);
      price_[j] = leaves_[j].base();
    }
    held_.resize(c_.rows());
  }

  [[nodiscard]] std::uint64_t bids() const noexcept { return bids_; }
  [[nodiscard]] std::vector<std::int64_t> prices() const { return {price_.begin(), price_.end()}; }

  // Prices to begin with, where they are above a leaf's base; by leaf, or none.
  void start_from(const std::vector<std::int64_t>& prices) {
    for (std::size_t j = 0; j < prices.size(); ++j) {
      if (prices[j] > leaves_[j].base() && leaves_[j].width() > 0) price_[j] = static_cast<P>(prices[j]);
    }
  }

  // One round. False when it was given up after `most_bids`: what had no place then is at its outside option.
  bool forth(P epsilon, std::uint64_t most_bids) {
    const std::uint64_t stop = bids_ + most_bids;
    for (std::size_t j = 0; j < leaves_.size(); ++j) {
      Leaf& leaf = leaves_[j];
      leaf.bids.clear();
      leaf.load = 0;
      price_[j] = std::max<P>(price_[j] - 2 * last_epsilon_, leaf.base());
      leaf.open_up_to(price_[j]);
    }
    last_epsilon_ = epsilon;
    for (Holding& h : held_) h = Holding{};
    held_.resize(c_.rows());
    if constexpr (several) standing_.assign(c_.edges.size(), Standing{});
    thrown_out_.clear();
    bids_of_.assign(c_.rows(), 0);
    for (std::size_t i = 0; i < c_.rows(); ++i) {
      Homeless now{static_cast<Index>(i), static_cast<std::uint32_t>(c_.demand[i])};
      while (true) {
        bid(now, epsilon);
        if (thrown_out_.empty()) break;
        now = thrown_out_.back();
        thrown_out_.pop_back();
        if (++bids_ <= stop) continue;
        stay_out(now);
        for (const Homeless& h : thrown_out_) stay_out(h);
        for (++i; i < c_.rows(); ++i) stay_out({static_cast<Index>(i), static_cast<std::uint32_t>(c_.demand[i])});
        return false;
      }
    }
    return true;
  }

  // After a round: leaves with room and a price above their base fetch orders until there are none, or for
  // `most_looks` at orders.
  void back(P epsilon, std::uint64_t most_turns);

  // What is where after the last round, by row.
  [[nodiscard]] std::vector<Fragment> fragments();

 private:
  struct Leaf : Market<P> {
    std::vector<Bid> bids;  // a heap, lowest on top
    Units load = 0;
  };
  struct Homeless {
    Index row;
    std::uint32_t units;
  };
  // Units of a row at a leaf (none: outside). held_[row] is a row's first; `next` lists the others.
  struct Holding {
    std::uint32_t units = 0;
    Index leaf = none;
    C cost = 0;
    Index next = none;
  };
  struct ColumnEntry {
    Index row;
    C cost;
  };
  struct Guest {
    P level;  // the price at which it would come
    Index row;
    C cost;
    friend bool operator<(const Guest& a, const Guest& b) {
      return a.level != b.level ? a.level < b.level : a.row > b.row;
    }
  };
  static bool above(const Bid& a, const Bid& b) { return a.level > b.level; }

  void stay_out(Homeless h) { outside(h.row).units += h.units; }
  Holding& outside(Index row) { return held_[row]; }  // while bids are in heaps, the first holding is outside

  void bid(Homeless now, P epsilon) {
    const P limit = static_cast<P>(c_.outside[now.row]);
    P best = std::numeric_limits<P>::max(), second = limit;
    const CompactEdge<C>* at = nullptr;
    const CompactEdge<C>* const row = c_.edges.data() + c_.first[now.row];
    const Index size = c_.first[now.row + 1] - c_.first[now.row];
    if constexpr (sizeof(P) == 4) {  // cost and place in one number: no branch that a processor could guess wrong
      std::int64_t lowest = INT64_MAX, next = INT64_MAX;
      for (Index k = 0; k < size; ++k) {
        const P cost = static_cast<P>(row[k].cost) + price_[row[k].leaf];
        const std::int64_t key = static_cast<std::int64_t>(cost) << 32 | k;
        next = std::min(next, std::max(lowest, key));
        lowest = std::min(lowest, key);
      }
      best = static_cast<P>(lowest >> 32);
      second = std::min(second, static_cast<P>(next >> 32));
      at = row + static_cast<Index>(lowest);
    } else {
      for (const auto& e : c_.row(now.row)) {
        const P cost = static_cast<P>(e.cost) + price_[e.leaf];
        if (cost < best) {
          second = std::min(second, best);
          best = cost;
          at = &e;
        } else {
          second = std::min(second, cost);
        }
      }
    }
    if (best >= limit) return stay_out(now);
    const P level = second - static_cast<P>(at->cost) + raise(now.row, epsilon, limit - second);
    if constexpr (several) {
      place_several(at->leaf, {level, now.row, static_cast<Index>(at - c_.edges.data())}, now.units);
    } else {
      place_one(at->leaf, {level, now.row});
    }
  }

  // ε; for a row that has been thrown out again and again twice as much each time, and after ten times of that all that
  // is left up to its outside option.
  P raise(Index row, P epsilon, P most) {
    constexpr int patience = 32, doublings = 10;
    std::uint8_t& bids = bids_of_[row];
    if (bids <= patience + doublings) ++bids;
    if (bids <= patience) return epsilon;
    if (bids > patience + doublings || epsilon > most >> doublings) return std::max(epsilon, most);
    return epsilon << (bids - patience);
  }

  void place_one(Index j, Bid bid) {
    Leaf& leaf = leaves_[j];
    auto& bids = leaf.bids;
    if (leaf.load == leaf.open && !bids.empty() && leaf.next_cost() > bids.front().level) {  // one comes, one goes
      const Index gone = bids.front().row;
      const CompactEdge<C>* row = c_.edges.data() + c_.first[gone];
      prefetch(row);
      prefetch(c_.edges.data() + c_.first[gone + 1] - 1);
      thrown_out_.push_back({gone, 1});
      replace_top(bids, bid);
      prefetch(&c_.first[bids.front().row]);
    } else {
      if (leaf.load == leaf.open && leaf.open < leaf.width()) leaf.open_next(price_[j]);
      bids.push_back(bid);
      std::push_heap(bids.begin(), bids.end(), above);
      ++leaf.load;
    }
    if (leaf.load == leaf.open) price_[j] = std::max(price_[j], std::min(bids.front().level, leaf.next_cost()));
  }

  // All units that a row has at a leaf stand at its last bid, so that they do not outbid one another. A bid that was
  // raised or emptied stays in the heap and is passed over when it comes up.
  void place_several(Index j, Bid bid, std::uint32_t units) {
    Leaf& leaf = leaves_[j];
    auto& bids = leaf.bids;
    auto& own = standing_[bid.edge];
    own.units += units;
    own.level = bid.level;
    leaf.load += units;
    if (!bids.empty()) {
      const Bid lowest = bids.front();
      auto& standing = standing_[lowest.edge];
      const bool stale = standing.units == 0 || standing.level != lowest.level;
      if (stale || (leaf.load - leaf.open >= standing.units && leaf.next_cost() > lowest.level)) {
        if (!stale) {  // all of the lowest goes
          thrown_out_.push_back({lowest.row, standing.units});
          leaf.load -= standing.units;
          standing.units = 0;
        }
        replace_top(bids, bid);
      } else {
        bids.push_back(bid);
        std::push_heap(bids.begin(), bids.end(), above);
      }
    } else {
      bids.push_back(bid);
    }
    while (true) {
      const Bid lowest = bids.front();
      auto& standing = standing_[lowest.edge];
      if (standing.units == 0 || standing.level != lowest.level) {
        std::pop_heap(bids.begin(), bids.end(), above);
        bids.pop_back();
        continue;
      }
      if (leaf.load < leaf.open) return;
      if (leaf.load == leaf.open) {
        price_[j] = std::max(price_[j], std::min(lowest.level, leaf.next_cost()));
        return;
      }
      if (leaf.next_cost() <= lowest.level) {
        leaf.open_next(price_[j]);
        continue;
      }
      const auto gone = static_cast<std::uint32_t>(std::min<Units>(leaf.load - leaf.open, standing.units));
      thrown_out_.push_back({lowest.row, gone});
      leaf.load -= gone;
      standing.units -= gone;
      if (leaf.load == 0) return;  // nothing fits here at all
    }
  }
  static void replace_top(std::vector<Bid>& bids, Bid bid) {
    std::size_t at = 0;
    const std::size_t size = bids.size();
    Bid* heap = bids.data();
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

  // From the heaps into `held_`, once after a round.
  void collect() {
    for (std::size_t j = 0; j < leaves_.size(); ++j) {
      for (const Bid& b : leaves_[j].bids) {
        if constexpr (several) {
          auto& standing = standing_[b.edge];
          if (standing.units > 0) hold(b.row, static_cast<Index>(j), c_.edges[b.edge].cost, standing.units);
          standing.units = 0;
        } else {
          C cost = 0;
          for (const auto& e : c_.row(b.row)) {
            if (e.leaf == j) cost = e.cost;
          }
          hold(b.row, static_cast<Index>(j), cost, 1);
        }
      }
      leaves_[j].bids.clear();
    }
  }
  void hold(Index row, Index leaf, C cost, std::uint32_t units) {
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

  [[nodiscard]] P cost_now(Index row, const Holding& h) const {
    return h.leaf == none ? static_cast<P>(c_.outside[row]) : static_cast<P>(h.cost + price_[h.leaf]);
  }

  // Lists for every leaf the rows that are elsewhere and would come if its price fell by less than its window. While
  // prices only fall, a row that is not listed never comes to a leaf whose price has not fallen that far.
  void look_around();
  // Makes the leaf's list its heap of guests, the first time; how many it has looked at.
  std::uint64_t invite(Index j);
  // Whoever would come to the leaf at the highest price; none = nobody that is listed is elsewhere.
  [[nodiscard]] const Guest* first_guest(Index j, std::uint64_t& looks);

  // Of the row's places, without the leaf: the dearest; or none.
  [[nodiscard]] Index dearest_place(Index row, Index leaf) const {
    Index dearest = none;
    for (Index h = row; h != none; h = held_[h].next) {
      if (held_[h].units == 0 || held_[h].leaf == leaf) continue;
      if (dearest == none || cost_now(row, held_[h]) > cost_now(row, held_[dearest])) dearest = h;
    }
    return dearest;
  }
  [[nodiscard]] P level_of(Index row, Index leaf, C cost) const {
    const Index place = dearest_place(row, leaf);
    return place == none ? std::numeric_limits<P>::min() : cost_now(row, held_[place]) - static_cast<P>(cost);
  }
  static void push(std::vector<Guest>& guests, const Guest& guest) {
    guests.push_back(guest);
    std::push_heap(guests.begin(), guests.end());
  }
  static void pop(std::vector<Guest>& guests) {
    std::pop_heap(guests.begin(), guests.end());
    guests.pop_back();
  }

  const Compact<C>& c_;
  std::vector<std::uint8_t> bids_of_;  // of each row in this round, as far as `raise` counts them
  std::vector<Leaf> leaves_;
  std::vector<P> price_;
  struct Standing {
    P level = 0;
    std::uint32_t units = 0;
  };
  std::vector<Standing> standing_;  // by edge, when orders have several units
  std::vector<Homeless> thrown_out_;
  std::uint64_t bids_ = 0;
  P last_epsilon_ = 0;
  std::vector<Holding> held_;
  std::vector<std::vector<Guest>> guests_;  // by leaf: heaps, the highest level on top
  std::vector<char> invited_;               // by leaf: its guests are in its heap
  std::vector<Index> column_begin_;
  std::vector<ColumnEntry> column_;
  std::vector<std::uint64_t> near_;  // a bit an edge, rows on whole words: in some column
  std::vector<P> window_;            // by leaf: how far it looks down from its price, the next time
  std::vector<P> looked_at_;         // by leaf: rows that come at a higher price than this are in its column
};

template <class C, class P, bool several>
std::vector<Fragment> Auction<C, P, several>::fragments() {
  collect();
  std::vector<Fragment> out;
  out.reserve(held_.size());
  for (std::size_t i = 0; i < c_.rows(); ++i) {
    for (Index h = static_cast<Index>(i); h != none; h = held_[h].next) {
      if (held_[h].units == 0) continue;
      Index edge = none;
      if (held_[h].leaf != none) {
        for (edge = c_.first[i]; c_.edges[edge].leaf != held_[h].leaf;) ++edge;
      }
      out.push_back({static_cast<Index>(i), edge, held_[h].units});
    }
  }
  return out;
}

}  // namespace paidan::transport::detail
