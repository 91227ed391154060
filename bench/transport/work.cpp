// bench_work: how many bids and pivots every family takes, which is the same on every machine and needs no clock. A
// change that makes one family fast and another slow shows here at once. `bench_work --help` lists the options.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/program/command_line.hpp"
#include "bench/transport/families.hpp"
#include "paidan/core/decimal.hpp"
#include "paidan/core/error.hpp"
#include "paidan/transport.hpp"

using namespace paidan;
using namespace paidan::bench;

namespace {

struct Work {
  std::string answer;     // the objective; or infeasible, or refused
  std::string algorithm;  // the backend that ran
  std::size_t steps = 0;  // also where the backend counts none
};

constexpr std::string_view header = "family,answer,algorithm,steps";

Work work_of(const transport::TransportProblem& problem) {
  try {
    const transport::Solution solution = transport::solve(problem);
    const bool optimal = solution.status == transport::Status::optimal;
    return {optimal ? decimal(solution.objective) : "infeasible", solution.algorithm, solution.counts.augmentations};
  } catch (const Error&) {
    return {"refused", "", 0};
  }
}

// By family, from lines as this program prints them.
std::map<std::string, Work> read(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line != header) throw std::runtime_error(file + ": not a list of this program");
  std::map<std::string, Work> out;
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    std::vector<std::string> fields(1);
    for (const char letter : line) {
      if (letter == ',') {
        fields.emplace_back();
      } else {
        fields.back() += letter;
      }
    }
    if (fields.size() != 4) throw std::runtime_error(fmt::format("{}:{}: not four fields: {}", file, number, line));
    out[fields[0]] = {fields[1], fields[2], std::stoul(fields[3])};
  }
  return out;
}

// What is worse than before, or another problem; empty = nothing. A twentieth more is let pass: small changes of the
// start move it to and fro.
std::string complaint(const Work& before, const Work& now) {
  if (now.answer != before.answer) return fmt::format("answer {}, was {}", now.answer, before.answer);
  if (now.algorithm != before.algorithm) return fmt::format("by {}, was by {}", now.algorithm, before.algorithm);
  if (now.steps > before.steps + before.steps / 20) return fmt::format("{} steps, were {}", now.steps, before.steps);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> names;
  std::string against;
  CommandLine line("Solves every family at full size and lists bids and pivots, as CSV.", "bench_work");
  line.add("families", &names, "Names of families (default: all)")
      .add("--against", &against, "A list printed before: says what takes over a twentieth more steps, exits 1");
  if (const auto end = line.parse(argc, argv)) return *end;
  try {
    if (names.empty()) {
      for (const Family& family : families()) names.emplace_back(family.name);
    }
    const auto before = against.empty() ? std::map<std::string, Work>{} : read(against);
    bool worse = false;
    fmt::print("{}\n", header);
    for (const std::string& name : names) {
      const Family* family = find_family(name);
      if (family == nullptr) throw std::runtime_error("no family " + name);
      const Work now = work_of(family->make(Scale{}, 1));
      fmt::print("{},{},{},{}\n", name, now.answer, now.algorithm, now.steps);
      std::fflush(stdout);
      if (against.empty()) continue;
      const auto was = before.find(name);
      const std::string what = was == before.end() ? "not in " + against : complaint(was->second, now);
      if (what.empty()) continue;
      fmt::print(stderr, "bench_work: {}: {}\n", name, what);
      worse = true;
    }
    return worse ? 1 : 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench_work: {}\n", e.what());
    return 3;
  }
}
