// The loop behind solve_implicit().
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "paidan/core/blocks.hpp"
#include "paidan/transport/implicit.hpp"
#include "paidan/transport/matcher.hpp"

namespace paidan::transport {
namespace detail {

struct NewEdge {
  OrderId order;
  Edge edge;
};

template <CandidateSource Source>
class ImplicitSolver {
 public:
  ImplicitSolver(const TransportProblem& base, Source& source, const ImplicitOptions& options)
      : source_(source), options_(options), asked_for_(base.order_count(), options.first_edges) {
    result_.problem = base;
  }

  ImplicitSolution run() {
    prices_.assign(problem().leaf_count(), Cost(0));
    add(ask([&](OrderId) { return Query{anything, options_.first_edges}; }));
    while (true) {
      SolveOptions solving = options_.solve;
      if (result_.counts.solves > 0) solving.leaf_prices = prices_;
      result_.solution = solve(problem(), solving);
      ++result_.counts.solves;
      if (result_.solution.status == Status::infeasible) {
        if (widen_witness()) continue;
        break;
      }
      prices_ = result_.solution.leaf_price;
      const std::vector<NewEdge> violated = ask([&](OrderId i) {
        return Query{result_.solution.order_value[i.index()], options_.more_edges};
      });
      if (violated.empty()) break;
      if (violating_orders_ * few <= problem().order_count()) {
        repair(violated);
        break;
      }
      add(violated);
    }
    return std::move(result_);
  }

 private:
  struct Query {
    Cost below;
    std::size_t most;
  };
  static constexpr Cost anything{INT64_MAX};
  // A pair added to a Matcher costs some ten microseconds, a solve from prices about one an order.
  static constexpr std::size_t few = 20;

  [[nodiscard]] const TransportProblem& problem() const { return result_.problem; }

  // Asks the source about every order, in turn or by several threads; the answer is in the orders' order.
  template <class QueryOf>
  std::vector<NewEdge> ask(QueryOf query_of) {
    source_.set_prices(prices_);
    ++result_.counts.rounds;
    const std::size_t orders = problem().order_count();
    constexpr std::size_t least_orders = 1'000;
    std::vector<std::vector<NewEdge>> found(runs_of(orders, least_orders, options_.solve.threads));
    in_runs(orders, found.size(), [&](std::size_t run, std::size_t begin, std::size_t end) {
      std::vector<Edge> edges;
      for (std::size_t i = begin; i < end; ++i) {
        const auto [below, most] = query_of(OrderId(i));
        if (most == 0) continue;
        edges.clear();
        source_.cheapest(OrderId(i), below, most, edges);
        for (const Edge& e : edges) found[run].push_back({OrderId(i), e});
      }
    });
    for (std::size_t t = 1; t < found.size(); ++t) found[0].insert(found[0].end(), found[t].begin(), found[t].end());
    violating_orders_ = 0;
    for (std::size_t k = 0; k < found[0].size(); ++k) {
      violating_orders_ += k == 0 || found[0][k].order != found[0][k - 1].order ? 1 : 0;
    }
    return std::move(found[0]);
  }

  // Puts the pairs behind the edges of their orders.
  void add(const std::vector<NewEdge>& pairs) {
    const TransportProblem& old = problem();
    TransportProblem grown;
    for (std::size_t g = 0; g < old.group_count(); ++g) {
      grown.add_group(old.parent(GroupId(g)), old.segments(GroupId(g)));
    }
    for (std::size_t j = 0; j < old.leaf_count(); ++j) grown.add_leaf(old.parent(LeafId(j)), old.segments(LeafId(j)));
    grown.reserve(old.order_count(), old.edge_count() + pairs.size());
    auto next = pairs.begin();
    for (std::size_t i = 0; i < old.order_count(); ++i) {
      const OrderId order(i);
      grown.start_order(old.demand(order));
      for (std::size_t e = old.first_edge(order); e < old.end_edge(order); ++e) {
        const EdgeId edge = grown.add_edge(old.edge_leaves()[e], old.edge_costs()[e]);
        if (old.has_edge_bounds() && old.edge_bound(EdgeId(e)) != unbounded) {
          grown.bound_edge(edge, old.edge_bound(EdgeId(e)));
        }
      }
      for (; next != pairs.end() && next->order == order; ++next) grown.add_edge(next->edge.leaf, next->edge.cost);
    }
    result_.problem = std::move(grown);
    result_.counts.generated += pairs.size();
  }

