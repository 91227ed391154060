#include "paidan/sim/measure.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "paidan/policy/stable.hpp"
#include "paidan/policy/tree_load.hpp"

namespace paidan::sim {
namespace {

using policy::LeafKind;
using transport::EdgeId;
using transport::OrderId;

double ratio(double a, double b) { return a / b; }
template <class A, class B>
std::optional<double> share(A part, B whole) {
  if (whole == 0) return std::nullopt;
  return ratio(static_cast<double>(part), static_cast<double>(whole));
}

// One day's figures, group by group.
class Measuring {
 public:
  Measuring(const Day& day, const Outcome& outcome)
      : day_(day), outcome_(outcome), problem_(day.compiled.problem), served_(day.orders.size(), 0) {
    for (const Visit& v : outcome.visits) {
      if (v.served) served_[v.order.index()] += v.units;
      units_served_ += v.served ? v.units : 0;
    }
    for (const WorkOrder& o : day.list.orders) units_asked_ += o.units;
  }

  DayFigures figures() {
    shares();
    times();
    places();
    loads();
    stability();
    optimum();
    set(Metric::disruption, share(outcome_.moved, outcome_.dispatched));
    set(Metric::declines, share(outcome_.declined, outcome_.offered));
    return out_;
  }

 private:
  void set(Metric m, std::optional<double> value) { out_.value[static_cast<std::size_t>(m)] = value; }
  [[nodiscard]] const WorkOrder& work(OrderId order) const {
    return day_.list.orders[day_.compiled.orders[order.index()]];
  }
  [[nodiscard]] const MenuItem& item(const WorkOrder& order) const {
    return day_.street.menu[day_.street.demands[order.first].item];
  }
  [[nodiscard]] const policy::Leaf& leaf(EdgeId edge) const {
    return day_.compiled.leaves[problem_.edge_leaf(edge).index()];
  }
  std::vector<Part>& parts(Dimension d) { return out_.parts[static_cast<std::size_t>(d)]; }

  void shares() {
    set(Metric::served_share, share(units_served_, units_asked_));
    parts(Dimension::priority).resize(4);
    parts(Dimension::category).resize(6);
    parts(Dimension::client_group).resize(5);
    parts(Dimension::community).resize(day_.street.communities.size());
    parts(Dimension::fund).resize(day_.street.funds.size());
    for (std::size_t w = 0; w < day_.list.orders.size(); ++w) {
      const WorkOrder& order = day_.list.orders[WorkOrderId(w)];
      const OrderId at = day_.compiled.problem_order[w];
      const Units served = at.has_value() ? served_[at.index()] : 0;
      const MenuItem& m = item(order);
      const auto add = [&](Dimension d, std::size_t group) {
        parts(d)[group].asked += order.units;
        parts(d)[group].served += served;
      };
      add(Dimension::priority, static_cast<std::size_t>(order.priority) - 1);
      add(Dimension::category, static_cast<std::size_t>(m.category));
      add(Dimension::client_group, static_cast<std::size_t>(m.client_group));
      add(Dimension::community, day_.street.demands[order.first].community.index());
      if (order.fund.has_value()) {
        parts(Dimension::fund)[order.fund.index()].served += m.unit_price.count() * served;
      }
    }
    std::int64_t fen = 0;
    for (std::size_t f = 0; f < day_.street.funds.size(); ++f) {
      parts(Dimension::fund)[f].asked = day_.street.funds[FundId(f)].budget.count();
      fen += parts(Dimension::fund)[f].served;
    }
    set(Metric::spend, static_cast<double>(fen) / 100);
    std::optional<double> lowest;
    for (const Part& p : parts(Dimension::community)) {
      const auto rate = share(p.served, p.asked);
      if (rate && (!lowest || *rate < *lowest)) lowest = rate;
    }
    set(Metric::community_lowest, lowest);
  }

