// UTF-8, or GB18030 as Excel writes it in China.
#include <iconv.h>
#include <simdjson.h>

#include "src/io/csv_source.hpp"

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

Place place_of_byte(std::string_view content, std::size_t offset, const std::string& file) {
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

void complain(std::string_view content, std::size_t offset, const std::string& file, Sink& sink) {
  sink.error(place_of_byte(content, offset, file),
             fmt::format("byte 0x{:02X}: expected text in UTF-8 or GB18030",
                         static_cast<unsigned>(static_cast<unsigned char>(content[offset]))));
}

}  // namespace

bool to_utf8(std::string& content, const std::string& file, Sink& sink) {
  constexpr std::string_view bom = "\xEF\xBB\xBF";
  const bool has_bom = content.starts_with(bom);
  if (has_bom) content.erase(0, bom.size());
  if (simdjson::validate_utf8(content.data(), content.size())) return true;

  // A file that is mostly well-formed UTF-8 is UTF-8 with a fault, not GB18030.
  std::size_t first_fault = content.size(), faults = 0, characters = 0;
  for (std::size_t i = 0; i < content.size();) {
    const std::size_t length = sequence_length(content, i);
    if (length == 0) {
      if (faults++ == 0) first_fault = i;
      ++i;
      continue;
    }
    characters += length >= 3;
    i += length;
  }
  if (has_bom || characters > faults) {
    complain(content, first_fault, file, sink);
    return false;
  }
  std::string out(content.size() * 2 + 16, '\0');
  iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    complain(content, first_fault, file, sink);
    return false;
  }
  char* from = content.data();
  std::size_t left = content.size();
  char* to = out.data();
  std::size_t room = out.size();
  const bool converted = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1) && left == 0;
  iconv_close(converter);
  if (!converted) {
    complain(content, content.size() - left, file, sink);
    return false;
  }
  out.resize(out.size() - room);
  content = std::move(out);
  return true;
}

}  // namespace paidan::io
