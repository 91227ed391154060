// How an auction goes: where prices start, how ε falls, how long a round may last. Hints: nothing but time depends on
// them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/scarce_leaves.hpp"

namespace paidan::transport::detail {

// What an auction is told: where it starts, how ε falls (by a factor of 8 each round), and how long a round may last.
struct AuctionPlan {
  std::int64_t first = 1, last = 1, largest = 1;  // ε; it rises to `largest` at most while no round goes through
  std::vector<std::int64_t> start;                // prices that leaves may well have; empty = none
  std::vector<std::int64_t> known;                // prices of groups, by node, as open_market wants them
  std::uint64_t most_bids = 0, most_looks = 0;    // of one round
  std::int64_t scarce_margin = 0;  // after the first bids: look for scarce leaves, and start them so much below; or 0
};

// The median over a sample of rows.
template <class C, class Of>
[[nodiscard]] std::int64_t typical(const Compact<C>& c, Of of) {
  std::vector<std::int64_t> values;
  const std::size_t sample = std::min<std::size_t>(c.rows(), 1000);
  for (std::size_t k = 0; k < sample; ++k) values.push_back(of(k * c.rows() / sample));
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(sample / 2), values.end());
  return values[sample / 2];
}

// What a row's dearest edge costs more than its cheapest, without a few that are far dearer than the others: a leaf
// that stands for being unserved, at a penalty.
template <class C>
[[nodiscard]] std::int64_t typical_span(const Compact<C>& c) {
  return typical(c, [&](std::size_t row) {
    constexpr std::int64_t far_dearer = 64;
    const auto edges = c.row(row);
    std::int64_t span = 0;
    for (const auto& e : edges) span = std::max<std::int64_t>(span, e.cost);
    const auto far_below =
        std::count_if(edges.begin(), edges.end(), [&](const auto& e) { return e.cost < span / far_dearer; });
    if (2 * static_cast<std::size_t>(far_below) < edges.size()) return span;  // the usual case
    while (true) {
      std::int64_t above = span, below = 0;  // the least of those that are far, the dearest of the others
      std::size_t near = 0;
      for (const auto& e : edges) {
        if (e.cost >= span / far_dearer) {
          above = std::min<std::int64_t>(above, e.cost);
        } else {
          below = std::max<std::int64_t>(below, e.cost);
          ++near;
        }
      }
      if (below == 0 || below >= above / far_dearer || 2 * near < edges.size()) return span;
      span = below;
    }
  });
}

// Where orders want more than there is, places go to those whose outside option is dearest; a place is worth about what
// the first of the others would pay. INT64_MIN when there is enough.
template <class C>
[[nodiscard]] std::int64_t scarcity_price(const Compact<C>& c, std::int64_t span) {
  Units wanted = 0, room = 0;
  for (const Units units : c.demand) wanted += units;
  for (std::size_t j = 0; j < c.leaves; ++j) {
    for (const auto& s : c.segments_of(j)) room += std::min(s.width, wanted);
    if (room >= wanted) return INT64_MIN;
  }
  std::vector<std::pair<std::int64_t, Units>> offers;
  for (std::size_t i = 0; i < c.rows(); ++i) offers.emplace_back(-c.outside[i], c.demand[i]);
  std::sort(offers.begin(), offers.end());
  for (const auto& [offer, units] : offers) {
    room -= units;
    if (room < 0) return -offer - 2 * span;
  }
  return INT64_MIN;
}

