// Files and tables of the policy lab.
//
// compare.csv has a line for each policy and figure, and for each policy and group of orders; pairs.csv a line for each
// two policies and figure; whatif.csv a line for each point. Shares are fractions, everything else is in the unit named
// beside it. The JSON files hold the same and the figures of every single day. Numbers are rounded to nine significant
// digits; no times of day, no durations: same input, same bytes. Cells of text that a spreadsheet would take for a
// formula begin with an apostrophe.
#pragma once

#include <string>
#include <vector>

#include "paidan/core/words.hpp"
#include "paidan/io/files.hpp"
#include "paidan/sim/compare.hpp"

namespace paidan::sim {

// compare.csv, pairs.csv, compare.json.
[[nodiscard]] std::vector<io::NamedContent> render_comparison(const Comparison& comparison);
// whatif.csv, whatif.json.
[[nodiscard]] std::vector<io::NamedContent> render_what_if(const WhatIf& what_if);

[[nodiscard]] std::string comparison_json(const Comparison& comparison);
[[nodiscard]] std::string what_if_json(const WhatIf& what_if);

// For a terminal: the policies with the figures that say most, each with its half interval and whether it beats (+) or
// loses to (-) the first policy; and below what the pairs prove.
[[nodiscard]] std::string comparison_table(const Comparison& comparison, Language language);
[[nodiscard]] std::string what_if_table(const WhatIf& what_if, Language language);

// Names in files.
[[nodiscard]] std::string_view name_of(Dimension dimension) noexcept;
[[nodiscard]] std::string_view name_of(Verdict verdict) noexcept;

}  // namespace paidan::sim
