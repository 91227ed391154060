// The tables behind a matching batch: orders, organisations, sessions, communities.
#pragma once

#include <vector>

#include "src/report/figures.hpp"
#include "src/report/table.hpp"

namespace paidan::report {

[[nodiscard]] std::vector<DataTable> match_tables(const MatchReport& report, const Figures& figures,
                                                  const Options& options);

// `2026-11-26 08:00–12:00`, local.
[[nodiscard]] std::string slot_words(const Street& street, Window slot);

}  // namespace paidan::report
