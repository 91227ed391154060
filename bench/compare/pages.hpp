// Rows as a table on the terminal, a page of Markdown, a chart and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "bench/compare/comparison.hpp"

namespace paidan::bench {

[[nodiscard]] std::string text_header();
[[nodiscard]] std::string text_line(const Row& row);
[[nodiscard]] std::string markdown(std::span<const Row> rows, const Circumstances& where);
[[nodiscard]] std::string chart_html(std::span<const Row> rows, const Circumstances& where);  // one self-contained page
[[nodiscard]] nlohmann::json as_json(std::span<const Row> rows, const Circumstances& where);

}  // namespace paidan::bench
