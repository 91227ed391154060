// Fragments: what the crash hands to the simplex. And how much they put on each node of the tree.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "paidan/core/blocks.hpp"
#include "paidan/core/raw_vector.hpp"
#include "paidan/transport/detail/compact.hpp"

namespace paidan::transport::detail {

// Some units of a row: at a leaf, by one of its edges, or at its outside option (edge = none).
struct Fragment {
  Index row;
  Index edge;
  Units units;
};
using Fragments = RawVector<Fragment>;

// By node, the root's (those outside) left out. Calls place(k, cost, node) for each fragment, on several threads.
template <class C, class Place>
[[nodiscard]] std::vector<Units> node_loads(const Compact<C>& c, const Fragments& fragments, Place place) {
  constexpr std::size_t least = 65'536;
  std::vector<std::vector<Units>> loads(runs_of(fragments.size(), least, c.threads));
  in_runs(fragments.size(), loads.size(), [&](std::size_t run, std::size_t begin, std::size_t end) {
    loads[run].assign(c.nodes + 1, 0);
    for (std::size_t k = begin; k < end; ++k) {
      const Fragment& f = fragments[k];
      if (f.edge == none) {
        place(k, c.outside[f.row], c.root());
      } else {
        place(k, std::int64_t{c.edges[f.edge].cost}, c.edges[f.edge].leaf);
        loads[run][c.edges[f.edge].leaf] += f.units;
      }
    }
  });
  std::vector<Units>& load = loads.front();
  for (std::size_t run = 1; run < loads.size(); ++run) {
    for (std::size_t j = 0; j < c.leaves; ++j) load[j] += loads[run][j];
  }
  for (std::size_t j = 0; j < c.leaves; ++j) load[c.parent[j]] += load[j];
  for (std::size_t v = c.nodes; v-- > c.leaves;) load[c.parent[v]] += load[v];
  load.pop_back();
  return std::move(load);
}

}  // namespace paidan::transport::detail
