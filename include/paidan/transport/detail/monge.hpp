// Monge costs: what urgency times waiting, or distance along one street, looks like. There a walk down a staircase is
// optimal, and an auction would be at its slowest, since every order sees nearly the same leaves.
//
// A matrix is Monge when c(i, j) + c(i', j') ≤ c(i, j') + c(i', j) for all i < i', j < j'. Then the north-west corner
// rule (Hoffman 1963) gives an optimum: the first row takes the first columns, and so on, and the cells that it passes
// give prices that prove it. Rows and columns may come in any order: in a Monge matrix the differences of two rows only
// fall along the columns, so that sorting by differences finds the order (Burkard, Klinz & Rudolf 1996, §2.3). A row of
// zeros stands for what stays free where there is room to spare, a column for the outside option where there is too
// little.
//
// A sample of 16 × 16 tells most other matrices apart; whatever is not optimal in the end is left to the auction.
// O(edges + n log n + m log m) time, 40 bytes a row.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "paidan/transport/detail/compact.hpp"
#include "paidan/transport/detail/fragments.hpp"

namespace paidan::transport::detail {

template <class C>
class Staircase {
 public:
  explicit Staircase(const Compact<C>& compact) : c_(compact) {}

  // Whether the costs are Monge, in some order, and the optimum with prices by leaf if they are.
  [[nodiscard]] bool find(Fragments& fragments, std::vector<std::int64_t>& prices) {
    if (!is_complete() || !sample_is_monge()) return false;
    sort_all();
    walk(fragments);
    if (is_optimal(prices)) return true;
    fragments.clear();
    return false;
  }

 private:
  using Indices = std::vector<Index>;  // row c_.rows() is the one of zeros; column c_.leaves is outside

  // Every order has an edge to every leaf, in the same sequence; leaves are simple and below the root.
  [[nodiscard]] bool is_complete() {
    const std::size_t n = c_.rows(), m = c_.leaves;
    if (n < 2 || m < 2 || c_.nodes != m || c_.edges.size() != n * m || c_.segments.size() != m) return false;
    place_of_.assign(m, none);
    for (Index k = 0; k < m; ++k) {
      if (c_.segments_of(k).size() != 1) return false;
      place_of_[c_.edges[k].leaf] = k;
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (c_.first[i] != i * m) return false;
    }
    return std::find(place_of_.begin(), place_of_.end(), none) == place_of_.end();
  }

  [[nodiscard]] std::int64_t cost(Index i, Index j) const {
    if (i == c_.rows()) return 0;
    return j == c_.leaves ? c_.outside[i] : c_.edges[c_.first[i] + place_of_[j]].cost + c_.segments[j].cost;
  }

  // By how much less a later row (column) costs in column b than in column a (in row b than in row a).
  void sort_rows(Indices& rows, Index a, Index b) {
    keys_.resize(c_.rows() + 1);
    for (const Index i : rows) keys_[i] = cost(i, a) - cost(i, b);
    std::stable_sort(rows.begin(), rows.end(), [&](Index x, Index y) { return keys_[x] < keys_[y]; });
  }
  void sort_columns(Indices& columns, Index a, Index b) {
    keys_.resize(std::max(keys_.size(), c_.leaves + 1));
    for (const Index j : columns) keys_[j] = cost(a, j) - cost(b, j);
    std::stable_sort(columns.begin(), columns.end(), [&](Index x, Index y) { return keys_[x] < keys_[y]; });
  }
  void sort_by_ends(Indices& rows, Indices& columns) {
    for (int round = 0; round < 2; ++round) {  // what two ends do not tell apart the next ones may
      sort_rows(rows, columns.front(), columns.back());
      sort_columns(columns, rows.front(), rows.back());
    }
  }

  [[nodiscard]] bool sample_is_monge() {
    const auto some_of = [most = std::size_t{16}](std::size_t size) {
      Indices some(std::min(most, size));
      for (std::size_t k = 0; k < some.size(); ++k) some[k] = static_cast<Index>(k * (size - 1) / (some.size() - 1));
      return some;
    };
    rows_ = some_of(c_.rows()), columns_ = some_of(c_.leaves);
    // The two columns between which rows differ most are its ends, or as good.
    std::int64_t widest = 0;
    Index first = columns_.front(), last = columns_.back();
    for (const Index i : rows_) {
      const auto key = [&](Index j) { return cost(i, j) - cost(rows_.front(), j); };
      const auto [low, high] =
          std::minmax_element(columns_.begin(), columns_.end(), [&](Index x, Index y) { return key(x) < key(y); });
      if (key(*high) - key(*low) <= widest) continue;
      widest = key(*high) - key(*low);
      first = *high, last = *low;
    }
    sort_rows(rows_, first, last);
    sort_columns(columns_, rows_.front(), rows_.back());
    sort_by_ends(rows_, columns_);
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      for (std::size_t j = 1; j < columns_.size(); ++j) {
        const Index r = rows_[i - 1], s = rows_[i], a = columns_[j - 1], b = columns_[j];
        if (cost(r, a) + cost(s, b) > cost(r, b) + cost(s, a)) return false;
      }
    }
    return true;
  }

