#include "src/dispatch/trial.hpp"

#include <algorithm>
#include <vector>

#include "paidan/dispatch/explain_order.hpp"
#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/levers.hpp"
#include "paidan/transport/solve.hpp"

namespace paidan::dispatch {
namespace {

using transport::Segment;

// A first limit for an organisation that had none also bounds its sessions: that is no more room.
bool makes_room(const Street& street, const Relief& relief) {
  using enum Relief::Kind;
  if (relief.kind == more_units_organisation) return street.organisations[relief.organisation].max_units.has_value();
  return relief.kind == more_seats || relief.kind == more_units_worker || relief.kind == worker_limit;
}

std::vector<Segment> widened(std::span<const Segment> segments, Units more) {
  std::vector<Segment> out(segments.begin(), segments.end());
  if (out.empty()) out.push_back({0, Cost(0)});
  out.back().units += more;
  return out;
}

}  // namespace

Trial::Trial(const Street& street, const policy::Policy& policy, const Batch& batch, WorkOrderId order)
    : street_(street),
      policy_(policy),
      batch_(batch),
      order_(order),
      before_(policy::goals_of({street, batch.list, policy, batch.compiled, batch.solution})) {}

std::optional<Goals> Trial::attempt(const Relief& relief) {
  return makes_room(street_, relief) ? with_more_room(relief) : anew(relief);
}

std::optional<Goals> Trial::with_more_room(const Relief& relief) {
  if (!batch_.compiled.problem_order[order_.index()].has_value()) return std::nullopt;
  if (!scratch_) scratch_ = batch_.compiled;
  auto& problem = scratch_->problem;
  const auto& original = batch_.compiled.problem;
  const auto rooms = policy::room_of(street_, batch_.compiled, relief);
  for (const policy::Room& room : rooms) {
    const auto widen = [&](auto node) { problem.set_segments(node, widened(original.segments(node), room.more)); };
    room.limit.leaf.has_value() ? widen(room.limit.leaf) : widen(room.limit.group);
  }
  auto out = judge(street_, policy_, batch_.list, *scratch_, order_);
  for (const policy::Room& room : rooms) {
    const auto restore = [&](auto node) { problem.set_segments(node, original.segments(node)); };
    room.limit.leaf.has_value() ? restore(room.limit.leaf) : restore(room.limit.group);
  }
  return out;
}

std::optional<Goals> Trial::anew(const Relief& relief) {
  const Changed changed = with_relief(street_, policy_, batch_.list, order_, relief);
  WorkList list = make_work_list(changed.street);
  fund(changed.street, list, policy::servable(changed.street, list));
  const auto code = street_.demands[batch_.list.orders[order_].first].code;
  const WorkOrderId order = find_order(changed.street, list, code);
  if (list.orders[order].screened) return std::nullopt;
  const policy::Compiled compiled = policy::compile(changed.street, list, changed.policy);
  return judge(changed.street, changed.policy, list, compiled, order);
}

std::optional<Goals> Trial::judge(const Street& street, const policy::Policy& policy, const WorkList& list,
                                  const policy::Compiled& compiled, WorkOrderId order) {
  ++solves_;
  transport::SolveOptions options;
  if (compiled.problem.leaf_count() == batch_.solution.leaf_price.size()) {
    options.leaf_prices = batch_.solution.leaf_price;
  }
  const auto solution = transport::solve(compiled.problem, options);
  const policy::Context context{street, list, policy, compiled, solution};
  const auto& problem = compiled.problem;
  const auto i = compiled.problem_order[order.index()];
  auto at = std::partition_point(solution.placements.begin(), solution.placements.end(),
                                 [&](const auto& p) { return p.edge.index() < problem.first_edge(i); });
  for (; at != solution.placements.end() && at->edge.index() < problem.end_edge(i); ++at) {
    if (compiled.leaves[problem.edge_leaf(at->edge).index()].kind == policy::LeafKind::unserved) return std::nullopt;
  }
  if (policy::Chains(context).may_stay_unserved(order)) return std::nullopt;
  return policy::goals_of(context) - before_;
}

}  // namespace paidan::dispatch
