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
// Memory: 40 bytes an order (45 where there are regions), 8 bytes a placed unit (16 with wide prices; for orders of
// several units 16 or 24 a leaf where they are); while going back, instead of those, 4 bytes an order, 4 an edge that
// is near, and 8 more (16 with wide prices) at leaves that fetch orders.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/large_pages.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/edges_below.hpp"
#include "paidan/transport/detail/fragments.hpp"
#include "paidan/transport/detail/group_shares.hpp"
#include "paidan/transport/detail/lowest_two.hpp"
#include "paidan/transport/detail/market.hpp"
#include "paidan/transport/detail/regions.hpp"

namespace paidan::transport::detail {

// A bid of one unit; or of so many, on an edge of this cost.
template <class P, bool several>
struct Bid {
  P level;
  Index row;
};
template <class P>
struct Bid<P, true> {
  P level, cost;
  Index row;
  std::uint32_t units;
};

template <class C, class P, bool several>
class Auction {
 public:
  using Bid = detail::Bid<P, several>;
  // Demands, prices and outside costs must fit P: make_crash sees to it.
  Auction(const Compact<C>& compact, const std::vector<std::int64_t>& known_prices)
      : c_(compact),
        regions_(compact),
        shares_(compact, known_prices),
        leaves_(compact.leaves),
        price_(compact.leaves) {
    MarketOpener<P, C> opener(c_, known_prices);
    for (std::size_t j = 0; j < leaves_.size(); ++j) {
      opener.open(j, leaves_[j]);
      price_[j] = leaves_[j].base();
    }
    held_.resize(c_.rows());
    row_.resize(c_.rows());
    constexpr std::size_t least_rows = 65'536;
    in_runs(c_.rows(), runs_of(c_.rows(), least_rows, c_.threads),
            [&](std::size_t, std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i)
                row_[i] = {c_.first[i], c_.first[i + 1], static_cast<P>(c_.outside[i])};
            });
  }

  [[nodiscard]] std::uint64_t bids() const noexcept { return bids_; }
  [[nodiscard]] std::vector<std::int64_t> prices() const { return {price_.begin(), price_.end()}; }

  // Prices to begin with, where they are above a leaf's base; by leaf, or none.
  void start_from(const std::vector<std::int64_t>& prices) {
    last_epsilon_ = 0;
    for (std::size_t j = 0; j < prices.size(); ++j) {
      price_[j] = leaves_[j].base();
      if (prices[j] > leaves_[j].base() && leaves_[j].width() > 0) price_[j] = static_cast<P>(prices[j]);
    }
  }

  // One round. False when it was given up after `most_bids`: what had no place then is at its outside option.
  bool forth(P epsilon, std::uint64_t most_bids);

  // After a round: leaves with room and a price above their base fetch orders until there are none, or for
  // `most_looks` at orders.
  void back(P epsilon, std::uint64_t most_looks);

  // Between rounds: small groups share their room anew.
  void share(P epsilon) { shares_.share(leaves_, price_, epsilon); }

  // Between rounds: other prices of groups. Leaves whose price is their base follow, as do those below it.
  void open_again(const std::vector<std::int64_t>& known_prices) {
    MarketOpener<P, C> opener(c_, known_prices);
    for (std::size_t j = 0; j < leaves_.size(); ++j) {
      const P base = leaves_[j].base();
      Market<P> market;
      opener.open(j, market);
      static_cast<Market<P>&>(leaves_[j]) = std::move(market);
      price_[j] = price_[j] <= base ? leaves_[j].base() : std::max(price_[j], leaves_[j].base());
    }
  }
  [[nodiscard]] Units load(std::size_t leaf) const { return leaves_[leaf].load; }

  // Units that found no place worth its price in the last round.
  [[nodiscard]] Units stayed_out() const noexcept { return stayed_out_; }

  // Units that leaves could still have taken in it.
  [[nodiscard]] Units room_left() const {
    Units sum = 0;
    for (const Leaf& leaf : leaves_) sum += leaf.width() - leaf.load;
    return sum;
  }

