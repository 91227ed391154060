// Regions of a large problem that an auction can settle at the same time: nested dissection (George 1973).
//
// Leaves are numbered so that neighbours are near one another (outline.hpp); cut into runs of equal length they make
// regions that few orders reach across. Regions are numbered as a heap: 1 is everything, 2r and 2r + 1 are the halves
// of r. A row belongs to the smallest region that has all of its leaves: what belongs to the two halves of a region
// shares no leaf and can go on side by side, then comes what lies across. The cut depends on the problem alone, not on
// how many threads there are.
//
// O(edges) time; 5 bytes a row. Tried without gain: runs of 4,096 leaves; leaves numbered from one at the rim (up to a
// third fewer rows across the middle of a city, but not fewer bids there).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"

namespace paidan::transport::detail {

class Regions {
 public:
  static constexpr Index all = 1;

  // No cut where leaves are few, or more than a quarter of the rows lie across its middle.
  template <class C>
  explicit Regions(const Compact<C>& c) : rows_(c.rows()), leaves_(c.leaves) {
    constexpr std::size_t least_leaves = 2'048;
    constexpr int most_levels = 5;
    while (levels_ < most_levels && (least_leaves << (levels_ + 1)) <= c.leaves) ++levels_;
    if (levels_ == 0) return;
    std::vector<std::uint8_t> run(c.leaves);
    for (std::size_t j = 0; j < c.leaves; ++j) run[j] = static_cast<std::uint8_t>((j << levels_) / c.leaves);
    region_.resize(c.rows());
    constexpr std::size_t least_rows = 16'384;
    in_runs(c.rows(), runs_of(c.rows(), least_rows, c.threads), [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) region_[i] = region_of(c, i, run);
    });
    begin_.assign((std::size_t{2} << levels_) + 1, 0);
    for (const std::uint8_t r : region_) ++begin_[r + 1];
    if (4 * std::size_t{begin_[all + 1]} > c.rows()) {
      levels_ = 0;
      return;
    }
    for (std::size_t r = 0; r + 1 < begin_.size(); ++r) begin_[r + 1] += begin_[r];
    row_.resize(c.rows());
    std::vector<Index> at(begin_.begin(), begin_.end() - 1);
    for (std::size_t i = 0; i < c.rows(); ++i) row_[at[region_[i]]++] = static_cast<Index>(i);
  }

  [[nodiscard]] bool has_halves(Index region) const { return region < (Index{1} << levels_); }
  // The rows that belong to the region itself, in rising order.
  [[nodiscard]] std::size_t size(Index region) const {
    return levels_ == 0 ? rows_ : begin_[region + 1] - begin_[region];
  }
  // With those of its halves.
  [[nodiscard]] std::size_t size_within(Index region) const {
    return size(region) + (has_halves(region) ? size_within(2 * region) + size_within(2 * region + 1) : 0);
  }
  [[nodiscard]] bool is_in(Index leaf, Index region) const {
    const int level = std::bit_width(region) - 1;
    return ((std::size_t{leaf} << levels_) / leaves_) >> (levels_ - level) == region - (Index{1} << level);
  }
  // Whether the row belongs to the region or a part of it.
  [[nodiscard]] bool is_within(Index row, Index region) const {
    const Index own = region_[row];
    const int below = std::bit_width(own) - std::bit_width(region);
    return below >= 0 && own >> below == region;
  }
  [[nodiscard]] Index row(Index region, std::size_t k) const {
    return levels_ == 0 ? static_cast<Index>(k) : row_[begin_[region] + k];
  }

 private:
  // `run` by leaf.
  template <class C>
  [[nodiscard]] std::uint8_t region_of(const Compact<C>& c, std::size_t i, const std::vector<std::uint8_t>& run) const {
    const auto row = c.row(i);
    if (row.empty()) return all;
    Index first = none, last = 0;
    for (const auto& e : row) {
      first = std::min(first, e.leaf);
      last = std::max(last, e.leaf);
    }
    const std::uint32_t a = run[first], b = run[last];
    return static_cast<std::uint8_t>(((Index{1} << levels_) + a) >> std::bit_width(a ^ b));
  }

  std::size_t rows_, leaves_;
  int levels_ = 0;
  RawVector<std::uint8_t> region_;  // by row
  std::vector<Index> begin_;
  RawVector<Index> row_;  // by region
};

}  // namespace paidan::transport::detail
