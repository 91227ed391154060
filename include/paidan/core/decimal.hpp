// 128-bit integers in decimal: the standard library and fmt print 64 bits.
#pragma once

#include <string>

#include "paidan/core/quantities.hpp"

namespace paidan {

[[nodiscard]] inline std::string decimal(WideCost value) {
  std::string digits;
  const bool negative = value < 0;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(negative ? -(value % 10) : value % 10)));
    value /= 10;
  } while (value != 0);
  return negative ? "-" + digits : digits;
}

}  // namespace paidan
