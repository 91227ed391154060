#include "paidan/dispatch/explain_order.hpp"

#include <algorithm>

namespace paidan::dispatch {

WorkOrderId find_order(const Street& street, const WorkList& list, std::string_view demand) {
  for (std::size_t i = 0; i < list.orders.size(); ++i) {
    for (const DemandId d : list.members_of(list.orders[WorkOrderId(i)])) {
      if (street.demands[d].code == demand) return WorkOrderId(i);
    }
  }
  return {};
}

OrderExplanation explain_order(const Street& street, const policy::Policy& policy, const Batch& batch, WorkOrderId id) {
  OrderExplanation out;
  out.order = id;
  const WorkOrder& order = batch.list.orders[id];
  for (const UnservedLine& line : batch.plan.unserved) {
    if (line.order == id) out.unserved = line;
  }
  const auto problem_order = batch.compiled.problem_order[id.index()];
  if (problem_order.has_value()) {
    const policy::Chains chains({street, batch.list, policy, batch.compiled, batch.solution});
    const auto by_order = [](const PlanPlacement& p, std::uint32_t o) { return p.order < o; };
    auto at =
        std::lower_bound(batch.plan.placements.begin(), batch.plan.placements.end(), problem_order.value(), by_order);
    for (const PlanLine& line : batch.plan.lines) {  // lines and serving placements lie in the same order
      if (line.order != id) continue;
      while (batch.compiled.leaves[at->leaf].kind == policy::LeafKind::unserved) ++at;
      PlacedExplanation& placed = out.placed.emplace_back(PlacedExplanation{line, {}});
      if (auto chain = chains.next_best(id, transport::LeafId(at->leaf))) {
        const transport::LeafId leaf = chain->moves.front().to;
        const auto& there = batch.compiled.leaves[leaf.index()];
        placed.next_best = NextBest{leaf, policy::cost_terms(street, order, there, policy), std::move(*chain)};
      }
      ++at;
    }
    if (out.unserved) out.chain = chains.serve(id);
  }
  if (out.unserved) out.reliefs = find_reliefs(street, policy, batch, *out.unserved);
  return out;
}

}  // namespace paidan::dispatch
