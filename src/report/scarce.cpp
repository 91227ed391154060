#include "paidan/report/scarce.hpp"

#include <algorithm>
#include <cstdint>

namespace paidan::report {

std::vector<ScarcePlace> scarce_places(const policy::Compiled& compiled, const Plan& plan) {
  using transport::GroupId;
  using transport::LeafId;
  const auto& problem = compiled.problem;
  const auto price_of = [&](GroupId g) { return g.has_value() ? plan.group_price[g.index()] : Cost(0); };
  // What the bound of one node holds back: its price less what a unit costs that passes it in its last segment.
  const auto held_back = [](std::span<const transport::Segment> segments, Cost price, Cost parent_price) {
    if (segments.empty()) return Cost(0);
    return std::max(Cost(0), price - parent_price - segments.back().unit_cost);
  };

  // The price of a leaf that takes nothing may be anything from what its orders would pay upwards; this is the least.
  std::vector<Cost> offered(compiled.leaves.size(), Cost(INT64_MIN / 4));
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    const transport::OrderId order(i);
    for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
      Cost& best = offered[problem.edge_leaf(transport::EdgeId(e)).index()];
      best = std::max(best, plan.order_value[i] - problem.edge_cost(transport::EdgeId(e)));
    }
  }

  std::vector<ScarcePlace> places;
  for (std::size_t j = 0; j < compiled.leaves.size(); ++j) {
    const policy::Leaf& leaf = compiled.leaves[j];
    if (leaf.kind == policy::LeafKind::unserved) continue;
    const LeafId id(j);
    Cost worth =
        held_back(problem.segments(id), std::min(plan.leaf_price[j], offered[j]), price_of(problem.parent(id)));
    for (GroupId g = problem.parent(id); g.has_value(); g = problem.parent(g)) {
      worth += held_back(problem.segments(g), price_of(g), price_of(problem.parent(g)));
    }
    if (worth <= Cost(0)) continue;
    ScarcePlace place{leaf.organisation, leaf.worker, leaf.session, std::nullopt, std::nullopt, worth};
    if (leaf.kind != policy::LeafKind::organisation) place.slot = leaf.window;
    // Penalties of neighbouring tiers differ by more than all costs that a change can move: half of one tells them
    // apart.
    for (std::size_t p = 0; p < compiled.penalties.unserved.size() && !place.serves; ++p) {
      if (worth * 2 > compiled.penalties.unserved[p]) place.serves = static_cast<Priority>(p + 1);
    }
    places.push_back(place);
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const ScarcePlace& a, const ScarcePlace& b) { return a.worth > b.worth; });
  return places;
}

}  // namespace paidan::report
