#include "src/policy/policy_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "src/io/encoding.hpp"
#include "src/io/hints.hpp"
#include "src/io/json_text.hpp"

namespace paidan::policy {
namespace {

void check_utf8(std::string_view text, const std::string& file) {
  const auto fault = io::first_utf8_fault(text);
  if (!fault) return;
  const auto at = io::CharacterPlaces(text).at(*fault);
  throw Error(Place{file, at.line, at.column}, "expected text in UTF-8");
}

std::string_view without_bom(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

// What a policy can say in TOML 1.0: tables of one name, dotted keys, inline tables, comments, texts on one line,
// decimal numbers. Any other value is handed out as it stands.
class TomlWalk {
 public:
  TomlWalk(std::string_view text, const std::string& file) : text_(text), file_(file), places_(text) {}

  std::vector<Setting> run() {
    for (; at_ < text_.size(); end_line()) {
      skip_blanks();
      if (peek() == '[') {
        table();
      } else if (!at_end_of_line()) {
        pair(section_);
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  [[nodiscard]] bool at_end_of_line() const {
    return peek() == '#' || peek() == '\n' || (peek() == '\r' && text_.substr(at_).starts_with("\r\n"));
  }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  void end_line() {
    skip_blanks();
    if (!at_end_of_line()) expect("the end of the line");
    while (peek() != '\n') ++at_;
    ++at_;
  }
  [[nodiscard]] Place place(std::size_t offset) {
    const auto at = places_.at(std::min(offset, text_.size()));
    return {file_, at.line, at.column};
  }
  [[noreturn]] void expect(std::string_view expected) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++end;
    const bool over = at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
    throw Error(place(at_),
                over ? fmt::format("the line ends: expected {}", expected)
                     : fmt::format("\"{}\": expected {}", io::shown(text_.substr(at_, end - at_)), expected));
  }
  void step_over(char c, std::string_view expected) {
    skip_blanks();
    if (peek() != c) expect(expected);
    ++at_;
    skip_blanks();
  }

  // A text in quotes at hand; one in double quotes has the escapes of JSON.
  std::string quoted() {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    while (peek() != quote) {
      if (quote == '"' && peek() == '\\') ++at_;
      if (peek() == '\n') expect("a closing quote");
      ++at_;
    }
    const std::string_view token = text_.substr(begin, ++at_ - begin);
    if (peek() == quote) expect("a text on one line");
    if (quote == '\'') return std::string(token.substr(1, token.size() - 2));
    if (const auto fault = io::find_json_fault(token)) throw Error(place(begin + fault->offset), fault->what);
    io::Scratch scratch;
    return std::string(io::JsonCursor(token).string(scratch));
  }
  std::string key() {
    if (peek() == '"' || peek() == '\'') return quoted();
    const std::size_t begin = at_;
    const auto bare = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    while (bare(peek())) ++at_;
    if (at_ == begin) expect("a key");
    return std::string(text_.substr(begin, at_ - begin));
  }

  void table() {
    ++at_;
    skip_blanks();
    Setting s;
    s.key_place = s.place = place(at_);
    section_ = s.key = key();
    s.kind = Setting::Kind::table;
    add(std::move(s));
    step_over(']', "] after a table's name");
  }

  void pair(std::string section) {
    Setting s;
    s.key_place = place(at_);
    s.key = key();
    skip_blanks();
    if (section.empty() && peek() == '.') {
      section = std::move(s.key);
      step_over('.', ".");
      if (names_.insert(section).second) {
        out_.push_back({"", section, "", Setting::Kind::table, s.key_place, s.key_place});
      }
      s.key_place = place(at_);
      s.key = key();
    }
    s.section = std::move(section);
    step_over('=', "= after the key");
    s.place = place(at_);
    if (peek() == '"' || peek() == '\'') {
      s.kind = Setting::Kind::text;
      s.value = quoted();
    } else if (peek() == '{' && s.section.empty()) {
      return inline_table(std::move(s));
    } else {
      bare_value(s);
    }
    add(std::move(s));
  }

  void inline_table(Setting s) {
    const std::string section = s.key;
    s.kind = Setting::Kind::table;
    add(std::move(s));
    inline_ = true;
    step_over('{', "{");
    if (peek() != '}') {
      pair(section);
      for (skip_blanks(); peek() == ','; skip_blanks()) {
        step_over(',', ",");
        pair(section);
      }
    }
    step_over('}', "a comma or }");
    inline_ = false;
  }

  void bare_value(Setting& s) {
    const std::size_t begin = at_;
    while (!at_end_of_line() && !(inline_ && (peek() == ',' || peek() == '}'))) ++at_;
    std::string_view value = text_.substr(begin, at_ - begin);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
    if (value.empty()) expect("a value");
    std::string digits;
    bool number = value.back() != '_';
    for (std::size_t i = value.front() == '-' || value.front() == '+' ? 1 : 0; i < value.size(); ++i) {
      const bool digit = value[i] >= '0' && value[i] <= '9';
      if (digit) digits += value[i];
      number = number && (digit || (value[i] == '_' && !digits.empty() && value[i - 1] != '_'));
    }
    number = number && !digits.empty() && (digits.size() == 1 || digits.front() != '0');
    s.kind = number ? Setting::Kind::number : Setting::Kind::other;
    s.value = number ? (value.front() == '-' ? "-" : "") + digits : std::string(value);
  }

  void add(Setting s) {
    if (!names_.insert(s.name()).second) {
      throw Error(s.key_place, fmt::format("\"{}\": expected it once in the file", io::shown(s.name())));
    }
    out_.push_back(std::move(s));
  }

  std::string_view text_;
  const std::string& file_;
  io::CharacterPlaces places_;
  std::size_t at_ = 0;
  std::string section_;
  bool inline_ = false;  // inside of { }
  std::set<std::string> names_;
  std::vector<Setting> out_;
};

class JsonWalk {
 public:
  JsonWalk(std::string_view text, const std::string& file) : file_(file), cursor_(text), places_(text) {}

  std::vector<Setting> run() {
    if (cursor_.kind() != io::JsonKind::object) {
      throw Error(place(cursor_.offset()), "expected an object with name, weights and penalties");
    }
    while (cursor_.more()) {
      Setting s = key("");
      const std::string section = s.key;
      if (s.kind != Setting::Kind::table) {
        value(s);
      } else {
        out_.push_back(std::move(s));
        while (cursor_.more()) {
          Setting inner = key(section);
          value(inner);
        }
      }
    }
    return std::move(out_);
  }

 private:
  Setting key(std::string section) {
    io::Scratch scratch;
    Setting s;
    s.section = std::move(section);
    s.key_place = place(cursor_.offset());
    s.key = std::string(cursor_.key(scratch));
    s.place = place(cursor_.offset());
    if (cursor_.kind() == io::JsonKind::object) s.kind = Setting::Kind::table;
    if (!seen_.insert(s.name()).second) {
      throw Error(s.key_place, fmt::format("\"{}\": expected it once in the file", io::shown(s.name())));
    }
    return s;
  }
  void value(Setting& s) {
    io::Scratch scratch;
    switch (cursor_.kind()) {
      case io::JsonKind::number:
        s.kind = Setting::Kind::number;
        s.value = std::string(io::plain_number(cursor_.skip(), scratch));
        break;
      case io::JsonKind::string:
        s.kind = Setting::Kind::text;
        s.value = std::string(cursor_.string(scratch));
        break;
      default:
        s.value = std::string(cursor_.skip());
    }
    out_.push_back(std::move(s));
  }
  [[nodiscard]] Place place(std::size_t offset) {
    const auto at = places_.at(offset);
    return {file_, at.line, at.column};
  }

  const std::string& file_;
  io::JsonCursor cursor_;
  io::CharacterPlaces places_;
  std::set<std::string> seen_;
  std::vector<Setting> out_;
};

}  // namespace

std::vector<Setting> toml_settings(const std::string& text, const std::string& file) {
  check_utf8(text, file);
  return TomlWalk(without_bom(text), file).run();
}

std::vector<Setting> json_settings(const std::string& text, const std::string& file) {
  check_utf8(text, file);
  const std::string_view json = without_bom(text);
  if (const auto fault = io::find_json_fault(json)) {
    const auto at = io::CharacterPlaces(json).at(fault->offset);
    throw Error(Place{file, at.line, at.column}, fault->what);
  }
  return JsonWalk(json, file).run();
}

}  // namespace paidan::policy
