// Small streets made in code: a few communities, organisations with workers and sessions, and orders for them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/policy/allocation.hpp"

namespace paidan::test {

inline constexpr Instant monday{29'000'000};

struct SmallStreet {
  Street street;

  SmallStreet() {
    street.code = "small";
    street.period_start = monday;
    street.period_end = monday + Minutes(1440);
    street.slot_minutes = Minutes(240);
    MenuItem item;
    item.code = "visit";
    street.menu.push_back(item);
  }
  CommunityId community(std::string code) {
    Community c;
    c.code = std::move(code);
    return street.communities.push_back(c);
  }
  OrganisationId organisation(std::string code, std::optional<Units> most = {}, Units least = 0) {
    Organisation o;
    o.code = std::move(code);
    o.max_units = most;
    o.min_units = least;
    return street.organisations.push_back(o);
  }
  // A worker with one shift from `hour` on, four hours long.
  WorkerId worker(OrganisationId organisation, Units units, GeoPoint point = {}, int hour = 8) {
    Worker w;
    w.code = "W" + std::to_string(street.workers.size());
    w.organisation = organisation;
    w.point = point;
    const WorkerId id = street.workers.push_back(w);
    street.shifts.push_back({id, monday + Minutes(hour * 60), monday + Minutes(hour * 60 + 240), units});
    return id;
  }
  DemandId demand(CommunityId community, int submitted, std::uint32_t quantity = 1, GeoPoint point = {},
                  std::optional<Priority> priority = {}, std::vector<OrganisationId> avoid = {}) {
    Demand d;
    d.code = street.text->store("D" + std::to_string(street.demands.size()));
    d.community = community;
    d.item = ItemId(0);
    d.quantity = quantity;
    d.point = point;
    d.set_submitted(monday + Minutes(submitted));
    d.set_priority(priority);
    if (!avoid.empty()) {
      std::vector<Party> parties;
      for (const OrganisationId o : avoid) parties.push_back({{}, o});
      d.avoid = street.party_lists.push_back(parties);
    }
    return street.demands.push_back(d);
  }
};

// A street compiled, and what the rules are given of it.
struct Batch {
  Street street;
  WorkList list;
  policy::Compiled compiled;
  policy::Given given;

