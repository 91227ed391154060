// Scarce leaves: those that too many orders want, told by a maximum matching.
//
// Some regions have fewer places than orders while the next has places to spare. All leaves of such a region end up at
// about the height of a penalty, all others near nothing. An auction finds that out by price wars, and raises leaves
// far beyond the region on the way; then they have to come down one by one. A maximum matching tells it in a few passes
// over the edges: whatever alternating paths from the unmatched orders reach is scarce, whichever matching it was
// (Dulmage & Mendelsohn 1958).
//
// The matching grows from nothing, or from where bids have brought the orders: nearly all the way, where a leaf takes
// dozens. Orders take free places first; those who find none look for the nearest one breadth first. Where a search
// ends without any, none will ever be free: these leaves are scarce and not looked at again, so that all searches that
// fail take O(edges) together. Searches depth first in phases (Pothen & Fan 1990), in turns from either end of a row or
// not, took twice as long: they wander. Where orders lack places everywhere and a region lacks many more, each of a
// thousand searches goes through half of it: given up. There, searches from the free places instead took as long.
//
// Staying out may cost more for some than for others: priorities. Whoever pays more comes first, level by level: orders
// that have a place keep one while others are taken in, so that this places the most of the first, then the most of the
// second, and so on (the greedy rule of a transversal matroid: Edmonds & Fulkerson 1965). Leaves that become scarce at
// a level end up at about its height. An edge that is far dearer than others is a way to stay out: a leaf that stands
// for being unserved. Where such leaves turn out too small for those who stay out (a community beyond its cap), they
// are leaves like others, their orders come first, and it is told once more who stays out then: mostly nobody of them,
// since others can. (Taking the second answer all the same, or without any place at such leaves: a city's prices are
// worse, and it takes a tenth longer.)
//
// A hint: nothing depends on it but time. Groups count as far as each leaf's share of them. Memory: 20 bytes an order
// (28 with far edges), 4 more for each further unit of it, 20 a leaf and 4 a place.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/market.hpp"

namespace paidan::transport::detail {

template <class C>
class ScarceLeaves {
 public:
  // Edges that cost `far` are as good as staying out, but for those to `full` leaves (by leaf; or empty), which are
  // leaves like others then, and whose orders come first. Begins with every row on `leaf_of` (none: not placed); empty
  // = nobody is placed yet, and levels come one after the other.
  ScarceLeaves(const Compact<C>& compact, std::int64_t far, const std::vector<Index>& leaf_of = {},
               std::vector<char> full = {})
      : c_(compact),
        out_cost_(c_.outside),
        next_look_(c_.first.begin(), c_.first.end() - 1),
        seen_(c_.leaves, 0),
        price_(c_.leaves, 0),
        full_(std::move(full)) {
    make_places(wanted(far));
    std::vector<Index> unmatched;
    for (Index i = 0; i < c_.rows(); ++i) {
      const Index leaf = leaf_of.empty() ? none : leaf_of[i];
      if (leaf != none && free_[leaf] < first_place_[leaf + 1]) {
        row_at_[free_[leaf]++] = i;
      } else {
        unmatched.insert(unmatched.end(), static_cast<std::size_t>(c_.demand[i]), i);
      }
    }
    if (!full_.empty()) {
      const auto may_come = [&](Index row) {
        const auto edges = c_.row(row);
        return std::any_of(edges.begin(), edges.end(), [&](const auto& e) { return full_[e.leaf] != 0; });
      };
      const auto others = std::stable_partition(unmatched.begin(), unmatched.end(), may_come);
      levels_.emplace_back(unmatched.begin(), others);
      unmatched.erase(unmatched.begin(), others);
    }
    if (leaf_of.empty()) {
      cut_into_levels(unmatched, far / 2);
    } else {
      levels_.push_back(std::move(unmatched));
    }
  }

