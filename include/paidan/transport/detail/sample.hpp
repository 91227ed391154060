// A sample of the orders, with as much less room: what it is solved at is near what all of them are solved at.
//
// Where leaves take dozens of orders an auction begins with the prices of a sample. Between two samples a leaf's price
// differs by chance, like any mean over what comes to it: by the spread of costs over the root of how many orders that
// are. Prices start so much lower, since those that are too high take several times as long to come down
// (auction_back.hpp) as those that are too low to come up, and ε an eighth of it. A city, a district: two fifths fewer
// bids in all, a third less time. With half as much, or twice: a tenth to a third slower; samples of 6, 12 or 16 orders
// a leaf: as fast at best (below 8 scarce leaves are looked for in another way, which a sample misleads).
//
// Where leaves take hundreds, prices of whole regions are off by more than that, and coming down moves so many orders
// that it is up to five times as slow as to start from nothing; there is no sample then. Where they take thousands, few
// leaves are everybody's choice, and a sample is as good as all of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "paidan/transport/detail/compact.hpp"

namespace paidan::transport::detail {

// As much less room everywhere. What is left over at a small node comes to the next small one: many of them would
// otherwise have next to nothing together. At large ones it is better lost: a little less room than there is leaves
// prices that the whole problem comes down from, and a little more, prices that it has to bid up to.
template <class C>
void scale_room(Compact<C>& c, std::size_t stride) {
  constexpr Units small = 64;  // as many units after it
  const auto by = static_cast<Units>(stride);
  Units left = 0;
  for (std::size_t v = 0; v < c.nodes; ++v) {
    Units all = 0;
    for (const auto& s : c.segments_of(v)) all = std::min(unbounded, all + s.width);
    const bool is_small = all < small * by;
    Units before = is_small ? left : 0, scaled_before = 0;
    for (Index s = c.first_segment[v]; s < c.first_segment[v + 1]; ++s) {
      before += c.segments[s].width;
      const Units scaled = before / by;
      c.segments[s].width = scaled - std::exchange(scaled_before, scaled);
    }
    if (is_small) left = before % by;
  }
}

// Every `stride`-th row, and as much less room.
template <class C>
[[nodiscard]] Compact<C> sample(const Compact<C>& c, std::size_t stride) {
  Compact<C> out;
  out.leaves = c.leaves;
  out.nodes = c.nodes;
  out.parent = c.parent;
  out.first_segment = c.first_segment;
  out.segments = c.segments;
  out.dearest = c.dearest;
  out.big = c.big;
  out.threads = c.threads;
  scale_room(out, stride);
  const std::size_t rows = c.rows() / stride;
  out.first.reserve(rows + 1);
  out.edges.reserve(c.edges.size() / stride + 1);
  for (std::size_t i = stride / 2; i < c.rows(); i += stride) {
    const auto row = c.row(i);
    out.edges.insert(out.edges.end(), row.begin(), row.end());
    out.first.push_back(static_cast<Index>(out.edges.size()));
    out.demand.push_back(c.demand[i]);
    out.outside.push_back(c.outside[i]);
  }
  return out;
}

// Of thousands of orders a leaf.
template <class C>
[[nodiscard]] bool is_crowded(const Compact<C>& c) {
  constexpr std::size_t many_rows = 1'024;  // a leaf
  return c.rows() >= many_rows * c.leaves;
}

// How many rows one of a sample stands for that prices are told from; 0: better none.
template <class C>
[[nodiscard]] std::size_t sample_stride(const Compact<C>& c) {
  constexpr std::size_t least_rows = 1'024, most = 8;
  constexpr std::size_t enough = 8, fewest = 24, many = 128;  // rows a leaf: in the sample; here
  if (c.rows() < std::max(least_rows, fewest * c.leaves)) return 0;
  if (c.rows() > many * c.leaves && !is_crowded(c)) return 0;
  return std::min(most, c.rows() / std::max<std::size_t>(1, enough * c.leaves));
}

// By how much prices of such a sample may be too high. `span`: what a row's edges differ by.
template <class C>
[[nodiscard]] std::int64_t sampling_error(const Compact<C>& c, std::int64_t span, std::size_t stride) {
  const double spread = is_crowded(c) ? 0.15 : 0.6;  // of the span
  const double rows_a_leaf = static_cast<double>(c.rows()) / static_cast<double>(stride * c.leaves);
  return static_cast<std::int64_t>(spread * static_cast<double>(span) / std::sqrt(rows_a_leaf));
}

}  // namespace paidan::transport::detail
