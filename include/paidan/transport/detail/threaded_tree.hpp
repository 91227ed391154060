// A rooted tree that is read in preorder and takes a subtree to another place: what a network simplex does at every
// pivot.
//
// Each node knows its parent, its depth, and who comes before and after it in a preorder (the *thread*: Glover,
// Klingman & Stutz 1974; Bradley, Brown & Graves 1977). The nodes below v are those that follow it and lie deeper, so a
// subtree is walked along one chain of small numbers: with lists of children, whose three links lie in three places, a
// pivot took twice as long.
//
// Memory: 16 bytes a node. All is O(1), but for `rehang`.
#pragma once

#include <cstdint>
#include <vector>

#include "paidan/transport/detail/outline.hpp"

namespace paidan::transport::detail {

class ThreadedTree {
 public:
  // `nodes` of them, and `root` alone is in the tree.
  void start(std::size_t nodes, Index root) {
    place_.assign(nodes, Place{});
    next_.assign(nodes, none);
    before_.assign(nodes, none);
    next_[root] = before_[root] = root;
  }
  void add_node() {
    place_.emplace_back();
    next_.push_back(none);
    before_.push_back(none);
  }

  // none: the root, or not in the tree.
  [[nodiscard]] Index parent(Index v) const { return place_[v].parent; }
  [[nodiscard]] std::int32_t depth(Index v) const { return place_[v].depth; }
  [[nodiscard]] bool has_children(Index v) const { return place_[next_[v]].depth > place_[v].depth; }

  // v, which is not in the tree, becomes a child of `parent`.
  void insert(Index v, Index parent) {
    place_[v] = {parent, place_[parent].depth + 1};
    link(v, next_[parent]);
    link(parent, v);
  }
  // v, which has no children, leaves the tree.
  void remove(Index v) {
    link(before_[v], next_[v]);
    place_[v].parent = none;
  }
  [[nodiscard]] Index common_ancestor(Index u, Index w) const {
    while (u != w) {
      if (place_[u].depth >= place_[w].depth) {
        u = place_[u].parent;
      } else {
        w = place_[w].parent;
      }
    }
    return u;
  }

  // The subtree below `top` is cut off and hangs by `bottom`, which lies in it, below `above`, which does not. Calls
  // visit(v) once for each of its nodes. O(nodes of the subtree).
  template <class Visit>
  void rehang(Index top, Index bottom, Index above, Visit visit) {
    const Index left = before_[top];
    Index last = none;   // of those that have their new places
    Index after = none;  // who came behind the subtree that was taken before
    for (Index v = bottom, below = none;;) {
      const Place old = place_[v];
      place_[v] = {below == none ? above : below, place_[below == none ? above : below].depth + 1};
      const std::int32_t shift = place_[v].depth - old.depth;
      visit(v);
      if (last != none) link(last, v);
      last = v;
      const auto walk = [&](Index u) {
        for (; u != below && place_[u].depth > old.depth; u = next_[u]) {
          place_[u].depth += shift;
          visit(u);
          last = u;
        }
        return u;
      };
      const Index stopped = walk(next_[v]);
      if (below == none) {
        after = stopped;
      } else if (place_[after].depth > old.depth) {
        link(last, after);
        after = walk(after);
      }
      if (v == top) break;
      below = v;
      v = old.parent;
    }
    link(left, after);
    link(last, next_[above]);
    link(above, bottom);
  }

 private:
  void link(Index v, Index w) {
    next_[v] = w;
    before_[w] = v;
  }

  struct Place {
    Index parent = none;
    std::int32_t depth = 0;
  };
  std::vector<Place> place_;
  std::vector<Index> next_, before_;  // in a ring
};

}  // namespace paidan::transport::detail
