// What stands in a cell, as a value: every parser reports what it found, where, and what was expected.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/geo.hpp"
#include "paidan/core/quantities.hpp"
#include "paidan/core/time.hpp"
#include "paidan/model/terms.hpp"
#include "src/io/table.hpp"

namespace paidan::io {

// Without the blanks around it: space, tab, and what word processors put there (no-break space, ideographic space,
// zero-width space, byte order mark).
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  constexpr std::array<std::string_view, 4> wide{"\u00A0", "\u3000", "\u200B", "\uFEFF"};
  const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
  while (!text.empty() && !plain(text.front())) {
    const auto blank = std::ranges::find_if(wide, [&](std::string_view w) { return text.starts_with(w); });
    if (blank == wide.end() && text.front() != ' ' && text.front() != '\t') break;
    text.remove_prefix(blank == wide.end() ? 1 : blank->size());
  }
  while (!text.empty() && !plain(text.back())) {
    const auto blank = std::ranges::find_if(wide, [&](std::string_view w) { return text.ends_with(w); });
    if (blank == wide.end() && text.back() != ' ' && text.back() != '\t') break;
    text.remove_suffix(blank == wide.end() ? 1 : blank->size());
  }
  return text;
}

// 1000000 → "1,000,000".
[[nodiscard]] inline std::string grouped(std::int64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t at = text.size(); at > 3 + (n < 0 ? 1U : 0U);) text.insert(at -= 3, 1, ',');
  return text;
}

// A decimal with at most `digits` decimals, in units of its last digit; nothing when it is not one. More decimals are
// rounded half away from zero when `round` says so.
enum class Extra { refused, rounded };
[[nodiscard]] inline std::optional<std::int64_t> parse_decimal(std::string_view text, int digits, Extra extra) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::int64_t value = 0;
  int decimals = -1, seen = 0;
  bool up = false;
  for (char c : text) {
    if (c == '.') {
      if (decimals >= 0) return std::nullopt;
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    ++seen;
    if (decimals >= digits) {
      if (extra == Extra::refused) return std::nullopt;
      if (decimals++ == digits) up = c >= '5';
      continue;
    }
    if (decimals >= 0) ++decimals;
    if (value > (INT64_MAX - 9) / 10) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (seen == 0) return std::nullopt;
  for (int k = std::clamp(decimals, 0, digits); k < digits; ++k) {
    if (value > INT64_MAX / 10) return std::nullopt;
    value *= 10;
  }
  value += up ? 1 : 0;
  return negative ? -value : value;
}

[[nodiscard]] inline std::optional<Date> parse_date(std::string_view text) {
  const auto digits = [&](std::size_t at, std::size_t count) {
    int n = 0;
    for (std::size_t k = at; k < at + count; ++k) {
      if (text[k] < '0' || text[k] > '9') return -1;
      n = n * 10 + (text[k] - '0');
    }
    return n;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int y = digits(0, 4), m = digits(5, 2), d = digits(8, 2);
  if (y < 1 || m < 1 || m > 12 || d < 1) return std::nullopt;
  const Date date = date_from_civil(y, static_cast<unsigned>(m), static_cast<unsigned>(d));
  const Civil back = civil_from_date(date);
  if (back.month != static_cast<unsigned>(m) || back.day != static_cast<unsigned>(d)) return std::nullopt;
  return date;
}

// `2026-11-23T08:30`; seconds are accepted and dropped.
[[nodiscard]] inline std::optional<LocalTime> parse_local_time(std::string_view text) {
  const bool seconds = text.size() == 19 && text[16] == ':';
  if ((text.size() != 16 && !seconds) || text[10] != 'T' || text[13] != ':') return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  const auto two = [&](std::size_t at) {
    const char a = text[at], b = text[at + 1];
    return a < '0' || a > '9' || b < '0' || b > '9' ? 99 : (a - '0') * 10 + (b - '0');
  };
  if (!date || two(11) > 23 || two(14) > 59 || (seconds && two(17) > 59)) return std::nullopt;
  return midnight_of(*date) + Minutes(two(11) * 60 + two(14));
}

// The items of a list cell; separators are ; and its full-width form.
template <class Visit>
void for_each_item(std::string_view list, Visit&& visit) {
  constexpr std::string_view wide = "；";
  while (!list.empty()) {
    const std::size_t a = list.find(';'), b = list.find(wide), at = std::min(a, b);
    const std::string_view item = trimmed(list.substr(0, at));
    if (!item.empty()) visit(item);
    if (at == std::string_view::npos) break;
    list.remove_prefix(at + (at == a ? 1 : wide.size()));
  }
}

// "a, b or c (甲, 乙, 丙)": what a closed list takes.
template <class E>
[[nodiscard]] std::string choices() {
  std::string codes, chinese;
  for (const TermName& n : TermNames<E>::names) {
    codes.append(codes.empty() ? "" : ", ").append(n.code);
    chinese.append(chinese.empty() ? "" : ", ").append(n.chinese);
  }
  return codes.append(" (").append(chinese).append(")");
}

}  // namespace paidan::io
