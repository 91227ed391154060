#include <algorithm>
#include <array>
#include <numeric>

#include "bench/transport/shapes.hpp"

namespace paidan::bench {

using transport::Edge;
using transport::GroupId;
using transport::Segment;
using transport::unbounded;

std::vector<Units> shares(Random& random, Units total, std::size_t parts) {
  std::vector<Units> share(parts);
  Units weight_sum = 0;
  for (Units& weight : share) weight_sum += weight = random.between(500, 1500);
  Units weight_before = 0, given = 0;
  for (Units& s : share) {  // cumulative rounding: the shares sum to the total
    weight_before += s;
    const auto until = static_cast<Units>(static_cast<WideCost>(total) * weight_before / weight_sum);
    s = until - given;
    given = until;
  }
  return share;
}

void add_leaves(TransportProblem& problem, Random& random, Units total, std::size_t parts) {
  for (const Units capacity : shares(random, total, parts)) problem.add_leaf(capacity);
}

void choose(Random& random, std::size_t count, std::size_t bound, std::vector<std::uint32_t>& chosen) {
  chosen.clear();
  while (chosen.size() < count) {  // few out of many: repeats are rare, or the numbers few
    const auto draw = static_cast<std::uint32_t>(random.below(bound));
    if (std::find(chosen.begin(), chosen.end(), draw) == chosen.end()) chosen.push_back(draw);
  }
  std::sort(chosen.begin(), chosen.end());
}

TransportProblem make_spatial(Random& random, std::size_t orders, std::size_t leaves, std::size_t degree) {
  TransportProblem problem;
  const std::vector<Point> places = scatter(random, leaves);
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  const LeafId unserved = problem.add_leaf(unbounded);
  problem.reserve(orders, orders * (std::min(degree, leaves) + 1));
  NearestPoints near(places);
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < orders; ++i) {
    const Point home = scatter(random, 1).front();
    near.find(home, degree, found);
    problem.start_order(1);
    for (const std::uint32_t j : found) problem.add_edge(LeafId(j), Cost(distance(home, places[j])));
    problem.add_edge(unserved, Cost(unserved_penalty));
  }
  return problem;
}

