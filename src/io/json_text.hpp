// JSON (RFC 8259) in a text in memory: nothing is copied, nothing is built.
//
// `find_json_fault` looks at the whole text once; it is the one place where bad syntax is found. A `JsonCursor` then
// walks a text that has no fault and hands out values with their offsets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/io/scratch.hpp"

namespace paidan::io {

// Deeper nesting than that is a fault: no document of ours needs more than four.
inline constexpr std::size_t json_depth = 64;

struct JsonFault {
  std::size_t offset = 0;
  std::string what;  // `"}": expected a value (no comma after the last one)`
};

// The first place where the text is not one JSON value; nothing when it is. O(text) time, no recursion.
[[nodiscard]] std::optional<JsonFault> find_json_fault(std::string_view text);

enum class JsonKind : std::uint8_t { object, array, string, number, yes, no, null };

class JsonCursor {
 public:
  // At the value that begins at `offset` (or behind blanks there) of a text without fault.
  explicit JsonCursor(std::string_view text, std::size_t offset = 0) : begin_(text.data()), at_(begin_ + offset) {
    skip_blanks();
  }

  // Of the value at hand.
  [[nodiscard]] std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] JsonKind kind() const noexcept;

  // Steps into the object or array at hand, or over a comma to its next value: true when there is one. False: it is
  // over, and the cursor stands behind it. The value must be stepped over before the next call.
  [[nodiscard]] bool more();
  // In an object, after `more()`: the key; then its value is at hand.
  [[nodiscard]] std::string_view key(Scratch& scratch);
  // The string at hand without escapes, and steps over it.
  [[nodiscard]] std::string_view string(Scratch& scratch);
  // Steps over the value at hand, whatever it is: its text as it stands.
  std::string_view skip();

 private:
  void skip_blanks() {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') ++at_;
  }
  void skip_string();

  const char* begin_;
  const char* at_;
};

// A number without exponent and without zeros at the end of its decimals: `1.50e1` is `15`, `3.0` is `3`. What would
// need more than 40 digits is left as it is.
[[nodiscard]] std::string_view plain_number(std::string_view number, Scratch& scratch);

// A text as a JSON string with its quotes (section 7).
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace paidan::io
