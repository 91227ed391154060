// One parameter turned step by step, each step an exact optimum.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "paidan/core/error.hpp"
#include "paidan/policy/tree_load.hpp"
#include "paidan/sim/lab.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"
#include "src/sim/apportion.hpp"
#include "src/sim/typical.hpp"

namespace paidan::sim {
namespace {

using transport::GroupId;
using transport::LeafId;
using transport::OrderId;

struct Step {
  Street street;
  WorkList list;
  policy::Compiled compiled;
  transport::Solution solution;
};

Step solved(Street street, const policy::Policy& policy, std::span<const Cost> prices, unsigned threads) {
  Step step;
  step.street = std::move(street);
  step.list = funded_work_list(step.street);
  step.compiled = policy::compile(step.street, step.list, policy, threads);
  transport::SolveOptions options;
  options.threads = threads;
  if (prices.size() == step.compiled.problem.leaf_count()) options.leaf_prices = prices;
  step.solution = transport::solve(step.compiled.problem, options);
  const auto verdict = transport::verify(step.compiled.problem, step.solution);
  if (!verdict.holds()) throw std::logic_error("the certificate does not hold: " + verdict.faults.front());
  return step;
}

// By leaf, or by group: the units that fit below it.
struct Throughput {
  std::vector<Units> leaf, group;
  Units all = 0;
};
Throughput throughput(const policy::Compiled& compiled) {
  const transport::TransportProblem& problem = compiled.problem;
  Throughput out;
  std::vector<Units> below(problem.group_count(), 0);
  const auto pass = [&](GroupId parent, Units units) {
    (parent.has_value() ? below[parent.index()] : out.all) += units;
  };
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    const bool serves = compiled.leaves[j].kind != policy::LeafKind::unserved;
    out.leaf.push_back(problem.capacity(LeafId(j)));
    if (serves) pass(problem.parent(LeafId(j)), out.leaf.back());
  }
  out.group.resize(problem.group_count());
  for (std::size_t g = problem.group_count(); g > 0; --g) {  // children before parents
    out.group[g - 1] = problem.capacity(GroupId(g - 1));
    pass(problem.parent(GroupId(g - 1)), std::min(below[g - 1], out.group[g - 1]));
  }
  return out;
}

// What one more unit at a node is worth: how far its price is above what passing it costs (solution.hpp: the reduced
// cost of the last segment).
Cost rent(Cost price, Cost parent_price, std::span<const transport::Segment> segments) {
  const Cost last = segments.empty() ? Cost(0) : segments.back().unit_cost;
  return std::max(Cost(0), price - parent_price - last);
}

// Σ rent × added capacity ÷ units added: the slope of the optimum towards `next`, from this side.
std::optional<double> capacity_price(const Step& step, const policy::Compiled& next) {
  const transport::TransportProblem &problem = step.compiled.problem, &wider = next.problem;
  const auto price_of = [&](GroupId g) { return g.has_value() ? step.solution.group_price[g.index()] : Cost(0); };
  WideCost worth = 0;
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    if (step.compiled.leaves[j].kind == policy::LeafKind::unserved) continue;
    const LeafId leaf(j);
    const Units added = wider.capacity(leaf) - problem.capacity(leaf);
    if (added == 0) continue;
    worth += static_cast<WideCost>(
                 rent(step.solution.leaf_price[j], price_of(problem.parent(leaf)), problem.segments(leaf)).count()) *
             added;
  }
  for (std::size_t g = 0; g < problem.group_count(); ++g) {
    const GroupId group(g);
    const Units added = wider.capacity(group) - problem.capacity(group);
    if (added == 0) continue;
    worth += static_cast<WideCost>(
                 rent(step.solution.group_price[g], price_of(problem.parent(group)), problem.segments(group)).count()) *
             added;
  }
  const Units units = throughput(next).all - throughput(step.compiled).all;
  if (units == 0) return std::nullopt;
  return static_cast<double>(worth) / static_cast<double>(units);
}

