#include "bench/compare/measure.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <functional>
#include <new>
#include <nlohmann/json.hpp>
#include <vector>

#include "bench/compare/child.hpp"
#include "bench/peers/stopwatch.hpp"
#include "bench/transport/families.hpp"
#include "bench/transport/flat.hpp"
#include "paidan/core/error.hpp"
#include "paidan/transport.hpp"

namespace paidan::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Outcome = Measurement::Outcome;

double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

std::string decimal(WideCost value) {
  std::string digits;
  const bool negative = value < 0;
  do {
    const int digit = static_cast<int>(value % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) digits.push_back('-');
  return {digits.rbegin(), digits.rend()};
}

std::size_t resident_bytes() {
  std::size_t pages_total = 0, pages = 0;
  std::ifstream("/proc/self/statm") >> pages_total >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

// In a child of its own. `prepare` runs there first: a forked process has its parent's data, but none of the code's
// pages yet, and these are no part of what a method needs. What it leaves in the heap goes back.
Measurement measured(const std::function<void()>& prepare, const std::function<Measurement()>& work,
                     const Repeat& repeat) {
  const auto tell = [&] {
    Measurement m;
    std::size_t before = 0;
    try {
      prepare();
      malloc_trim(0);
      before = resident_bytes();
      m = work();
    } catch (const Error& e) {
      m.outcome = Outcome::refused;
      m.note = e.what();
    } catch (const std::bad_alloc&) {
      m.note = "out of memory";
    } catch (const std::exception& e) {
      m.note = e.what();
    }
    m.peak_bytes = m.peak_bytes > before ? m.peak_bytes - before : 0;
    return nlohmann::json(m).dump();
  };
  const ChildEnd end = in_child(tell, {repeat.limit_seconds, repeat.clock});
  if (!end.stopped && end.fault.empty()) return nlohmann::json::parse(end.text).get<Measurement>();
  Measurement m;
  m.note = end.fault;
  m.peak_bytes = end.peak_bytes;
  if (end.stopped) {
    m.outcome = Outcome::stopped;
    m.solve = repeat.limit_seconds;
  }
  return m;
}

// The answer of a solver, in one number: placements, prices and values, in order.
std::string digest_of(const transport::Solution& solution) {
  std::uint64_t state = 0xCBF29CE484222325ULL;
  const auto add = [&](std::int64_t v) { state = (state ^ static_cast<std::uint64_t>(v)) * 0x100000001B3ULL; };
  for (const transport::Placement& p : solution.placements) {
    add(p.edge.value());
    add(p.units);
  }
  for (const Cost c : solution.order_value) add(c.count());
  for (const Cost c : solution.leaf_price) add(c.count());
  for (const Cost c : solution.group_price) add(c.count());
  for (const transport::OrderId i : solution.witness) add(i.value());
  return fmt::format("{:016x}", state);
}

// The middle one by total, or the first that has no answer or another one.
Measurement median_of(std::vector<Measurement> all) {
  for (const Measurement& m : all) {
    if (!m.answered()) return m;
    const std::string difference = differs(m, all.front());
    if (difference.empty()) continue;
    Measurement different = m;
    different.outcome = Outcome::failed;
    different.note = "runs differ in " + difference;
    return different;
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.total() < b.total(); });
  return all[(all.size() - 1) / 2];
}

// In a child: one run, or as many as fit into a fifth of a second, so that a run of 0.1 ms is not a page fault's time.
// The peak is that of the first, before what others leave in the heap.
Measurement warmed_up(const std::function<Measurement()>& work) {
  const auto start_time = SteadyClock::now();
  std::vector<Measurement> all;
  std::size_t peak = 0;
  do {
    all.push_back(work());
    if (all.size() == 1) peak = peak_bytes();
  } while (all.back().answered() && seconds_since(start_time) < 0.2 && all.size() < 101);
  Measurement m = median_of(std::move(all));
  m.peak_bytes = peak;
  return m;
}

Measurement repeated(const Repeat& repeat, const std::function<void()>& prepare,
                     const std::function<Measurement()>& work) {
  std::vector<Measurement> all;
  do {
    all.push_back(measured(
        prepare, [&] { return warmed_up(work); }, repeat));
  } while (all.back().answered() && all.size() < repeat.runs);
  return median_of(std::move(all));
}

// The memory that the problem's arrays hold: what `problem.hpp` states.
std::size_t bytes_of(const transport::TransportProblem& p) {
  return p.edge_count() * (p.has_edge_bounds() ? 20 : 12) + p.order_count() * 16 +
         (p.leaf_count() + p.group_count()) * 40;
}

std::uint64_t pass(const transport::TransportProblem& problem) {
  std::uint64_t sum = 0;
  for (std::size_t e = 0; e < problem.edge_count(); ++e) {
    sum += problem.edge_leaves()[e].value() + static_cast<std::uint64_t>(problem.edge_costs()[e].count());
  }
  return sum;
}

double seconds_of_a_pass(const transport::TransportProblem& problem, peers::Clock clock) {
  volatile std::uint64_t kept = pass(problem);
  peers::Stopwatch watch(clock);
  kept = pass(problem);
  static_cast<void>(kept);
  return watch.lap();
}

Measurement run_paidan(const peers::TransportArrays& arrays, const OwnOptions& options, peers::Clock clock) {
  Measurement m;
  peers::Stopwatch watch(clock);
  const transport::TransportProblem problem = fill(arrays, options.threads);
  m.build = watch.lap();
  const transport::Solution solution =
      transport::solve(problem, {.algorithm = options.algorithm, .threads = options.threads});
  m.solve = watch.lap();
  const transport::Verdict verdict = transport::verify(problem, solution, options.threads);
  m.verify = watch.lap();
  m.pass = seconds_of_a_pass(problem, clock);
  m.presolve = solution.seconds.presolve;
  m.input_bytes = bytes_of(problem);
  m.algorithm = solution.algorithm;
  m.note = solution.why;
  m.outcome = solution.status == transport::Status::optimal ? Outcome::optimal : Outcome::infeasible;
  m.digest = digest_of(solution);
  if (m.outcome == Outcome::optimal) m.objective = decimal(solution.objective);
  if (!verdict.holds()) {
    m.outcome = Outcome::failed;
    m.note = "certificate refused: " + verdict.faults.front();
  }
  return m;
}

Measurement run_peer(const peers::TransportArrays& arrays, peers::Method method, peers::Clock clock) {
  const peers::Answer answer = peers::solve(arrays, method, clock);
  Measurement m;
  m.algorithm = peers::name(method);
  m.build = answer.build_seconds;
  m.solve = answer.solve_seconds;
  switch (answer.status) {
    case peers::Status::optimal:
      m.outcome = Outcome::optimal;
      m.objective = decimal(answer.objective);
      break;
    case peers::Status::infeasible:
      m.outcome = Outcome::infeasible;
      break;
    case peers::Status::out_of_range:
      m.outcome = Outcome::refused;
      m.note = "costs × nodes could overflow its 64 bits";
      break;
  }
  return m;
}

const peers::TransportArrays& small_one() {
  static const peers::TransportArrays arrays = flatten(find_family("bulk")->make(Scale{10'000}, 1));
  return arrays;
}

constexpr std::array<std::string_view, 6> outcome_names{"optimal", "infeasible", "refused",
                                                        "stopped", "failed",     "skipped"};

}  // namespace

std::string differs(const Measurement& a, const Measurement& b) {
  if (a.outcome != b.outcome) return fmt::format("outcome: {} and {}", name(a.outcome), name(b.outcome));
  if (a.objective != b.objective) return fmt::format("objective: {} and {}", a.objective, b.objective);
  if (a.digest != b.digest && !a.digest.empty() && !b.digest.empty()) return "placements or prices";
  return {};
}

std::string_view name(Outcome outcome) noexcept { return outcome_names[static_cast<std::size_t>(outcome)]; }

void to_json(nlohmann::json& json, const Measurement& m) {
  json = {{"outcome", name(m.outcome)},
          {"objective", m.objective},
          {"digest", m.digest},
          {"seconds",
           {{"build", m.build}, {"presolve", m.presolve}, {"solve", m.solve}, {"verify", m.verify}, {"pass", m.pass}}},
          {"peak_bytes", m.peak_bytes},
          {"input_bytes", m.input_bytes},
          {"algorithm", m.algorithm},
          {"note", m.note},
          {"cached", m.cached}};
}

void from_json(const nlohmann::json& json, Measurement& m) {
  const auto outcome = json.at("outcome").get<std::string>();
  const auto found = std::find(outcome_names.begin(), outcome_names.end(), outcome);
  m.outcome = found == outcome_names.end() ? Outcome::failed : static_cast<Outcome>(found - outcome_names.begin());
  json.at("objective").get_to(m.objective);
  m.digest = json.value("digest", "");  // a cache of an earlier version has none
  const nlohmann::json& seconds = json.at("seconds");
  seconds.at("build").get_to(m.build);
  seconds.at("presolve").get_to(m.presolve);
  seconds.at("solve").get_to(m.solve);
  seconds.at("verify").get_to(m.verify);
  seconds.at("pass").get_to(m.pass);
  json.at("peak_bytes").get_to(m.peak_bytes);
  json.at("input_bytes").get_to(m.input_bytes);
  json.at("algorithm").get_to(m.algorithm);
  json.at("note").get_to(m.note);
  m.cached = json.value("cached", false);
}

Measurement measure_paidan(const peers::TransportArrays& arrays, const OwnOptions& options, const Repeat& repeat) {
  return repeated(
      repeat, [&] { static_cast<void>(run_paidan(small_one(), options, repeat.clock)); },
      [&] { return run_paidan(arrays, options, repeat.clock); });
}

Measurement measure_peer(const peers::TransportArrays& arrays, peers::Method method, const Repeat& repeat) {
  Measurement m = repeated(
      repeat, [&] { static_cast<void>(run_peer(small_one(), method, repeat.clock)); },
      [&] { return run_peer(arrays, method, repeat.clock); });
  m.algorithm = peers::name(method);
  return m;
}

}  // namespace paidan::bench
