#include "src/report/text.hpp"

#include <fmt/format.h>

#include "paidan/report/markup.hpp"

namespace paidan::report {
namespace {

// `value` / 10^decimals, rounded already.
std::string decimal(std::int64_t value, int decimals) {
  std::int64_t scale = 1;
  for (int k = 0; k < decimals; ++k) scale *= 10;
  const std::int64_t size = value < 0 ? -value : value;
  std::string out = value < 0 ? "-" : "";
  out += grouped(size / scale);
  if (decimals > 0) out += fmt::format(".{:0{}}", size % scale, decimals);
  return out;
}

// value × 10 / unit, rounded, with its decimal unless that is 0.
std::string tenths(std::int64_t value, std::int64_t unit) {
  const std::int64_t rounded = (value * 10 + unit / 2) / unit;
  return decimal(rounded % 10 == 0 ? rounded / 10 : rounded, rounded % 10 == 0 ? 0 : 1);
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "–";
  return decimal(static_cast<std::int64_t>((static_cast<WideCost>(part) * 2000 / whole + 1) / 2), 1) + "%";
}

std::string yuan_words(Money money) { return written(money.count(), in_fen).en; }

Text duration(std::int64_t minutes) {
  if (minutes < 90) return {grouped(minutes) + " 分钟", grouped(minutes) + " min"};
  if (minutes < 2880) return {tenths(minutes, 60) + " 小时", tenths(minutes, 60) + " h"};
  return {tenths(minutes, 1440) + " 天", tenths(minutes, 1440) + " d"};
}

Text written(std::int64_t value, const Format& format) {
  if (format.kind == Format::Kind::duration) return duration(value);
  std::string number = decimal(value, format.decimals);
  number.insert(number.starts_with('-') ? 1 : 0, format.prefix);
  const auto with = [&](std::string_view unit) {
    return number + (unit.empty() || unit == "%" ? "" : " ") + std::string(unit);
  };
  return {with(format.unit.zh), with(format.unit.en)};
}

Text tick(std::int64_t value, const Format& format) {
  Format whole = format;
  for (; whole.decimals > 0 && value % 10 == 0; value /= 10) --whole.decimals;
  return written(value, whole);
}

std::string json(const Format& format) {
  if (format.kind == Format::Kind::duration) return "{\"k\":\"duration\"}";
  return fmt::format("{{\"d\":{},\"p\":{},\"u\":{}}}", format.decimals, json(format.prefix), json(Text(format.unit)));
}

std::string html(const Text& text) {
  if (text.same()) return html(text.zh);
  return "<span lang=\"zh-CN\">" + html(text.zh) + "</span><span lang=\"en\">" + html(text.en) + "</span>";
}

std::string attribute(const Text& text, Language language) {
  return html(language == Language::zh ? text.zh : text.en);
}

std::string json(const Text& text) {
  if (text.same()) return json(text.zh);
  return "[" + json(text.zh) + "," + json(text.en) + "]";
}

}  // namespace paidan::report