  // How many that have places are scarce; nothing where telling takes more than `most_looks` at every edge. Where there
  // are full leaves, none unless some who could come there stay out.
  [[nodiscard]] std::optional<std::size_t> find(std::size_t most_looks) {
    most_looks *= c_.edges.size();
    for (std::vector<Index>& rows : levels_) {
      std::erase_if(rows, [&](Index row) { return take_free_place(row); });
      std::vector<Index> stay_out, closed;
      for (const Index row : rows) {
        if (looks_ > most_looks) return std::nullopt;
        if (find_place(row)) continue;
        stay_out.push_back(row);
        for (const Index leaf : passed_) seen_[leaf] = scarce;
        closed.insert(closed.end(), passed_.begin(), passed_.end());
      }
      set_price(stay_out, closed);
      if (!full_.empty() && &rows == &levels_.front() && stay_out.empty()) return 0;
      if (!own_out_cost_.empty()) stayed_out_.insert(stayed_out_.end(), stay_out.begin(), stay_out.end());
    }
    std::size_t found = 0;
    for (std::size_t j = 0; j < c_.leaves; ++j) found += seen_[j] == scarce && free_[j] > first_place_[j] ? 1 : 0;
    return found;
  }

  // Where more stay out, at far edges, than there are places for them; empty = nowhere.
  [[nodiscard]] std::vector<char> overfull() const {
    std::vector<Units> units(c_.leaves, 0);
    for (const Index row : stayed_out_) {
      const auto edges = c_.row(row);
      const auto out =
          std::find_if(edges.begin(), edges.end(), [&](const auto& e) { return e.cost == out_cost_[row]; });
      if (out != edges.end()) ++units[out->leaf];
    }
    std::vector<char> over(c_.leaves, 0);
    bool any = false;
    for (std::size_t j = 0; j < c_.leaves; ++j) {
      Units width = 0;
      for (const auto& s : c_.segments_of(j)) width = std::min(unbounded, width + s.width);
      over[j] = units[j] > width ? 1 : 0;
      any |= over[j] != 0;
    }
    return any ? over : std::vector<char>{};
  }

  // What the scarce leaves may cost, by leaf, others nothing: about what the first of those who have a place there
  // would pay for it, less `margin`; and what a place at a full one costs anyhow.
  [[nodiscard]] std::vector<std::int64_t> prices(std::int64_t margin) const {
    std::vector<std::int64_t> anyhow(c_.leaves, 0);
    if (!full_.empty()) {
      for (std::size_t j = 0; j < c_.leaves; ++j) anyhow[j] = full_[j] != 0 ? path_limit : 0;
      for (const auto& e : c_.edges) {
        if (full_[e.leaf] != 0) anyhow[e.leaf] = std::min<std::int64_t>(anyhow[e.leaf], e.cost);
      }
    }
    std::vector<std::int64_t> out(c_.leaves, 0);
    for (std::size_t j = 0; j < c_.leaves; ++j) {
      if (seen_[j] == scarce) out[j] = std::max<std::int64_t>(0, price_[j] - anyhow[j] - margin);
    }
    return out;
  }

 private:
  // Who looks for a place: the row that a search starts from, and those whose place somebody before them could take.
  struct Seeker {
    Index row, place, wanted_by;  // of the search's first: no place, nobody
  };
  static constexpr Index scarce = none;  // greater than the number of any search

  // Units by leaf, of all who could come.
  [[nodiscard]] std::vector<Units> wanted(std::int64_t far) {
    std::vector<Units> out(c_.leaves, 0);
    for (Index i = 0; i < c_.rows(); ++i) {
      for (const auto& e : c_.row(i)) {
        out[e.leaf] += c_.demand[i];
        if (!full_.empty() && full_[e.leaf] != 0) continue;
        if (e.cost < far || e.cost >= out_cost_[i]) continue;
        if (own_out_cost_.empty()) {
          own_out_cost_.assign(c_.outside.begin(), c_.outside.end());
          out_cost_ = own_out_cost_;
        }
        own_out_cost_[i] = e.cost;
      }
    }
    return out;
  }

  void make_places(const std::vector<Units>& wanted) {
    const std::vector<std::int64_t> no_prices;
    MarketOpener<std::int64_t, C> opener(c_, no_prices);
    first_place_.reserve(c_.leaves + 1);
    for (std::size_t j = 0; j < c_.leaves; ++j) {
      Market<std::int64_t> market;
      opener.open(j, market);
      first_place_.push_back(first_place_.back() + static_cast<Index>(std::min(wanted[j], market.width())));
    }
    free_.assign(first_place_.begin(), first_place_.end() - 1);
    row_at_.resize(first_place_.back());
  }

