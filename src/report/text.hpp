// What people read, in both languages at once: the page holds both and shows one.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "paidan/core/quantities.hpp"
#include "paidan/core/words.hpp"

namespace paidan::report {

struct Text {
  std::string zh, en;
  Text() = default;
  Text(std::string chinese, std::string english) : zh(std::move(chinese)), en(std::move(english)) {}
  Text(Words words) : zh(words.zh), en(words.en) {}             // NOLINT: a message is a text
  explicit Text(std::string_view both) : zh(both), en(both) {}  // a name: the same in both
  [[nodiscard]] bool same() const { return zh == en; }
};

// A message with its {} filled in, the same in both languages.
template <class... Values>
[[nodiscard]] Text filled(Words words, const Values&... values) {
  return {fmt::format(fmt::runtime(words.zh), values...), fmt::format(fmt::runtime(words.en), values...)};
}

// Numbers as both languages write them here: 1,919; 95.9%; ¥1,234.50.
[[nodiscard]] std::string grouped(std::int64_t number);
[[nodiscard]] std::string percent(std::int64_t part, std::int64_t whole);  // one decimal; "–" of nothing
[[nodiscard]] std::string yuan_words(Money money);
[[nodiscard]] Text duration(std::int64_t minutes);  // 45 分钟 / 45 min, 3.5 小时 / 3.5 h, 2.1 天 / 2.1 d

// How the values of a chart or a column are written: value / 10^decimals with what stands before it and its unit, or a
// duration in minutes. page.js writes the same.
struct Format {
  int decimals = 0;
  std::string_view prefix{};
  Words unit{"", ""};
  enum class Kind : std::uint8_t { number, duration } kind = Kind::number;
};
inline constexpr Format counted{};
inline constexpr Format in_fen{.decimals = 2, .prefix = "¥"};
inline constexpr Format in_tenths_of_percent{.decimals = 1, .unit = {"%", "%"}};
inline constexpr Format in_minutes{.kind = Format::Kind::duration};
[[nodiscard]] Text written(std::int64_t value, const Format& format);
// The same at a chart's axis: without decimals that are 0.
[[nodiscard]] Text tick(std::int64_t value, const Format& format);
[[nodiscard]] std::string json(const Format& format);

// As HTML: escaped; both languages, each marked with its `lang`, unless they are the same.
[[nodiscard]] std::string html(const Text& text);
// Of an attribute, which can hold one language only.
[[nodiscard]] std::string attribute(const Text& text, Language language);
// As JSON: ["中文", "English"], or one string if they are the same.
[[nodiscard]] std::string json(const Text& text);

}  // namespace paidan::report
