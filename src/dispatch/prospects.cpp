#include "src/dispatch/prospects.hpp"

#include <algorithm>

#include "paidan/policy/eligibility.hpp"

namespace paidan::dispatch {

using policy::Leaf;
using policy::LeafKind;
using policy::Limit;
using transport::Edge;
using transport::EdgeId;
using transport::LeafId;

Prospects::Prospects(const Street& street, const policy::Policy& policy, const Batch& batch, const UnservedLine& line)
    : street_(street),
      policy_(policy),
      batch_(batch),
      line_(line),
      order_(batch.list.orders[line.order]),
      chains_({street, batch.list, policy, batch.compiled, batch.solution}),
      loads_(batch.compiled.problem, batch.solution),
      pricing_(street, policy) {
  collect_room();
  collect_lifts();
  for (auto& [kind, prospects] : found_) {
    std::stable_sort(prospects.begin(), prospects.end(),
                     [](const Prospect& a, const Prospect& b) { return a.promise > b.promise; });
  }
  for (auto& [kind, steps] : windows_) {
    std::stable_sort(steps.begin(), steps.end(),
                     [](const Step& a, const Step& b) { return a.relief.amount < b.relief.amount; });
  }
}

// --- more room -------------------------------------------------------------------------------------------------------

// The full limits on the way of every eligible leaf, leaves in the order of their price.
void Prospects::collect_room() {
  if (order_.screened) return;
  const auto& problem = batch_.compiled.problem;
  const auto order = batch_.compiled.problem_order[line_.order.index()];
  std::vector<std::pair<std::int64_t, LeafId>> leaves;
  for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
    const LeafId leaf = problem.edge_leaf(EdgeId(e));
    if (batch_.compiled.leaves[leaf.index()].kind == LeafKind::unserved) continue;
    leaves.emplace_back(problem.edge_cost(EdgeId(e)).count() + batch_.solution.leaf_price[leaf.index()].count(), leaf);
  }
  std::sort(leaves.begin(), leaves.end());
  std::set<decltype(identity(Relief{}))> seen;
  for (const auto& [price, leaf] : leaves) {
    for (const Relief& relief : room_at(leaf)) {
      if (seen.insert(identity(relief)).second) found_[relief.kind].push_back({relief, -price});
    }
  }
}

std::vector<Relief> Prospects::room_at(LeafId id) const {
  const Leaf& leaf = batch_.compiled.leaves[id.index()];
  std::vector<Relief> out;
  bool worker_full = false, organisation_full = false;
  for (const Limit& limit : policy::limits_of(street_, batch_.compiled, id)) {
    if (!full(limit)) continue;
    const Relief relief = policy::more_at(street_, leaf, limit.kind, line_.units);
    const bool again = !out.empty() && identity(out.back()) == identity(relief);  // a slot and its shift
    if (!again) out.push_back(relief);
    worker_full |= limit.kind == Limit::Kind::worker;
    organisation_full |= limit.kind == Limit::Kind::organisation && leaf.kind != LeafKind::organisation;
  }
  // Full below and above: the lowest number and the limits above it together.
  if (out.size() > 1 && leaf.kind != LeafKind::organisation) {
    Relief both = out.front();
    const bool worker_above = worker_full && both.kind == Kind::more_units_worker;
    both.limits = worker_above && organisation_full ? Relief::Limits::both
                  : worker_above                    ? Relief::Limits::worker
                                                    : Relief::Limits::organisation;
    out.push_back(both);
  }
  return out;
}

bool Prospects::full(const Limit& limit) const {
  return limit.leaf.has_value() ? loads_.full(limit.leaf) : loads_.full(limit.group);
}

// --- lifted rules ----------------------------------------------------------------------------------------------------

void Prospects::collect_lifts() {
  struct Group {
    Relief relief;
    std::vector<LeafId> leaves;
  };
  std::map<decltype(identity(Relief{})), Group> groups;
  const auto& leaves = batch_.compiled.leaves;
  for (std::size_t j = 0; j < leaves.size(); ++j) {
    if (leaves[j].kind == LeafKind::unserved || !policy::concerns(street_, order_, leaves[j])) continue;
    for (const Relief& relief : policy::lifts(street_, order_, leaves[j])) {
      if (relief.kind == Kind::longer_window || relief.kind == Kind::earlier_window) {
        windows_[relief.kind].push_back({relief, LeafId(j)});
        continue;
      }
      Group& group = groups.try_emplace(identity(relief), Group{relief, {}}).first->second;
      if (relief.amount < group.relief.amount) group.relief = relief;
      group.leaves.push_back(LeafId(j));
    }
  }
  for (auto& [key, group] : groups) {
    if (const auto promise = promised(order_, group.leaves))
      found_[group.relief.kind].push_back({group.relief, *promise});
    if (group.relief.kind == Kind::renewed_validity) leaves_of_[group.relief.organisation] = group.leaves;
  }
}

// What the plan would gain if the order alone could go to these leaves too; none when nothing. A promise may be too
// good, never too bad: the tiers of the penalties hold for costs up to the dearest edge, so a dearer one counts as
// that.
std::optional<std::int64_t> Prospects::promised(const WorkOrder& order, const std::vector<LeafId>& leaves) {
  if (order_.screened) return 0;
  std::vector<Edge> edges;
  edges.reserve(leaves.size());
  for (const LeafId leaf : leaves) {
    edges.push_back({leaf, pricing_.terms(order, batch_.compiled.leaves[leaf.index()]).total()});
  }
  if (!policy_.plain_penalties) {
    for (Edge& e : edges) e.cost = std::min(e.cost, dearest());
  }
  const auto chain = chains_.serve(line_.order, edges);
  if (!chain || chain->points >= Cost(0)) return std::nullopt;
  return -chain->points.count();
}

// The dearest edge that serves an order; 0 when there is none.
Cost Prospects::dearest() {
  if (dearest_) return *dearest_;
  std::optional<Cost> most;
  const auto& problem = batch_.compiled.problem;
  for (std::size_t e = 0; e < problem.edge_count(); ++e) {
    if (batch_.compiled.leaves[problem.edge_leaves()[e].index()].kind == LeafKind::unserved) continue;
    most = most ? std::max(*most, problem.edge_costs()[e]) : problem.edge_costs()[e];
  }
  dearest_ = most.value_or(Cost(0));
  return *dearest_;
}

}  // namespace paidan::dispatch
