#include "src/io/encoding.hpp"

#include <fmt/format.h>
#include <iconv.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace paidan::io {
namespace {

// The length of the well-formed UTF-8 sequence at `at`; 0 when there is none (RFC 3629, section 4).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t k) { return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0U; };
  const auto tail = [&](std::size_t k) { return (byte(k) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
    return 4;
  }
  return 0;
}

Place place_of_byte(std::string_view content, std::size_t offset, const std::string& file, TextForm form) {
  if (form == TextForm::json) {
    const auto at = CharacterPlaces(content).at(offset);
    return {file, at.line, at.column};
  }
  std::uint32_t line = 1, field_line = 1, column = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < offset; ++i) {
    const char c = content[i];
    if (c == '"') quoted = !quoted;
    if (c == '\n') {
      ++line;
      if (!quoted) column = 1, field_line = line;
    } else if (c == ',' && !quoted) {
      ++column;
      field_line = line;
    }
  }
  return {file, field_line, column};
}

// By its byte order mark, or by the zero beside every ASCII character.
bool looks_like_utf16(std::string_view content) {
  if (content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF")) return true;
  if (content.size() < 4) return false;
  const bool big = content[0] == 0 && content[2] == 0, little = content[1] == 0 && content[3] == 0;
  return big != little;
}

// Mostly well-formed UTF-8 is UTF-8 with a fault, not GB18030.
struct Utf8Faults {
  std::size_t first, count = 0, characters = 0;  // characters: of three bytes and more
  explicit Utf8Faults(std::string_view content) : first(content.size()) {
    for (std::size_t i = 0; i < content.size();) {
      const std::size_t length = sequence_length(content, i);
      if (length == 0 && count++ == 0) first = i;
      characters += length >= 3;
      i += length == 0 ? 1 : length;
    }
  }
};

// Converts `content` from GB18030 into `out`; the offset of the first byte that is not, or the content's size.
std::size_t convert_gb18030(std::string_view content, FileBytes& out) {
  iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    throw Error("this system's iconv does not know GB18030: expected the C library's gconv modules",
                Error::Kind::resource);
  }
  out = FileBytes(content.size() * 2);  // two bytes become three at most, four become four
  char* from = const_cast<char*>(content.data());
  std::size_t left = content.size();
  char* to = out.data();
  std::size_t room = out.view().size();
  const bool converted = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!converted || left != 0) return content.size() - left;
  out.shrink(out.view().size() - room);
  return content.size();
}

}  // namespace

CharacterPlaces::LineColumn CharacterPlaces::at(std::size_t offset) {
  if (offset < offset_) {
    offset_ = offset / step * step;
    here_ = marks_[offset / step];
  }
  for (; offset_ < offset; ++offset_) {
    if (offset_ % step == 0 && offset_ / step == marks_.size()) marks_.push_back(here_);
    const char c = text_[offset_];
    if (c == '\n') {
      ++here_.line;
      here_.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++here_.column;
    }
  }
  return here_;
}

std::optional<std::size_t> first_utf8_fault(std::string_view text) {
  if (text.empty() || simdjson::validate_utf8(text.data(), text.size())) return std::nullopt;
  return Utf8Faults(text).first;
}

std::string name_as_text(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t length = sequence_length(name, at);
    out += length == 0 ? "\xEF\xBF\xBD" : name.substr(at, length);
    at += std::max<std::size_t>(1, length);
  }
  return out;
}

std::optional<std::string_view> utf8_text(FileBytes& bytes, const std::string& file, TextForm form, Sink& sink) {
  constexpr std::string_view bom = "\xEF\xBB\xBF";
  const auto without_bom = [&](std::string_view text) {
    while (text.starts_with(bom)) text.remove_prefix(bom.size());
    return text;
  };
  const std::string_view content = without_bom(bytes.view());
  if (looks_like_utf16(content)) {
    sink.error({file, 1, 0}, fmt::format("the file is in UTF-16: expected UTF-8 or GB18030{}",
                                         form == TextForm::csv ? " (in Excel, save as \"CSV UTF-8\")" : ""));
    return std::nullopt;
  }
  const auto complain = [&](std::size_t offset) {
    sink.error(place_of_byte(content, offset, file, form),
               fmt::format("byte 0x{:02X}: expected text in UTF-8 or GB18030",
                           static_cast<unsigned>(static_cast<unsigned char>(content[offset]))));
    return std::nullopt;
  };
  if (content.empty()) return content;
  if (const void* nul = std::memchr(content.data(), 0, content.size())) {
    return complain(static_cast<std::size_t>(static_cast<const char*>(nul) - content.data()));
  }
  if (simdjson::validate_utf8(content.data(), content.size())) return content;

  const Utf8Faults faults(content);
  if (content.size() != bytes.view().size() || faults.characters > faults.count) return complain(faults.first);
  FileBytes converted;
  if (const std::size_t bad = convert_gb18030(content, converted); bad != content.size()) return complain(bad);
  bytes = std::move(converted);
  return without_bom(bytes.view());
}

}  // namespace paidan::io
