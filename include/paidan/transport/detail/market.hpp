// What a leaf takes at which price, as an auction sees it: steps of rising cost.
//
// A leaf's steps are its own segments and its share, by width, of those of every group above it: a stand-in for groups,
// which the auction does not see. Between rounds small groups share anew: group_shares.hpp.
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
  P next_cost = 0;  // of the next step
  Units open = 0;   // the width of steps [0, step]

  [[nodiscard]] P base() const { return steps.front().cost; }
  [[nodiscard]] Units width() const {
    Units sum = 0;
    for (const Step& s : steps) sum += s.width;
    return sum;
  }
  void open_up_to(P price) {
    open_step(0);
    while (next_cost <= price) open_step(step + 1);
  }
  // The next step; the leaf's price is at least its cost then.
  void open_next(P& price) {
    price = std::max(price, next_cost);
    open_step(step + 1);
  }

 private:
  void open_step(std::uint32_t next) {
    step = next;
    open = (step == 0 ? 0 : open) + steps[step].width;
    next_cost = step + 1 < steps.size() ? steps[step + 1].cost : std::numeric_limits<P>::max();
  }
};

inline constexpr std::int64_t unknown_price = INT64_MIN;

// Opens the market of each leaf, at its base price. `known` are prices of groups, by node (none, or `unknown_price`
// where not): a leaf pays its nearest group's and sees nothing above it.
template <class P, class C>
class MarketOpener {
 public:
  MarketOpener(const Compact<C>& c, const std::vector<std::int64_t>& known)
      : c_(c), known_(known), below_(c.nodes + 1, 0), passed_(c.nodes + 1, 0) {
    const auto add = [&](Index v, Units units) { below_[v] = std::min(unbounded, below_[v] + units); };
    for (std::size_t v = 0; v < c.leaves; ++v) {
      for (const auto& s : c.segments_of(v)) add(static_cast<Index>(v), s.width);
    }
    for (std::size_t v = 0; v < c.leaves; ++v) {
      for (Index above = c.parent[v]; above != c.root(); above = c.parent[above]) add(above, below_[v]);
    }
  }

  // Of leaf j; for each leaf once, in the order of their numbers.
  void open(std::size_t j, Market<P>& out) {
    curves_.clear();
    std::int64_t above = 0;
    for (Index v = static_cast<Index>(j); v != c_.root(); v = c_.parent[v]) {
      if (!known_.empty() && known_[v] != unknown_price) {
        above = known_[v];
        break;
      }
      const Units begin = passed_[v];
      passed_[v] = std::min(unbounded, begin + below_[j]);
      curves_.push_back({c_.first_segment[v], c_.first_segment[v + 1], below_[v], begin, passed_[v]});
      if (!curves_.back().ended()) reach(curves_.back());
    }
    for (Units load = 0;
         std::none_of(curves_.begin(), curves_.end(), [](const Curve& curve) { return curve.ended(); });) {
      std::int64_t cost = above;
      Units until = unbounded;
      for (const Curve& curve : curves_) {
        cost += c_.segments[curve.segment].cost;
        until = std::min(until, curve.until);
      }
      constexpr std::int64_t far = std::numeric_limits<P>::max() / 4;  // nobody bids more
      if (until > load) out.steps.push_back({static_cast<P>(std::clamp(cost, -far, far)), until - load});
      load = std::max(load, until);
      for (Curve& curve : curves_) {
        while (!curve.ended() && curve.until <= load) {
          ++curve.segment;
          if (!curve.ended()) reach(curve);
        }
      }
    }
    if (out.steps.empty()) {  // closed: dearer than anybody would pay
      out.steps.push_back({static_cast<P>(std::min<std::int64_t>(c_.big, std::numeric_limits<P>::max() / 4)), 0});
    }
    out.open_up_to(out.base());
  }

 private:
  // A node's segments as the leaf sees them. Of what all leaves below the node take together, `all`, this one comes
  // after the first `begin` and before `end`: shares of what a segment brings are cut there, so that they add up to it.
  struct Curve {
    Index segment, end_segment;
    Units all, begin, end, before = 0, until = 0;  // reaches to `until` of the leaf's load
    [[nodiscard]] bool ended() const { return segment == end_segment; }
  };
  void reach(Curve& curve) const {
    curve.before += c_.segments[curve.segment].width;
    const auto cut = [&](Units at) {
      return static_cast<Units>(static_cast<WideCost>(curve.before) * at / std::max<Units>(1, curve.all));
    };
    curve.until = std::max(curve.until, cut(curve.end) - cut(curve.begin));
  }

  const Compact<C>& c_;
  const std::vector<std::int64_t>& known_;
  std::vector<Units> below_;   // what the leaves below each node take together, before the node's own capacity
  std::vector<Units> passed_;  // of it, what leaves that are open already take
  std::vector<Curve> curves_;  // of the leaf at hand and what lies above it
};

}  // namespace paidan::transport::detail
