#include "bench/compare/measure.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <new>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "bench/peers/stopwatch.hpp"
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

// --- one child -----------------------------------------------------------------------------------------------------

struct Child {
  pid_t pid = -1;
  int out = -1;
};

Child start(const std::function<Measurement()>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  std::fflush(nullptr);
  malloc_trim(0);  // so that a child's peak does not hide in memory that the parent has freed
  const pid_t pid = fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid > 0) {
    close(ends[1]);
    return {pid, ends[0]};
  }
  close(ends[0]);
  Measurement m;
  const std::size_t before = resident_bytes();
  try {
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
  const std::string text = nlohmann::json(m).dump();
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t wrote = write(ends[1], text.data() + sent, text.size() - sent);
    if (wrote < 0 && errno != EINTR) _exit(1);
    if (wrote > 0) sent += static_cast<std::size_t>(wrote);
  }
  _exit(0);
}

double processor_seconds(pid_t pid) {
  clockid_t clock{};
  timespec t{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// Waits for the answer; the limit is in seconds of the chosen clock.
Measurement finish(const Child& child, const Repeat& repeat) {
  const auto start_time = SteadyClock::now();
  const double limit = repeat.limit_seconds;
  const auto spent = [&] {
    return repeat.clock == peers::Clock::wall ? seconds_since(start_time) : processor_seconds(child.pid);
  };
  std::string text;
  bool stopped = false;
  for (;;) {
    const double left = limit - spent();
    if (left <= 0) {
      stopped = true;
      kill(child.pid, SIGKILL);
      break;
    }
    pollfd wait{child.out, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(std::min(left, 1000.0) * 1000) + 1);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    std::array<char, 4096> buffer{};
    const ssize_t got = read(child.out, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  close(child.out);
  rusage usage{};
  int status = 0;
  while (wait4(child.pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  const std::size_t peak = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
  Measurement m;
  if (stopped) {
    m.outcome = Outcome::stopped;
    m.solve = limit;
    m.peak_bytes = peak;
    return m;
  }
  try {
    m = nlohmann::json::parse(text).get<Measurement>();
  } catch (const nlohmann::json::exception&) {
    m.note = WIFSIGNALED(status) ? "ended by signal " + std::to_string(WTERMSIG(status)) : "ended without an answer";
    m.peak_bytes = peak;
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

Measurement repeated(const Repeat& repeat, const std::function<Measurement()>& work) {
  std::vector<Measurement> all;
  do {
    all.push_back(finish(start([&] { return warmed_up(work); }), repeat));
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
          {"note", m.note}};
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
}

Measurement measure_paidan(const peers::TransportArrays& arrays, const OwnOptions& options, const Repeat& repeat) {
  return repeated(repeat, [&] { return run_paidan(arrays, options, repeat.clock); });
}

Measurement measure_peer(const peers::TransportArrays& arrays, peers::Method method, const Repeat& repeat) {
  Measurement m = repeated(repeat, [&] { return run_peer(arrays, method, repeat.clock); });
  m.algorithm = peers::name(method);
  return m;
}

}  // namespace paidan::bench