  explicit Batch(Street s) : street(std::move(s)) {
    for (std::size_t i = 0; i < street.demands.size(); ++i) {
      const Demand& d = street.demands[DemandId(i)];
      WorkOrder order;
      order.first = DemandId(i);
      order.first_member = static_cast<std::uint32_t>(i);
      order.units = d.quantity;
      order.priority = d.priority().value_or(Priority::normal);
      order.window = {*d.submitted(), street.period_end};
      list.orders.push_back(order);
      list.members.push_back(DemandId(i));
    }
    compiled = policy::compile(street, list, policy::Policy{});
  }
  [[nodiscard]] policy::AllocationInput input(std::uint64_t seed = 1) const {
    return {.street = street, .list = list, .compiled = compiled, .given = given, .seed = seed};
  }
  [[nodiscard]] policy::Allocation allocate(std::string_view rule, std::uint64_t seed = 1) const {
    return policy::allocation_rules().find(rule)->allocate(input(seed));
  }
  [[nodiscard]] bool serves(transport::EdgeId edge) const {
    return compiled.leaves[compiled.problem.edge_leaf(edge).index()].kind != policy::LeafKind::unserved;
  }
  [[nodiscard]] Units served(const policy::Allocation& a) const {
    Units sum = 0;
    for (const auto& p : a.placements) sum += serves(p.edge) ? p.units : 0;
    return sum;
  }
  // Units served of each community.
  [[nodiscard]] std::vector<Units> by_community(const policy::Allocation& a) const {
    std::vector<Units> out(street.communities.size(), 0);
    for (std::size_t i = 0; i < compiled.problem.order_count(); ++i) {
      const transport::OrderId order(i);
      for (const auto& p : a.placements) {
        if (p.edge.index() >= compiled.problem.first_edge(order) && p.edge.index() < compiled.problem.end_edge(order) &&
            serves(p.edge)) {
          out[street.demands[list.orders[compiled.orders[i]].first].community.index()] += p.units;
        }
      }
    }
    return out;
  }
  // Who serves the order: worker codes with their units ("W0 W1×2"), or "-".
  [[nodiscard]] std::string who(const policy::Allocation& a, std::size_t order) const {
    std::string out;
    for (const auto& p : a.placements) {
      if (p.edge.index() < compiled.problem.first_edge(transport::OrderId(order)) ||
          p.edge.index() >= compiled.problem.end_edge(transport::OrderId(order)) || !serves(p.edge)) {
        continue;
      }
      const auto& leaf = compiled.leaves[compiled.problem.edge_leaf(p.edge).index()];
      out += (out.empty() ? "" : " ") + street.workers[leaf.worker].code;
      if (p.units > 1) out += "x" + std::to_string(p.units);
    }
    return out.empty() ? "-" : out;
  }
};

// A few communities, organisations with limits, workers and orders at random places.
inline Street random_street(Random& random, int orders, int workers) {
  SmallStreet s;
  for (int c = 0; c < 3; ++c) {
    const CommunityId id = s.community("C" + std::to_string(c));
    if (random.chance(30)) s.street.communities[id].max_unserved_basis_points = 5'000;
  }
  for (int o = 0; o < 2; ++o) {
    s.organisation("O" + std::to_string(o),
                   random.chance(60) ? std::optional<Units>(random.between(1, 4)) : std::nullopt, random.between(0, 1));
    if (random.chance(40)) {
      s.street.organisations[OrganisationId(static_cast<std::size_t>(o))].communities = {CommunityId(random.below(2)),
                                                                                         CommunityId(2)};
    }
  }
  const auto place = [&] {
    return GeoPoint{static_cast<std::int32_t>(1'065'000'000 + random.between(0, 300'000)),
                    static_cast<std::int32_t>(295'000'000 + random.between(0, 300'000))};
  };
  for (int w = 0; w < workers; ++w) s.worker(OrganisationId(random.below(2)), random.between(1, 2), place());
  for (int i = 0; i < orders; ++i) {
    std::vector<OrganisationId> avoid;
    if (random.chance(30)) avoid.push_back(OrganisationId(random.below(2)));
    s.demand(CommunityId(random.below(3)), static_cast<int>(random.between(0, 400)),
             static_cast<std::uint32_t>(random.between(1, 2)), place(), static_cast<Priority>(random.between(1, 4)),
             avoid);
  }
  return std::move(s.street);
}

// Calls `see(placements)` for every feasible allocation, unit by unit.
template <class See>
void each_allocation(const policy::Compiled& compiled, See&& see) {
  const auto& problem = compiled.problem;
  policy::Allocation allocation;
  std::vector<Units> on_edge(problem.edge_count(), 0);
  std::vector<Units> leaf(problem.leaf_count(), 0), group(problem.group_count(), 0);
  const auto shift = [&](std::size_t e, Units units) {
    on_edge[e] += units;
    const auto at = problem.edge_leaf(transport::EdgeId(e));
    leaf[at.index()] += units;
    bool fits = leaf[at.index()] <= problem.capacity(at);
    for (auto g = problem.parent(at); g.has_value(); g = problem.parent(g)) {
      group[g.index()] += units;
      fits = fits && group[g.index()] <= problem.capacity(g);
    }
    return fits;
  };
  const auto place = [&](auto&& self, std::size_t order, std::size_t from, Units left) -> void {
    if (order == problem.order_count()) {
      allocation.placements.clear();
      for (std::size_t e = 0; e < on_edge.size(); ++e) {
        if (on_edge[e] > 0) allocation.placements.push_back({transport::EdgeId(e), on_edge[e]});
      }
      see(std::as_const(allocation));
      return;
    }
    if (left == 0) {
      const std::size_t next = order + 1;
      const bool end = next == problem.order_count();
      self(self, next, end ? 0 : problem.first_edge(transport::OrderId(next)),
           end ? 0 : problem.demand(transport::OrderId(next)));
      return;
    }
    for (std::size_t e = from; e < problem.end_edge(transport::OrderId(order)); ++e) {
      if (shift(e, 1)) self(self, order, e, left - 1);
      shift(e, -1);
    }
  };
  if (problem.order_count() == 0) {
    see(std::as_const(allocation));
    return;
  }
  place(place, 0, 0, problem.demand(transport::OrderId(0)));
}

}  // namespace paidan::test
