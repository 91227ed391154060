#include "src/dispatch/trial.hpp"

#include <algorithm>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/dispatch/explain_order.hpp"
#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/levers.hpp"
#include "paidan/transport/solve.hpp"
#include "src/policy/tree_segments.hpp"

namespace paidan::dispatch {
namespace {

using policy::Penalties;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;

bool is_first_limit(const Street& street, const Relief& relief) {
  return relief.kind == Relief::Kind::more_units_organisation &&
         !street.organisations[relief.organisation].max_units.has_value();
}

bool makes_room(const Relief& relief) {
  using enum Relief::Kind;
  return relief.kind == more_units_organisation || relief.kind == more_seats || relief.kind == more_units_worker ||
         relief.kind == worker_limit;
}

Segments widened(Segments segments, Units more) {
  if (segments.empty()) segments.push_back({0, Cost(0)});
  segments.back().units += more;
  return segments;
}

}  // namespace

Trial::Trial(const Street& street, const policy::Policy& policy, const Batch& batch, WorkOrderId order)
    : street_(street),
      policy_(policy),
      batch_(batch),
      order_(order),
      before_(policy::goals_of({street, batch.list, policy, batch.compiled, batch.solution})),
      slack_(policy::cap_slack(street, batch.list)),
      compiled_(&batch.compiled) {}

std::optional<Goals> Trial::attempt(const Relief& relief) {
  if (is_first_limit(street_, relief) || !set_up()) return attempt_cold(relief);
  optimum_.reset();
  try {
    const auto out = makes_room(relief) ? with_more_room(relief) : with_other_edges(relief);
    live_->take_back();
    return out;
  } catch (const Error&) {  // numbers out of range: a solve may still cope with them
    out_of_range_ = live_ == nullptr;
    if (live_) live_->take_back();
    return attempt_cold(relief);
  }
}

bool Trial::set_up() {
  if (live_ || out_of_range_) return !out_of_range_;
  try {
    bounds_ = bounds_of(batch_.compiled);
    live_ = std::make_unique<LivePlan>(street_, batch_.list, batch_.compiled, batch_.solution);
  } catch (const Error&) {
    out_of_range_ = true;
  }
  return !out_of_range_;
}

// Lexicographic penalties that hold for costs within `bounds` too, and as far again.
void Trial::widen(const CostBounds& bounds) {
  CostBounds wide = bounds;
  if (bounds_.known()) {
    wide.include(Cost(bounds_.cheapest));
    wide.include(Cost(bounds_.dearest));
  }
  wide.include(Cost(wide.dearest + (wide.dearest - wide.cheapest)));
  const auto penalties =
      policy::tiers(policy::tier_numbers(street_, batch_.compiled.leaves.size(), wide.cheapest, wide.dearest), policy_);
  policy::Compiled compiled = batch_.compiled;
  policy::set_penalties(street_, batch_.list, penalties, compiled);
  ++solves_;
  transport::SolveOptions options;
  options.leaf_prices = batch_.solution.leaf_price;
  const auto solution = transport::solve(compiled.problem, options);
  live_.reset();
  widened_ = std::move(compiled);
  compiled_ = &widened_;
  bounds_ = wide;
  live_ = std::make_unique<LivePlan>(street_, batch_.list, widened_, solution);
}

// --- changes ---------------------------------------------------------------------------------------------------------

std::optional<Goals> Trial::with_more_room(const Relief& relief) {
  const OrderId order = batch_.compiled.problem_order[order_.index()];
  if (!order.has_value()) return std::nullopt;
  for (const policy::Room& room : policy::room_of(street_, batch_.compiled, relief)) {
    const auto widen = [&](auto node) { live_->set_segments(node, widened(live_->segments(node), room.more)); };
    room.limit.leaf.has_value() ? widen(room.limit.leaf) : widen(room.limit.group);
  }
  return judge(order, slack_, compiled_->penalties);
}

std::optional<Goals> Trial::with_other_edges(const Relief& relief) {
  const Changed changed = with_relief(street_, policy_, batch_.list, order_, relief);
  const ProblemChange change = change_of(batch_, changed, order_, relief);
  const bool in_problem = change.asked.has_value() || std::any_of(change.orders.begin(), change.orders.end(),
                                                                  [](const auto& o) { return o.asked && o.after; });
  if (!in_problem) return std::nullopt;
  const Penalties penalties = penalties_after(changed, change);
  const OrderId order = apply(change, penalties, changed.street);
  return judge(order, change.slack, penalties);
}

// Penalties that say what comes first hold for a range of costs, and any that hold give the same plans. Plain ones are
// weighed against costs: those of the changed problem it must be.
Penalties Trial::penalties_after(const Changed& changed, const ProblemChange& change) {
  if (policy_.plain_penalties) {
    const CostBounds bounds = bounds_after(batch_.compiled, change);
    return policy::tiers(
        policy::tier_numbers(changed.street, batch_.compiled.leaves.size(), bounds.cheapest, bounds.dearest),
        changed.policy);
  }
  CostBounds needed;
  for (const auto& o : change.orders) {
    if (!o.after) continue;
    for (const auto& e : std::span(o.row).first(o.row.size() - 1)) needed.include(e.cost);
  }
  const CostBounds held = bounds_.known() ? bounds_ : CostBounds{0, 0};
  const bool hold = !needed.known() ||
                    (needed.cheapest >= held.cheapest && needed.dearest <= std::max<std::int64_t>(held.dearest, 0));
  if (!hold) widen(needed);
  return compiled_->penalties;
}

OrderId Trial::apply(const ProblemChange& change, const Penalties& penalties, const Street& street) {
  OrderId asked = change.asked;
  for (const auto& o : change.orders) {
    if (!o.after) {
      live_->withdraw(o.before);
      continue;
    }
    Row row = o.row;
    row.back().cost = penalties.unserved[static_cast<std::size_t>(o.priority) - 1];
    OrderId order = o.before;
    if (order.has_value()) {
      live_->set_row(order, std::move(row));
    } else {
      order = live_->add(o.units, o.priority, std::move(row));
    }
    if (o.asked) asked = order;
  }
  apply_penalties(penalties, change.slack, street);
  return asked;
}

void Trial::apply_penalties(const Penalties& penalties, std::span<const Units> slack, const Street& street) {
  for (std::size_t i = 0; penalties.unserved != compiled_->penalties.unserved && i < live_->order_count(); ++i) {
    if (!live_->holds(OrderId(i))) continue;
    const auto priority = static_cast<std::size_t>(live_->priority(OrderId(i))) - 1;
    if (penalties.unserved[priority] != compiled_->penalties.unserved[priority]) {
      live_->set_penalty(OrderId(i), penalties.unserved[priority]);
    }
  }
  for (std::size_t j = batch_.compiled.leaves.size(); j-- > 0;) {
    const policy::Leaf& leaf = batch_.compiled.leaves[j];
    if (leaf.kind != policy::LeafKind::unserved) break;
    if (!leaf.community.has_value()) continue;
    const auto cap = policy::cap_segments(slack[leaf.community.index()], penalties.cap_broken);
    Segments segments(cap.begin(), cap.end());
    if (segments != live_->segments(LeafId(j))) live_->set_segments(LeafId(j), std::move(segments));
  }
  if (penalties.below_minimum == compiled_->penalties.below_minimum) return;
  for (std::size_t o = 0; o < street.organisations.size(); ++o) {
    const Organisation& organisation = street.organisations[OrganisationId(o)];
    if (organisation.min_units == 0) continue;
    live_->set_segments(batch_.compiled.organisation_group[o],
                        policy::organisation_segments(organisation, penalties.below_minimum));
  }
}

std::optional<Goals> Trial::judge(OrderId order, std::span<const Units> slack, const Penalties& penalties) {
  optimum_ = {live_->objective(), penalties};
  const Goals gained = live_->goals(slack) - before_;
  if (!live_->surely_served(order)) return std::nullopt;
  return gained;
}

// --- cold ------------------------------------------------------------------------------------------------------------

std::optional<Goals> Trial::attempt_cold(const Relief& relief) {
  optimum_.reset();
  const Changed changed = with_relief(street_, policy_, batch_.list, order_, relief);
  WorkList list = make_work_list(changed.street);
  fund(changed.street, list, policy::servable(changed.street, list));
  const WorkOrderId order = find_order(changed.street, list, street_.demands[batch_.list.orders[order_].first].code);
  if (list.orders[order].screened) return std::nullopt;
  const policy::Compiled compiled = policy::compile(changed.street, list, changed.policy);
  ++solves_;
  transport::SolveOptions options;
  if (compiled.problem.leaf_count() == batch_.solution.leaf_price.size()) {
    options.leaf_prices = batch_.solution.leaf_price;
  }
  const auto solution = transport::solve(compiled.problem, options);
  optimum_ = {solution.objective, compiled.penalties};
  const policy::Context context{changed.street, list, changed.policy, compiled, solution};
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