namespace {

// One to one: `size` orders and leaves, all pairs.
template <class CostOf>
TransportProblem make_square(std::size_t size, CostOf cost_of) {
  TransportProblem problem;
  for (std::size_t j = 0; j < size; ++j) problem.add_leaf(1);
  problem.reserve(size, size * size);
  for (std::size_t i = 0; i < size; ++i) {
    problem.start_order(1);
    for (std::size_t j = 0; j < size; ++j) problem.add_edge(LeafId(j), Cost(cost_of(i, j)));
  }
  return problem;
}

TransportProblem make_random_square(std::size_t size, std::uint64_t seed) {
  Random random(seed);
  return make_square(size, [&](std::size_t, std::size_t) { return random.between(1, 100'000); });
}

}  // namespace

TransportProblem make_storm(Scale scale, std::uint64_t seed) {
  Random random(seed);
  return make_spatial(random, scale.of(120, 8), scale.of(50, 4), 15);
}

TransportProblem make_street(Scale scale, std::uint64_t seed) {
  Random random(seed);
  return make_spatial(random, scale.of(2'000, 8), scale.of(237, 4), 24);
}

TransportProblem make_district(Scale scale, std::uint64_t seed) {
  Random random(seed);
  return make_spatial(random, scale.of(100'000, 20), scale.of(2'000, 4), 16);
}

TransportProblem make_city(Scale scale, std::uint64_t seed) {
  Random random(seed);
  return make_spatial(random, scale.of(1'000'000, 20), scale.of(20'000, 4), 12);
}

TransportProblem make_city10(Scale scale, std::uint64_t seed) {
  Random random(seed);
  return make_spatial(random, scale.of(100'000, 20), scale.of(2'000, 4), 12);
}

// Streets that share nothing, each with a square and an unserved leaf of its own; order i and leaf j belong to street
// i mod streets and j mod streets, as orders of a whole city come in.
TransportProblem make_components(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t streets = scale.of(500, 3);
  const std::size_t orders = scale.of(1'000'000, 8 * streets), leaves = scale.of(20'000, 4 * streets);
  TransportProblem problem;
  const std::vector<Point> places = scatter(random, leaves);
  std::vector<Units> capacity(leaves);
  std::vector<NearestPoints> near;
  for (std::size_t s = 0; s < streets; ++s) {
    std::vector<Point> own;
    for (std::size_t j = s; j < leaves; j += streets) own.push_back(places[j]);
    const std::size_t own_orders = orders / streets + (s < orders % streets ? 1 : 0);
    const std::vector<Units> share = shares(random, tight(static_cast<Units>(own_orders)), own.size());
    for (std::size_t k = 0; k < own.size(); ++k) capacity[s + k * streets] = share[k];
    near.emplace_back(own);
  }
  for (const Units c : capacity) problem.add_leaf(c);
  for (std::size_t s = 0; s < streets; ++s) problem.add_leaf(unbounded);
  problem.reserve(orders, orders * 13);
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < orders; ++i) {
    const std::size_t street = i % streets;
    const Point home = scatter(random, 1).front();
    near[street].find(home, 12, found);
    problem.start_order(1);
    for (const std::uint32_t k : found) {
      const std::size_t j = street + k * streets;
      problem.add_edge(LeafId(j), Cost(distance(home, places[j])));
    }
    problem.add_edge(LeafId(leaves + street), Cost(unserved_penalty));
  }
  return problem;
}

TransportProblem make_wide(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(1'000'000, 40), leaves = std::min<std::size_t>(50, orders / 10);
  TransportProblem problem;
  const std::vector<Point> places = scatter(random, leaves);
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  problem.reserve(orders, orders * leaves);
  for (std::size_t i = 0; i < orders; ++i) {
    const Point home = scatter(random, 1).front();
    problem.start_order(1);
    for (std::size_t j = 0; j < leaves; ++j) problem.add_edge(LeafId(j), Cost(distance(home, places[j])));
  }
  return problem;
}

// Orders that are copies, drawn at random, of a few templates.
TransportProblem make_classes(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(1'000'000, 60), leaves = scale.of(500, 5);
  const TransportProblem classes = make_spatial(random, scale.of(3'000, 6), leaves, 20);
  TransportProblem problem;
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  problem.add_leaf(unbounded);
  problem.reserve(orders, orders * (std::min<std::size_t>(20, leaves) + 1));
  for (std::size_t i = 0; i < orders; ++i) {
    const transport::OrderId copied(random.below(classes.order_count()));
    problem.start_order(1);
    for (std::size_t e = classes.first_edge(copied); e < classes.end_edge(copied); ++e) {
      problem.add_edge(classes.edge_leaves()[e], classes.edge_costs()[e]);
    }
  }
  return problem;
}

TransportProblem make_ties(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(200'000, 20), leaves = scale.of(1'000, 5);
  const std::size_t degree = std::min<std::size_t>(16, leaves);
  TransportProblem problem;
  add_leaves(problem, random, tight(static_cast<Units>(orders)), leaves);
  const LeafId unserved = problem.add_leaf(unbounded);
  problem.reserve(orders, orders * (degree + 1));
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < orders; ++i) {
    choose(random, degree, leaves, chosen);
    problem.start_order(1);
    for (const std::uint32_t j : chosen) problem.add_edge(LeafId(j), Cost(random.between(0, 2)));
    problem.add_edge(unserved, Cost(unserved_penalty));
  }
  return problem;
}

// Spatial, but places for 70% only; an order of tier t stays unserved at t × 70,000,000.
TransportProblem make_scarce(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(200'000, 20), leaves = scale.of(2'000, 4);
  TransportProblem problem;
  const std::vector<Point> places = scatter(random, leaves);
  add_leaves(problem, random, static_cast<Units>(orders) * 7 / 10, leaves);
  const LeafId unserved = problem.add_leaf(unbounded);
  problem.reserve(orders, orders * 17);
  NearestPoints near(places);
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < orders; ++i) {
    const Point home = scatter(random, 1).front();
    near.find(home, 16, found);
    problem.start_order(1);
    for (const std::uint32_t j : found) problem.add_edge(LeafId(j), Cost(distance(home, places[j])));
    problem.add_edge(unserved, Cost(70'000'000 * random.between(1, 3)));
  }
  return problem;
}

TransportProblem make_square2000(Scale scale, std::uint64_t seed) {
  return make_random_square(scale.of(2'000, 6), seed);
}

TransportProblem make_square5000(Scale scale, std::uint64_t seed) {
  return make_random_square(scale.of(5'000, 7), seed);
}

// Machol & Wien 1976: the hard case of the Hungarian method. The seed changes nothing.
TransportProblem make_machol(Scale scale, std::uint64_t) {
  return make_square(scale.of(1'000, 6),
                     [](std::size_t i, std::size_t j) { return static_cast<std::int64_t>((i + 1) * (j + 1)); });
}

TransportProblem make_geometric(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t size = scale.of(20'000, 10);
  TransportProblem problem;
  const std::vector<Point> places = scatter(random, size);
  for (std::size_t j = 0; j < size; ++j) problem.add_leaf(1);
  const LeafId unserved = problem.add_leaf(unbounded);
  problem.reserve(size, size * 11);
  NearestPoints near(places);
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < size; ++i) {
    const Point home = scatter(random, 1).front();
    near.find(home, 10, found);
    problem.start_order(1);
    for (const std::uint32_t j : found) problem.add_edge(LeafId(j), Cost(distance(home, places[j])));
    problem.add_edge(unserved, Cost(unserved_penalty));
  }
  return problem;
}

TransportProblem make_bulk(Scale scale, std::uint64_t seed) {
  Random random(seed);
  const std::size_t orders = scale.of(20'000, 20), leaves = scale.of(1'000, 4);
  TransportProblem problem;
  const std::vector<Point> places = scatter(random, leaves);
  std::vector<Units> demand(orders);
  for (Units& d : demand) d = random.between(1, 200);
  add_leaves(problem, random, tight(std::accumulate(demand.begin(), demand.end(), Units{0})), leaves);
  const LeafId unserved = problem.add_leaf(unbounded);
  problem.reserve(orders, orders * 21);
  NearestPoints near(places);
  std::vector<std::uint32_t> found;
  for (const Units d : demand) {
    const Point home = scatter(random, 1).front();
    near.find(home, 20, found);
    problem.start_order(d);
    for (const std::uint32_t j : found) problem.add_edge(LeafId(j), Cost(distance(home, places[j])));
    problem.add_edge(unserved, Cost(unserved_penalty));
  }
  return problem;
}

// Slot ⊂ worker ⊂ organisation. A worker has a place and five slots, 20 workers make an organisation. An order may go
// to four slots of each of its four nearest workers, at the distance + up to 1,000 for every slot that it waits.
// Places: the organisations together 1.05 × the orders, their workers 1.2 times that, the slots 1.5 times. An
// organisation's first 30% are a minimum load (each unit short costs 50,000), its last 20% cost 3,000 each; the last
// 30% of a worker 500 each.
TransportProblem make_tree(Scale scale, std::uint64_t seed) {
  Random random(seed);
  constexpr std::size_t slots_a_worker = 5;
  const std::size_t orders = scale.of(200'000, 20), workers = scale.of(800, 4), organisations = scale.of(40, 2);
  TransportProblem problem;
  const Units places = tight(static_cast<Units>(orders));
  const std::vector<Point> home = scatter(random, workers);
  for (const Units c : shares(random, places, organisations)) {
    const Units least = c * 3 / 10, dear = c * 2 / 10;
    problem.add_group(GroupId{},
                      std::vector<Segment>{{least, Cost(-50'000)}, {c - least - dear, Cost(0)}, {dear, Cost(3'000)}});
  }
  std::size_t worker = 0;
  for (const Units c : shares(random, places * 12 / 10, workers)) {
    const Units dear = c * 3 / 10;
    problem.add_group(GroupId(worker++ * organisations / workers),
                      std::vector<Segment>{{c - dear, Cost(0)}, {dear, Cost(500)}});
  }
  std::size_t slot = 0;
  for (const Units c : shares(random, places * 15 / 10, workers * slots_a_worker)) {
    problem.add_leaf(GroupId(organisations + slot++ / slots_a_worker), c);
  }
  const LeafId unserved = problem.add_leaf(unbounded);
  problem.reserve(orders, orders * 17);
  NearestPoints near(home);
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < orders; ++i) {
    const Point at = scatter(random, 1).front();
    near.find(at, 4, found);
    problem.start_order(1);
    for (const std::uint32_t w : found) {
      const std::size_t not_possible = random.below(slots_a_worker);
      const std::int64_t way = distance(at, home[w]);
      for (std::size_t s = 0; s < slots_a_worker; ++s) {
        if (s == not_possible) continue;
        problem.add_edge(LeafId(w * slots_a_worker + s),
                         Cost(way + static_cast<std::int64_t>(s) * random.between(0, 1'000)));
      }
    }
    problem.add_edge(unserved, Cost(unserved_penalty));
  }
  return problem;
}

// What a city's policy makes of it: workers who take a unit less than their two slots together, four priorities of
// orders as far apart as lexicographic penalties are, some of several units, places for three quarters; one district in
// four has a cap on what may stay unserved, a leaf of its own that is dear beyond it.
TransportProblem make_priorities(Scale scale, std::uint64_t seed) {
  Random random(seed);
  constexpr std::size_t districts = 16, near_workers = 10;
  constexpr std::array<std::int64_t, 4> penalty{900'000'000'000, 30'000'000'000, 1'200'000'000, 300'000'000};
  constexpr std::int64_t over_cap = 450'000'000'000;
  const std::size_t orders = scale.of(120'000, 16), workers = scale.of(16'000, 16);
  TransportProblem problem;
  const std::vector<Point> home = scatter(random, workers);
  const auto district_of = [](const Point& at) {  // four by four
    const auto part = [](std::int64_t x) { return static_cast<std::size_t>(x * 4 / (square_side + 1)); };
    return part(at.x) * 4 + part(at.y);
  };
  std::vector<std::vector<std::uint32_t>> of_district(districts);
  for (std::size_t w = 0; w < workers; ++w) {
    of_district[district_of(home[w])].push_back(static_cast<std::uint32_t>(w));
    const Units slot = random.between(3, 4);
    const GroupId worker = problem.add_group(GroupId{}, 2 * slot - 1);
    problem.add_leaf(worker, slot);
    problem.add_leaf(worker, slot);
  }
  const LeafId unserved = problem.add_leaf(unbounded);
  std::vector<LeafId> capped(districts);
  for (std::size_t d = 0; d < districts; d += 4) {
    const auto cap = static_cast<Units>(orders / districts / 20);
    capped[d] = problem.add_leaf(GroupId{}, std::vector<Segment>{{cap, Cost(0)}, {unbounded, Cost(over_cap)}});
  }
  problem.reserve(orders, orders * (2 * near_workers + 1));
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < orders; ++i) {
    const Point at = scatter(random, 1).front();
    const std::size_t district = district_of(at);
    const auto& able = of_district[district];
    problem.start_order(random.below(40) == 0 ? random.between(2, 4) : 1);
    chosen.clear();
    for (std::size_t k = 0; k < near_workers && !able.empty(); ++k) chosen.push_back(able[random.below(able.size())]);
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    for (const std::uint32_t w : chosen) {
      const std::int64_t way = distance(at, home[w]) / 100;
      problem.add_edge(LeafId(2 * w), Cost(way));
      problem.add_edge(LeafId(2 * w + 1), Cost(way + 20));
    }
    problem.add_edge(capped[district].has_value() ? capped[district] : unserved, Cost(penalty[random.below(4)]));
  }
  return problem;
}

}  // namespace paidan::bench
