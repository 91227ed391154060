// What a leaf takes at which price, as an auction sees it: steps of rising cost.
//
// A leaf's steps are its own segments and its share, by width, of those of every group above it: a stand-in for groups,
// which the auction does not see.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "paidan/transport/detail/compact.hpp"

namespace paidan::transport::detail {

template <class P>
struct Market {
  struct Step {
    P cost;  // a segment's, with what lies above it
    Units width;
  };
  std::vector<Step> steps;
  std::uint32_t step = 0;
  Units open = 0;  // the width of steps [0, step]

  [[nodiscard]] P base() const { return steps.front().cost; }
  [[nodiscard]] P next_cost() const {
    return step + 1 < steps.size() ? steps[step + 1].cost : std::numeric_limits<P>::max();
  }
  [[nodiscard]] Units width() const {
    Units sum = 0;
    for (const Step& s : steps) sum += s.width;
    return sum;
  }
  void open_up_to(P price) {
    step = 0;
    open = steps.front().width;
    while (next_cost() <= price) open += steps[++step].width;
  }
  // The next step; the leaf's price is at least its cost then.
  void open_next(P& price) {
    open += steps[++step].width;
    price = std::max(price, steps[step].cost);
  }
};

// What the leaves below each node take together, before the node's own capacity.
template <class C>
[[nodiscard]] std::vector<Units> widths_below(const Compact<C>& c) {
  std::vector<Units> below(c.nodes + 1, 0);
  const auto add = [&](Index v, Units units) { below[v] = std::min(unbounded, below[v] + units); };
  for (std::size_t v = 0; v < c.leaves; ++v) {
    for (const auto& s : c.segments_of(v)) add(static_cast<Index>(v), s.width);
  }
  for (std::size_t v = 0; v < c.leaves; ++v) {
    for (Index above = c.parent[v]; above != c.root(); above = c.parent[above]) add(above, below[v]);
  }
  return below;
}

// Of leaf j, open at its base price; `below` from `widths_below`; `known` prices of groups, by node (none, or
// `unknown_price` where not): a leaf pays its nearest group's and sees nothing above it.
inline constexpr std::int64_t unknown_price = INT64_MIN;
template <class P, class C>
void open_market(const Compact<C>& c, std::size_t j, const std::vector<Units>& below,
                 const std::vector<std::int64_t>& known, Market<P>& out) {
  struct Curve {
    Index segment, end;
    Units share, all, before = 0, until = 0;  // reaches from `before` to `until` of the leaf's load
  };
  std::vector<Curve> curves;
  const auto reach = [&](Curve& curve) {
    curve.before += c.segments[curve.segment].width;
    curve.until = static_cast<Units>(static_cast<WideCost>(curve.before) * curve.share / std::max<Units>(1, curve.all));
  };
  std::int64_t above = 0;
  for (Index v = static_cast<Index>(j); v != c.root(); v = c.parent[v]) {
    if (!known.empty() && known[v] != unknown_price) {
      above = known[v];
      break;
    }
    curves.push_back({c.first_segment[v], c.first_segment[v + 1], below[j], below[v]});
    if (curves.back().segment < curves.back().end) reach(curves.back());
  }
  const auto ended = [](const Curve& curve) { return curve.segment == curve.end; };
  for (Units load = 0; std::none_of(curves.begin(), curves.end(), ended);) {
    std::int64_t cost = above;
    Units until = unbounded;
    for (const Curve& curve : curves) {
      cost += c.segments[curve.segment].cost;
      until = std::min(until, curve.until);
    }
    constexpr std::int64_t far = std::numeric_limits<P>::max() / 4;  // nobody bids more
    if (until > load) out.steps.push_back({static_cast<P>(std::clamp(cost, -far, far)), until - load});
    load = std::max(load, until);
    for (Curve& curve : curves) {
      while (curve.segment < curve.end && curve.until <= load) {
        if (++curve.segment < curve.end) reach(curve);
      }
    }
  }
  if (out.steps.empty()) {  // closed: dearer than anybody would pay
    out.steps.push_back({static_cast<P>(std::min<std::int64_t>(c.big, std::numeric_limits<P>::max() / 2)), 0});
  }
  out.open_up_to(out.base());
}

}  // namespace paidan::transport::detail
