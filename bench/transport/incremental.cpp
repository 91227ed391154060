// incremental: what one change to a solved problem costs, beside solving it anew. `incremental --help` lists the
// options.
//
// Solves a family's instance, hands it to a Matcher and makes random changes of every kind, each timed on its own; then
// solves the changed problem from scratch and compares the objectives, exactly.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "bench/peers/stopwatch.hpp"
#include "bench/program/command_line.hpp"
#include "bench/transport/families.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport/matcher.hpp"
#include "paidan/transport/verify.hpp"

using namespace paidan;
using namespace paidan::bench;
using namespace paidan::transport;

namespace {

enum class Kind { add_order, withdraw, forbid, allow, add_edge, cost, penalty, capacity_up, capacity_down };
constexpr std::array<std::string_view, 9> kind_names{
    "order added",  "withdrawn", "declined",    "allowed again", "edge added",
    "cost changed", "penalty",   "capacity +1", "capacity -1",
};

struct Kept {
  std::vector<double> microseconds;
  std::size_t moves = 0, refused = 0, nodes = 0;
};

// Random changes; only the Matcher's part is timed.
class Changes {
 public:
  Changes(const TransportProblem& problem, Matcher& matcher, peers::Clock clock, std::uint64_t seed)
      : problem_(problem), matcher_(matcher), clock_(clock), random_(seed) {
    for (std::size_t i = 0; i < problem.order_count(); ++i) live_.emplace_back(i);
    for (std::size_t j = 0; j < problem.leaf_count(); ++j) capacity_.push_back(problem.capacity(LeafId(j)));
    for (const Cost c : problem.edge_costs()) dearest_ = std::max(dearest_, c.count());
  }

  std::array<Kept, kind_names.size()> kept;

  void make_one() {
    const auto kind = static_cast<Kind>(random_.below(kind_names.size()));
    const std::size_t at = random_.below(live_.size());
    const OrderId order = live_[at];
    const LeafId leaf = matcher_.placements(order).front().leaf;
    switch (kind) {
      case Kind::add_order: {  // somebody like an order there is
        const OrderId like(random_.below(problem_.order_count()));
        std::vector<Edge> edges;
        for (std::size_t e = problem_.first_edge(like); e < problem_.end_edge(like); ++e) {
          edges.push_back({problem_.edge_leaves()[e], vary(problem_.edge_costs()[e])});
        }
        const Change change = timed(kind, [&] { return matcher_.add_order(problem_.demand(like), edges); });
        if (change.applied()) live_.push_back(change.order);
        break;
      }
      case Kind::withdraw:
        timed(kind, [&] { return matcher_.withdraw(order); });
        live_[at] = live_.back();
        live_.pop_back();
        break;
      case Kind::forbid: {
        const Change change = timed(kind, [&] { return matcher_.forbid(order, leaf); });
        if (change.applied()) forbidden_.emplace_back(order, leaf);
        break;
      }
      case Kind::allow: {
        if (forbidden_.empty()) break;
        const auto& [declined, by] = forbidden_[random_.below(forbidden_.size())];
        if (!matcher_.has_order(declined)) break;
        timed(kind, [&, who = declined, where = by] { return matcher_.allow(who, where); });
        break;
      }
      case Kind::add_edge: {  // to a leaf of somebody who has a leaf in common
        const LeafId other = leaf_near(leaf);
        try {
          timed(kind, [&] { return matcher_.add_edge(order, other, Cost(random_.between(0, dearest_ / 20))); });
        } catch (const Error&) {  // there is one already
        }
        break;
      }
      case Kind::cost:
        timed(kind, [&] { return matcher_.set_cost(order, leaf, Cost(random_.between(0, dearest_ / 20))); });
        break;
      case Kind::penalty:
        try {
          const LeafId unserved(problem_.leaf_count() - 1);
          timed(kind,
                [&] { return matcher_.set_cost(order, unserved, Cost(random_.between(dearest_ / 2, dearest_))); });
        } catch (const Error&) {  // it has no such edge
        }
        break;
      default: {
        const LeafId changed(random_.below(problem_.leaf_count()));
        Units& units = capacity_[changed.index()];
        if (units == unbounded || problem_.segments(changed).size() != 1) break;
        const Units wanted = kind == Kind::capacity_up ? units + 1 : std::max<Units>(0, units - 1);
        if (timed(kind, [&] { return matcher_.set_capacity(changed, wanted); }).applied()) units = wanted;
      }
    }
  }

 private:
  template <class Make>
  Change timed(Kind kind, Make make) {
    Kept& k = kept[static_cast<std::size_t>(kind)];
    const std::size_t nodes = matcher_.effort().nodes;
    peers::Stopwatch watch(clock_);
    const Change change = make();
    k.microseconds.push_back(watch.lap() * 1e6);
    k.moves += change.moves.size();
    k.refused += change.applied() ? 0 : 1;
    k.nodes += matcher_.effort().nodes - nodes;
    return change;
  }
  Cost vary(Cost cost) {  // by up to 5%; penalties keep their tier
    return cost.count() == dearest_ ? cost : Cost(cost.count() + random_.between(0, cost.count() / 20 + 1));
  }
  LeafId leaf_near(LeafId leaf) {
    for (int tries = 0; tries < 50; ++tries) {
      const OrderId other(random_.below(problem_.order_count()));
      const auto edges = problem_.edge_leaves().subspan(problem_.first_edge(other),
                                                        problem_.end_edge(other) - problem_.first_edge(other));
      if (std::find(edges.begin(), edges.end(), leaf) != edges.end()) return edges[random_.below(edges.size())];
    }
    return LeafId(random_.below(problem_.leaf_count()));
  }