  // Where each row is, one of its leaves where it has several; or none.
  [[nodiscard]] std::vector<Index> leaf_of_rows() {
    collect();
    std::vector<Index> out(c_.rows());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = held_[i].leaf;
    return out;
  }

  // What is where after the last round, by row.
  [[nodiscard]] Fragments fragments();

 private:
  struct Leaf : Market<P> {
    std::vector<Bid> bids;  // from when it is full a heap, lowest on top
    bool is_heap = false;
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
  struct Guest {
    P level;  // the price at which it would come
    Index row;
    friend bool operator<(const Guest& a, const Guest& b) {
      return a.level != b.level ? a.level < b.level : a.row > b.row;
    }
  };
  static bool above(const Bid& a, const Bid& b) { return a.level > b.level; }

  Holding& outside(Index row) { return held_[row]; }  // while bids are in heaps, the first holding is outside

  // What those who bid one after the other share.
  struct Round {
    P epsilon;
    std::uint64_t bids = 0, most_bids;
    bool given_up = false;
    Units stayed_out = 0;
    std::vector<Homeless> thrown_out{};
  };
  void stay_out(Homeless h, Round& round) {
    outside(h.row).units += h.units;
    round.stayed_out += h.units;
  }
  // The region's halves, at the same time, then what lies across.
  Round settle(Index region, P epsilon, std::uint64_t most_bids, unsigned threads);
  void settle(Index row, Round& round);
  // The row's; whoever is thrown out for it is in `round.thrown_out`, or returned where orders have one unit.
  Index bid(Homeless now, Round& round);
  static P raise(Index& bids, P epsilon, P most);
  Index place_one(Index j, Bid bid);
  void place_several(Index j, Bid bid, Round& round);
  void throw_out(const Bid& bid, std::uint32_t units, Round& round);
  static void put(std::vector<Bid>& bids, std::size_t at, Bid bid);

  // From the heaps into `held_`, once after a round.
  void collect();
  void collect(std::size_t begin_leaf, std::size_t end_leaf);
  void hold(Index row, Index leaf, C cost, std::uint32_t units);

  // At the leaf, where the row has an edge.
  [[nodiscard]] Index edge_at(Index row, Index leaf) const {
    return c_.first[row] + static_cast<Index>(edge_to(c_.row(row), leaf));
  }
  [[nodiscard]] C cost_at(Index row, Index leaf) const { return c_.edges[edge_at(row, leaf)].cost; }

  [[nodiscard]] P cost_now(Index row, const Holding& h) const {
    return h.leaf == none ? static_cast<P>(c_.outside[row]) : static_cast<P>(h.cost + price_[h.leaf]);
  }

  [[nodiscard]] P cost_before(Index row, const Holding& h) const {
    return static_cast<P>(h.leaf == none ? c_.outside[row] : h.cost + price_before_[h.leaf]);
  }

  // Lists for every leaf the rows that are elsewhere and would come if its price fell by less than its window. While
  // prices only fall, a row that is not listed never comes to a leaf whose price has not fallen that far.
  void look_around();
  void close_lists() {
    std::vector<std::vector<Guest>>().swap(guests_);
    RawVector<Index>().swap(column_);
  }
  using Word = std::uint32_t;
  static constexpr Index word = 32;  // edges a word
  // Of rows [begin, end): whom to list, as bits of their edges; adds how many at each leaf.
  void find_near(std::size_t begin_row, std::size_t end_row, LargeVector<Word>& near, std::vector<Index>& count) const;

