#include "src/dispatch/differences.hpp"

#include <algorithm>

namespace paidan::dispatch {
namespace {

constexpr std::size_t longest_shown = 60;  // bytes

// At most that many bytes, not cut within a character.
std::string shortened(std::string_view text) {
  if (text.size() <= longest_shown) return std::string(text);
  std::size_t stop = longest_shown;
  while (stop > 0 && (static_cast<unsigned char>(text[stop]) & 0xC0U) == 0x80U) --stop;
  return std::string(text.substr(0, stop)) + "…";
}

std::string_view line_at(std::string_view text, std::size_t start) {
  if (start >= text.size()) return {};
  return text.substr(start, std::min(text.find('\n', start), text.size()) - start);
}

// The field of a CSV record that holds byte `at`, or begins there, and its number; RFC 4180 quotes.
struct Field {
  std::string_view text;
  std::uint32_t number = 1;
};
Field field_at(std::string_view record, std::size_t at) {
  Field out;
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t k = 0; k <= record.size(); ++k) {
    if (k < record.size() && record[k] == '"') quoted = !quoted;
    if (k < record.size() && (quoted || record[k] != ',')) continue;
    if (k >= at || k == record.size()) {
      out.text = record.substr(start, k - start);
      return out;
    }
    start = k + 1;
    ++out.number;
  }
  return out;
}

// The number, text or word of a JSON document around byte `at`.
std::string_view token_at(std::string_view text, std::size_t at) {
  constexpr std::string_view ends = ",:{}[]\n";
  if (at >= text.size()) return {};
  const auto before = at == 0 ? std::string_view::npos : text.find_last_of(ends, at - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  std::string_view token = text.substr(start, std::min(text.find_first_of(ends, at), text.size()) - start);
  while (token.starts_with(' ')) token.remove_prefix(1);
  return token;
}

}  // namespace

std::optional<Difference> first_difference(std::string_view file, std::string_view found, std::string_view expected) {
  const auto [a, b] = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end());
  if (a == found.end() && b == expected.end()) return std::nullopt;
  const auto at = static_cast<std::size_t>(a - found.begin());
  const std::string_view before = found.substr(0, at);
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 = 0
  Difference out;
  out.place.file = file;
  out.place.line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
  if (file.ends_with(".csv")) {
    const Field is = field_at(line_at(found, start), at - start),
                should = field_at(line_at(expected, start), at - start);
    out.place.column = std::min(is.number, should.number);
    out.found = shortened(is.text);
    out.expected = shortened(should.text);
    const std::string_view header = line_at(expected, 0);
    std::size_t begin = 0;
    for (std::uint32_t k = 1; k < out.place.column && begin != std::string_view::npos; ++k) {
      begin = header.find(',', begin);
      if (begin != std::string_view::npos) ++begin;
    }
    if (begin != std::string_view::npos) {
      out.column = header.substr(begin, std::min(header.find(',', begin), header.size()) - begin);
    }
  } else {
    out.place.column = static_cast<std::uint32_t>(at - start + 1);
    out.found = shortened(token_at(found, at));
    out.expected = shortened(token_at(expected, at));
  }
  return out;
}

}  // namespace paidan::dispatch
