// The benchmark families: seeded transport problems of every shape that the solver must be good at, and those that
// hurt.
//
// A family, a seed and a scale name one problem on every machine: paidan::Random and integers only. Conventions, unless
// a family says otherwise:
//
//   spatial    orders and leaves are points, uniform in a square of side 100,000; an order has edges to its k nearest
//              leaves, at the distance (rounded down) as cost, in rising order of leaf; orders come in no order of
//              place
//   tight      all leaves together take 1.05 × the demand (5% more than it, rounded down), each 0.5 … 1.5 times the
//   mean unserved   one more leaf, the last, that takes everybody at a penalty of 1,000,000; that edge counts beside
//   the k
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "paidan/transport/problem.hpp"

namespace paidan::bench {

// Shrinks a family: orders and leaves in proportion, with a floor so that a tiny instance still has the family's shape.
struct Scale {
  std::uint64_t millionths = 1'000'000;
  [[nodiscard]] std::size_t of(std::size_t full, std::size_t floor) const {
    return std::max(static_cast<std::size_t>(full * millionths / 1'000'000), std::min(floor, full));
  }
};

struct Family {
  enum class Kind {
    typical,      // a target of its own
    adversarial,  // may take at most 3 × the best peer
    growth,       // only to compare times with another family
  };

  std::string_view name;
  std::string_view shape;  // for people: "100,000 × 2,000, 16 each, spatial, tight"
  Kind kind = Kind::typical;
  double target = 1;    // best peer's time ÷ ours: at least this
  double moonshot = 1;  // and this is hoped for
  transport::TransportProblem (*make)(Scale scale, std::uint64_t seed) = nullptr;
  double most_passes = 0;  // solve time in plain passes over the edges: at most this; 0 = not asked
};

[[nodiscard]] std::span<const Family> families() noexcept;

// nullptr if there is none of that name.
[[nodiscard]] const Family* find_family(std::string_view name) noexcept;

}  // namespace paidan::bench
