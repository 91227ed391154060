#include "src/io/json_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <charconv>

#include "src/io/hints.hpp"

namespace paidan::io {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number that four hexadecimal digits at `at` write; −1 when they do not.
int four_hex(const char* at, const char* end) {
  unsigned value = 0;
  if (end - at < 4) return -1;
  const auto [stop, failed] = std::from_chars(at, at + 4, value, 16);
  return failed == std::errc{} && stop == at + 4 ? static_cast<int>(value) : -1;
}
constexpr bool is_high_surrogate(int code) { return code >= 0xD800 && code < 0xDC00; }
constexpr bool is_low_surrogate(int code) { return code >= 0xDC00 && code < 0xE000; }

class Checker {
 public:
  explicit Checker(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  std::optional<JsonFault> run() {
    State state = State::value;
    while (true) {
      skip_blanks();
      switch (state) {
        case State::first:  // of an array, or its end
          if (peek() == ']') {
            state = close();
            break;
          }
          [[fallthrough]];
        case State::value:
          if (!value(state)) return std::move(fault_);
          break;
        case State::first_key:
          if (peek() == '}') {
            state = close();
            break;
          }
          [[fallthrough]];
        case State::key:
          if (peek() != '"') {
            expect(state == State::first_key ? "a key in double quotes or }" : "a key in double quotes");
            return std::move(fault_);
          }
          if (!string()) return std::move(fault_);
          skip_blanks();
          if (peek() != ':') return expect("a colon after the key"), std::move(fault_);
          ++at_;
          state = State::value;
          break;
        case State::after:
          if (depth_ == 0) {
            if (at_ == end_) return std::nullopt;
            return expect("the end of the text"), std::move(fault_);
          }
          if (peek() == ',') {
            ++at_;
            after_comma_ = true;
            state = in_object_[depth_ - 1] ? State::key : State::value;
          } else if (peek() == (in_object_[depth_ - 1] ? '}' : ']')) {
            state = close();
          } else {
            expect(in_object_[depth_ - 1] ? "a comma or }" : "a comma or ]");
            return std::move(fault_);
          }
          break;
      }
    }
  }

 private:
  enum class State : std::uint8_t { value, first, key, first_key, after };

  // The character at hand; 0 at the end.
  [[nodiscard]] char peek() const { return at_ < end_ ? *at_ : '\0'; }
  void skip_blanks() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  State close() {
    ++at_;
    --depth_;
    return State::after;
  }
  bool open(bool object, State& state) {
    if (depth_ == json_depth) return fail(fmt::format("expected nesting of at most {} levels", json_depth));
    in_object_[depth_++] = object;
    ++at_;
    state = object ? State::first_key : State::first;
    return true;
  }

  bool fail(std::string what) {
    fault_ = JsonFault{static_cast<std::size_t>(at_ - begin_), std::move(what)};
    return false;
  }
  bool expect(std::string_view expected) {
    if (at_ == end_) return fail(fmt::format("the text ends: expected {}", expected));
    std::size_t length = 1;
    while (at_ + length < end_ && (static_cast<unsigned char>(at_[length]) & 0xC0U) == 0x80U) ++length;
    std::string_view hint;
    if (*at_ == '/' || *at_ == '#') hint = " (JSON has no comments)";
    if (after_comma_ && (*at_ == ']' || *at_ == '}')) hint = " (no comma after the last one)";
    return fail(fmt::format("\"{}\": expected {}{}", shown({at_, length}), expected, hint));
  }

  bool value(State& state) {
    const char c = peek();
    if (c == '{' || c == '[') {
      after_comma_ = false;
      return open(c == '{', state);
    }
    state = State::after;
    if (c == '"') return string();
    if (c == '-' || is_digit(c)) return number();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) {
        after_comma_ = false;
        at_ += word.size();
        return true;
      }
    }
    return expect("a value");
  }

  bool string() {
    after_comma_ = false;
    for (++at_; at_ < end_; ++at_) {
      const auto byte = static_cast<unsigned char>(*at_);
      if (byte == '"') return ++at_, true;
      if (byte < 0x20) return expect("a closing quote, or the character as an escape such as \\n");
      if (byte == '\\' && !escape()) return false;
    }
    return expect("a closing quote");
  }

  // At a backslash; ends at the escape's last character.
  bool escape() {
    const char* begin = at_;
    ++at_;
    constexpr std::string_view plain = "\"\\/bfnrt";
    if (at_ < end_ && plain.find(*at_) != std::string_view::npos) return true;
    int code = peek() == 'u' ? four_hex(at_ + 1, end_) : -1;
    if (is_high_surrogate(code) && at_ + 6 < end_ && at_[5] == '\\' && at_[6] == 'u') {
      code = is_low_surrogate(four_hex(at_ + 7, end_)) ? 0x10000 : -1;
      if (code > 0) at_ += 6;
    }
    if (code < 0 || is_high_surrogate(code) || is_low_surrogate(code)) {
      at_ = begin;
      return expect(
          "an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t, \\u and four hexadecimal digits or a surrogate pair");
    }
    at_ += 4;
    return true;
  }

