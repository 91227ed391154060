// What helps a person mend a cell: how the value found is shown, and what was probably meant.
//
// Every hint is empty or stands at the end of a message: ` (this one would be 2026-11-23T08:30)`.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "src/io/table.hpp"

namespace paidan::io {

// A value inside a message: on one line, cut off after 60 characters.
[[nodiscard]] std::string shown(std::string_view value);

// Full-width digits, separators of thousands, units.
[[nodiscard]] std::string number_hint(std::string_view text);
// The same for a count, and `3.0`.
[[nodiscard]] std::string whole_hint(std::string_view text);
// Dates as Excel shows or numbers them, other separators, zones, a missing time of day.
[[nodiscard]] std::string date_hint(std::string_view text);
[[nodiscard]] std::string time_hint(std::string_view text);
// The name that differs from `name` in a few letters; empty when there is none.
[[nodiscard]] std::string_view nearest_name(std::string_view name, std::span<const std::string_view> names);
// The column whose name or alias differs from `name` in a few letters.
[[nodiscard]] std::optional<std::size_t> nearest_column(const TableSpec& spec, std::string_view name);
// ` (did you mean "quantity"?)`; empty for an empty name.
[[nodiscard]] std::string name_hint(std::string_view meant);

}  // namespace paidan::io
