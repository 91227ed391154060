// From a file's bytes to UTF-8 text: byte order marks, GB18030 as Excel writes it in China, and what is neither.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/io/file_bytes.hpp"
#include "src/io/table.hpp"

namespace paidan::io {

// How places are counted: CSV by field, JSON by character.
enum class TextForm : std::uint8_t { csv, json };

// The text without byte order marks, converted (inside `bytes`) if it is GB18030. Nothing, and an error with its place,
// for UTF-16, a NUL, and a byte that is neither UTF-8 nor GB18030.
[[nodiscard]] std::optional<std::string_view> utf8_text(FileBytes& bytes, const std::string& file, TextForm form,
                                                        Sink& sink);

// The offset of the first byte that is not UTF-8; nothing when all are.
[[nodiscard]] std::optional<std::size_t> first_utf8_fault(std::string_view text);

// A file's name as text: U+FFFD in the place of every byte that is not UTF-8, which a name may have on Linux.
[[nodiscard]] std::string name_as_text(std::string_view name);

// Lines and characters of a text by offset. Counts on from where it was, or from a mark that it left every megabyte.
class CharacterPlaces {
 public:
  struct LineColumn {
    std::uint32_t line = 1, column = 1;
  };

  explicit CharacterPlaces(std::string_view text) : text_(text) {}
  // 1-based line and character of the byte at `offset`.
  [[nodiscard]] LineColumn at(std::size_t offset);

 private:
  static constexpr std::size_t step = std::size_t{1} << 20;

  std::string_view text_;
  std::size_t offset_ = 0;
  LineColumn here_;
  std::vector<LineColumn> marks_{LineColumn{}};  // at 0, step, 2 step, …
};

}  // namespace paidan::io
