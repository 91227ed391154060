#include "paidan/policy/compile.hpp"

#include <algorithm>
#include <array>

#include "src/policy/candidates.hpp"
#include "src/policy/costs.hpp"
#include "src/policy/tiers.hpp"

namespace paidan::policy {
namespace {

using transport::GroupId;
using transport::Segment;

// A group with a guaranteed minimum: its first units earn the penalty for staying below it.
std::vector<Segment> organisation_segments(const Organisation& o, Cost below_minimum) {
  const Units most = o.max_units.value_or(transport::unbounded);
  std::vector<Segment> segments;
  if (o.min_units > 0) segments.push_back({o.min_units, -below_minimum});
  segments.push_back({most - o.min_units, Cost(0)});
  return segments;
}

void add_serving_leaves(const Street& street, Compiled& out) {
  out.organisation_group.resize(street.organisations.size());
  for (std::size_t o = 0; o < street.organisations.size(); ++o) {
    const Organisation& organisation = street.organisations[OrganisationId(o)];
    if (organisation.min_units == 0 && !organisation.max_units) continue;
    out.organisation_group[o] =
        out.problem.add_group({}, organisation_segments(organisation, out.penalties.below_minimum));
  }
  std::vector<std::uint32_t> slots_of(street.shifts.size(), 0);
  for (const Leaf& leaf : out.leaves) {
    if (leaf.kind == LeafKind::slot) ++slots_of[leaf.shift];
  }
  GroupId worker_group, shift_group;
  const Leaf* before = nullptr;
  for (const Leaf& leaf : out.leaves) {
    const GroupId organisation = out.organisation_group[leaf.organisation.index()];
    if (leaf.kind != LeafKind::slot) {
      out.problem.add_leaf(organisation, leaf.units);
      continue;
    }
    const bool same_worker = before != nullptr && before->worker == leaf.worker;
    if (!same_worker) {
      const auto& most = street.workers[leaf.worker].max_units;
      worker_group = most ? out.problem.add_group(organisation, *most) : organisation;
    }
    if (!same_worker || before->shift != leaf.shift) {
      const Shift& shift = street.shifts[leaf.shift];
      const Units units = shift.units.value_or(std::max<Units>(1, (shift.end - shift.start).count() / 60));
      shift_group = slots_of[leaf.shift] > 1 ? out.problem.add_group(worker_group, units) : worker_group;
    }
    out.problem.add_leaf(shift_group, leaf.units);
    before = &leaf;
  }
}

// Units of each community: all of them, and those that are screened out and so unserved already.
struct CommunityUnits {
  Units all = 0, screened = 0;
};
std::vector<CommunityUnits> community_units(const Street& street, const WorkList& list) {
  std::vector<CommunityUnits> units(street.communities.size());
  for (const WorkOrder& order : list.orders) {
    CommunityUnits& u = units[street.demands[order.first].community.index()];
    u.all += order.units;
    if (order.screened) u.screened += order.units;
  }
  return units;
}

}  // namespace

std::vector<bool> servable(const Street& street, const WorkList& list) {
  const std::vector<Leaf> leaves = make_leaves(street);
  Candidates candidates(street, leaves);
  std::vector<bool> out(list.orders.size(), false);
  for (std::size_t i = 0; i < list.orders.size(); ++i) {
    const WorkOrder& order = list.orders[WorkOrderId(i)];
    if (!order.screened) candidates.for_each(order, [&](std::uint32_t) { out[i] = true; });
  }
  return out;
}

Compiled compile(const Street& street, const WorkList& list, const Policy& policy, unsigned) {
  Compiled out;
  out.leaves = make_leaves(street);
  const std::size_t serving = out.leaves.size();
  Candidates candidates(street, out.leaves);
  const ContinuityIndex continuity(street);

  // Edges first, since the penalties follow from their costs.
  struct Arc {
    std::uint32_t leaf;
    Cost cost;
  };
  std::vector<Arc> arcs;
  std::vector<std::size_t> first_arc{0};
  TierNumbers numbers;
  out.problem_order.resize(list.orders.size());
  for (std::size_t i = 0; i < list.orders.size(); ++i) {
    const WorkOrder& order = list.orders[WorkOrderId(i)];
    if (order.screened) continue;
    candidates.for_each(order, [&](std::uint32_t leaf) {
      const Cost cost = cost_terms(street, order, out.leaves[leaf], policy, continuity).total();
      const bool first = arcs.empty();
      numbers.cheapest = first ? cost.count() : std::min(numbers.cheapest, cost.count());
      numbers.dearest = first ? cost.count() : std::max(numbers.dearest, cost.count());
      arcs.push_back({leaf, cost});
    });
    first_arc.push_back(arcs.size());
    out.problem_order[i] = transport::OrderId(out.orders.size());
    out.orders.push_back(WorkOrderId(i));
  }

  const auto units = community_units(street, list);
  std::vector<std::size_t> unserved_leaf(street.communities.size());
  std::vector<CommunityId> capped;
  for (std::size_t c = 0; c < street.communities.size(); ++c) {
    if (street.communities[CommunityId(c)].max_unserved_basis_points) capped.push_back(CommunityId(c));
  }
  for (const Organisation& o : street.organisations) numbers.minimums += o.min_units > 0 ? 1 : 0;
  numbers.capped = static_cast<std::int64_t>(capped.size());
  numbers.leaves = static_cast<std::int64_t>(serving + capped.size() + 1);
  out.penalties = tiers(numbers, policy);

  add_serving_leaves(street, out);
  std::fill(unserved_leaf.begin(), unserved_leaf.end(), serving + capped.size());
  for (CommunityId c : capped) {
    unserved_leaf[c.index()] = out.leaves.size();
    const CommunityUnits& u = units[c.index()];
    const Units allowed = u.all * *street.communities[c].max_unserved_basis_points / 10'000;
    const Units left = std::max<Units>(0, allowed - u.screened);
    const std::array<Segment, 2> segments{{{left, Cost(0)}, {transport::unbounded - left, out.penalties.cap_broken}}};
    out.problem.add_leaf({}, segments);
    out.leaves.push_back(Leaf{.kind = LeafKind::unserved,
                              .organisation = {},
                              .worker = {},
                              .session = {},
                              .community = c,
                              .shift = 0,
                              .window = {},
                              .units = transport::unbounded});
  }
  out.problem.add_leaf(transport::unbounded);
  out.leaves.push_back(Leaf{.kind = LeafKind::unserved,
                            .organisation = {},
                            .worker = {},
                            .session = {},
                            .community = {},
                            .shift = 0,
                            .window = {},
                            .units = transport::unbounded});

  out.problem.reserve(out.orders.size(), arcs.size() + out.orders.size());
  for (std::size_t i = 0; i < out.orders.size(); ++i) {
    const WorkOrder& order = list.orders[out.orders[i]];
    out.problem.start_order(order.units);
    for (std::size_t a = first_arc[i]; a < first_arc[i + 1]; ++a) {
      out.problem.add_edge(transport::LeafId(arcs[a].leaf), arcs[a].cost);
    }
    const auto community = street.demands[order.first].community.index();
    out.problem.add_edge(transport::LeafId(unserved_leaf[community]),
                         out.penalties.unserved[static_cast<std::size_t>(order.priority) - 1]);
  }
  return out;
}

}  // namespace paidan::policy
