// Playing a day: batch after batch of dispatching, then the visits, worker by worker.
#include <algorithm>
#include <chrono>
#include <tuple>

#include "paidan/policy/travel.hpp"
#include "paidan/policy/tree_load.hpp"
#include "paidan/sim/simulate.hpp"
#include "paidan/transport/solve.hpp"
#include "src/sim/remainder.hpp"
#include "src/sim/stream.hpp"
#include "src/sim/typical.hpp"

namespace paidan::sim {
namespace {

using policy::LeafKind;
using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;

// How often in a period the forecast prices are made anew, at most.
constexpr std::int64_t forecasts_a_period = 48;

class Play {
 public:
  Play(const Day& day, std::uint64_t seed, const Dispatching& dispatching)
      : day_(day),
        problem_(day.compiled.problem),
        dispatching_(dispatching),
        seed_(seed),
        load_(problem_),
        placed_(problem_.edge_count(), 0),
        closed_(problem_.edge_count(), false),
        told_(problem_.edge_count()) {
    given_.leaf_load.assign(problem_.leaf_count(), 0);
    given_.communities.resize(day.street.communities.size());
    for (std::size_t i = 0; i < day.orders.size(); ++i)
      by_arrival_.push_back({OrderId(i), problem_.demand(OrderId(i))});
    std::stable_sort(by_arrival_.begin(), by_arrival_.end(), [&](const Waiting& a, const Waiting& b) {
      return day_.orders[a.order.index()].arrival < day_.orders[b.order.index()].arrival;
    });
  }

  // Gives `prices(t)`, by leaf, to rules that look ahead.
  template <class Prices>
  Outcome run(Prices&& prices) {
    std::size_t next = 0;
    const auto come = [&](Instant now) {
      const std::size_t before = next;
      while (next < by_arrival_.size() && arrival(next) <= now) waiting_.push_back(by_arrival_[next++]);
      return next > before;
    };
    switch (dispatching_.timing) {
      case Dispatching::Timing::hindsight:
        come(day_.street.period_end);
        whole_day_ = true;
        batch(day_.street.period_start, {});
        break;
      case Dispatching::Timing::immediate:
        while (next < by_arrival_.size()) {
          const Instant now = arrival(next);
          come(now);
          batch(now, prices(now, load_));
          for (const Waiting& w : waiting_) give_up(w);  // what is not placed at once is not asked again
          waiting_.clear();
        }
        break;
      case Dispatching::Timing::batches:
        for (Instant now = day_.street.period_start; now < day_.street.period_end; now = now + dispatching_.every) {
          const bool new_orders = come(now);
          if (new_orders || (dispatching_.rule->looks_ahead() && !waiting_.empty())) batch(now, prices(now, load_));
        }
        break;
    }
    for (std::size_t e = 0; e < placed_.size(); ++e) {
      if (placed_[e] == 0) continue;
      outcome_.visits.push_back({.order = order_of(e),
                                 .edge = EdgeId(e),
                                 .units = placed_[e],
                                 .told = told_[e],
                                 .start = {},
                                 .end = {},
                                 .travel = {},
                                 .served = day_.orders[order_of(e).index()].shows});
    }
    return std::move(outcome_);
  }

 private:
  [[nodiscard]] Instant arrival(std::size_t k) const { return day_.orders[by_arrival_[k].order.index()].arrival; }
  [[nodiscard]] const policy::Leaf& leaf_at(std::size_t edge) const {
    return day_.compiled.leaves[problem_.edge_leaf(EdgeId(edge)).index()];
  }
  [[nodiscard]] OrderId order_of(std::size_t edge) const {
    const auto first = problem_.first_edges();
    return OrderId(static_cast<std::size_t>(std::upper_bound(first.begin(), first.end(), edge) - first.begin()) - 1);
  }
  [[nodiscard]] const WorkOrder& work(OrderId order) const {
    return day_.list.orders[day_.compiled.orders[order.index()]];
  }

  // What a leaf still takes as a part of its time is over: a slot of u units with half of its time left at most half of
  // them, rounded up.
  [[nodiscard]] Units room_at(LeafId id, Instant now) const {
    const policy::Leaf& leaf = day_.compiled.leaves[id.index()];
    if (whole_day_ || leaf.kind != LeafKind::slot || now <= leaf.window.start) return transport::unbounded;
    const std::int64_t length = leaf.window.length().count(), left = (leaf.window.end - now).count();
    return left <= 0 ? 0 : (leaf.units * left + length - 1) / length;
  }