// Everything but the shadow price and the objective.
WhatIfPoint point_of(const Step& step) {
  WhatIfPoint point;
  point.capacity = throughput(step.compiled).all;
  const transport::TransportProblem& problem = step.compiled.problem;
  for (std::size_t i = 0; i < step.list.orders.size(); ++i) {
    const WorkOrder& order = step.list.orders[WorkOrderId(i)];
    point.asked += order.units;
    if (order.screened == Reason::fund_exhausted) point.fund_exhausted += order.units;
  }
  std::vector<Units> unserved(problem.order_count(), 0);
  std::size_t order = 0;
  for (const auto& p : step.solution.placements) {
    while (problem.end_edge(OrderId(order)) <= p.edge.index()) ++order;
    if (step.compiled.leaves[problem.edge_leaf(p.edge).index()].kind == policy::LeafKind::unserved) {
      const bool could = problem.end_edge(OrderId(order)) - problem.first_edge(OrderId(order)) > 1;
      if (could) point.capacity_taken += p.units;
      continue;
    }
    point.served += p.units;
    point.cost += problem.edge_cost(p.edge) * p.units;
  }
  return point;
}

// The optimum's points under the penalties of another step; orders that money does not reach are unserved too.
WideCost objective_under(const Step& step, const policy::Penalties& penalties) {
  const transport::TransportProblem& problem = step.compiled.problem;
  const policy::Penalties& own = step.compiled.penalties;
  const auto unserved = [&](const WorkOrder& order) {
    return penalties.unserved[static_cast<std::size_t>(order.priority) - 1];
  };
  WideCost sum = 0;
  policy::TreeLoad load(problem);
  std::size_t order = 0;
  for (const auto& p : step.solution.placements) {
    while (problem.end_edge(OrderId(order)) <= p.edge.index()) ++order;
    const LeafId leaf = problem.edge_leaf(p.edge);
    load.add(leaf, p.units);
    const Cost cost = step.compiled.leaves[leaf.index()].kind == policy::LeafKind::unserved
                          ? unserved(step.list.orders[step.compiled.orders[order]])
                          : problem.edge_cost(p.edge);
    sum += static_cast<WideCost>(cost.count()) * p.units;
  }
  for (const WorkOrder& o : step.list.orders) {
    if (o.screened == Reason::fund_exhausted) sum += static_cast<WideCost>(unserved(o).count()) * o.units;
  }
  const auto tree = [&](std::span<const transport::Segment> segments, Units units) {
    for (const transport::Segment& s : segments) {
      const Units used = std::min(units, s.units);
      units -= used;
      Cost cost = s.unit_cost;
      if (cost == own.cap_broken) cost = penalties.cap_broken;
      if (cost == -own.below_minimum) cost = -penalties.below_minimum;
      sum += static_cast<WideCost>(cost.count()) * used;
    }
  };
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) tree(problem.segments(LeafId(j)), load.load(LeafId(j)));
  for (std::size_t g = 0; g < problem.group_count(); ++g) tree(problem.segments(GroupId(g)), load.load(GroupId(g)));
  return sum;
}

void check_change(const Street& street, const WhatIfParameter& p, std::int64_t change) {
  if (p.kind == WhatIfCurve::Parameter::capacity && change < -10'000) {
    throw Error("what if: capacity cannot shrink by more than 100 %");
  }
  if (p.kind == WhatIfCurve::Parameter::fund && street.funds[p.fund].budget + Money(change) < Money(0)) {
    throw Error(fmt::format("what if: fund {} has {} yuan, expected a change that leaves 0 or more",
                            street.funds[p.fund].code, street.funds[p.fund].budget.count() / 100));
  }
}

