// The first place where a file differs from what it should be, as a person would look for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "paidan/core/error.hpp"

namespace paidan::dispatch {

struct Difference {
  Place place;                  // line, and field (CSV) or character (JSON)
  std::string column;           // CSV: the header's name of the field
  std::string found, expected;  // the field or the JSON token; empty = nothing there
};

// None when the texts are equal. O(bytes).
[[nodiscard]] std::optional<Difference> first_difference(std::string_view file, std::string_view found,
                                                         std::string_view expected);

}  // namespace paidan::dispatch
