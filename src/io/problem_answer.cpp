#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>
#include <numeric>
#include <stdexcept>

#include "paidan/core/decimal.hpp"
#include "paidan/io/problem_io.hpp"

namespace paidan::io {
namespace {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;

// What passes each climbing node.
std::vector<Units> climb_loads(const ProblemFile& file, const transport::Solution& solution) {
  const transport::TransportProblem& problem = file.problem;
  std::vector<Units> leaf(problem.leaf_count(), 0), group(problem.group_count(), 0);
  for (const transport::Placement& p : solution.placements) leaf[problem.edge_leaf(p.edge).index()] += p.units;
  for (std::size_t j = 0; j < leaf.size(); ++j) {
    if (const GroupId up = problem.parent(LeafId(j)); up.has_value()) group[up.index()] += leaf[j];
  }
  for (std::size_t g = group.size(); g-- > 0;) {  // children before parents
    if (const GroupId up = problem.parent(GroupId(g)); up.has_value()) group[up.index()] += group[g];
  }
  std::vector<Units> loads;
  for (const Climb& c : file.climbs)
    loads.push_back(c.leaf.has_value() ? leaf[c.leaf.index()] : group[c.group.index()]);
  return loads;
}

// The loads taken apart: each tree arc its lower bound, then the cheapest arcs of a node to their capacity. Nodes whose
// lower bounds are not met go to `answer.short_nodes`.
std::vector<Units> tree_flows(const ProblemFile& file, std::vector<Units> left, ProblemAnswer& answer) {
  const auto& arcs = file.tree_arcs;
  std::vector<std::size_t> by_cost(arcs.size());
  std::iota(by_cost.begin(), by_cost.end(), 0);
  std::stable_sort(by_cost.begin(), by_cost.end(),
                   [&](std::size_t a, std::size_t b) { return arcs[a].cost < arcs[b].cost; });
  std::vector<WideCost> wanted(left.size(), 0);
  for (const TreeArc& a : arcs) wanted[a.climb] += a.low;
  std::vector<bool> told(left.size(), false);
  std::vector<Units> flow(arcs.size(), 0);
  for (const TreeArc& a : arcs) {
    if (told[a.climb] || left[a.climb] >= wanted[a.climb]) continue;
    told[a.climb] = true;
    const auto most = WideCost{transport::unbounded};
    answer.short_nodes.push_back({a.tail, a.head, static_cast<Units>(std::min(wanted[a.climb], most)), left[a.climb]});
  }
  if (!answer.short_nodes.empty()) return flow;
  for (std::size_t k = 0; k < arcs.size(); ++k) left[arcs[k].climb] -= flow[k] = arcs[k].low;
  for (std::size_t k : by_cost) {
    const Units more = std::min(left[arcs[k].climb], arcs[k].capacity - arcs[k].low);
    flow[k] += more;
    left[arcs[k].climb] -= more;
  }
  assert(std::all_of(left.begin(), left.end(), [](Units u) { return u == 0; }));
  return flow;
}

}  // namespace

ProblemAnswer answer_of(const ProblemFile& file, const transport::Solution& solution) {
  ProblemAnswer answer;
  const transport::TransportProblem& problem = file.problem;
  if (solution.status == transport::Status::infeasible) {
    for (OrderId i : solution.witness) answer.witness.push_back(file.order_node[i.index()]);
    return answer;
  }
  const std::vector<Units> tree = tree_flows(file, climb_loads(file, solution), answer);
  if (!answer.short_nodes.empty()) return answer;
  answer.status = transport::Status::optimal;

  WideCost sum = 0;
  const auto order_flow = [&](std::size_t order, EdgeId edge, Units units) {
    answer.flows.push_back({file.order_node[order], file.leaf_node[problem.edge_leaf(edge).index()], units});
    sum += WideCost{problem.edge_cost(edge).count()} * units;
  };
  if (file.arcs.empty() && file.tree_arcs.empty()) {
    std::size_t order = 0;
    for (const transport::Placement& p : solution.placements) {
      while (p.edge.index() >= problem.end_edge(OrderId(order))) ++order;
      order_flow(order, p.edge, p.units);
    }
  } else {
    std::vector<Units> units(problem.edge_count(), 0);
    for (const transport::Placement& p : solution.placements) units[p.edge.index()] = p.units;
    std::vector<std::uint32_t> order_of(problem.edge_count());
    for (std::size_t i = 0; i < problem.order_count(); ++i) {
      for (std::size_t e = problem.first_edge(OrderId(i)); e < problem.end_edge(OrderId(i)); ++e) {
        order_of[e] = static_cast<std::uint32_t>(i);
      }
    }
    answer.flows.reserve(file.arcs.size());
    std::size_t climbing = 0;
    for (EdgeId edge : file.arcs) {
      if (edge.has_value()) {
        order_flow(order_of[edge.index()], edge, units[edge.index()]);
        continue;
      }
      const TreeArc& a = file.tree_arcs[climbing];
      answer.flows.push_back({a.tail, a.head, tree[climbing]});
      sum += WideCost{a.cost.count()} * tree[climbing++];
    }
  }
  answer.objective = solution.objective + file.offset;
  if (sum != answer.objective) throw std::logic_error("the flows of the file's arcs do not cost the objective");
  return answer;
}

std::string render_answer(const ProblemAnswer& answer) {
  assert(answer.status == transport::Status::optimal);
  std::string out = "s " + decimal(answer.objective) + "\n";
  for (const ArcFlow& f : answer.flows)
    fmt::format_to(std::back_inserter(out), "f {} {} {}\n", f.tail, f.head, f.units);
  return out;
}

}  // namespace paidan::io
