// Writing SVG: numbers are whole units of the viewBox, texts are escaped and come in both languages.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "paidan/report/markup.hpp"
#include "src/report/text.hpp"

namespace paidan::report {

// About how wide a text is drawn, in hundredths of the font size: CJK 100, Latin 56.
[[nodiscard]] inline std::int64_t text_width(std::string_view text) {
  std::int64_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) width += 56;
    if (byte >= 0xC0) width += byte >= 0xE0 ? 100 : 56;
  }
  return width;
}

// The text, or its beginning and … where it would be wider than that.
[[nodiscard]] inline std::string cut(std::string_view text, std::int64_t width) {
  if (text_width(text) <= width) return std::string(text);
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80) continue;
    if (text_width(text.substr(0, i)) + 100 > width) break;
    end = i;
  }
  return std::string(text.substr(0, end)) + "…";
}

class Svg {
 public:
  Svg(std::int64_t width, std::int64_t height, std::string_view classes) {
    put("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" class=\"{}\">", width, height, classes);
  }
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  void rect(std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height, std::string_view classes,
            const Text& tip = {}) {
    put("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{}\">", x, y, width, height, classes);
    title(tip);
    out_ += "</rect>";
  }
  void line(std::int64_t x1, std::int64_t y1, std::int64_t x2, std::int64_t y2, std::string_view classes) {
    put("<path d=\"M{} {}L{} {}\" class=\"{}\"/>", x1, y1, x2, y2, classes);
  }
  // `classes` may hold `end` or `mid` for the anchor; at most `width` hundredths of the font size (0: all of it).
  void text(std::int64_t x, std::int64_t y, const Text& text, std::string_view classes, std::int64_t width = 0) {
    const auto one = [&](std::string_view words, std::string_view language) {
      put("<text x=\"{}\" y=\"{}\" class=\"{}\"{}>", x, y, classes, language);
      const std::string shown = width == 0 ? std::string(words) : cut(words, width);
      out_ += html(shown);
      if (shown != words) out_ += "<title>" + html(words) + "</title>";
      out_ += "</text>";
    };
    if (text.same()) return one(text.zh, "");
    one(text.zh, " lang=\"zh-CN\"");
    one(text.en, " lang=\"en\"");
  }
  // What a pointer that rests on the element shows. One language must do.
  void title(const Text& tip) {
    if (tip.zh.empty()) return;
    out_ += "<title>" + html(tip.same() ? tip.zh : tip.zh + " / " + tip.en) + "</title>";
  }
  [[nodiscard]] std::string take() { return std::move(out_ += "</svg>"); }

 private:
  std::string out_;
};

}  // namespace paidan::report