  // By what staying out costs, the dearest first. All in one where there are many, or where they are not far apart: a
  // continuum has no levels.
  void cut_into_levels(const std::vector<Index>& rows, std::int64_t gap) {
    constexpr std::size_t most_levels = 16;
    constexpr std::int64_t far_apart = 16;  // gaps
    std::vector<std::int64_t> level;
    const auto level_of = [&](Index row) {
      return std::find_if(level.begin(), level.end(),
                          [&](std::int64_t l) { return out_cost_[row] > l - gap && out_cost_[row] < l + gap; });
    };
    for (const Index row : rows) {
      if (level_of(row) != level.end()) continue;
      level.push_back(out_cost_[row]);
      if (level.size() > most_levels) break;
    }
    std::sort(level.begin(), level.end(), std::greater<>{});
    const auto close = [&](std::int64_t a, std::int64_t b) { return (a - b) / far_apart < gap; };
    if (level.size() > most_levels || std::adjacent_find(level.begin(), level.end(), close) != level.end()) {
      levels_.push_back(rows);
      return;
    }
    const std::size_t first = levels_.size();
    levels_.resize(first + level.size());
    for (const Index row : rows)
      levels_[first + static_cast<std::size_t>(level_of(row) - level.begin())].push_back(row);
  }

  // The price of leaves that are scarce since some of a level stay out: about what the first of those who stay there
  // would pay, if that is not far more than anybody who stays out.
  void set_price(const std::vector<Index>& stay_out, const std::vector<Index>& closed) {
    std::vector<std::int64_t> offers;
    std::int64_t dearest_out = 0;
    for (const Index row : stay_out) {
      offers.push_back(out_cost_[row]);
      dearest_out = std::max(dearest_out, out_cost_[row]);
    }
    for (const Index leaf : closed) {
      for (Index k = first_place_[leaf]; k < free_[leaf]; ++k) offers.push_back(out_cost_[row_at_[k]]);
    }
    if (offers.size() == stay_out.size()) return;  // leaves that are closed to all
    const auto first_in = offers.begin() + static_cast<std::ptrdiff_t>(stay_out.size());
    std::nth_element(offers.begin(), first_in, offers.end());
    for (const Index leaf : closed) price_[leaf] = std::min(*first_in, dearest_out);
  }

  // What is full stays full.
  bool take_free_place(Index row) {
    for (Index& e = next_look_[row]; e < c_.first[row + 1]; ++e) {
      const Index leaf = c_.edges[e].leaf;
      if (free_[leaf] == first_place_[leaf + 1] || c_.edges[e].cost >= out_cost_[row]) continue;
      row_at_[free_[leaf]++] = row;
      return true;
    }
    return false;
  }

  bool find_place(Index start) {
    ++search_;
    passed_.clear();
    seekers_.clear();
    seekers_.push_back({start, none, none});
    for (Index k = 0; k < seekers_.size(); ++k) {
      const Index row = seekers_[k].row;
      if (take_free_place(row)) {
        for (Seeker s = seekers_[k]; s.wanted_by != none;) {
          const Seeker& before = seekers_[s.wanted_by];
          row_at_[s.place] = before.row;
          s = before;
        }
        return true;
      }
      looks_ += c_.first[row + 1] - c_.first[row];
      for (const auto& edge : c_.row(row)) {
        Index& seen = seen_[edge.leaf];
        if (seen >= search_ || edge.cost >= out_cost_[row]) continue;
        seen = search_;
        passed_.push_back(edge.leaf);
        for (Index p = first_place_[edge.leaf]; p < first_place_[edge.leaf + 1]; ++p) {
          seekers_.push_back({row_at_[p], p, k});
        }
      }
    }
    return false;
  }

  const Compact<C>& c_;
  std::span<const std::int64_t> out_cost_;    // by row: of staying out
  RawVector<std::int64_t> own_out_cost_;      // where some have far edges
  std::vector<Index> first_place_{0}, free_;  // by leaf: its places, and the first of them that is free
  std::vector<Index> row_at_;                 // by place
  std::vector<Index> next_look_;              // by row
  std::vector<Index> seen_;                   // by leaf: the last search that came here, or scarce
  std::vector<std::int64_t> price_;           // by leaf
  std::vector<char> full_;                    // by leaf, or empty
  std::vector<Index> stayed_out_;             // where some have far edges
  std::vector<std::vector<Index>> levels_;    // rows that are to be placed, once for each of their units
  std::vector<Index> passed_;                 // the leaves of this search
  std::vector<Seeker> seekers_;
  Index search_ = 0;
  std::size_t looks_ = 0;
};

}  // namespace paidan::transport::detail
