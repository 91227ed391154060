// One method on one instance, in a child process of its own: times, objective, peak memory; killed when it takes too
// long.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bench/peers/peers.hpp"

namespace paidan::bench {

struct Measurement {
  enum class Outcome {
    optimal,
    infeasible,
    refused,  // numbers out of range, said before solving
    stopped,  // took longer than the limit
    failed,   // wrong certificate, crash, out of memory: `note` says which
    skipped,  // not run: hopeless
  };

  Outcome outcome = Outcome::failed;
  std::string objective;  // decimal, 128 bits
  std::string digest;     // paidan: of placements and prices, which must not depend on run or threads
  double build = 0;       // seconds from the flat arrays to the method's own problem
  double solve = 0;       // seconds; paidan: with presolve, whose part is `presolve`
  double presolve = 0;
  double verify = 0;            // paidan: the certificate
  double pass = 0;              // paidan: one plain pass over the edges, the sum of their leaf indices and costs
  std::size_t peak_bytes = 0;   // most resident memory beyond the flat arrays and the code
  std::size_t input_bytes = 0;  // paidan: of that, the TransportProblem
  std::string algorithm;
  std::string note;  // why that algorithm; or what went wrong
  bool cached = false;

  [[nodiscard]] double total() const noexcept { return build + solve + verify; }
  [[nodiscard]] bool answered() const noexcept { return outcome == Outcome::optimal || outcome == Outcome::infeasible; }
};

[[nodiscard]] std::string_view name(Measurement::Outcome outcome) noexcept;
// What two answered measurements of one instance differ in; empty = nothing. Digests count where both have one.
[[nodiscard]] std::string differs(const Measurement& a, const Measurement& b);
void to_json(nlohmann::json& json, const Measurement& m);
void from_json(const nlohmann::json& json, Measurement& m);

struct OwnOptions {
  std::string algorithm = "auto";
  unsigned threads = 1;
};

// Each runs `runs` children one after the other and returns the one with the median total; a child repeats a run that
// takes less than a fifth of a second and keeps its own median. A child that passes `limit_seconds` is killed, ends the
// series and is the result.
struct Repeat {
  unsigned runs = 3;
  peers::Clock clock = peers::Clock::wall;
  double limit_seconds = 300;
};
[[nodiscard]] Measurement measure_paidan(const peers::TransportArrays& arrays, const OwnOptions& options,
                                         const Repeat& repeat);
[[nodiscard]] Measurement measure_peer(const peers::TransportArrays& arrays, peers::Method method,
                                       const Repeat& repeat);

}  // namespace paidan::bench