  // What leaves of a region share that fetch orders one after the other.
  struct Turns {
    Index region;
    P epsilon;
    std::uint64_t most_looks, looks = 0;
    std::vector<Index> queue{};    // leaves with room and a price above their base
    std::vector<Index> further{};  // that have taken all whom they see
    std::vector<Index> across{};   // whose next guest may be a row of a larger region
  };
  void fetch(Turns& turns, unsigned threads);
  void fetch(Index j, Turns& turns);
  void wait(Index j, Turns& turns);
  [[nodiscard]] Units room_at(Index j, P& floor) const;
  [[nodiscard]] bool is_within(Index row, Index region) const {
    return region == Regions::all || regions_.is_within(row, region);
  }
  // Makes the leaf's list its heap of guests, the first time; how many it has looked at.
  std::uint64_t invite(Index j, Index region);
  // Whoever would come to the leaf at the highest price, or lies across and may; none = nobody that is listed is
  // elsewhere.
  [[nodiscard]] const Guest* first_guest(Index j, Turns& turns);

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
  static void add(std::vector<Guest>& guests, const Guest& guest) {
    grow_little(guests);
    guests.push_back(guest);
  }
  static void push(std::vector<Guest>& guests, const Guest& guest) {
    add(guests, guest);
    std::push_heap(guests.begin(), guests.end());
  }
  static void pop(std::vector<Guest>& guests) {
    std::pop_heap(guests.begin(), guests.end());
    guests.pop_back();
  }

  const Compact<C>& c_;
  const Regions regions_;
  const GroupShares<C> shares_;
  // What a bid needs of its row, side by side: orders that bid one after the other are not neighbours.
  struct Row {
    Index first_edge = 0, end_edge = 0;
    P outside = 0;
    Index bids = 0;         // in this round, as far as `raise` counts them
    C cost = 0;             // of the last bid's edge
    Index second_leaf = 0;  // its second choice then, if it had one: where it may bid next
  };
  [[nodiscard]] std::span<const CompactEdge<C>> edges_of(const Row& row) const {
    return {c_.edges.data() + row.first_edge, c_.edges.data() + row.end_edge};
  }
  RawVector<Row> row_;
  std::vector<Leaf> leaves_;
  std::vector<P> price_;
  std::vector<std::int64_t> seen_price_;  // as rows are compared with: shown ones, or those that are looked at
  static constexpr bool narrow = sizeof(P) == 4;
  void show_price(Index j) {
    if constexpr (narrow) seen_price_[j] = shown(price_[j]);
  }
  std::uint64_t bids_ = 0;
  Units stayed_out_ = 0;
  P last_epsilon_ = 0;
  LargeVector<Holding> held_;
  std::vector<std::vector<Guest>> guests_;  // by leaf: heaps, the highest level on top
  std::vector<char> invited_;               // by leaf: its guests are in its heap
  std::vector<char> waiting_;               // by leaf: its turn is to come
  std::vector<P> price_before_;             // when the lists were made; prices have only fallen since
  std::vector<Index> column_begin_;
  RawVector<Index> column_;   // by leaf: rows
  std::vector<P> window_;     // by leaf: how far it looks down from its price, the next time
  std::vector<P> looked_at_;  // by leaf: rows that come at a higher price than this are in its column
};

template <class C, class P, bool several>
Fragments Auction<C, P, several>::fragments() {
  collect();
  close_lists();
  for (Leaf& leaf : leaves_) std::vector<Bid>().swap(leaf.bids);
  constexpr std::size_t least_rows = 16'384;
  std::vector<std::size_t> at(runs_of(c_.rows(), least_rows, c_.threads) + 1, 0);
  const auto each = [&](std::size_t begin, std::size_t end, auto take) {
    for (std::size_t i = begin; i < end; ++i) {
      for (Index h = static_cast<Index>(i); h != none; h = held_[h].next) {
        if (held_[h].units > 0) take(static_cast<Index>(i), held_[h]);
      }
    }
  };
  in_runs(c_.rows(), at.size() - 1, [&](std::size_t run, std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    each(begin, end, [&](Index, const Holding&) { ++count; });
    at[run + 1] = count;
  });
  for (std::size_t run = 1; run < at.size(); ++run) at[run] += at[run - 1];
  Fragments out(at.back());
  in_runs(c_.rows(), at.size() - 1, [&](std::size_t run, std::size_t begin, std::size_t end) {
    Fragment* next = out.data() + at[run];
    each(begin, end, [&](Index row, const Holding& h) {
      *next++ = {row, h.leaf == none ? none : edge_at(row, h.leaf), h.units};
    });
  });
  return out;
}

}  // namespace paidan::transport::detail
