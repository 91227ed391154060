#include "src/io/hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "src/io/values.hpp"

namespace paidan::io {
namespace {

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  for (std::size_t at = 0; (at = out.find(from, at)) != std::string::npos; at += to.size()) {
    out.replace(at, from.size(), to);
  }
  return out;
}

// The full-width forms of ASCII (U+FF01 … U+FF5E) as ASCII.
std::string half_width(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned>(static_cast<unsigned char>(text[i + k])); };
    if (i + 2 < text.size() && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {
      const unsigned code = ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU);  // U+FF00 + code - 0xF00
      if (code >= 0xF01 && code <= 0xF5E) {
        out += static_cast<char>(code - 0xF01 + 0x21);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

bool is_number(std::string_view text) { return parse_decimal(text, 9, Extra::rounded).has_value(); }

// The numbers in a date that is written in some way, and whether it goes on with a zone.
struct LooseTime {
  std::optional<Date> date;
  std::optional<int> minute_of_day;
  bool date_only = false, zone = false;
};
LooseTime loose_time(std::string_view text) {
  std::string plain = half_width(text);
  for (const std::string_view separator : {"年", "月", "/", "."}) plain = replaced(plain, separator, "-");
  for (const std::string_view separator : {"日", "T", "分", "秒"}) plain = replaced(plain, separator, " ");
  for (const std::string_view separator : {"时", "點", "点"}) plain = replaced(plain, separator, ":");
  std::vector<int> numbers;
  std::size_t digits = 0;
  LooseTime out;
  for (const char c : plain) {
    if (c >= '0' && c <= '9') {
      if (digits++ == 0) numbers.push_back(0);
      if (digits > 4) return {};
      numbers.back() = numbers.back() * 10 + (c - '0');
      continue;
    }
    digits = 0;
    if ((c == 'Z' || c == '+') && numbers.size() >= 5) {
      out.zone = true;
      break;
    }
    if (c != '-' && c != ' ' && c != ':') return {};
  }
  if (numbers.size() < 3 || numbers.size() > 6) return {};
  out.date = parse_date(fmt::format("{:04}-{:02}-{:02}", numbers[0], numbers[1], numbers[2]));
  out.date_only = numbers.size() == 3;
  if (numbers.size() > 4 && numbers[3] < 24 && numbers[4] < 60) out.minute_of_day = numbers[3] * 60 + numbers[4];
  return out;
}

bool is_day_number(std::string_view text) {  // 1954 … 2119
  const auto number = parse_decimal(text, 0, Extra::rounded);
  return number && *number > 20'000 && *number < 80'000;
}

constexpr std::string_view day_number_hint = " (a day number of Excel: format the column as text)";

// Levenshtein's distance, ASCII letters whatever their case.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({changed, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

std::string shown(std::string_view value) {
  constexpr std::size_t most = 60;
  std::string out;
  std::size_t characters = 0;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U && characters++ == most) return out + "…";
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02X}", unsigned{byte});
    } else {
      out += c;
    }
  }
  return out;
}

std::string number_hint(std::string_view text) {
  const std::string half = half_width(text);
  if (half != text && is_number(half)) return fmt::format(" (write {} with plain digits)", half);
  for (const std::string_view unit : {"%", "元", "￥", "¥"}) {
    if (half.find(unit) != std::string::npos || text.find(unit) != std::string_view::npos) {
      return fmt::format(" (the number alone, without {})", unit);
    }
  }
  const std::string bare = replaced(replaced(half, ",", ""), " ", "");
  if (bare != half && is_number(bare)) return fmt::format(" (write {} without separators)", bare);
  return "";
}

std::string whole_hint(std::string_view text) {
  const std::size_t point = text.find('.');
  const bool zeros = point != 0 && point != std::string_view::npos && text.find_last_not_of('0') == point;
  return zeros && is_number(text) ? fmt::format(" (write {})", text.substr(0, point)) : number_hint(text);
}

std::string date_hint(std::string_view text) {
  if (const LooseTime found = loose_time(text); found.date) {
    return fmt::format(" (this one would be {})", iso_text(*found.date));
  }
  return is_day_number(text) ? std::string(day_number_hint) : "";
}

std::string time_hint(std::string_view text) {
  const LooseTime found = loose_time(text);
  if (!found.date) return is_day_number(text) ? std::string(day_number_hint) : "";
  if (found.date_only) return " (its time of day is missing)";
  if (!found.minute_of_day) return "";
  return fmt::format(" ({} would be {}T{:02}:{:02})", found.zone ? "without a zone this one" : "this one",
                     iso_text(*found.date), *found.minute_of_day / 60, *found.minute_of_day % 60);
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> names) {
  std::string_view nearest;
  constexpr std::size_t longest = 64;
  if (name.size() > longest) return nearest;
  std::size_t least = std::min<std::size_t>(4, (name.size() + 1) / 2);  // a Chinese character has three bytes
  for (const std::string_view candidate : names) {
    if (name.size() > candidate.size() + least) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::optional<std::size_t> nearest_column(const TableSpec& spec, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Column& c : spec.columns) names.insert(names.end(), {c.name, c.alias});
  const std::string_view nearest = nearest_name(name, names);
  return nearest.empty() ? std::nullopt : std::optional(find_column(spec, nearest));
}

std::string name_hint(std::string_view meant) {
  return meant.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", meant);
}

}  // namespace paidan::io
