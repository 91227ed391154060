// The rules that are fair between communities: each values the communities' served units, one after the other.
//
// The numbers of units (s_c) of each community that can be served together form an integral polymatroid (Megiddo 1974),
// and over a polymatroid the largest total of separable concave values is found by serving the most valuable next unit
// as long as one can be served (Federgruen & Groenevelt 1986). Only the *order* of the units' values matters; so the
// units are ranked exactly, by whole numbers, and the ranks become the convex costs of the communities' unserved
// leaves: one exact solve gives every community's number. A second one, with those numbers as caps, finds the
// allocation that keeps them with the priorities first and then the least cost.
#include <algorithm>
#include <queue>

#include "src/policy/rules.hpp"
#include "src/policy/variant.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::OrderId;

// A community's side of the batch; given and asked count the whole period so far.
struct Side {
  Units pending = 0;  // units of this batch
  Units before = 0;   // units served in earlier ones
  Units asked = 0;    // in all
  Units need = 0;     // the same, weighted by need
  Units budget = 0;   // of the budgeted rule
};

std::vector<Side> sides(const AllocationInput& in) {
  std::vector<Side> out(in.street.communities.size());
  for (std::size_t c = 0; c < in.given.communities.size(); ++c) {
    const Given::Community& g = in.given.communities[c];
    out[c] = {.pending = 0, .before = g.served, .asked = g.asked, .need = g.need, .budget = 0};
  }
  for (std::size_t i = 0; i < in.compiled.orders.size(); ++i) {
    Side& side = out[community_of(in, OrderId(i)).index()];
    const Units units = in.compiled.problem.demand(OrderId(i));
    side.pending += units;
    side.asked += units;
    side.need += units * need_weight(in.street, in.list.orders[in.compiled.orders[i]]);
  }
  return out;
}

// The `number`-th unit served of a community, counted over the period.
struct NextUnit {
  std::size_t community;
  Units number;
};

// Units that each community leaves unserved when the most valuable units are served first; `before(a, b)`: a is worth
// more than b. For one community it must put lower numbers first.
template <class Before>
std::vector<Units> unserved_by_value(const AllocationInput& in, const std::vector<Side>& sides, Before before) {
  std::vector<NextUnit> units;
  for (std::size_t c = 0; c < sides.size(); ++c) {
    for (Units k = 1; k <= sides[c].pending; ++k) units.push_back({c, sides[c].before + k});
  }
  std::sort(units.begin(), units.end(), before);
  std::vector<Segments> segments(sides.size());
  for (std::size_t k = units.size(); k > 0; --k) {  // the first unit left unserved is the least valuable one
    segments[units[k - 1].community].push_back({1, Cost(static_cast<std::int64_t>(units.size() - k + 1))});
  }
  VariantSpec spec;
  spec.tree = capacity_only;
  spec.serving_cost = [](EdgeId) { return Cost(0); };
  spec.unserved_cost = [](OrderId) { return Cost(0); };
  spec.unserved_leaf = [&](CommunityId c) { return segments[c.index()]; };
  const auto problem = make_variant(in, spec);
  std::vector<Units> unserved(sides.size(), 0);
  for (const auto& p : solve_variant(problem).placements) {
    const std::size_t leaf = problem.edge_leaf(p.edge).index(), serving = problem.leaf_count() - sides.size();
    if (leaf >= serving) unserved[leaf - serving] += p.units;
  }
  return unserved;
}

// The default goals with the communities' numbers kept.
Allocation with_caps(const AllocationInput& in, const std::vector<Units>& unserved) {
  const Penalties penalties = tiers(tier_numbers(in, 0, static_cast<std::int64_t>(unserved.size())), Policy{});
  VariantSpec spec;
  spec.tree = [&](std::span<const transport::Segment> old) {
    return with_penalties(old, in.compiled.penalties, penalties);
  };
  spec.unserved_cost = [&](OrderId order) {
    return penalties.unserved[static_cast<std::size_t>(priority_of(in, order)) - 1];
  };
  spec.unserved_leaf = [&](CommunityId c) { return Segments{{unserved[c.index()], Cost(0)}}; };
  return {solve_variant(make_variant(in, spec)).placements, {}};
}

// a/b > c/d for whole numbers, b and d positive.
bool larger(WideCost a, WideCost b, WideCost c, WideCost d) { return a * d > c * b; }

// Leximin: the community with the lowest rate so far comes first; of equal rates the one that a unit lifts higher.
Allocation max_min_fair(const AllocationInput& in) {
  const std::vector<Side> all = sides(in);
  return with_caps(in, unserved_by_value(in, all, [&](const NextUnit& a, const NextUnit& b) {
                     const Units da = all[a.community].asked, db = all[b.community].asked;
                     if (larger(b.number - 1, db, a.number - 1, da)) return true;
                     if (larger(a.number - 1, da, b.number - 1, db)) return false;
                     if (da != db) return da < db;
                     return a.community < b.community;
                   }));
}

