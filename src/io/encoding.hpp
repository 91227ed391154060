// From a file's bytes to UTF-8 text: byte order marks, GB18030 as Excel writes it in China, and what is neither.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/io/file_bytes.hpp"
#include "src/io/table.hpp"

namespace paidan::io {

// How places are counted: CSV by field, JSON by character.
enum class TextForm : std::uint8_t { csv, json };

// The text without byte order marks, converted (inside `bytes`) if it is GB18030. Nothing, and an error with its place,
// for UTF-16, a NUL, and a byte that is neither UTF-8 nor GB18030.
[[nodiscard]] std::optional<std::string_view> utf8_text(FileBytes& bytes, const std::string& file, TextForm form,
                                                        Sink& sink);

// Counts lines and characters up to offsets of one text, fastest when they rise.
class CharacterPlaces {
 public:
  explicit CharacterPlaces(std::string_view text) : text_(text) {}
  // 1-based line and character of the byte at `offset`.
  struct LineColumn {
    std::uint32_t line = 1, column = 1;
  };
  [[nodiscard]] LineColumn at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  LineColumn here_;
};

}  // namespace paidan::io
