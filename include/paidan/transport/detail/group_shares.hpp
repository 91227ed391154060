// How the leaves of a small group share its room, as an auction goes on.
//
// An auction does not see groups: each leaf begins with its share of them, by width (market.hpp). Between rounds a leaf
// that is full and dear takes a unit from the one that would miss it least, so that prices within a group come together
// (resource-directive decomposition: Geoffrion 1970). Slots of one worker: a city's first tree is a sixth nearer.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/market.hpp"

namespace paidan::transport::detail {

template <class C>
class GroupShares {
 public:
  // Of groups that take up to a plain capacity, right above such leaves; not of those whose price is known.
  GroupShares(const Compact<C>& c, const std::vector<std::int64_t>& known) : c_(c) {
    if (c.nodes == c.leaves) return;
    std::vector<std::vector<Index>> below(c.nodes - c.leaves);
    for (Index j = 0; j < c.leaves; ++j) {
      const Index v = c.parent[j];
      if (v == c.root() || c.segments_of(v).size() != 1 || c.segments_of(j).size() != 1) continue;
      if (known.empty() || known[v] == unknown_price) below[v - c.leaves].push_back(j);
    }
    for (const std::vector<Index>& leaves : below) {
      if (leaves.size() < 2 || leaves.size() > most_leaves) continue;
      leaf_.insert(leaf_.end(), leaves.begin(), leaves.end());
      begin_.push_back(static_cast<Index>(leaf_.size()));
    }
  }

  // After a round, and before the next: `leaf` by number, each a market with its load; prices that differ by less than
  // `epsilon` are as good as equal. Whatever a group does not use goes to its dearest leaves, and one unit besides.
  template <class Leaf, class P>
  void share(std::vector<Leaf>& leaf, const std::vector<P>& price, P epsilon) const {
    for (std::size_t g = 0; g + 1 < begin_.size(); ++g) {
      const std::span<const Index> leaves = std::span(leaf_).subspan(begin_[g], begin_[g + 1] - begin_[g]);
      while (move_unit(leaves, leaf, price, epsilon)) {
      }
    }
  }

 private:
  static constexpr std::size_t most_leaves = 16;

  // True while there is room that nobody uses to move.
  template <class Leaf, class P>
  bool move_unit(std::span<const Index> leaves, std::vector<Leaf>& leaf, const std::vector<P>& price, P epsilon) const {
    const auto worth = [&](Index j) {  // of its last unit
      return leaf[j].load < leaf[j].steps.front().width ? std::numeric_limits<P>::min() : price[j];
    };
    Index to = none, from = none;
    for (const Index j : leaves) {
      if (leaf[j].steps.size() != 1) continue;
      const Units width = leaf[j].steps.front().width;
      if (width == 0) continue;  // closed: nobody could tell what it is worth
      const bool full = leaf[j].load >= width;
      if (full && width < c_.segments_of(j).front().width && (to == none || price[j] > price[to])) to = j;
      if (width > 1 && (from == none || worth(j) < worth(from))) from = j;
    }
    if (to == none || from == none || to == from) return false;
    const bool unused = leaf[from].load < leaf[from].steps.front().width;
    if (!unused && price[to] <= price[from] + epsilon) return false;
    --leaf[from].steps.front().width;
    ++leaf[to].steps.front().width;
    ++leaf[to].load;  // as if it were taken already
    return unused;
  }

  const Compact<C>& c_;
  std::vector<Index> leaf_, begin_{0};  // the leaves of each group
};

}  // namespace paidan::transport::detail
