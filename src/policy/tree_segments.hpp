// The parts of a street's problem that depend on its penalties: segments of the capacity tree, and the numbers that the
// penalties follow from.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/transport/problem.hpp"
#include "src/policy/tiers.hpp"

namespace paidan::policy {

// A group with a guaranteed minimum: its first units earn the penalty for staying below it.
[[nodiscard]] inline std::vector<transport::Segment> organisation_segments(const Organisation& o, Cost below_minimum) {
  const Units most = o.max_units.value_or(transport::unbounded);
  std::vector<transport::Segment> segments;
  if (o.min_units > 0) segments.push_back({o.min_units, -below_minimum});
  segments.push_back({most - o.min_units, Cost(0)});
  return segments;
}

// By community: how many more of its units may stay unserved than are screened out already; below 0 when those alone
// are too many, unbounded without a cap. O(orders).
[[nodiscard]] inline std::vector<Units> cap_slack(const Street& street, const WorkList& list) {
  std::vector<Units> all(street.communities.size(), 0), screened(street.communities.size(), 0);
  for (const WorkOrder& order : list.orders) {
    const auto community = street.demands[order.first].community.index();
    all[community] += order.units;
    if (order.screened) screened[community] += order.units;
  }
  for (std::size_t c = 0; c < all.size(); ++c) {
    const auto& cap = street.communities[CommunityId(c)].max_unserved_basis_points;
    all[c] = cap ? all[c] * *cap / 10'000 - screened[c] : transport::unbounded;
  }
  return all;
}

// Of a capped unserved leaf.
[[nodiscard]] inline std::array<transport::Segment, 2> cap_segments(Units slack, Cost cap_broken) {
  const Units left = std::max<Units>(0, slack);
  return {{{left, Cost(0)}, {transport::unbounded - left, cap_broken}}};
}

// `leaves`: all of them, unserved ones too. Costs of edges to serving leaves; cheapest > dearest: there are none.
[[nodiscard]] inline TierNumbers tier_numbers(const Street& street, std::size_t leaves, std::int64_t cheapest,
                                              std::int64_t dearest) {
  TierNumbers numbers;
  if (cheapest <= dearest) {
    numbers.cheapest = cheapest;
    numbers.dearest = dearest;
  }
  for (const Organisation& o : street.organisations) numbers.minimums += o.min_units > 0 ? 1 : 0;
  for (const Community& c : street.communities) numbers.capped += c.max_unserved_basis_points ? 1 : 0;
  numbers.leaves = static_cast<std::int64_t>(leaves);
  return numbers;
}

// Other penalties for a compiled problem. O(orders + leaves).
inline void set_penalties(const Street& street, const WorkList& list, const Penalties& penalties, Compiled& compiled) {
  compiled.penalties = penalties;
  auto& problem = compiled.problem;
  for (std::size_t i = 0; i < compiled.orders.size(); ++i) {
    const auto priority = static_cast<std::size_t>(list.orders[compiled.orders[i]].priority) - 1;
    problem.set_edge_cost(transport::EdgeId(problem.end_edge(transport::OrderId(i)) - 1), penalties.unserved[priority]);
  }
  const auto slack = cap_slack(street, list);
  for (std::size_t j = 0; j < compiled.leaves.size(); ++j) {
    const CommunityId community = compiled.leaves[j].community;
    if (community.has_value()) {
      problem.set_segments(transport::LeafId(j), cap_segments(slack[community.index()], penalties.cap_broken));
    }
  }
  for (std::size_t o = 0; o < street.organisations.size(); ++o) {
    const Organisation& organisation = street.organisations[OrganisationId(o)];
    if (organisation.min_units == 0) continue;
    problem.set_segments(compiled.organisation_group[o], organisation_segments(organisation, penalties.below_minimum));
  }
}

}  // namespace paidan::policy
