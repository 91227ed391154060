// The one scanner of CSV: RFC 4180 with LF or CRLF, places for every field. The text is not changed.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "src/io/scratch.hpp"

namespace paidan::io {

struct CsvField {
  std::string_view text;   // unquoted; lives until the next record
  std::uint32_t line = 0;  // physical line where the field starts, 1-based
};

class CsvScanner {
 public:
  explicit CsvScanner(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  enum class Result { record, end, unclosed_quote, text_after_quote, lone_return };

  // The next record; a blank line is skipped. After a fault the last field is the one at fault, and there is no next.
  Result next(std::vector<CsvField>& fields) {
    fields.clear();
    scratch_.reset();
    while (at_ < end_ && end_of_line()) ++line_;
    if (at_ >= end_) return Result::end;
    while (true) {
      fields.push_back({{}, line_});
      const Result result = *at_ == '"' ? quoted(fields.back()) : plain(fields.back());
      if (result != Result::record) return result;
      if (at_ >= end_) return Result::record;
      if (*at_ == ',') {
        if (++at_ < end_) continue;
        fields.push_back({{}, line_});
        return Result::record;
      }
      if (!end_of_line()) return Result::lone_return;
      ++line_;
      return Result::record;
    }
  }

  // The first character that was not handed out yet.
  [[nodiscard]] const char* position() const noexcept { return at_; }

 private:
  // Steps over LF or CRLF, if one is here; the file may end in half a CRLF.
  bool end_of_line() {
    if (*at_ == '\n') return ++at_, true;
    if (*at_ != '\r' || (at_ + 1 < end_ && at_[1] != '\n')) return false;
    at_ = at_ + 1 < end_ ? at_ + 2 : end_;
    return true;
  }

  Result plain(CsvField& field) {
    static constexpr std::array<bool, 256> stops = [] {
      std::array<bool, 256> out{};
      out[','] = out['\n'] = out['\r'] = true;
      return out;
    }();
    const char* begin = at_;
    while (at_ < end_ && !stops[static_cast<unsigned char>(*at_)]) ++at_;
    field.text = {begin, static_cast<std::size_t>(at_ - begin)};
    return Result::record;
  }

  Result quoted(CsvField& field) {
    const char* begin = ++at_;
    std::string* unescaped = nullptr;
    while (true) {
      const void* found = std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_));
      const char* quote = found != nullptr ? static_cast<const char*>(found) : end_;
      for (const char* p = at_; p < quote; ++p) line_ += *p == '\n';
      at_ = quote;
      if (quote == end_) return Result::unclosed_quote;
      const bool doubled = quote + 1 < end_ && quote[1] == '"';
      if (doubled && unescaped == nullptr) unescaped = &scratch_.text();
      if (unescaped != nullptr) unescaped->append(begin, quote + (doubled ? 1 : 0));
      if (!doubled) break;
      begin = at_ = quote + 2;
    }
    field.text = unescaped != nullptr ? std::string_view(*unescaped)
                                      : std::string_view(begin, static_cast<std::size_t>(at_ - begin));
    ++at_;
    while (at_ < end_ && *at_ == ' ') ++at_;
    const bool over = at_ >= end_ || *at_ == ',' || *at_ == '\n' || *at_ == '\r';
    return over ? Result::record : Result::text_after_quote;
  }

  const char* at_;
  const char* end_;
  std::uint32_t line_ = 1;
  Scratch scratch_;
};

}  // namespace paidan::io
