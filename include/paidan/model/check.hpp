// check(): what in a street does not fit together, beyond what types can say.
//
// The one list of cross-reference rules: a shift that ends before it begins, a priced item without a fund, overlapping
// shifts of one worker, a session's worker from another organisation, … Readers call it with the places that they know;
// programs that fill a `Street` by hand call it without.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "paidan/core/error.hpp"
#include "paidan/model/street.hpp"

namespace paidan {

// A field of a row: which table, which row of it, which column. Readers turn it into file:line:column, or into nothing:
// then the problem is left out, because the row was complained about already.
struct FieldRef {
  std::string_view table;   // "shifts"
  std::size_t row = 0;      // 0-based
  std::string_view column;  // "end"
};
using Locate = std::function<std::optional<Place>(const FieldRef&)>;

struct CheckResult {
  Problems errors;
  Problems warnings;
};

[[nodiscard]] CheckResult check(const Street& street, const Locate& locate = {});

}  // namespace paidan
