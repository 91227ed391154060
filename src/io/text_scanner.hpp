// Words and whole numbers of a text, with their line and column; nothing is copied.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "src/io/table.hpp"
#include "src/io/values.hpp"

namespace paidan::io {

inline constexpr std::int64_t largest_number = std::numeric_limits<std::int64_t>::max();

// A piece of someone's file inside a message: short, and without control characters.
[[nodiscard]] inline std::string quoted(std::string_view word) {
  constexpr std::size_t longest = 40;
  std::string out = "\"";
  for (char c : word.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    out.append(1, byte < 0x20 || byte >= 0x7F ? '?' : c);
  }
  return out.append(word.size() > longest ? "…\"" : "\"");
}

class TextScanner {
 public:
  enum class Reach { line, text };  // where the next word may stand

  TextScanner(std::string_view text, std::string file, Sink& sink)
      : file_(std::move(file)), sink_(sink), at_(text.data()), end_(at_ + text.size()), line_begin_(at_), word_(at_) {}

  // The next word; empty at the end of the line or the text.
  std::string_view word(Reach reach = Reach::line) {
    skip_blanks(reach);
    word_ = at_;
    while (at_ != end_ && !is_space(*at_)) ++at_;
    return {word_, static_cast<std::size_t>(at_ - word_)};
  }

  // False at the end of the text.
  bool next_line() {
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    const std::size_t end_of_line = rest.find('\n');
    if (end_of_line == std::string_view::npos) {
      word_ = at_ = end_;
      return false;
    }
    line_begin_ = word_ = at_ += end_of_line + 1;
    ++line_;
    return at_ != end_;
  }

  // The next word as a number from `low` to `high`; anything else is reported and skipped.
  bool number(std::string_view name, std::int64_t low, std::int64_t high, std::int64_t& value,
              Reach reach = Reach::line) {
    skip_blanks(reach);
    word_ = at_;
    const auto [rest, status] = std::from_chars(at_, end_, value);
    if (status == std::errc{} && (rest == end_ || is_space(*rest)) && value >= low && value <= high) {
      at_ = rest;
      return true;
    }
    const std::string_view found = word();
    error(fmt::format("{}: expected a whole number from {} to {}",
                      found.empty() ? fmt::format("{} is missing", name) : fmt::format("{} {}", name, quoted(found)),
                      grouped(low), grouped(high)));
    return false;
  }

  // Reports whatever still stands on the line.
  bool end_of_line() {
    const std::string_view found = word();
    if (found.empty()) return true;
    error(fmt::format("{}: expected the end of the line", quoted(found)));
    return false;
  }

  // At the last word.
  void error(std::string what) { sink_.error(place(), std::move(what)); }
  [[nodiscard]] Place place() const { return {file_, line_, static_cast<std::uint32_t>(word_ - line_begin_ + 1)}; }

 private:
  static bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
  void skip_blanks(Reach reach) {
    for (; at_ != end_ && is_space(*at_); ++at_) {
      if (*at_ != '\n') continue;
      if (reach == Reach::line) return;
      ++line_;
      line_begin_ = at_ + 1;
    }
  }

  std::string file_;
  Sink& sink_;
  const char* at_;
  const char* end_;
  const char* line_begin_;
  const char* word_;
  std::uint32_t line_ = 1;
};

}  // namespace paidan::io