  // Orders that do not fit get twice as many pairs as they had, the cheapest first. False if they have them all.
  bool widen_witness() {
    prices_.assign(problem().leaf_count(), Cost(0));
    std::vector<char> stuck(problem().order_count(), 0);
    for (const OrderId order : result_.solution.witness) {
      stuck[order.index()] = 1;
      asked_for_[order.index()] = std::max<std::size_t>(1, 2 * asked_for_[order.index()]);
    }
    std::vector<NewEdge> pairs = ask([&](OrderId i) {
      return Query{anything, stuck[i.index()] != 0 ? asked_for_[i.index()] : 0};
    });
    std::erase_if(pairs, [&](const NewEdge& n) {
      const auto begin = problem().edge_leaves().begin();
      const auto end = begin + static_cast<std::ptrdiff_t>(problem().end_edge(n.order));
      return std::find(begin + static_cast<std::ptrdiff_t>(problem().first_edge(n.order)), end, n.edge.leaf) != end;
    });
    add(pairs);
    return !pairs.empty();
  }

  // Adds pairs one by one as long as they are violated, until a whole round finds none.
  void repair(std::vector<NewEdge> violated) {
    Matcher matcher(problem(), result_.solution);
    while (!violated.empty()) {
      for (const NewEdge& n : violated) {
        if (n.edge.cost + matcher.price(n.edge.leaf) >= matcher.value(n.order)) continue;
        matcher.add_edge(n.order, n.edge.leaf, n.edge.cost);
        ++result_.counts.repairs;
        ++result_.counts.generated;
      }
      for (std::size_t j = 0; j < prices_.size(); ++j) prices_[j] = matcher.price(LeafId(j));
      violated = ask([&](OrderId i) { return Query{matcher.value(i), options_.more_edges}; });
    }
    Solution solution = matcher.solution();
    solution.algorithm = result_.solution.algorithm;
    solution.why = result_.solution.why;
    solution.seconds = result_.solution.seconds;
    result_.problem = matcher.problem();
    result_.solution = std::move(solution);
  }

  Source& source_;
  const ImplicitOptions& options_;
  std::vector<std::size_t> asked_for_;  // pairs, by order; grows for orders that do not fit
  std::vector<Cost> prices_;
  std::size_t violating_orders_ = 0;  // of the last `ask`
  ImplicitSolution result_;
};

}  // namespace detail

template <CandidateSource Source>
ImplicitSolution solve_implicit(const TransportProblem& base, Source& source, const ImplicitOptions& options) {
  return detail::ImplicitSolver<Source>(base, source, options).run();
}

template <CandidateSource Source>
Verdict verify_implicit(const Source& source, const ImplicitSolution& result) {
  const TransportProblem& problem = result.problem;
  const Solution& solution = result.solution;
  Verdict verdict = verify(problem, solution);
  if (!verdict.holds()) return verdict;
  const auto fault = [&](std::string text) {
    if (verdict.faults.size() < 20) verdict.faults.push_back(std::move(text));
  };
  if (solution.status == Status::infeasible) {
    for (const OrderId i : solution.witness) {
      const auto edges =
          problem.edge_leaves().subspan(problem.first_edge(i), problem.end_edge(i) - problem.first_edge(i));
      for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
        if (source.cost(i, LeafId(j)) && std::find(edges.begin(), edges.end(), LeafId(j)) == edges.end()) {
          fault(fmt::format("order {} of the witness could go to leaf {}", i.value(), j));
        }
      }
    }
    return verdict;
  }
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
      const std::optional<Cost> cost = source.cost(OrderId(i), LeafId(j));
      if (cost && *cost + solution.leaf_price[j] < solution.order_value[i]) {
        fault(fmt::format("order {}: leaf {} would cost {}, its value is {}", i, j,
                          (*cost + solution.leaf_price[j]).count(), solution.order_value[i].count()));
      }
    }
  }
  return verdict;
}

}  // namespace paidan::transport
