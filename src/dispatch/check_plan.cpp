#include "paidan/dispatch/check_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/eligibility.hpp"
#include "paidan/transport/verify.hpp"

namespace paidan::dispatch {
namespace {

// The edges of the placements and their cost; a placement without an edge is a fault.
void rebuild(const io::PlanFile& file, const policy::Compiled& compiled, transport::Solution& solution,
             std::vector<std::string>& faults) {
  const auto& problem = compiled.problem;
  for (const PlanPlacement& p : file.placements) {
    if (p.order >= problem.order_count() || p.leaf >= problem.leaf_count()) {
      faults.push_back(fmt::format("placement of order {} at leaf {}: there is no such pair", p.order, p.leaf));
      return;
    }
    const transport::OrderId order(p.order);
    std::size_t edge = problem.first_edge(order);
    while (edge < problem.end_edge(order) && problem.edge_leaf(transport::EdgeId(edge)).value() != p.leaf) ++edge;
    if (edge == problem.end_edge(order)) {
      faults.push_back(fmt::format("order {} may not go to leaf {}", p.order, p.leaf));
      return;
    }
    solution.placements.push_back({transport::EdgeId(edge), p.units});
    solution.objective += static_cast<WideCost>(problem.edge_cost(transport::EdgeId(edge)).count()) * p.units;
  }
  std::vector<Units> leaf_load(problem.leaf_count(), 0), group_load(problem.group_count(), 0);
  for (const auto& p : solution.placements) {
    const auto leaf = problem.edge_leaf(p.edge);
    leaf_load[leaf.index()] += p.units;
    for (auto g = problem.parent(leaf); g.has_value(); g = problem.parent(g)) group_load[g.index()] += p.units;
  }
  const auto tree_cost = [&](std::span<const transport::Segment> segments, Units load) {
    for (const auto& s : segments) {
      const Units here = std::min(load, s.units);
      solution.objective += static_cast<WideCost>(s.unit_cost.count()) * here;
      load -= here;
    }
  };
  for (std::size_t j = 0; j < leaf_load.size(); ++j) tree_cost(problem.segments(transport::LeafId(j)), leaf_load[j]);
  for (std::size_t g = 0; g < group_load.size(); ++g) tree_cost(problem.segments(transport::GroupId(g)), group_load[g]);
}

}  // namespace

policy::Policy policy_of(const io::PlanOrigin& origin) {
  if (!origin.policy_file.empty()) return policy::parse_policy(origin.policy, origin.policy_file);
  if (const auto named = policy::policy_named(origin.policy)) return *named;
  throw Error(fmt::format("policy \"{}\": expected one that this program knows", origin.policy));
}

PlanCheck check_plan(const std::filesystem::path& directory, const io::PlanFile& file, const io::StreetFile& street) {
  PlanCheck out;
  if (file.origin.bundle_digest != street.digest) {
    out.faults.emplace_back("the bundle is not the one that the plan was made from: its digest differs");
    return out;
  }
  const policy::Policy policy = policy_of(file.origin);
  Batch& batch = out.batch;
  batch.list = make_work_list(street.street);
  fund(street.street, batch.list, policy::servable(street.street, batch.list));
  batch.compiled = policy::compile(street.street, batch.list, policy);
  transport::Solution& solution = batch.solution;
  solution.status = transport::Status::optimal;
  solution.leaf_price = file.leaf_price;
  solution.group_price = file.group_price;
  solution.order_value = file.order_value;
  rebuild(file, batch.compiled, solution, out.faults);
  if (!out.faults.empty()) return out;
  out.faults = transport::verify(batch.compiled.problem, solution).faults;
  if (!out.faults.empty()) return out;
  for (const PlanPlacement& p : file.placements) {
    const policy::Leaf& leaf = batch.compiled.leaves[p.leaf];
    const WorkOrder& order = batch.list.orders[batch.compiled.orders[p.order]];
    if (leaf.kind != policy::LeafKind::unserved && policy::broken_rules(street.street, order, leaf).any()) {
      out.faults.push_back(
          fmt::format("order {} is not eligible where it is placed", street.street.demands[order.first].code));
    }
  }
  batch.plan = policy::make_plan(street.street, batch.list, policy, batch.compiled, solution);
  for (const io::NamedContent& expected : io::render_plan(street.street, batch.list, batch.plan, file.origin)) {
    std::error_code missing;
    if (!std::filesystem::exists(directory / expected.name, missing)) {
      out.faults.push_back(expected.name + " is missing");
    } else if (io::read_file(directory / expected.name) != expected.content) {
      out.faults.push_back(expected.name + " is not what the certificate says: it was changed");
    }
  }
  return out;
}

}  // namespace paidan::dispatch
