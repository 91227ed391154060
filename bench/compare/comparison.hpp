// All methods on one family: a row of the table, and what the rows say together.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "bench/compare/measure.hpp"
#include "bench/transport/families.hpp"

namespace paidan::bench {

struct Row {
  Family family;
  Scale scale;
  std::size_t orders = 0, leaves = 0, groups = 0, edges = 0;
  Measurement own;
  std::vector<Measurement> peers;
  Measurement more_threads;  // paidan again, with more threads; skipped if not asked for
  unsigned threads = 0;      // how many those are
  std::string disagreement;  // empty, or which answers differ

  [[nodiscard]] bool full_size() const noexcept { return scale.millionths == Scale{}.millionths; }
  // The peer with the least total: one that answered, else one that was stopped at the limit, else nullptr.
  [[nodiscard]] const Measurement* best_peer() const;
  [[nodiscard]] double ratio() const;  // best peer ÷ ours; 0 if there is no best peer or we did not answer
  // Peak memory beyond input + 64 bytes an order, in bytes an edge (the aim: at most 16).
  [[nodiscard]] double bytes_per_edge() const;
  [[nodiscard]] double passes() const;   // solve time in plain passes over the edges
  [[nodiscard]] double speedup() const;  // total of one thread ÷ total of `threads`; 0 if not measured
};

void to_json(nlohmann::json& json, const Row& row);
void from_json(const nlohmann::json& json, Row& row);

// Compares outcomes and objectives of everybody who answered. Returns the disagreement, in words.
[[nodiscard]] std::string compare_answers(const Row& row);

// Time of city ÷ time of city10, a tenth of it; 0 if one of them is missing.
[[nodiscard]] double growth(std::span<const Row> rows);

// What the rows of full size do not reach of the targets, a sentence each.
[[nodiscard]] std::vector<std::string> shortfalls(std::span<const Row> rows);

// What stands above a table that is kept: machine, cores, compiler, flags, date.
struct Circumstances {
  std::string machine, system, compiler, flags, date, command;
  unsigned cores = 0;
};
[[nodiscard]] Circumstances circumstances(std::string command);

}  // namespace paidan::bench