  void times() {
    std::vector<double> waits;
    Units in_time = 0, with_deadline = 0, no_shows = 0, placed = 0;
    for (std::size_t i = 0; i < day_.orders.size(); ++i) {
      if (item(work(OrderId(i))).deadline) with_deadline += problem_.demand(OrderId(i));
    }
    for (const Visit& v : outcome_.visits) {
      placed += v.units;
      if (!v.served) {
        no_shows += v.units;
        continue;
      }
      const WorkOrder& order = work(v.order);
      const Instant since = day_.street.demands[order.first].submitted().value_or(day_.street.period_start);
      for (Units k = 0; k < v.units; ++k) waits.push_back(static_cast<double>((v.start - since).count()) / 60);
      const auto& deadline = item(order).deadline;
      if (deadline && v.end <= since + *deadline) in_time += v.units;
    }
    double sum = 0;
    for (const double w : waits) sum += w;
    set(Metric::wait_mean, share(sum, static_cast<double>(waits.size())));
    set(Metric::wait_p95, percentile(waits, 95));
    set(Metric::on_time, share(in_time, with_deadline));
    set(Metric::no_shows, share(no_shows, placed));
  }

  void places() {
    std::vector<Units> taken(day_.street.sessions.size(), 0);
    std::int64_t metres = 0, visits = 0;
    WideCost points = 0;
    for (const Visit& v : outcome_.visits) {
      if (leaf(v.edge).session.has_value()) taken[leaf(v.edge).session.index()] += v.units;
      if (v.travel) {
        metres += v.travel->count();
        ++visits;
      }
      if (v.served) points += static_cast<WideCost>(problem_.edge_cost(v.edge).count()) * v.units;
    }
    Units all = 0, seats = 0;
    std::int64_t with_minimum = 0, below = 0;
    for (std::size_t s = 0; s < taken.size(); ++s) {
      const Session& session = day_.street.sessions[SessionId(s)];
      all += taken[s];
      seats += session.seats;
      with_minimum += session.min_seats > 0;
      below += taken[s] < session.min_seats;
    }
    set(Metric::seat_fill, share(all, seats));
    set(Metric::short_sessions, share(below, with_minimum));
    set(Metric::travel, share(metres, visits));
    set(Metric::cost, share(static_cast<double>(points), static_cast<double>(units_served_)));
  }

  // A worker's load is the units placed with them by what they could take: their shifts' units, at most max_units.
  void loads() {
    std::vector<Units> placed(day_.street.workers.size(), 0), capacity(day_.street.workers.size(), 0);
    for (const Shift& s : day_.street.shifts) {
      capacity[s.worker.index()] += s.units.value_or(std::max<Units>(1, (s.end - s.start).count() / 60));
    }
    for (const Visit& v : outcome_.visits) {
      if (leaf(v.edge).kind == LeafKind::slot) placed[leaf(v.edge).worker.index()] += v.units;
    }
    std::vector<double> loads;
    double sum = 0, largest = 0;
    for (std::size_t w = 0; w < placed.size(); ++w) {
      const auto& most = day_.street.workers[WorkerId(w)].max_units;
      const Units could = most ? std::min(*most, capacity[w]) : capacity[w];
      if (could == 0) continue;
      loads.push_back(ratio(static_cast<double>(placed[w]), static_cast<double>(could)));
      sum += loads.back();
      largest = std::max(largest, loads.back());
    }
    out_.lorenz = lorenz(loads);
    if (loads.empty()) return;
    set(Metric::load_gini, gini(loads));
    set(Metric::load_jain, jain(loads));
    set(Metric::load_peak, share(largest, sum / static_cast<double>(loads.size())));
  }

  void stability() {
    std::vector<transport::Placement> placements;
    for (const Visit& v : outcome_.visits) placements.push_back({v.edge, v.units});
    std::vector<Units> left(day_.orders.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = problem_.demand(OrderId(i));
    for (const Visit& v : outcome_.visits) left[v.order.index()] -= v.units;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] > 0) placements.push_back({EdgeId(problem_.end_edge(OrderId(i)) - 1), left[i]});
    }
    const policy::Given nothing;
    const policy::AllocationInput in{
        .street = day_.street, .list = day_.list, .compiled = day_.compiled, .given = nothing};
    const auto pairs = policy::blocking_pairs(problem_, placements, policy::preferences(in));
    const auto blocking =
        std::count_if(pairs.begin(), pairs.end(), [&](EdgeId e) { return !day_.declined[e.index()]; });
    set(Metric::blocking_pairs, share(100 * static_cast<double>(blocking), static_cast<double>(units_asked_)));
    set(Metric::envy, share(envied(left), units_asked_));
  }

