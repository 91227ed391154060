// A candidate source (implicit.hpp) for orders and leaves in the plane: who is near, has the skills, and is cheap.
//
//   c_ij = cost_a_metre · ⌊distance(i, j)⌋ + cost_j       for leaves j that have all the traits that order i needs
//
// An index of the leaves (k-d tree; Bentley 1975) keeps in every cell its bounding box, the least cost_j + p_j and the
// union of the traits, so a query passes by every cell that is too far for its cheapest leaf or lacks a trait. A trait
// is one of 64: a skill, a language, a half-day. Typical query: some microseconds, whatever the number of leaves.
//
// Memory: 72 bytes a leaf, 24 an order. Deterministic, integers only. `cheapest` may be called by several threads.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport {

struct PlanePoint {
  Metres x, y;  // −10⁹ … 10⁹
};
struct PlaneLeaf {
  PlanePoint at;
  Cost cost{0};
  std::uint64_t traits = 0;
};
struct PlaneOrder {
  PlanePoint at;
  std::uint64_t needs = 0;
};

class PlaneCandidates {
 public:
  // leaves[j] is leaf j of the base (which may have more: those are no candidates), orders[i] its order i. Throws
  // `Error` for points that are too far out and for a cost a metre that is negative or too large. O(leaves · log).
  PlaneCandidates(std::vector<PlaneLeaf> leaves, std::vector<PlaneOrder> orders, Cost cost_a_metre = Cost(1))
      : leaves_(std::move(leaves)), orders_(std::move(orders)), cost_a_metre_(cost_a_metre.count()) {
    if (cost_a_metre_ < 0 || cost_a_metre_ > 100'000'000) {
      throw Error("a cost a metre of " + std::to_string(cost_a_metre_) + ", expected 0 to 10^8");
    }
    for (const PlaneLeaf& leaf : leaves_) check(leaf.at);
    for (const PlaneOrder& order : orders_) check(order.at);
    by_cell_.resize(leaves_.size());
    std::iota(by_cell_.begin(), by_cell_.end(), std::uint32_t{0});
    offset_.resize(leaves_.size());
    if (!leaves_.empty()) build(0, static_cast<std::uint32_t>(leaves_.size()));
    set_prices({});
  }

  // Leaves without a price have none. O(leaves).
  void set_prices(std::span<const Cost> prices) {
    for (std::size_t k = 0; k < by_cell_.size(); ++k) {
      const std::uint32_t j = by_cell_[k];
      offset_[k] = leaves_[j].cost.count() + (j < prices.size() ? prices[j].count() : 0);
    }
    for (std::size_t c = cells_.size(); c-- > 0;) {  // children after parents
      Cell& cell = cells_[c];
      cell.least = cell.right == 0 ? *std::min_element(offset_.begin() + cell.begin, offset_.begin() + cell.end)
                                   : std::min(cells_[c + 1].least, cells_[cell.right].least);
    }
  }

  void cheapest(OrderId order, Cost below, std::size_t most, std::vector<Edge>& found) const {
    if (cells_.empty() || most == 0) return;
    std::vector<Found> best;  // a heap, the dearest in front
    search(0, orders_[order.index()], {below.count(), most}, best);
    std::sort(best.begin(), best.end());
    for (const Found& f : best) found.push_back({LeafId(f.leaf), *cost(order, LeafId(f.leaf))});
  }

  [[nodiscard]] std::optional<Cost> cost(OrderId order, LeafId leaf) const {
    if (leaf.index() >= leaves_.size()) return std::nullopt;
    const PlaneOrder& o = orders_[order.index()];
    const PlaneLeaf& l = leaves_[leaf.index()];
    if ((o.needs & ~l.traits) != 0) return std::nullopt;
    return Cost(way(gap(o.at.x, l.at.x, l.at.x), gap(o.at.y, l.at.y, l.at.y))) + l.cost;
  }

 private:
  struct Cell {
    Metres left, right_edge, bottom, top;
    std::uint32_t begin, end;  // of its leaves
    std::uint32_t right = 0;   // its second child; the first is the next cell; 0: no children
    std::int64_t least = 0;    // offset of its leaves
    std::uint64_t traits = 0;  // of any of its leaves
  };
  struct Found {
    std::int64_t total;
    std::uint32_t leaf;
    friend auto operator<=>(const Found&, const Found&) = default;
  };
  struct Limit {
    std::int64_t below;
    std::size_t most;
    [[nodiscard]] bool excludes(const Found& f, const std::vector<Found>& best) const {
      return f.total >= below || (best.size() == most && f > best.front());
    }
  };
  static constexpr std::uint32_t cell_size = 6;

