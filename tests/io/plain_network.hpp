// A naive reader of DIMACS text and what the peers and brute force make of it: nothing here is shared with the reader
// under test.
#pragma once

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "bench/peers/peers.hpp"

namespace paidan::io::test {

struct PlainNetwork {
  bool assignment = false;
  std::vector<std::int64_t> supply;  // by node, from 0
  std::vector<std::uint32_t> tail, head;
  std::vector<std::int64_t> low, capacity, cost;
};

inline PlainNetwork read_plainly(const std::string& text) {
  PlainNetwork out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string type, kind;
    words >> type;
    if (type == "p") {
      std::size_t nodes = 0;
      words >> kind >> nodes;
      out.assignment = kind == "asn";
      out.supply.assign(nodes, 0);
    } else if (type == "n") {
      std::size_t node = 0;
      std::int64_t supply = 1;
      words >> node;
      if (!out.assignment) words >> supply;
      out.supply[node - 1] = supply;
    } else if (type == "a") {
      std::uint32_t tail = 0, head = 0;
      std::int64_t low = 0, capacity = 1, cost = 0;
      words >> tail >> head;
      if (!out.assignment) words >> low >> capacity;
      words >> cost;
      out.tail.push_back(tail - 1);
      out.head.push_back(head - 1);
      out.low.push_back(low);
      out.capacity.push_back(capacity);
      out.cost.push_back(cost);
    }
  }
  return out;
}

// As the peers want it; an assignment gets a sink that every node which can be taken leads to.
inline peers::FlowNetwork for_peers(PlainNetwork n) {
  if (n.assignment) {
    const std::size_t nodes = n.supply.size();
    std::int64_t total = 0;
    for (std::size_t v = 0; v < nodes; ++v) {
      total += n.supply[v];
      if (n.supply[v] != 0) continue;
      n.tail.push_back(static_cast<std::uint32_t>(v));
      n.head.push_back(static_cast<std::uint32_t>(nodes));
      n.low.push_back(0);
      n.capacity.push_back(1);
      n.cost.push_back(0);
    }
    n.supply.push_back(-total);
  }
  return {n.supply, n.tail, n.head, n.low, n.capacity, n.cost};
}

// The least cost over all integer flows, by trying each amount on each arc. For very small networks.
class BruteForce {
 public:
  explicit BruteForce(const PlainNetwork& network) : n_(network), balance_(network.supply), last_(balance_.size(), 0) {
    for (std::size_t a = 0; a < n_.tail.size(); ++a) last_[n_.tail[a]] = last_[n_.head[a]] = a + 1;
  }
  std::optional<std::int64_t> best() {
    for (std::size_t v = 0; v < balance_.size(); ++v) {
      if (last_[v] == 0 && balance_[v] != 0) return std::nullopt;
    }
    try_arc(0, 0);
    return best_;
  }

 private:
  void try_arc(std::size_t a, std::int64_t sum) {
    if (a == n_.tail.size()) {
      if (!best_ || sum < *best_) best_ = sum;
      return;
    }
    const std::size_t from = n_.tail[a], to = n_.head[a];
    for (std::int64_t x = n_.low[a]; x <= n_.capacity[a]; ++x) {
      balance_[from] -= x;
      balance_[to] += x;
      const bool settled = (last_[from] != a + 1 || balance_[from] == 0) && (last_[to] != a + 1 || balance_[to] == 0);
      if (settled) try_arc(a + 1, sum + x * n_.cost[a]);
      balance_[from] += x;
      balance_[to] -= x;
    }
  }

  const PlainNetwork& n_;
  std::vector<std::int64_t> balance_;
  std::vector<std::size_t> last_;  // 1 + the node's last arc: after it the node must be in balance
  std::optional<std::int64_t> best_;
};

}  // namespace paidan::io::test
