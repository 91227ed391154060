// The simplex' tree beside one that knows parents only, through thousands of random changes.
#include "paidan/transport/detail/threaded_tree.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "paidan/core/random.hpp"

using namespace paidan;
using namespace paidan::transport::detail;

namespace {

struct ParentsOnly {
  std::vector<Index> parent;
  Index root;

  [[nodiscard]] bool contains(Index v) const { return v == root || parent[v] != none; }
  [[nodiscard]] std::vector<Index> path(Index v) const {  // up to the root
    std::vector<Index> out{v};
    while (out.back() != root) out.push_back(parent[out.back()]);
    return out;
  }
  [[nodiscard]] bool is_below(Index v, Index top) const {
    const std::vector<Index> up = path(v);
    return std::find(up.begin(), up.end(), top) != up.end();
  }
  [[nodiscard]] Index common_ancestor(Index u, Index w) const {
    for (const Index v : path(u)) {
      if (is_below(w, v)) return v;
    }
    return root;
  }
  void rehang(Index top, Index bottom, Index above) {
    for (Index v = bottom, now = above;;) {
      const Index up = std::exchange(parent[v], now);
      if (v == top) break;
      now = std::exchange(v, up);
    }
  }
};

}  // namespace

TEST_CASE("A threaded tree grows, loses nodes and rehangs subtrees as one that knows parents only") {
  const std::uint64_t seed = 20'261'126;
  CAPTURE(seed);
  Random random(seed);
  for (int trial = 0; trial < 60; ++trial) {
    const auto nodes = static_cast<Index>(random.between(2, trial < 40 ? 12 : 60));
    const auto root = static_cast<Index>(random.below(nodes));
    ThreadedTree tree;
    tree.start(nodes, root);
    ParentsOnly plain{std::vector<Index>(nodes, none), root};
    const auto any_inside = [&] {
      while (true) {
        if (const auto v = static_cast<Index>(random.below(nodes)); plain.contains(v)) return v;
      }
    };
    for (int step = 0; step < 200; ++step) {
      const auto v = static_cast<Index>(random.below(nodes));
      if (!plain.contains(v)) {
        const Index parent = any_inside();
        tree.insert(v, parent);
        plain.parent[v] = parent;
      } else if (v != root && !tree.has_children(v) && random.chance(20)) {
        tree.remove(v);
        plain.parent[v] = none;
      } else if (v != root) {
        std::vector<Index> below, expected;
        for (Index w = 0; w < nodes; ++w) {
          if (plain.contains(w) && plain.is_below(w, v)) expected.push_back(w);
        }
        const Index bottom = expected[random.below(expected.size())];
        const Index above = any_inside();
        if (plain.is_below(above, v)) continue;
        tree.rehang(v, bottom, above, [&](Index w) { below.push_back(w); });
        plain.rehang(v, bottom, above);
        std::sort(below.begin(), below.end());
        REQUIRE(below == expected);
      }
      for (Index w = 0; w < nodes; ++w) {
        REQUIRE(tree.parent(w) == plain.parent[w]);
        if (!plain.contains(w)) continue;
        REQUIRE(tree.depth(w) + 1 == static_cast<std::int32_t>(plain.path(w).size()));
        const bool has_children = std::find(plain.parent.begin(), plain.parent.end(), w) != plain.parent.end();
        REQUIRE(tree.has_children(w) == has_children);
      }
      const Index a = any_inside(), b = any_inside();
      REQUIRE(tree.common_ancestor(a, b) == plain.common_ancestor(a, b));
    }
  }
}