  static void check(PlanePoint p) {
    constexpr std::int64_t most = 1'000'000'000;
    for (const Metres m : {p.x, p.y}) {
      if (m.count() > most || m.count() < -most) {
        throw Error("a coordinate of " + std::to_string(m.count()) + " m, expected at most 10^9");
      }
    }
  }
  // How far `at` is from the interval [low, high].
  static std::uint64_t gap(Metres at, Metres low, Metres high) {
    const std::int64_t outside = std::max({low.count() - at.count(), at.count() - high.count(), std::int64_t{0}});
    return static_cast<std::uint64_t>(outside);
  }
  [[nodiscard]] std::int64_t way(std::uint64_t dx, std::uint64_t dy) const {
    const std::uint64_t square = dx * dx + dy * dy;                                  // ≤ 8·10¹⁸
    auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(square)));  // a guess; mended exactly
    while (root * root > square) --root;
    while ((root + 1) * (root + 1) <= square) ++root;
    return cost_a_metre_ * static_cast<std::int64_t>(root);
  }

  // The cell of by_cell_[begin, end): halves at the median of its longer side.
  void build(std::uint32_t begin, std::uint32_t end) {
    const std::size_t at = cells_.size();
    const PlanePoint first = leaves_[by_cell_[begin]].at;
    Cell cell{first.x, first.x, first.y, first.y, begin, end};
    for (std::uint32_t k = begin; k < end; ++k) {
      const PlaneLeaf& leaf = leaves_[by_cell_[k]];
      cell.left = std::min(cell.left, leaf.at.x);
      cell.right_edge = std::max(cell.right_edge, leaf.at.x);
      cell.bottom = std::min(cell.bottom, leaf.at.y);
      cell.top = std::max(cell.top, leaf.at.y);
      cell.traits |= leaf.traits;
    }
    cells_.push_back(cell);
    if (end - begin <= cell_size) return;
    const bool by_x = cell.right_edge - cell.left >= cell.top - cell.bottom;
    const std::uint32_t middle = begin + (end - begin) / 2;
    const auto nth = [&](std::uint32_t k) { return by_cell_.begin() + static_cast<std::ptrdiff_t>(k); };
    std::nth_element(nth(begin), nth(middle), nth(end), [&](std::uint32_t a, std::uint32_t b) {
      const auto [m, n] =
          by_x ? std::pair(leaves_[a].at.x, leaves_[b].at.x) : std::pair(leaves_[a].at.y, leaves_[b].at.y);
      return m != n ? m < n : a < b;
    });
    build(begin, middle);
    cells_[at].right = static_cast<std::uint32_t>(cells_.size());
    build(middle, end);
  }

  [[nodiscard]] std::int64_t bound(const Cell& cell, PlanePoint at) const {
    return way(gap(at.x, cell.left, cell.right_edge), gap(at.y, cell.bottom, cell.top)) + cell.least;
  }
  void search(std::size_t c, const PlaneOrder& order, const Limit& limit, std::vector<Found>& best) const {
    const Cell& cell = cells_[c];
    if (cell.right == 0) return look_into(cell, order, limit, best);
    std::pair<std::int64_t, std::size_t> near{bound(cells_[c + 1], order.at), c + 1},
        far{bound(cells_[cell.right], order.at), cell.right};
    if (far.first < near.first) std::swap(near, far);
    for (const auto& [least, child] : {near, far}) {
      if ((order.needs & ~cells_[child].traits) == 0 && !limit.excludes({least, 0}, best)) {
        search(child, order, limit, best);
      }
    }
  }
  void look_into(const Cell& cell, const PlaneOrder& order, const Limit& limit, std::vector<Found>& best) const {
    for (std::uint32_t k = cell.begin; k < cell.end; ++k) {
      const std::uint32_t j = by_cell_[k];
      const PlaneLeaf& leaf = leaves_[j];
      if ((order.needs & ~leaf.traits) != 0) continue;
      const Found f{way(gap(order.at.x, leaf.at.x, leaf.at.x), gap(order.at.y, leaf.at.y, leaf.at.y)) + offset_[k], j};
      if (limit.excludes(f, best)) continue;
      if (best.size() == limit.most) {
        std::pop_heap(best.begin(), best.end());
        best.pop_back();
      }
      best.push_back(f);
      std::push_heap(best.begin(), best.end());
    }
  }

  std::vector<PlaneLeaf> leaves_;
  std::vector<PlaneOrder> orders_;
  std::int64_t cost_a_metre_;
  std::vector<std::uint32_t> by_cell_;  // leaves, cell by cell
  std::vector<std::int64_t> offset_;    // by position in by_cell_: cost + price
  std::vector<Cell> cells_;             // depth first
};

}  // namespace paidan::transport
