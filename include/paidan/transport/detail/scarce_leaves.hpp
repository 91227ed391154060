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
// A hint: nothing depends on it but time. Memory: 20 bytes an order, 12 a leaf and 4 a place.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "paidan/transport/detail/compact.hpp"

namespace paidan::transport::detail {

// For rows of one unit.
template <class C>
class ScarceLeaves {
 public:
  // Begins with every row on `leaf_of` (none: not placed); empty = nobody is placed yet.
  explicit ScarceLeaves(const Compact<C>& compact, const std::vector<Index>& leaf_of = {})
      : c_(compact), next_look_(c_.first.begin(), c_.first.end() - 1), seen_(c_.leaves, 0) {
    std::vector<Index> wanted(c_.leaves, 0);
    for (const auto& e : c_.edges) ++wanted[e.leaf];
    first_place_.reserve(c_.leaves + 1);
    for (std::size_t j = 0; j < c_.leaves; ++j) {
      Units width = 0;
      for (const auto& s : c_.segments_of(j)) width = std::min<Units>(wanted[j], width + s.width);
      first_place_.push_back(first_place_.back() + static_cast<Index>(width));
    }
    free_.assign(first_place_.begin(), first_place_.end() - 1);
    row_at_.resize(first_place_.back());
    for (Index i = 0; i < c_.rows(); ++i) {
      const Index leaf = leaf_of.empty() ? none : leaf_of[i];
      if (leaf != none && free_[leaf] < first_place_[leaf + 1]) {
        row_at_[free_[leaf]++] = i;
      } else {
        unmatched_.push_back(i);
      }
    }
  }

  // How many that have places are scarce; nothing where telling takes more than `most_looks` at every edge.
  [[nodiscard]] std::optional<std::size_t> find(std::size_t most_looks) {
    most_looks *= c_.edges.size();
    std::erase_if(unmatched_, [&](Index row) { return take_free_place(row); });
    std::vector<Index> homeless = std::exchange(unmatched_, {});
    for (const Index i : homeless) {
      if (looks_ > most_looks) return std::nullopt;
      if (find_place(i)) continue;
      unmatched_.push_back(i);
      for (const Index leaf : passed_) seen_[leaf] = scarce;
    }
    std::size_t found = 0;
    for (std::size_t j = 0; j < c_.leaves; ++j) found += seen_[j] == scarce && free_[j] > first_place_[j] ? 1 : 0;
    return found;
  }

  // What the scarce leaves may cost, by leaf, others nothing: about what the first of those who stay would pay for a
  // place, less `margin`. Once `find` has found some.
  [[nodiscard]] std::vector<std::int64_t> prices(std::int64_t margin) const {
    std::vector<std::int64_t> offers;
    for (const Index row : unmatched_) offers.push_back(c_.outside[row]);
    for (std::size_t j = 0; j < c_.leaves; ++j) {
      if (seen_[j] != scarce) continue;
      for (Index k = first_place_[j]; k < free_[j]; ++k) offers.push_back(c_.outside[row_at_[k]]);
    }
    const auto dearest_out = offers.begin() + static_cast<std::ptrdiff_t>(unmatched_.size());
    std::nth_element(offers.begin(), dearest_out, offers.end());
    const std::int64_t price = std::max<std::int64_t>(0, *dearest_out - margin);
    std::vector<std::int64_t> out(c_.leaves, 0);
    for (std::size_t j = 0; j < c_.leaves; ++j) out[j] = seen_[j] == scarce ? price : 0;
    return out;
  }

 private:
  // Who looks for a place: the row that a search starts from, and those whose place somebody before them could take.
  struct Seeker {
    Index row, place, wanted_by;  // of the search's first: no place, nobody
  };
  static constexpr Index scarce = none;  // greater than the number of any search

  // What is full stays full.
  bool take_free_place(Index row) {
    for (Index& e = next_look_[row]; e < c_.first[row + 1]; ++e) {
      const Index leaf = c_.edges[e].leaf;
      if (free_[leaf] == first_place_[leaf + 1] || c_.edges[e].cost >= c_.outside[row]) continue;
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
        if (seen >= search_ || edge.cost >= c_.outside[row]) continue;
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
  std::vector<Index> first_place_{0}, free_;  // by leaf: its places, and the first of them that is free
  std::vector<Index> row_at_;                 // by place
  std::vector<Index> next_look_;              // by row
  std::vector<Index> seen_;                   // by leaf: the last search that came here, or scarce
  std::vector<Index> unmatched_, passed_;     // passed: the leaves of this search
  std::vector<Seeker> seekers_;
  Index search_ = 0;
  std::size_t looks_ = 0;
};

}  // namespace paidan::transport::detail
