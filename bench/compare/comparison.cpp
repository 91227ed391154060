#include "bench/compare/comparison.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

namespace paidan::bench {

using Outcome = Measurement::Outcome;

const Measurement* Row::best_peer() const {
  const Measurement* best = nullptr;
  for (const Measurement& m : peers) {
    if (!m.answered() && m.outcome != Outcome::stopped) continue;
    if (best == nullptr || m.total() < best->total()) best = &m;
  }
  return best;
}

double Row::ratio() const {
  const Measurement* best = best_peer();
  return best == nullptr || !own.answered() || own.total() <= 0 ? 0 : best->total() / own.total();
}

double Row::bytes_per_edge() const {
  const double beyond =
      static_cast<double>(own.peak_bytes) - static_cast<double>(own.input_bytes) - 64.0 * static_cast<double>(orders);
  return edges == 0 ? 0 : std::max(beyond, 0.0) / static_cast<double>(edges);
}

double Row::passes() const { return own.pass > 0 ? own.solve / own.pass : 0; }

double Row::speedup() const {
  return more_threads.answered() && own.answered() ? own.total() / more_threads.total() : 0;
}

void to_json(nlohmann::json& json, const Row& row) {
  json = {{"family", row.family.name},
          {"scale", row.scale.millionths},
          {"orders", row.orders},
          {"leaves", row.leaves},
          {"groups", row.groups},
          {"edges", row.edges},
          {"paidan", row.own},
          {"peers", row.peers},
          {"threads", row.threads},
          {"more_threads", row.more_threads},
          {"disagreement", row.disagreement}};
}

void from_json(const nlohmann::json& json, Row& row) {
  row.family = *find_family(json.at("family").get<std::string>());
  json.at("scale").get_to(row.scale.millionths);
  json.at("orders").get_to(row.orders);
  json.at("leaves").get_to(row.leaves);
  json.at("groups").get_to(row.groups);
  json.at("edges").get_to(row.edges);
  json.at("paidan").get_to(row.own);
  json.at("peers").get_to(row.peers);
  json.at("threads").get_to(row.threads);
  json.at("more_threads").get_to(row.more_threads);
  json.at("disagreement").get_to(row.disagreement);
}

std::string compare_answers(const Row& row) {
  const Measurement* first = nullptr;
  const auto disagrees = [&](const Measurement& m, const std::string& who) -> std::string {
    if (m.outcome == Outcome::failed) return who + ": " + m.note;
    if (!m.answered()) return {};
    if (first == nullptr) first = &m;
    const std::string difference = differs(*first, m);
    return difference.empty() ? "" : fmt::format("{} differs in {}", who, difference);
  };
  if (std::string what = disagrees(row.own, "paidan"); !what.empty()) return what;
  if (std::string what = disagrees(row.more_threads, fmt::format("paidan with {} threads", row.threads));
      row.threads > 0 && !what.empty()) {
    return what;
  }
  for (const Measurement& m : row.peers) {
    if (m.outcome == Outcome::failed) continue;  // no answer is no other answer; the row shows it
    if (std::string what = disagrees(m, m.algorithm); !what.empty()) return what;
  }
  return {};
}

double growth(std::span<const Row> rows) {
  const auto time_of = [&](std::string_view name) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.family.name == name; });
    return row != rows.end() && row->full_size() && row->own.answered() ? row->own.total() : 0;
  };
  return time_of("city10") > 0 ? time_of("city") / time_of("city10") : 0;
}

std::vector<std::string> shortfalls(std::span<const Row> rows) {
  constexpr std::size_t too_small_for_memory = 100'000;
  constexpr double most_bytes_per_edge = 16, most_growth = 13, least_speedup = 1.8;
  std::vector<std::string> list;
  for (const Row& row : rows) {
    if (!row.full_size()) continue;
    const std::string_view who = row.family.name;
    if (!row.own.answered()) {
      const bool may_refuse = row.family.kind == Family::Kind::adversarial && row.own.outcome == Outcome::refused;
      if (row.own.outcome != Outcome::skipped && !may_refuse)
        list.push_back(fmt::format("{}: {}", who, name(row.own.outcome)));
      continue;
    }
    if (row.best_peer() != nullptr && row.family.kind != Family::Kind::growth && row.ratio() < row.family.target) {
      list.push_back(
          fmt::format("{}: {:.2f} times the best peer, the target is {:.2f}", who, row.ratio(), row.family.target));
    }
    if (row.edges >= too_small_for_memory && row.bytes_per_edge() > most_bytes_per_edge) {
      list.push_back(
          fmt::format("{}: {:.1f} bytes an edge, the target is {}", who, row.bytes_per_edge(), most_bytes_per_edge));
    }
    if (row.family.most_passes > 0 && row.passes() > row.family.most_passes) {
      list.push_back(
          fmt::format("{}: {:.0f} passes over the edges, the target is {}", who, row.passes(), row.family.most_passes));
    }
    if (row.speedup() > 0 && row.speedup() < least_speedup && (who == "city" || who == "components")) {
      list.push_back(fmt::format("{}: {:.2f} times faster with {} threads, the target is {}", who, row.speedup(),
                                 row.threads, least_speedup));
    }
  }
  if (growth(rows) > most_growth) {
    list.push_back(
        fmt::format("city takes {:.1f} times the time of city10, the target is {}", growth(rows), most_growth));
  }
  return list;
}

Circumstances circumstances(std::string command) {
  Circumstances c;
  c.command = std::move(command);
  std::ifstream cpu("/proc/cpuinfo");
  for (std::string line; std::getline(cpu, line);) {
    if (line.rfind("model name", 0) != 0) continue;
    c.machine = line.substr(line.find(':') + 2);
    break;
  }
  utsname system{};
  if (uname(&system) == 0) c.system = fmt::format("{} {} {}", system.sysname, system.release, system.machine);
  c.cores = static_cast<unsigned>(sysconf(_SC_NPROCESSORS_ONLN));
#ifdef __clang__
  c.compiler = "clang " __clang_version__;
#else
  c.compiler = "g++ " __VERSION__;
#endif
  c.flags = PAIDAN_BENCH_FLAGS;
  const std::time_t now = std::time(nullptr);
  std::array<char, 32> date{};
  if (const std::tm* utc = std::gmtime(&now)) std::strftime(date.data(), date.size(), "%Y-%m-%d", utc);
  c.date = date.data();
  return c;
}

}  // namespace paidan::bench