template <class C>
[[nodiscard]] AuctionPlan plan_auction(const Compact<C>& c, std::int64_t span, std::int64_t far, bool several) {
  const auto rows = static_cast<std::int64_t>(c.rows()), leaves = static_cast<std::int64_t>(c.leaves);
  AuctionPlan plan;
  plan.first = std::max<std::int64_t>(1, span / (several ? 3 : 5));
  plan.largest = std::max(plan.first, far / 4);
  // Fine enough that an order in four leaves is within ε of moving: one more round costs more than the pivots that it
  // saves. Where leaves take one or two, one order out of place moves many.
  plan.last = static_cast<std::int64_t>(static_cast<WideCost>(span) * leaves / (4 * rows + 1));
  plan.last = std::clamp<std::int64_t>(std::min(plan.last, span / (rows < 8 * leaves ? 1000 : 200)), 1, plan.first);
  if (const std::int64_t price = scarcity_price(c, span); price != INT64_MIN) plan.start.assign(c.leaves, price);
  plan.most_bids = 40 * (c.rows() + c.leaves) + 1000;
  // Lists of hundreds of orders a leaf are long to walk through; where lists are short, leaves that go on and on
  // undercutting each other are left to the simplex.
  plan.most_looks = (c.rows() > 128 * c.leaves ? 4 : 1) * c.edges.size();
  return plan;
}

// Scarce leaves are looked for where the outside option is far dearer than any edge. Where leaves take few orders,
// before anybody bids: they start where they will end up, and ε need not be fine then, since nothing is left to
// undercut. Where leaves take many, after the first bids, which leave little to look for.
// How far below. Where leaves take several orders, twice as far means a third more bids and no fewer pivots; half as
// far, on some cities, half as many pivots again. One to one, half as far is no faster, and up to a third slower.
template <class C>
[[nodiscard]] std::int64_t scarce_margin(const Compact<C>& c, std::int64_t span) {
  return (c.rows() < 2 * c.leaves ? 8 : 4) * span;
}

template <class C>
[[nodiscard]] bool has_many_orders(const Compact<C>& c) {
  constexpr std::size_t many_orders = 8;  // a leaf
  return c.rows() >= many_orders * c.leaves;
}

// Places are told apart one by one: a leaf can have as many as all who could come want together.
template <class C>
[[nodiscard]] bool has_many_units(const Compact<C>& c) {
  constexpr std::uint64_t many_units = 2;  // an edge
  const std::uint64_t most = std::min<std::uint64_t>(many_units * c.edges.size(), INT32_MAX);
  std::uint64_t units = 0;
  for (std::size_t i = 0; i < c.rows(); ++i) {
    const auto demand = static_cast<std::uint64_t>(c.demand[i]);
    const std::uint64_t edges = std::max<Index>(1, c.first[i + 1] - c.first[i]);
    if (demand > most || (units += demand * edges) > most) return true;
  }
  return false;
}

template <class C>
[[nodiscard]] bool may_be_scarce(const Compact<C>& c, std::int64_t span) {
  constexpr std::size_t few_rows = 1'000;
  constexpr std::int64_t far_dearer = 16;
  return c.rows() >= few_rows && typical(c, [&](std::size_t row) { return c.outside[row]; }) / far_dearer >= span;
}

// Before anybody bids. Whether there are any: the plan starts from them then.
template <class C>
[[nodiscard]] bool start_scarce(const Compact<C>& c, std::int64_t span, AuctionPlan& plan) {
  if (has_many_orders(c) || has_many_units(c) || !may_be_scarce(c, span)) return false;
  constexpr std::size_t most_looks = 64;  // at every edge
  const std::int64_t margin = scarce_margin(c, span);
  ScarceLeaves<C> scarce(c, 2 * margin);
  if (scarce.find(most_looks).value_or(0) == 0) return false;
  plan.start = scarce.prices(margin);
  if (std::vector<char> full = scarce.overfull(); !full.empty()) {
    // Mostly somebody else can be brought to stay out, and the prices are about right as they are.
    ScarceLeaves<C> beyond(c, 2 * margin, {}, std::move(full));
    if (beyond.find(most_looks).value_or(0) > 0) {
      const std::vector<std::int64_t> prices = beyond.prices(margin);
      for (std::size_t j = 0; j < c.leaves; ++j) plan.start[j] = std::max(plan.start[j], prices[j]);
    }
  }
  plan.first = std::max<std::int64_t>(1, span / 2);
  plan.last = std::max<std::int64_t>(1, span / 50);
  return true;
}

}  // namespace paidan::transport::detail
