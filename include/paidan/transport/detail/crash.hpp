// The crash: where the simplex starts. Fragments of orders that keep every capacity, and guessed prices of the leaves.
//
// Auction rounds with falling ε, then whatever exceeds a group's capacity is moved to the cheapest place with room.
// Exactness does not depend on anything here: a worse crash means more pivots.
//
// An auction does not see groups. Leaves of small ones share their room, anew after each round (group_shares.hpp).
// Where groups bind and no leaves are known to be scarce, every fourth to sixteenth order, with as much less of all
// capacities, is solved exactly first, from a sample of its own: the groups' prices in that sample are what leaves
// charge for them, until the last rounds adjust them to what the groups took (group_prices.hpp).
//
// Tried without gain: lowering the prices between rounds by the coming ε instead of the last one (a city: 21,000 units
// at leaves without room after every round, 660,000 turns back); going back only after the last rounds (ten times the
// turns); a coarser last ε than now (fewer bids, but more pivots than they cost). For groups (the tree family): bids
// for a place in every group above the leaf, with a price for each (a fifth of the pivots, but 18 million bids of 0.7
// µs, since whole organisations outbid each other in a chain); throwing out of a full group who loses least by it;
// holding the price of a group that has a little room up in the first pivots, down step by step later (a fifth fewer
// pivots, twice the lists).
// For costs too far apart for 32 bits: drawing them together, gaps cut to what fits, for the auction alone (as long:
// its time is not the width of its numbers). Starting a full group at the least price below it (none is full then).
// For a city: prices of clusters of leaves to start from (even averages of the exact ones, over 4 leaves or 256: half
// to all of the bids, and several times the pivots unless they start so low that nothing is gained).
//
// For few orders instead of an auction and the simplex: row reduction without ε, then shortest augmenting paths, pruned
// by what each order's second choice is known to cost (Jonker & Volgenant 1987; exact, but a storm's 120 orders take as
// long or twice as long, a street's 2,000 six times as long, 20,000 one to one half as long again).
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "paidan/transport/detail/auction.hpp"
#include "paidan/transport/detail/auction_back.hpp"
#include "paidan/transport/detail/auction_forth.hpp"
#include "paidan/transport/detail/auction_plan.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/contracted_planting.hpp"
#include "paidan/transport/detail/contracted_pricing.hpp"
#include "paidan/transport/detail/contracted_simplex.hpp"
#include "paidan/transport/detail/group_prices.hpp"
#include "paidan/transport/detail/monge.hpp"
#include "paidan/transport/detail/sample.hpp"
#include "paidan/transport/detail/scarce_leaves.hpp"