  // Orders that nobody can serve any more leave, unserved.
  void expire(Instant now) {
    const auto gone = [&](const Waiting& w) {
      const std::size_t last = problem_.end_edge(w.order) - 1;
      for (std::size_t e = problem_.first_edge(w.order); e < last; ++e) {
        if (whole_day_ || (!closed_[e] && day_.last_minute[e] >= now)) return false;
      }
      give_up(w);
      return true;
    };
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), gone), waiting_.end());
  }

  void give_up(const Waiting& w) {
    load_.add(problem_.edge_leaf(EdgeId(problem_.end_edge(w.order) - 1)), w.units);
    count(w.order, w.units, 0);
  }
  void count(OrderId order, Units asked, Units served) {
    policy::Given::Community& c = given_.communities[day_.street.demands[work(order).first].community.index()];
    c.asked += asked;
    c.served += served;
    c.need += asked * policy::need_weight(day_.street, work(order));
  }

  // Units on an edge, or off it when negative.
  void put(EdgeId edge, Units units, Instant now) {
    placed_[edge.index()] += units;
    told_[edge.index()] = now;
    load_.add(problem_.edge_leaf(edge), units);
    given_.leaf_load[problem_.edge_leaf(edge).index()] += units;
    count(order_of(edge.index()), units, units);
  }

  // Everything dispatched that has not begun waits again; what it had is remembered.
  std::vector<transport::Placement> release(Instant now) {
    std::vector<transport::Placement> had;
    if (dispatching_.planned == Dispatching::Planned::keep) return had;
    for (std::size_t e = 0; e < placed_.size(); ++e) {
      if (placed_[e] == 0 || leaf_at(e).window.start <= now || leaf_at(e).kind == LeafKind::organisation) continue;
      had.push_back({EdgeId(e), placed_[e]});
      const OrderId order = order_of(e);
      const auto at =
          std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& w) { return w.order == order; });
      if (at == waiting_.end()) {
        waiting_.push_back({order, placed_[e]});
      } else {
        at->units += placed_[e];
      }
      put(EdgeId(e), -placed_[e], now);
    }
    return had;
  }

  void batch(Instant now, std::span<const Cost> future_price) {
    const std::vector<transport::Placement> had = release(now);
    expire(now);
    std::sort(waiting_.begin(), waiting_.end(), [](const Waiting& a, const Waiting& b) { return a.order < b.order; });
    std::vector<Waiting> asked = waiting_;
    while (!asked.empty()) {
      const std::vector<OrderId> again = dispatch(asked, now, future_price, had);
      asked.clear();
      for (const Waiting& w : waiting_) {
        if (std::binary_search(again.begin(), again.end(), w.order)) asked.push_back(w);
      }
    }
    for (const auto& p : had) outcome_.moved += std::max<Units>(0, p.units - placed_[p.edge.index()]);
  }

  // One call of the rule for the orders `asked`. Returns those that were sent back and may be asked again.
  std::vector<OrderId> dispatch(const std::vector<Waiting>& asked, Instant now, std::span<const Cost> future_price,
                                const std::vector<transport::Placement>& had) {
    make_remainder(
        day_.compiled, asked, load_, placed_,
        [&](EdgeId e) { return !closed_[e.index()] && (whole_day_ || day_.last_minute[e.index()] >= now); },
        [&](LeafId j) { return room_at(j, now); }, rest_);
    const policy::AllocationInput in{.street = day_.street,
                                     .list = day_.list,
                                     .compiled = rest_.compiled,
                                     .given = given_,
                                     .seed = mixed(seed_, static_cast<std::uint64_t>(++calls_)),
                                     .leaf_prices = leaf_price_,
                                     .future_price = future_price};
    const auto begun = std::chrono::steady_clock::now();
    policy::Allocation allocation = dispatching_.rule->allocate(in);
    outcome_.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    leaf_price_ = std::move(allocation.leaf_price);

    std::vector<OrderId> again;
    for (const auto& p : allocation.placements) {
      const EdgeId edge = rest_.edge[p.edge.index()];
      const policy::Leaf& leaf = leaf_at(edge.index());
      if (leaf.kind == LeafKind::unserved) continue;
      const OrderId order = order_of(edge.index());
      const auto old = std::find_if(had.begin(), had.end(), [&](const auto& h) { return h.edge == edge; });
      const Units fresh = std::max<Units>(0, p.units - (old == had.end() ? 0 : old->units));
      outcome_.offered += fresh;
      if (day_.declined[edge.index()]) {
        outcome_.declined += fresh;
        close_organisation(order, leaf.organisation);
        again.push_back(order);
        continue;
      }
      outcome_.dispatched += fresh;
      put(edge, p.units, now);
      given_.last = leaf.organisation;
      const auto at =
          std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& w) { return w.order == order; });
      at->units -= p.units;
    }
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), [](const Waiting& w) { return w.units == 0; }),
                   waiting_.end());
    again.erase(std::unique(again.begin(), again.end()), again.end());
    return again;
  }

  void close_organisation(OrderId order, OrganisationId organisation) {
    for (std::size_t e = problem_.first_edge(order); e + 1 < problem_.end_edge(order); ++e) {
      if (leaf_at(e).organisation == organisation) closed_[e] = true;
    }
  }

  const Day& day_;
  const transport::TransportProblem& problem_;
  const Dispatching& dispatching_;
  std::uint64_t seed_;
  policy::TreeLoad load_;
  std::vector<Units> placed_;  // by edge
  std::vector<bool> closed_;   // by edge: sent back
  std::vector<Instant> told_;  // by edge
  std::vector<Waiting> by_arrival_, waiting_;
  policy::Given given_;
  Remainder rest_;
  std::vector<Cost> leaf_price_;
  Outcome outcome_;
  std::int64_t calls_ = 0;
  bool whole_day_ = false;
};