WhatIfCurve curve_of(const Street& street, const policy::Policy& policy, const WhatIfParameter& parameter,
                     const WhatIfOptions& options, std::int64_t& done) {
  WhatIfCurve curve;
  curve.parameter = parameter.kind;
  const bool fund = parameter.kind == WhatIfCurve::Parameter::fund;
  if (fund) {
    curve.code = street.funds[parameter.fund].code;
    curve.name = street.funds[parameter.fund].name;
  } else if (parameter.organisation.has_value()) {
    curve.code = street.organisations[parameter.organisation].code;
    curve.name = street.organisations[parameter.organisation].name;
  }
  std::vector<std::int64_t> changes;
  for (std::int64_t k = 0; k <= options.steps; ++k) changes.push_back(parameter.change * k / options.steps);
  std::sort(changes.begin(), changes.end());
  changes.erase(std::unique(changes.begin(), changes.end()), changes.end());

  std::vector<Step> steps;  // kept: the penalties of the richest one measure all
  std::vector<Cost> prices;
  for (const std::int64_t change : changes) {
    steps.push_back(solved(with_change(street, parameter, change), policy, prices, options.threads));
    prices = steps.back().solution.leaf_price;
    if (options.on_point) options.on_point(++done);
  }
  const policy::Penalties& penalties = steps.back().compiled.penalties;
  curve.unserved = penalties.unserved;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    WhatIfPoint point = point_of(steps[k]);
    point.change = changes[k];
    point.objective = fund ? objective_under(steps[k], penalties) : steps[k].solution.objective;
    if (fund) point.capacity = steps[k].street.funds[parameter.fund].budget.count();
    curve.points.push_back(point);
  }
  for (std::size_t k = 0; k < steps.size(); ++k) {
    if (fund) {
      if (k + 1 == steps.size()) break;
      const WhatIfPoint &here = curve.points[k], &next = curve.points[k + 1];
      curve.points[k].shadow_price =
          static_cast<double>(here.objective - next.objective) * 100 / static_cast<double>(next.change - here.change);
    } else if (k + 1 < steps.size()) {
      curve.points[k].shadow_price = capacity_price(steps[k], steps[k + 1].compiled);
    } else if (k > 0) {  // one step further, not solved
      const std::int64_t further = changes[k] + (changes[k] - changes[k - 1]);
      const Street wider = with_change(street, parameter, further);
      curve.points[k].shadow_price =
          capacity_price(steps[k], policy::compile(wider, steps[k].list, policy, options.threads));
    }
  }
  return curve;
}

}  // namespace

Street with_change(const Street& street, const WhatIfParameter& parameter, std::int64_t change) {
  check_change(street, parameter, change);
  Street out = street;
  if (parameter.kind == WhatIfCurve::Parameter::fund) {
    out.funds[parameter.fund].budget += Money(change);
    return out;
  }
  const auto concerns = [&](OrganisationId o) {
    return !parameter.organisation.has_value() || parameter.organisation == o;
  };
  // Each kind of limit by itself, so that its total changes by the asked share.
  std::vector<Units*> shifts, workers, seats, organisations;
  for (Shift& s : out.shifts) {
    if (!concerns(out.workers[s.worker].organisation)) continue;
    if (!s.units) s.units = std::max<Units>(1, (s.end - s.start).count() / 60);
    shifts.push_back(&*s.units);
  }
  for (Worker& w : out.workers) {
    if (w.max_units && concerns(w.organisation)) workers.push_back(&*w.max_units);
  }
  for (Session& s : out.sessions) {
    if (concerns(s.organisation)) seats.push_back(&s.seats);
  }
  for (std::size_t o = 0; o < out.organisations.size(); ++o) {
    Organisation& organisation = out.organisations[OrganisationId(o)];
    if (!organisation.max_units || !concerns(OrganisationId(o))) continue;
    organisations.push_back(&*organisation.max_units);
  }
  for (auto* list : {&shifts, &workers, &seats, &organisations}) scale_evenly(*list, change);
  for (Organisation& o : out.organisations) {  // a promised minimum cannot exceed what is left
    if (o.max_units) o.min_units = std::min(o.min_units, *o.max_units);
  }
  return out;
}

WhatIf what_if(const Street& street, const policy::Policy& policy, const std::vector<WhatIfParameter>& parameters,
               const WhatIfOptions& options) {
  if (options.steps < 1) throw Error("what if: expected at least one step");
  if (parameters.empty()) throw Error("what if: expected a capacity or a fund to change");
  for (const WhatIfParameter& p : parameters) {
    if (p.change == 0) throw Error("what if: expected a change that is not 0");
    check_change(street, p, p.change);
  }
  WhatIf out;
  out.street_code = street.code;
  out.street_name = street.name;
  std::int64_t done = 0;
  for (const WhatIfParameter& p : parameters) out.curves.push_back(curve_of(street, policy, p, options, done));
  return out;
}

}  // namespace paidan::sim