  const TransportProblem& problem_;
  Matcher& matcher_;
  peers::Clock clock_;
  Random random_;
  std::vector<OrderId> live_;
  std::vector<Units> capacity_;
  std::vector<std::pair<OrderId, LeafId>> forbidden_;
  std::int64_t dearest_ = 0;
};

struct Options {
  std::vector<std::string> families{"street", "district"};
  std::size_t changes = 10'000, check_every = 0;
  double scale = 1;
  std::uint64_t seed = 1;
  peers::Clock clock = peers::Clock::wall;
};

double mean(const std::vector<double>& values) {
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

void print_table(Changes& changes, double batch) {
  fmt::print(
      "| change | count | mean µs | median | 95% | longest | moves | nodes searched | refused | batch ÷ mean |\n");
  fmt::print("|---|---|---|---|---|---|---|---|---|---|\n");
  Kept all;
  const auto print = [&](std::string_view name, Kept& k) {
    if (k.microseconds.empty()) return;
    std::sort(k.microseconds.begin(), k.microseconds.end());
    const auto count = static_cast<double>(k.microseconds.size());
    const auto part = [&](std::size_t percent) { return k.microseconds[(k.microseconds.size() - 1) * percent / 100]; };
    fmt::print("| {} | {} | {:.1f} | {:.1f} | {:.1f} | {:.0f} | {:.2f} | {:.1f} | {} | {:.0f} |\n", name, count,
               mean(k.microseconds), part(50), part(95), k.microseconds.back(), static_cast<double>(k.moves) / count,
               static_cast<double>(k.nodes) / count, k.refused, batch * 1e6 / mean(k.microseconds));
  };
  for (std::size_t k = 0; k < kind_names.size(); ++k) {
    Kept& one = changes.kept[k];
    all.microseconds.insert(all.microseconds.end(), one.microseconds.begin(), one.microseconds.end());
    all.moves += one.moves;
    all.nodes += one.nodes;
    all.refused += one.refused;
    print(kind_names[k], one);
  }
  print("all", all);
}

// False if an objective differs.
bool run(const Family& family, const Options& options) {
  const TransportProblem problem =
      family.make(Scale{static_cast<std::uint64_t>(std::llround(options.scale * 1e6))}, options.seed);
  fmt::print("{}: {} orders, {} leaves, {} groups, {} edges\n", family.name, problem.order_count(),
             problem.leaf_count(), problem.group_count(), problem.edge_count());
  peers::Stopwatch solving(options.clock);
  const Solution solution = solve(problem);
  const double batch = solving.lap();
  if (solution.status != Status::optimal) {
    fmt::print("  has no solution\n");
    return true;
  }
  peers::Stopwatch starting(options.clock);
  Matcher matcher(problem, solution);
  fmt::print("  batch solve {:.3f} s ({}), start of the Matcher {:.3f} s\n", batch, solution.algorithm, starting.lap());
  std::fflush(stdout);
  Changes changes(problem, matcher, options.clock, options.seed);
  bool equal = true;
  for (std::size_t k = 1; k <= options.changes; ++k) {
    changes.make_one();
    const bool check = k == options.changes || (options.check_every > 0 && k % options.check_every == 0);
    if (!check) continue;
    const TransportProblem now = matcher.problem();
    const Solution fresh = solve(now);
    const Verdict verdict = verify(now, matcher.solution());
    const bool right = fresh.objective == matcher.objective() && verdict.holds();
    equal = equal && right;
    fmt::print("  after {} changes: objective {}, certificate {}\n", k,
               fresh.objective == matcher.objective() ? "equal to a solve from scratch" : "DIFFERENT",
               verdict.holds() ? "holds" : "BROKEN: " + verdict.faults.front());
  }
  print_table(changes, batch);
  fmt::print("\n");
  std::fflush(stdout);
  return equal;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CommandLine line("What one change to a solved problem costs, beside solving it anew.", "bench_incremental");
  line.add("families", &options.families, "Names of families")
      .add("--changes", &options.changes, "How many")
      .add("--check-every", &options.check_every, "Solve from scratch and compare after so many changes, too")
      .add("--scale", &options.scale, "Shrinks every family: 0.01 = a hundredth", {1e-6, 1.0})
      .add("--seed", &options.seed, "Another instance of each family, other changes")
      .add_clock(options.clock);
  if (const auto end = line.parse(argc, argv)) return *end;
  bool equal = true;
  for (const std::string& name : options.families) {
    const Family* family = find_family(name);
    if (family == nullptr) {
      fmt::print(stderr, "incremental: no family \"{}\"\n", name);
      return 2;
    }
    equal = run(*family, options) && equal;
  }
  return equal ? 0 : 1;
}