namespace paidan::transport::detail {

struct Crash {
  Fragments fragments;               // by row
  std::vector<std::int64_t> prices;  // by leaf; where groups bind, by node
  std::uint64_t bids = 0;
  std::int64_t epsilon = 0;  // the prices' last ε
  std::int64_t near = 1;     // the simplex may begin with edges of so small a reduced cost
  bool staircase = false;    // costs are Monge: it is optimal
};

// Whether the load of every node, by how much it has `room` for, is as it should be.
template <class C>
[[nodiscard]] bool keeps_capacities(const Compact<C>& c, const Fragments& fragments, const std::vector<Units>& room) {
  const std::vector<Units> load = node_loads(c, fragments, [](std::size_t, std::int64_t, Index) {});
  return std::equal(load.begin(), load.end(), room.begin(), std::less_equal<>{});
}

// Moves what exceeds a capacity somewhere in the tree: to the row's cheapest edge with room, else outside.
template <class C>
void keep_capacities(const Compact<C>& c, Crash& crash) {
  std::vector<Units> room(c.nodes + 1, unbounded);
  for (std::size_t v = 0; v < c.nodes; ++v) {
    room[v] = 0;
    for (const auto& s : c.segments_of(v)) room[v] = std::min(unbounded, room[v] + s.width);
  }
  const auto take = [&](Index leaf, Units units) {
    for (Index v = leaf; v != c.root(); v = c.parent[v]) units = std::min(units, room[v]);
    for (Index v = leaf; v != c.root(); v = c.parent[v]) room[v] -= units;
    return units;
  };
  if (keeps_capacities(c, crash.fragments, room)) return;
  std::vector<Fragment> homeless;
  for (Fragment& f : crash.fragments) {
    if (f.edge == none) continue;
    const Units kept = take(c.edges[f.edge].leaf, f.units);
    if (kept < f.units) homeless.push_back({f.row, none, f.units - kept});
    f.units = kept;
  }
  std::vector<std::pair<std::int64_t, Index>> edges;
  for (Fragment& f : homeless) {
    edges.clear();
    for (Index e = c.first[f.row]; e < c.first[f.row + 1]; ++e) {
      const std::int64_t cost = c.edges[e].cost + crash.prices[c.edges[e].leaf];
      if (cost < c.outside[f.row]) edges.emplace_back(cost, e);
    }
    std::sort(edges.begin(), edges.end());
    for (const auto& [cost, e] : edges) {
      const Units units = take(c.edges[e].leaf, f.units);
      if (units == 0) continue;
      crash.fragments.push_back({f.row, e, units});
      f.units -= units;
      if (f.units == 0) break;
    }
    if (f.units > 0) crash.fragments.push_back(f);
  }
  std::erase_if(crash.fragments, [](const Fragment& f) { return f.units == 0; });
  if (!homeless.empty()) {
    std::stable_sort(crash.fragments.begin(), crash.fragments.end(),
                     [](const Fragment& a, const Fragment& b) { return a.row < b.row; });
  }
}

// After the first bids: starts the leaves that turn out to be scarce near where they will end up, all others anew.
// False where none are, or nearly all are and have begun there.
template <class C, class P>
[[nodiscard]] bool restart_scarce(const Compact<C>& c, const AuctionPlan& plan, Auction<C, P, false>& auction) {
  if (auction.stayed_out() == 0 || auction.room_left() == 0) return false;
  constexpr std::size_t most_looks = 16, fewer_looks = 4;  // at every edge
  const bool began_scarce = !plan.start.empty();
  ScarceLeaves<C> scarce(c, 2 * plan.scarce_margin, auction.leaf_of_rows());
  const std::size_t found = scarce.find(began_scarce ? fewer_looks : most_looks).value_or(0);
  if (found == 0 || (began_scarce && found > c.leaves / 8 * 7)) return false;
  auction.start_from(scarce.prices(plan.scarce_margin));
  return true;
}

// After the last round: rounds more with other prices of the groups, while that brings their loads nearer to what they
// offer. Whether they went through.
template <class C, class P, bool several>
[[nodiscard]] bool adjust_groups(const Compact<C>& c, AuctionPlan& plan, Auction<C, P, several>& auction) {
  constexpr int most_rounds = 5;
  constexpr std::uint64_t many_bids = 4;  // a row: a price war, which more of the same does not end
  GroupPrices<C> groups(c, plan.known, plan.last);
  Units before = unbounded;
  for (int round = 0; round < most_rounds; ++round) {
    const Units off = groups.adjust([&](std::size_t leaf) { return auction.load(leaf); });
    if (off == 0 || off > before / 8 * 7) return true;
    before = off;
    plan.known = groups.prices();
    auction.open_again(plan.known);
    const std::uint64_t bids = auction.bids();
    const bool done = auction.forth(static_cast<P>(plan.last), plan.most_bids);
    auction.back(static_cast<P>(plan.last), plan.most_looks);
    if (!done) return false;
    if (auction.bids() - bids > many_bids * c.rows()) return true;
  }
  return true;
}

template <class C, class P, bool several>
void hold_auction(const Compact<C>& c, AuctionPlan& plan, Crash& crash) {
  Auction<C, P, several> auction(c, plan.known);
  auction.start_from(plan.start);
  bool steady = false;  // a round has gone through: from here on ε only falls
  for (std::int64_t epsilon = plan.first;; epsilon = std::max(plan.last, epsilon / 8)) {
    bool done = auction.forth(static_cast<P>(epsilon), plan.most_bids);
    if constexpr (!several) {
      if (!steady && plan.scarce_margin > 0 && restart_scarce(c, plan, auction)) {
        constexpr std::uint64_t many_bids = 16;  // a row: a war for the last places, and the longer the finer ε is
        const std::uint64_t before = auction.bids();
        epsilon = std::max(epsilon, plan.scarce_margin / 16);
        done = auction.forth(static_cast<P>(epsilon), plan.most_bids);
        if (auction.bids() - before > many_bids * c.rows()) plan.last = epsilon;
      }
    }
    while (!done && !steady && epsilon < plan.largest) {  // a price war: bid in larger steps
      epsilon = std::min(plan.largest, epsilon * 8);
      done = auction.forth(static_cast<P>(epsilon), plan.most_bids);
    }
    steady = true;
    auction.back(static_cast<P>(epsilon), plan.most_looks);
    crash.epsilon = epsilon;
    if (done && epsilon <= plan.last && !plan.known.empty()) done = adjust_groups(c, plan, auction);
    if (!done || epsilon <= plan.last) break;
    auction.share(static_cast<P>(epsilon));
  }
  crash.near = crash.epsilon + 1;
  crash.bids = auction.bids();
  crash.fragments = auction.fragments();
  crash.prices = auction.prices();
}

// Each row whole on its cheapest edge.
template <class C>
[[nodiscard]] Fragments cheapest_places(const Compact<C>& c) {
  Fragments out;
  out.reserve(c.rows());
  for (std::size_t i = 0; i < c.rows(); ++i) {
    Index best = none;
    for (Index e = c.first[i]; e < c.first[i + 1]; ++e) {
      if (best == none || c.edges[e].cost < c.edges[best].cost) best = e;
    }
    if (best != none && c.edges[best].cost >= c.outside[i]) best = none;
    out.push_back({static_cast<Index>(i), best, c.demand[i]});
  }
  return out;
}

template <class C>
[[nodiscard]] Crash make_crash(const Compact<C>& c, const std::vector<std::int64_t>& start = {}, std::int64_t fine = 1);

// The exact prices of all nodes for every `stride`-th row and as much less room.
template <class C>
[[nodiscard]] std::vector<std::int64_t> prices_of_sample(const Compact<C>& c, std::size_t stride) {
  const Compact<C> rough = sample(c, stride);
  Crash crash = make_crash(rough);
  ContractedSimplex<C> simplex(rough, std::move(crash.fragments), crash.prices);
  simplex.run(crash.near);
  std::vector<std::int64_t> prices(c.nodes);
  for (std::size_t v = 0; v < c.nodes; ++v) prices[v] = simplex.price(static_cast<Index>(v));
  return prices;
}

// Of groups that are large enough for a sample to tell.
template <class C>
[[nodiscard]] std::vector<std::int64_t> known_prices(const Compact<C>& c, const std::vector<std::int64_t>& prices,
                                                     Units enough) {
  std::vector<std::int64_t> known(c.nodes, unknown_price);
  for (std::size_t v = c.leaves; v < c.nodes; ++v) {
    Units width = 0;
    for (const auto& s : c.segments_of(v)) width = std::min(unbounded, width + s.width);
    if (width >= enough) known[v] = prices[v];
  }
  return known;
}

// `start`: prices by leaf that may be near; or none. `fine`: an ε that is small enough.
template <class C>
[[nodiscard]] Crash make_crash(const Compact<C>& c, const std::vector<std::int64_t>& start, std::int64_t fine) {
  Crash crash;
  const std::int64_t span = typical_span(c);
  std::int64_t far = 0, paid = 0;  // what staying out costs at most; what it pays, where a leaf pays whoever comes
  for (const std::int64_t cost : c.outside) {
    far = std::max(far, cost);
    paid = std::max(paid, -cost);
  }
  const Units most = c.demand.empty() ? 0 : *std::max_element(c.demand.begin(), c.demand.end());
  if (span == 0 || far > path_limit / 4 || most > INT32_MAX) {  // nothing to bid for, or not in these numbers
    crash.fragments = cheapest_places(c);
    crash.prices.assign(c.leaves, 0);
  } else if (Staircase<C>(c).find(crash.fragments, crash.prices)) {
    crash.staircase = true;
  } else {
    AuctionPlan plan = plan_auction(c, span, far, most > 1);
    plan.last = std::clamp(fine, plan.last, plan.first);
    std::vector<std::int64_t> group_prices;
    std::uint64_t sampled_bids = 0;
    const bool scarce = start.empty() && start_scarce(c, span, plan);
    constexpr std::size_t most_tried = 8'192, sampled_rows = 12'500;  // rows that are tried without a sample
    const auto start_near = [&](const std::vector<std::int64_t>& prices, std::int64_t epsilon) {
      plan.first = std::min(plan.first, epsilon);
      plan.start.assign(prices.begin(), prices.begin() + static_cast<std::ptrdiff_t>(c.leaves));
      for (std::int64_t& price : plan.start) price = std::min(price, far);  // nobody would pay more
    };
    if (!scarce && c.nodes > c.leaves && c.rows() > most_tried) {
      constexpr Units known_from = 96;
      const std::size_t group_stride = std::clamp<std::size_t>(c.rows() / sampled_rows, 4, 16);
      const std::vector<std::int64_t> prices = prices_of_sample(c, group_stride);
      start_near(prices, plan.last);
      plan.known = known_prices(c, prices, known_from);
      group_prices.assign(prices.begin() + static_cast<std::ptrdiff_t>(c.leaves), prices.end());
    } else if (!start.empty()) {
      start_near(start, 8 * plan.last);
    } else if (const std::size_t stride = plan.first > 8 * plan.last ? sample_stride(c) : 0; stride > 0) {
      const std::int64_t error = sampling_error(c, span, stride), epsilon = std::max(plan.last, error / 8);
      const Crash rough = make_crash(sample(c, stride), {}, epsilon);
      start_near(rough.prices, epsilon);
      for (std::int64_t& price : plan.start) price -= error;
      sampled_bids = rough.bids;
    } else if (!scarce && most == 1 && has_many_orders(c) && may_be_scarce(c, span)) {
      plan.scarce_margin = scarce_margin(c, span);
    }
    const bool narrow = std::max({paid, far, c.dearest}) < narrow_limit;
    const bool several = most > 1;
    if (narrow && !several) hold_auction<C, std::int32_t, false>(c, plan, crash);
    if (narrow && several) hold_auction<C, std::int32_t, true>(c, plan, crash);
    if (!narrow && !several) hold_auction<C, std::int64_t, false>(c, plan, crash);
    if (!narrow && several) hold_auction<C, std::int64_t, true>(c, plan, crash);
    if (scarce) crash.near *= 3;
    crash.bids += sampled_bids;
    for (std::size_t g = 0; g < group_prices.size(); ++g) {  // what the last round went by
      if (plan.known[c.leaves + g] != unknown_price) group_prices[g] = plan.known[c.leaves + g];
    }
    crash.prices.insert(crash.prices.end(), group_prices.begin(), group_prices.end());
  }
  keep_capacities(c, crash);
  return crash;
}

}  // namespace paidan::transport::detail