  // Units left unserved of orders that see another community's order, no more urgent than they, where they could be.
  [[nodiscard]] Units envied(const std::vector<Units>& left) const {
    struct Guest {  // the least urgent order at a leaf from one community, and from any other
      std::optional<CommunityId> community;
      Priority priority{}, of_others{};
      bool others = false;
    };
    std::vector<Guest> guests(problem_.leaf_count());
    for (const Visit& v : outcome_.visits) {
      Guest& g = guests[problem_.edge_leaf(v.edge).index()];
      const CommunityId c = day_.street.demands[work(v.order).first].community;
      const Priority p = work(v.order).priority;
      if (!g.community || p > g.priority || *g.community == c) {
        if (g.community && *g.community != c && (!g.others || g.priority > g.of_others)) {
          g.of_others = g.priority;
          g.others = true;
        }
        g.priority = g.community && *g.community == c ? std::max(p, g.priority) : p;
        g.community = c;
      } else if (!g.others || p > g.of_others) {
        g.of_others = p;
        g.others = true;
      }
    }
    Units envied = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] == 0) continue;
      const CommunityId home = day_.street.demands[work(OrderId(i)).first].community;
      bool envies = false;
      for (std::size_t e = problem_.first_edge(OrderId(i)); e + 1 < problem_.end_edge(OrderId(i)); ++e) {
        const Guest& g = guests[problem_.edge_leaf(EdgeId(e)).index()];
        if (!g.community || day_.declined[e]) continue;
        const bool other = *g.community != home ? g.priority >= work(OrderId(i)).priority
                                                : g.others && g.of_others >= work(OrderId(i)).priority;
        envies = envies || other;
      }
      envied += envies ? left[i] : 0;
    }
    return envied;
  }

  // Of the orders whose resident was there, as the optimum counts them.
  void optimum() {
    std::vector<transport::Placement> placements;
    for (const Visit& v : outcome_.visits) {
      if (v.served) placements.push_back({v.edge, v.units});
    }
    for (std::size_t i = 0; i < served_.size(); ++i) {
      const Units left = problem_.demand(OrderId(i)) - served_[i];
      if (day_.orders[i].shows && left > 0) {
        placements.push_back({EdgeId(problem_.end_edge(OrderId(i)) - 1), left});
      }
    }
    const WideCost objective = value_of(day_.compiled, placements).objective;
    set(Metric::served_ratio, share(units_served_, day_.most_served));
    set(Metric::cost_ratio, share(static_cast<double>(objective), static_cast<double>(day_.best_objective)));
    set(Metric::regret, static_cast<double>(objective - day_.best_objective));
  }

  const Day& day_;
  const Outcome& outcome_;
  const transport::TransportProblem& problem_;
  std::vector<Units> served_;  // by order
  Units units_served_ = 0, units_asked_ = 0;
  DayFigures out_;
};

}  // namespace

DayFigures measure(const Day& day, const Outcome& outcome) { return Measuring(day, outcome).figures(); }

Value value_of(const policy::Compiled& compiled, std::span<const transport::Placement> placements) {
  const transport::TransportProblem& problem = compiled.problem;
  policy::TreeLoad load(problem);
  Value value;
  for (const transport::Placement& p : placements) {
    value.objective += static_cast<WideCost>(problem.edge_cost(p.edge).count()) * p.units;
    load.add(problem.edge_leaf(p.edge), p.units);
    if (compiled.leaves[problem.edge_leaf(p.edge).index()].kind != LeafKind::unserved) value.served += p.units;
  }
  const auto tree = [&](std::span<const transport::Segment> segments, Units units) {
    for (const transport::Segment& s : segments) {
      const Units used = std::min(units, s.units);
      units -= used;
      // A reward for the first units is a penalty for each that is missing.
      const Units counted = s.unit_cost < Cost(0) ? used - s.units : used;
      value.objective += static_cast<WideCost>(s.unit_cost.count()) * counted;
    }
  };
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    tree(problem.segments(transport::LeafId(j)), load.load(transport::LeafId(j)));
  }
  for (std::size_t g = 0; g < problem.group_count(); ++g) {
    tree(problem.segments(transport::GroupId(g)), load.load(transport::GroupId(g)));
  }
  return value;
}

}  // namespace paidan::sim