  bool digits() {
    if (!is_digit(peek())) return expect("a digit");
    while (is_digit(peek())) ++at_;
    return true;
  }
  bool number() {
    after_comma_ = false;
    if (*at_ == '-') ++at_;
    if (peek() == '0') {
      ++at_;
      if (is_digit(peek())) return expect("no digit after a leading 0");
    } else if (!digits()) {
      return false;
    }
    if (peek() == '.' && (++at_, !digits())) return false;
    if (peek() != 'e' && peek() != 'E') return true;
    ++at_;
    if (peek() == '-' || peek() == '+') ++at_;
    return digits();
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  std::array<bool, json_depth> in_object_{};
  std::size_t depth_ = 0;
  bool after_comma_ = false;
  std::optional<JsonFault> fault_;
};

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      put(0xE0 | (code >> 12));
    } else {
      put(0xF0 | (code >> 18));
      put(0x80 | ((code >> 12) & 0x3F));
    }
    put(0x80 | ((code >> 6) & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

}  // namespace

std::optional<JsonFault> find_json_fault(std::string_view text) { return Checker(text).run(); }

JsonKind JsonCursor::kind() const noexcept {
  switch (*at_) {
    case '{':
      return JsonKind::object;
    case '[':
      return JsonKind::array;
    case '"':
      return JsonKind::string;
    case 't':
      return JsonKind::yes;
    case 'f':
      return JsonKind::no;
    case 'n':
      return JsonKind::null;
    default:
      return JsonKind::number;
  }
}

bool JsonCursor::more() {
  skip_blanks();
  const char c = *at_++;
  if (c != '[' && c != '{' && c != ',') return false;
  skip_blanks();
  if (c == ',' || (*at_ != ']' && *at_ != '}')) return true;
  ++at_;
  return false;
}

std::string_view JsonCursor::key(Scratch& scratch) {
  const std::string_view out = string(scratch);
  skip_blanks();
  assert(*at_ == ':');
  ++at_;
  skip_blanks();
  return out;
}

void JsonCursor::skip_string() {
  for (++at_; *at_ != '"'; ++at_) {
    if (*at_ == '\\') ++at_;
  }
  ++at_;
}

std::string_view JsonCursor::string(Scratch& scratch) {
  const char* begin = at_ + 1;
  for (++at_; *at_ != '"' && *at_ != '\\';) ++at_;
  if (*at_ == '"') return {begin, static_cast<std::size_t>(at_++ - begin)};
  std::string& out = scratch.text();
  at_ = begin;
  for (; *at_ != '"'; ++at_) {
    if (*at_ != '\\') {
      out += *at_;
      continue;
    }
    ++at_;
    constexpr std::string_view letters = "bfnrt", meant = "\b\f\n\r\t";
    if (*at_ != 'u') {
      const std::size_t letter = letters.find(*at_);
      out += letter != std::string_view::npos ? meant[letter] : *at_;
      continue;
    }
    auto code = static_cast<unsigned>(four_hex(at_ + 1, at_ + 5));
    at_ += 4;
    if (is_high_surrogate(static_cast<int>(code))) {
      const auto low = static_cast<unsigned>(four_hex(at_ + 3, at_ + 7));
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at_ += 6;
    }
    append_utf8(out, code);
  }
  ++at_;
  return out;
}

std::string_view JsonCursor::skip() {
  const char* begin = at_;
  std::size_t depth = 0;
  do {
    switch (*at_) {
      case '{':
      case '[':
        ++depth;
        ++at_;
        break;
      case '}':
      case ']':
        --depth;
        ++at_;
        break;
      case '"':
        skip_string();
        break;
      case ',':
      case ':':
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        ++at_;
        break;
      default:  // a number or a word
        while (*at_ == '+' || *at_ == '-' || *at_ == '.' || is_digit(*at_) || (*at_ >= 'a' && *at_ <= 'z') ||
               *at_ == 'E') {
          ++at_;
        }
    }
  } while (depth != 0);
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

std::string_view plain_number(std::string_view number, Scratch& scratch) {
  constexpr long most_digits = 40;
  if (number.find_first_of(".eE") == std::string_view::npos) return number;
  const std::size_t e = number.find_first_of("eE");
  long exponent = 0;
  if (e != std::string_view::npos) {
    const std::size_t first = e + (number[e + 1] == '+' ? 2 : 1);
    const auto [stop, failed] = std::from_chars(number.data() + first, number.data() + number.size(), exponent);
    if (failed != std::errc{} || exponent > most_digits || exponent < -most_digits) return number;
  }
  std::string digits;  // the number is ±0.digits × 10^exponent
  const std::string_view mantissa = number.substr(0, e);
  for (const char c : mantissa) {
    if (is_digit(c)) digits += c;
  }
  const std::size_t point = mantissa.find('.');
  const std::size_t sign = number.front() == '-' ? 1 : 0;
  exponent += static_cast<long>((point == std::string_view::npos ? mantissa.size() : point) - sign);
  if (digits.size() > most_digits || exponent > most_digits || exponent < -most_digits) return number;
  if (exponent <= 0) digits.insert(0, static_cast<std::size_t>(1 - exponent), '0'), exponent = 1;
  if (static_cast<std::size_t>(exponent) > digits.size())
    digits.append(static_cast<std::size_t>(exponent) - digits.size(), '0');
  std::string decimals = digits.substr(static_cast<std::size_t>(exponent));
  decimals.erase(decimals.find_last_not_of('0') + 1);
  std::string whole = digits.substr(0, static_cast<std::size_t>(exponent));
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  std::string& out = scratch.text();
  const bool zero = whole == "0" && decimals.empty();
  out.append(sign != 0 && !zero ? "-" : "").append(whole);
  if (!decimals.empty()) out.append(1, '.').append(decimals);
  return out;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.append(1, '\\').append(1, c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out.append(1, c);
    }
  }
  return out.append(1, '"');
}

}  // namespace paidan::io
