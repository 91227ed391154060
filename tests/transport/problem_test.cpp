// TransportProblem: orders one by one and many at once from arrays are the same problem.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport/problem.hpp"

using namespace paidan;
using namespace paidan::transport;

namespace {

struct Arrays {
  std::vector<Units> demand;
  std::vector<std::size_t> first{0};
  std::vector<std::uint32_t> leaf;
  std::vector<std::int64_t> cost;
};

Arrays random_arrays(std::size_t orders, std::size_t leaves, Random& random) {
  Arrays out;
  for (std::size_t i = 0; i < orders; ++i) {
    out.demand.push_back(random.between(1, 9));
    const auto edges = static_cast<std::size_t>(random.between(0, 12));
    for (std::size_t k = 0; k < edges; ++k) {
      out.leaf.push_back(static_cast<std::uint32_t>((i + k) % leaves));
      out.cost.push_back(random.between(-1000, 1000));
    }
    out.first.push_back(out.leaf.size());
  }
  return out;
}

void add_one_by_one(const Arrays& a, std::size_t begin, std::size_t end, TransportProblem& out) {
  for (std::size_t i = begin; i < end; ++i) {
    out.start_order(a.demand[i]);
    for (std::size_t e = a.first[i]; e < a.first[i + 1]; ++e) out.add_edge(LeafId(a.leaf[e]), Cost(a.cost[e]));
  }
}

bool same_orders(const TransportProblem& a, const TransportProblem& b) {
  return std::ranges::equal(a.demands(), b.demands()) && std::ranges::equal(a.first_edges(), b.first_edges()) &&
         std::ranges::equal(a.edge_leaves(), b.edge_leaves()) && std::ranges::equal(a.edge_costs(), b.edge_costs()) &&
         std::ranges::equal(a.edge_bounds(), b.edge_bounds());
}

std::string refusal(const Arrays& a) {
  TransportProblem problem;
  try {
    problem.add_orders(a.demand, a.first, a.leaf, a.cost);
  } catch (const Error& e) {
    CHECK(problem.order_count() == 0);
    return e.what();
  }
  return {};
}

}  // namespace

TEST_CASE("orders at once are the orders one by one, on any number of threads") {
  constexpr std::uint64_t seed = 20261126;
  INFO("seed " << seed);
  Random random(seed);
  for (const std::size_t orders : {0, 1, 7, 200'000}) {
    CAPTURE(orders);
    const Arrays a = random_arrays(orders, 50, random);
    TransportProblem expected;
    add_one_by_one(a, 0, orders, expected);
    for (const unsigned threads : {1U, 2U, 3U}) {
      TransportProblem problem;
      problem.add_orders(a.demand, a.first, a.leaf, a.cost, threads);
      CHECK(same_orders(problem, expected));
    }
  }
}

TEST_CASE("orders at once go behind those that are there, and a slice of the arrays is enough") {
  Random random(7);
  const Arrays a = random_arrays(100, 50, random);
  TransportProblem expected, problem;
  add_one_by_one(a, 0, 100, expected);
  expected.bound_edge(EdgeId(0), 1);
  add_one_by_one(a, 0, 30, problem);
  problem.bound_edge(EdgeId(0), 1);
  problem.add_orders(std::span(a.demand).subspan(30), std::span(a.first).subspan(30), a.leaf, a.cost);
  CHECK(same_orders(problem, expected));
}

TEST_CASE("arrays that do not fit together are refused, and nothing is added") {
  Arrays good{{1, 2}, {0, 1, 3}, {0, 0, 1}, {5, 6, 7}};
  CHECK(refusal(good).empty());
  Arrays bad = good;
  bad.first.pop_back();
  CHECK(refusal(bad).find("2 numbers of first edges, expected one more than the 2 demands") != std::string::npos);
  bad = good;
  bad.cost.pop_back();
  CHECK(refusal(bad).find("3 leaves of edges, expected as many as the 2 costs") != std::string::npos);
  bad = good;
  bad.first.back() = 4;
  CHECK(refusal(bad).find("the last edge ends at 4, expected at most the 3 edges there are") != std::string::npos);
  bad = good;
  bad.first = {2, 1, 3};
  CHECK(refusal(bad).find("number 1 of the first edges is 1, expected at least 2, the one before") !=
        std::string::npos);
}