  // All rows and columns, from the ends of the sample on; and what is free in the end, or stays outside.
  void sort_all() {
    Units wanted = 0, room = 0;
    for (const Units units : c_.demand) wanted = std::min(unbounded, wanted + units);
    for (const auto& s : c_.segments) room = std::min(unbounded, room + s.width);
    free_ = std::max<Units>(0, room - wanted);
    outside_ = std::max<Units>(0, wanted - room);
    const Index first = columns_.front(), last = columns_.back();
    rows_.resize(c_.rows() + (free_ > 0 ? 1 : 0));
    columns_.resize(c_.leaves + (outside_ > 0 ? 1 : 0));
    std::iota(rows_.begin(), rows_.end(), Index{0});
    std::iota(columns_.begin(), columns_.end(), Index{0});
    sort_rows(rows_, first, last);
    sort_columns(columns_, rows_.front(), rows_.back());
    sort_by_ends(rows_, columns_);
  }

  // The north-west corner rule, with the prices (beyond the leaf's own cost) and values of the cells on its way.
  void walk(Fragments& fragments) {
    price_.assign(c_.leaves + 1, 0);
    value_.assign(c_.rows() + 1, 0);
    const auto demand = [&](Index i) { return i == c_.rows() ? free_ : c_.demand[i]; };
    const auto width = [&](Index j) { return j == c_.leaves ? outside_ : c_.segments[j].width; };
    std::size_t i = 0, j = 0;
    Units left = demand(rows_[0]), room = width(columns_[0]);
    value_[rows_[0]] = cost(rows_[0], columns_[0]);
    while (true) {
      const Index row = rows_[i], column = columns_[j];
      const Units units = std::min(left, room);
      if (units > 0 && row != c_.rows()) {
        fragments.push_back({row, column == c_.leaves ? none : c_.first[row] + place_of_[column], units});
      }
      left -= units, room -= units;
      if (left == 0 && i + 1 < rows_.size()) {
        left = demand(rows_[++i]);
        value_[rows_[i]] = cost(rows_[i], column) + price_[column];
      } else if (j + 1 < columns_.size()) {
        room = width(columns_[++j]);
        price_[columns_[j]] = value_[row] - cost(row, columns_[j]);
      } else {
        break;
      }
    }
    std::sort(fragments.begin(), fragments.end(),
              [](const Fragment& a, const Fragment& b) { return a.row != b.row ? a.row < b.row : a.edge < b.edge; });
    std::int64_t zero = *std::min_element(price_.begin(), price_.end() - 1);
    if (free_ > 0) zero = value_[c_.rows()];
    if (outside_ > 0) zero = price_[c_.leaves];
    for (std::int64_t& price : price_) price -= zero;
    for (std::int64_t& value : value_) value -= zero;
  }

  // Whether no row would rather be elsewhere, and no leaf charges less than it costs.
  [[nodiscard]] bool is_optimal(std::vector<std::int64_t>& prices) const {
    const std::size_t m = c_.leaves;
    prices.resize(m);
    for (std::size_t j = 0; j < m; ++j) {
      if (price_[j] < 0) return false;
      prices[j] = price_[j] + c_.segments[j].cost;
    }
    std::vector<std::int64_t> by_place(m);
    for (std::size_t k = 0; k < m; ++k) by_place[k] = prices[c_.edges[k].leaf];
    for (std::size_t i = 0; i < c_.rows(); ++i) {
      const CompactEdge<C>* row = c_.edges.data() + c_.first[i];
      std::int64_t lowest = c_.outside[i];
      bool in_place = true;
      for (std::size_t k = 0; k < m; ++k) {
        lowest = std::min(lowest, row[k].cost + by_place[k]);
        in_place &= row[k].leaf == c_.edges[k].leaf;
      }
      if (lowest < value_[i] || !in_place) return false;
    }
    return true;
  }

  const Compact<C>& c_;
  Indices place_of_;        // by leaf: which edge of every row leads there
  Indices rows_, columns_;  // of the sample, then all, in Monge order
  Units free_ = 0, outside_ = 0;
  std::vector<std::int64_t> keys_, price_, value_;
};

}  // namespace paidan::transport::detail