// The visits of each worker one after the other, of each slot by who must be served first; sessions at their time.
void play_out(const Day& day, Outcome& outcome, std::int64_t metres_a_minute) {
  const auto leaf_of = [&](const Visit& v) -> const policy::Leaf& {
    return day.compiled.leaves[day.compiled.problem.edge_leaf(v.edge).index()];
  };
  const auto order_of = [&](const Visit& v) -> const WorkOrder& {
    return day.list.orders[day.compiled.orders[v.order.index()]];
  };
  std::vector<Visit*> route;
  for (Visit& v : outcome.visits) {
    if (leaf_of(v).kind == LeafKind::session) {
      v.start = leaf_of(v).window.start;
      v.end = leaf_of(v).window.end;
    } else {
      route.push_back(&v);
    }
  }
  std::sort(route.begin(), route.end(), [&](const Visit* a, const Visit* b) {
    const auto key = [&](const Visit* v) {
      const policy::Leaf& leaf = leaf_of(*v);
      // An organisation without workers sends somebody to each order: its visits do not wait for each other.
      return std::tuple(leaf.worker, leaf.window.start, leaf.organisation, order_of(*v).window.end,
                        day.orders[v->order.index()].arrival, v->edge);
    };
    return key(a) < key(b);
  });
  const Visit* before = nullptr;
  for (Visit* v : route) {
    const policy::Leaf& leaf = leaf_of(*v);
    const bool goes_on = before != nullptr && leaf.worker.has_value() && leaf_of(*before).worker == leaf.worker;
    const bool same_slot = goes_on && leaf_of(*before).window == leaf.window;
    const GeoPoint to = policy::place_of(day.street, order_of(*v));
    const GeoPoint from = same_slot ? policy::place_of(day.street, order_of(*before)) : place_of(day.street, leaf);
    const Day::Order& fate = day.orders[v->order.index()];
    Minutes travel{0};
    if (from.known() && to.known()) {
      v->travel = distance(from, to);
      travel = Minutes(v->travel->count() * fate.travel_percent / (100 * metres_a_minute));
    }
    Instant leaves = std::max(leaf.window.start, v->told);
    if (goes_on) leaves = std::max(leaves, before->end);
    v->start = std::max(leaves + travel, order_of(*v).window.start);
    const Minutes length = day.street.menu[day.street.demands[order_of(*v).first].item].minutes;
    v->end = v->start + (v->served ? Minutes(length.count() * v->units * fate.service_percent / 100) : Minutes(10));
    before = v;
  }
}

// Prices of what the typical day still brings after a minute, over what is left of the capacities.
class Forecast {
 public:
  Forecast(const policy::Compiled& compiled, const std::vector<Instant>& arrival,
           const std::vector<Instant>& last_minute, const Street& street)
      : compiled_(compiled),
        arrival_(arrival),
        last_minute_(last_minute),
        renew_((street.period_end - street.period_start).count() / forecasts_a_period) {}

  std::span<const Cost> prices(Instant now, const policy::TreeLoad& load) {
    if (made_ && now - *made_ < renew_) return prices_;
    made_ = now;
    std::vector<Waiting> later;
    for (std::size_t i = 0; i < arrival_.size(); ++i) {
      if (arrival_[i] > now) later.push_back({OrderId(i), compiled_.problem.demand(OrderId(i))});
    }
    make_remainder(
        compiled_, later, load, {}, [&](EdgeId e) { return last_minute_[e.index()] >= now; },
        [](LeafId) { return transport::unbounded; }, rest_);
    transport::SolveOptions options;
    options.leaf_prices = prices_;
    prices_ = transport::solve(rest_.compiled.problem, options).leaf_price;
    return prices_;
  }

 private:
  const policy::Compiled& compiled_;
  const std::vector<Instant>& arrival_;
  const std::vector<Instant>& last_minute_;
  Minutes renew_;
  std::optional<Instant> made_;
  std::vector<Cost> prices_;
  Remainder rest_;
};

}  // namespace

Outcome Simulator::play(const Day& day, std::uint64_t index, const Dispatching& dispatching) const {
  Play play(day, stream_seed(seed_, index, Purpose::lots), dispatching);
  Forecast forecast(typical_->compiled, typical_->arrival, typical_->last_minute, street_);
  Outcome outcome = play.run([&](Instant now, const policy::TreeLoad& load) {
    return dispatching.rule->looks_ahead() ? forecast.prices(now, load) : std::span<const Cost>{};
  });
  play_out(day, outcome, chance_.metres_a_minute);
  return outcome;
}

}  // namespace paidan::sim
