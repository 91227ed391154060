// Random `p min` texts that are transport problems, with everything the format allows: trees of any depth, lower
// bounds, parallel arcs of any order of cost, orders at inner nodes and at the sink, several sinks, nodes that nothing
// reaches, node numbers and lines in any order.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "paidan/core/random.hpp"

namespace paidan::io::test {

struct NetworkShape {
  std::size_t orders = 3, inner = 4, sinks = 1;
  std::int64_t largest_supply = 3, largest_capacity = 4, largest_cost = 20;
  unsigned low_percent = 25;     // tree arcs with a lower bound
  unsigned direct_percent = 40;  // orders with an arc to a sink
};

inline std::string random_min(Random& random, const NetworkShape& shape) {
  const std::size_t first_inner = shape.orders, first_sink = first_inner + shape.inner,
                    nodes = first_sink + shape.sinks;
  std::vector<std::size_t> number(nodes);
  std::iota(number.begin(), number.end(), 1);
  random.shuffle(number);
  std::vector<std::string> lines, arcs;
  const auto arc = [&](std::size_t tail, std::size_t head, std::int64_t low, std::int64_t capacity) {
    arcs.push_back(fmt::format("a {} {} {} {} {}", number[tail], number[head], low, capacity,
                               random.between(-shape.largest_cost / 4, shape.largest_cost)));
  };
  std::int64_t total = 0;
  for (std::size_t i = 0; i < shape.orders; ++i) {
    const std::int64_t supply = random.between(1, shape.largest_supply);
    total += supply;
    lines.push_back(fmt::format("n {} {}", number[i], supply));
    for (std::size_t v = first_inner; v < nodes; ++v) {
      if (!random.chance(v >= first_sink ? shape.direct_percent : 45)) continue;
      arc(i, v, 0, random.chance(75) ? supply + random.between(0, 1) : random.between(0, supply));
    }
  }
  for (std::size_t v = first_inner; v < first_sink; ++v) {  // climbs to a later inner node or a sink
    if (random.chance(5)) continue;                         // a dead end
    const auto head = static_cast<std::size_t>(
        random.between(static_cast<std::int64_t>(v + 1), static_cast<std::int64_t>(nodes - 1)));
    for (int parallel = random.chance(40) ? 2 : 1; parallel > 0; --parallel) {
      const std::int64_t capacity = random.between(0, shape.largest_capacity);
      arc(v, head, random.chance(shape.low_percent) ? random.between(0, capacity) : 0, capacity);
    }
  }
  std::vector<std::int64_t> taken(shape.sinks, 0);
  for (std::int64_t u = 0; u < total; ++u) ++taken[random.below(shape.sinks)];
  for (std::size_t s = 0; s < shape.sinks; ++s) {
    if (taken[s] != 0) lines.push_back(fmt::format("n {} {}", number[first_sink + s], -taken[s]));
  }
  random.shuffle(lines);
  random.shuffle(arcs);
  std::string text = fmt::format("c random\np min {} {}\n", nodes, arcs.size());
  for (const auto& part : {lines, arcs}) {
    for (const std::string& line : part) text += line + "\n";
  }
  return text;
}

}  // namespace paidan::io::test