// Webster's divisors: weight ÷ (2k − 1) for the k-th unit.
bool webster(Units weight_a, Units k_a, Units weight_b, Units k_b, std::size_t a, std::size_t b) {
  if (larger(weight_a, 2 * k_a - 1, weight_b, 2 * k_b - 1)) return true;
  if (larger(weight_b, 2 * k_b - 1, weight_a, 2 * k_a - 1)) return false;
  return a < b;
}

// Σ D_c ln s_c. The value of unit k + 1 is D ln((k + 1)/k) = 2 D atanh(1/(2k + 1)), which D · 2/(2k + 1) meets from
// below within the factor (2/3)/ln 2 = 0.9617 at k = 1 and closer beyond: that factor carries over to the total. The
// first unit of a community comes before everything else, since ln 0 is −∞.
Allocation proportional_fair(const AllocationInput& in) {
  const std::vector<Side> all = sides(in);
  return with_caps(in, unserved_by_value(in, all, [&](const NextUnit& a, const NextUnit& b) {
                     if ((a.number == 1) != (b.number == 1)) return a.number == 1;
                     const bool first = a.number == 1;
                     return webster(all[a.community].asked, first ? 1 : a.number, all[b.community].asked,
                                    first ? 1 : b.number, a.community, b.community);
                   }));
}

// Shares the units that can be served at all out by need, as seats are shared out by votes; no community gets more than
// it asks for.
void set_budgets(const AllocationInput& in, std::vector<Side>& all) {
  Units total = 0;
  for (const Side& side : all) total += side.before;
  const auto most = allocation_rules().find("max_served")->allocate(in);
  for (const auto& p : most.placements) {
    const auto leaf = in.compiled.problem.edge_leaf(p.edge);
    if (in.compiled.leaves[leaf.index()].kind != LeafKind::unserved) total += p.units;
  }
  const auto later = [&](std::size_t a, std::size_t b) {
    return webster(all[b].need, all[b].budget + 1, all[a].need, all[a].budget + 1, b, a);
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue(later);
  for (std::size_t c = 0; c < all.size(); ++c) {
    if (all[c].asked > 0) queue.push(c);
  }
  for (; total > 0 && !queue.empty(); --total) {
    const std::size_t c = queue.top();
    queue.pop();
    if (++all[c].budget < all[c].asked) queue.push(c);
  }
}

Allocation budgeted(const AllocationInput& in) {
  std::vector<Side> all = sides(in);
  set_budgets(in, all);
  return with_caps(in, unserved_by_value(in, all, [&](const NextUnit& a, const NextUnit& b) {
                     const Side &x = all[a.community], &y = all[b.community];
                     const bool within = a.number <= x.budget;
                     if (within != (b.number <= y.budget)) return within;
                     return webster(x.need, a.number, y.need, b.number, a.community, b.community);
                   }));
}

}  // namespace

Units need_weight(const Street& street, const WorkOrder& order) {
  switch (street.menu[street.demands[order.first].item].client_group) {
    case ClientGroup::elderly:
    case ClientGroup::disabled:
      return 3;
    case ClientGroup::children_youth:
      return 2;
    case ClientGroup::family:
    case ClientGroup::general:
      return 1;
  }
  return 1;
}

void add_fair_rules(AllocationRegistry& registry) {
  registry.add(rule({.name = "max_min_fair",
                     .title = {"社区最低服务率最大", "Max-min fair"},
                     .optimises = {"先使服务率最低的社区尽量高，再及次低（leximin）；然后保优先级、求代价最小",
                                   "the lowest of the communities' service rates, then the second lowest, … (leximin); "
                                   "then priorities and least cost"},
                     .guarantee = {"精确 leximin：服务率排序后的向量字典序最大",
                                   "exact: no allocation has lexicographically larger sorted rates"},
                     .source = "Megiddo 1974, Optimal flows in networks with multiple sources and sinks; Federgruen & "
                               "Groenevelt 1986, The greedy procedure for resource allocation problems"},
                    max_min_fair));
  registry.add(rule({.name = "proportional_fair",
                     .title = {"比例公平", "Proportionally fair"},
                     .optimises = {"先使有服务的社区最多，再使 Σ 需求量 × ln 服务量最大；然后保优先级、求代价最小",
                                   "the most communities served at all, then the sum of asked x ln served; then "
                                   "priorities and least cost"},
                     .guarantee = {"不少于该和最大值的 96.1%；服务总量最多",
                                   "at least 96.1 % of the largest such sum; the most units served"},
                     .source = "Kelly, Maulloo & Tan 1998, Rate control for communication networks; Federgruen & "
                               "Groenevelt 1986"},
                    proportional_fair));
  registry.add(rule(
      {.name = "budgeted",
       .title = {"按需配额", "Budgets by need"},
       .optimises = {"可服务总量按需求权重（老年、残疾 3，儿童青少年 2，其余 1）分给各社区作配额，配额内优先",
                     "the units that can be served are shared out by need (elderly and disabled 3, "
                     "children 2, others 1); each community's budget comes first"},
       .guarantee = {"配额内派出单量最多，服务总量也最多", "the most units within budgets, and the most units in all"},
       .source = "Webster 1832 (Balinski & Young 1982, Fair representation); Prendergast 2017, How food "
                 "banks use markets to feed the poor"},
      budgeted));
}

}  // namespace paidan::policy
