#include "paidan/sim/simulate.hpp"

#include <algorithm>
#include <stdexcept>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/eligibility.hpp"
#include "paidan/sim/measure.hpp"
#include "src/sim/remainder.hpp"
#include "src/sim/stream.hpp"
#include "src/sim/typical.hpp"

namespace paidan::sim {
namespace {

// Percent of an expected duration: 100 + spread × a nearly normal draw (the sum of twelve uniform ones, less six), at
// least 30.
std::int32_t draw_percent(Random& random, unsigned spread) {
  std::int64_t sum = -6'000;
  for (int k = 0; k < 12; ++k) sum += static_cast<std::int64_t>(random.below(1'001));
  return static_cast<std::int32_t>(std::max<std::int64_t>(30, 100 + static_cast<std::int64_t>(spread) * sum / 1'000));
}

// The best that could have been done with the orders whose residents are there and the edges that nobody declines.
void find_best(Day& day, std::uint64_t index) {
  std::vector<Waiting> shows;
  for (std::size_t i = 0; i < day.orders.size(); ++i) {
    const transport::OrderId order(i);
    if (day.orders[i].shows) shows.push_back({order, day.compiled.problem.demand(order)});
  }
  Remainder best;
  make_remainder(
      day.compiled, shows, policy::TreeLoad(day.compiled.problem), {},
      [&](transport::EdgeId edge) { return !day.declined[edge.index()]; },
      [](transport::LeafId) { return transport::unbounded; }, best);
  const policy::Given nothing;
  const policy::AllocationInput in{
      .street = day.street, .list = day.list, .compiled = best.compiled, .given = nothing, .seed = index};
  const auto value = [&](std::string_view rule) {
    return value_of(best.compiled, policy::allocation_rules().find(rule)->allocate(in).placements);
  };
  day.best_objective = value("min_cost").objective;
  day.most_served = value("max_served").served;
}

}  // namespace

WorkList funded_work_list(const Street& street) {
  WorkList list = dispatch::make_work_list(street);
  dispatch::fund(street, list, policy::servable(street, list));
  return list;
}

std::vector<Instant> arrivals_of(const Street& street, const WorkList& list, const policy::Compiled& compiled) {
  std::vector<Instant> out;
  out.reserve(compiled.orders.size());
  for (const WorkOrderId id : compiled.orders) {
    const auto submitted = street.demands[list.orders[id].first].submitted();
    out.push_back(std::max(submitted.value_or(street.period_start), street.period_start));
  }
  return out;
}

// Eligibility only gets narrower as the window's start moves on, so the last minute is found by halving.
std::vector<Instant> last_minutes(const Street& street, const WorkList& list, const policy::Compiled& compiled) {
  const transport::TransportProblem& problem = compiled.problem;
  std::vector<Instant> out(problem.edge_count(), street.period_end);
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    WorkOrder order = list.orders[compiled.orders[i]];
    const Window window = order.window;
    for (std::size_t e = problem.first_edge(transport::OrderId(i)); e < problem.end_edge(transport::OrderId(i)); ++e) {
      const policy::Leaf& leaf = compiled.leaves[problem.edge_leaf(transport::EdgeId(e)).index()];
      if (leaf.kind == policy::LeafKind::unserved) continue;
      const auto eligible = [&](Instant start) {
        order.window.start = start;
        return policy::broken_rules(street, order, leaf).none();
      };
      Instant yes = window.start, no = window.end;
      if (leaf.kind != policy::LeafKind::organisation) {  // known without searching
        const Minutes length = street.menu[street.demands[order.first].item].minutes;
        const Minutes needed = std::max(length, Minutes(1));
        yes =
            leaf.kind == policy::LeafKind::session ? leaf.window.start : std::min(leaf.window.end, window.end) - needed;
        out[e] = yes;
        continue;
      }
      while (no - yes > Minutes(1)) {
        const Instant middle = yes + Minutes((no - yes).count() / 2);
        (eligible(middle) ? yes : no) = middle;
      }
      out[e] = yes;
    }
  }
  return out;
}

Simulator::Simulator(const Street& street, const policy::Policy& policy, const Chance& chance, std::uint64_t seed)
    : street_(street),
      policy_(policy),
      chance_(chance),
      seed_(seed),
      arrivals_(fit_arrivals(street)),
      typical_(std::make_unique<Typical>()) {
  typical_->list = funded_work_list(street);
  typical_->compiled = policy::compile(street, typical_->list, policy);
  typical_->arrival = arrivals_of(street, typical_->list, typical_->compiled);
  typical_->last_minute = last_minutes(street, typical_->list, typical_->compiled);
}

Simulator::~Simulator() = default;

Day Simulator::day(std::uint64_t index) const {
  Day day;
  Random arrivals(stream_seed(seed_, index, Purpose::arrivals));
  day.street = draw_arrivals(street_, arrivals_, arrivals, chance_.load_percent);
  day.list = funded_work_list(day.street);
  day.compiled = policy::compile(day.street, day.list, policy_);
  day.last_minute = last_minutes(day.street, day.list, day.compiled);

  const transport::TransportProblem& problem = day.compiled.problem;
  const std::vector<Instant> arrival = arrivals_of(day.street, day.list, day.compiled);
  Random fate(stream_seed(seed_, index, Purpose::orders));
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    Day::Order order{.arrival = arrival[i]};
    order.shows = !fate.chance(chance_.no_show_percent);
    order.service_percent = draw_percent(fate, chance_.service_spread);
    order.travel_percent = draw_percent(fate, chance_.travel_spread);
    day.orders.push_back(order);
  }
  // One answer for an order and an organisation, whichever of its leaves is asked.
  day.declined.resize(problem.edge_count(), false);
  const std::size_t organisations = day.street.organisations.size();
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    OrganisationId asked;
    bool answer = false;
    for (std::size_t e = problem.first_edge(transport::OrderId(i)); e + 1 < problem.end_edge(transport::OrderId(i));
         ++e) {
      const auto& leaf = day.compiled.leaves[problem.edge_leaf(transport::EdgeId(e)).index()];
      if (leaf.organisation != asked) {
        asked = leaf.organisation;
        Random coin(stream_seed(seed_, index, Purpose::declines, i * organisations + asked.index()));
        answer = coin.chance(chance_.decline_percent);
      }
      day.declined[e] = answer;
    }
  }
  find_best(day, index);
  return day;
}

}  // namespace paidan::sim
