// Prices of large groups, adjusted between rounds of an auction by what their leaves took (tâtonnement: Walras 1874).
//
// An auction does not see groups; leaves of large ones charge what a sample says that the group costs (market.hpp).
// After a round a group that took more than it offers at its price becomes dearer, one that took less cheaper: by what
// it took too much over how many units a point of price moves. That is guessed from ε first, at which an order in four
// leaves is as well off elsewhere, and corrected as rounds go on: steps that go on in one direction grow, those that
// turn back are halved (Riedmiller & Braun 1993). A price stays between the costs of the two segments that it lies
// between; at the cost itself any load within the segment is right. No price is dearer than any path.
//
// The tree family: five rounds leave half of the pivots. What is left comes from groups that still have a little room:
// the simplex begins with them at the cost of the segment that has it, up to 3,000 below their price, and half a
// million edges to their leaves look better than they are. Tried without gain: more rounds (what is left are prices
// that all move together, slowly); a step for all of them at once, by what all lack (they swing); samples whose groups
// are scaled to the nearest unit instead of down (prices as near, from below: a fifth more pivots; from every sixteenth
// order more than twice as many); growing steps by a half instead of a fifth (they swing, too); after the
// last round, moving single orders between groups where neither lacks anything for it, the cheapest first (that fills a
// fifth of what is lacking, and as many pivots are left).
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/market.hpp"

namespace paidan::transport::detail {

template <class C>
class GroupPrices {
 public:
  // `prices` by node, as `MarketOpener` wants them. `epsilon`: of the rounds.
  GroupPrices(const Compact<C>& c, std::vector<std::int64_t> prices, std::int64_t epsilon)
      : c_(c), price_(std::move(prices)), group_(c.nodes) {
    for (std::size_t j = 0; j < c.leaves; ++j) {
      for (Index v = c.parent[j]; v != c.root(); v = c.parent[v]) ++group_[v].leaves;
    }
    for (Group& g : group_) {
      if (g.leaves > 0) g.step = static_cast<WideCost>(epsilon) * one * 4 / 5 / g.leaves;
    }
  }

  [[nodiscard]] const std::vector<std::int64_t>& prices() const noexcept { return price_; }

  // After a round, `load_of(leaf)` units at each leaf. Units that groups had too many or too few at their prices.
  template <class LoadOf>
  Units adjust(LoadOf load_of) {
    std::vector<Units> load(c_.nodes, 0);
    for (std::size_t j = 0; j < c_.leaves; ++j) {
      for (Index v = c_.parent[j]; v != c_.root(); v = c_.parent[v]) load[v] += load_of(j);
    }
    Units off = 0;
    std::vector<std::int64_t> next = price_;
    for (std::size_t v = c_.leaves; v < c_.nodes; ++v) {  // parents first
      const Index up = c_.parent[v];
      if (price_[v] == unknown_price || (up != c_.root() && price_[up] == unknown_price)) continue;
      const std::int64_t own = price_[v] - (up == c_.root() ? 0 : price_[up]);
      const Offer offer = offer_at(v, own);
      const Units excess = std::max<Units>(load[v] - offer.most, std::min<Units>(load[v] - offer.least, 0));
      off += excess > 0 ? excess : -excess;
      next[v] = own + std::clamp(step(group_[v], excess), offer.below - own, offer.above - own);
      if (up != c_.root()) next[v] += next[up];
      next[v] = std::clamp(next[v], -c_.big, c_.big);
    }
    price_ = std::move(next);
    return off;
  }

 private:
  static constexpr std::int64_t one = 1 << 16;
  static constexpr std::int64_t most_step = std::int64_t{1} << 60;
  struct Group {
    std::int64_t leaves = 0;
    WideCost step = 0;         // of its price for a unit, times `one`
    std::int64_t towards = 0;  // the last step: up, down or none yet
  };
  // What segments of rising cost give at a price, and how far up and down the price may go from there.
  struct Offer {
    Units least = 0, most = 0;
    std::int64_t below = -most_step, above = most_step;
  };

  [[nodiscard]] Offer offer_at(std::size_t v, std::int64_t price) const {
    Offer out;
    for (const auto& s : c_.segments_of(v)) {
      if (s.cost > price) {
        out.above = std::min(out.above, s.cost);
        break;
      }
      out.most = std::min(unbounded, out.most + s.width);
      if (s.cost == price) continue;
      out.least = out.most;
      out.below = s.cost;
    }
    return out;
  }

  static std::int64_t step(Group& g, Units excess) {
    if (excess == 0) return 0;
    constexpr WideCost longest = static_cast<WideCost>(most_step) * one;
    constexpr Units most_excess = Units{1} << 40;  // more of it makes no longer step
    const std::int64_t towards = excess > 0 ? 1 : -1;
    if (g.towards != 0) g.step = towards == g.towards ? g.step * 6 / 5 : g.step / 2;
    g.step = std::min(g.step, longest);
    g.towards = towards;
    const WideCost by = g.step * std::clamp(excess, -most_excess, most_excess) / one;
    if (by == 0) return towards;
    return static_cast<std::int64_t>(std::clamp<WideCost>(by, -most_step, most_step));
  }

  const Compact<C>& c_;
  std::vector<std::int64_t> price_;
  std::vector<Group> group_;
};

}  // namespace paidan::transport::detail
