// The one scanner of CSV: RFC 4180 with LF or CRLF, places for every field. Works in place on a buffer that it may
// change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paidan::io {

struct CsvField {
  std::string_view text;   // unquoted
  std::uint32_t line = 0;  // physical line where the field starts, 1-based
};

class CsvScanner {
 public:
  explicit CsvScanner(std::string& buffer) : at_(buffer.data()), end_(buffer.data() + buffer.size()) {}

  enum class Result { record, end, unclosed_quote };

  // The next record; a blank line is skipped. After `unclosed_quote` the last field is the one that opens the quote.
  Result next(std::vector<CsvField>& fields) {
    fields.clear();
    while (at_ < end_ && (*at_ == '\n' || (*at_ == '\r' && at_ + 1 < end_ && at_[1] == '\n'))) {
      at_ += *at_ == '\n' ? 1 : 2;
      ++line_;
    }
    if (at_ >= end_) return Result::end;
    while (true) {
      const std::uint32_t line = line_;
      if (at_ < end_ && *at_ == '"') {
        char* write = ++at_;
        const char* begin = write;
        if (!unquote(write)) {
          fields.push_back({{begin, static_cast<std::size_t>(write - begin)}, line});
          return Result::unclosed_quote;
        }
        while (at_ < end_ && *at_ != ',' && *at_ != '\n' && *at_ != '\r') *write++ = *at_++;  // tolerated: "a"b
        fields.push_back({{begin, static_cast<std::size_t>(write - begin)}, line});
      } else {
        const char* begin = at_;
        while (at_ < end_ && *at_ != ',' && *at_ != '\n') ++at_;
        const char* stop = at_;
        if (stop > begin && stop[-1] == '\r' && (at_ >= end_ || *at_ == '\n')) --stop;
        fields.push_back({{begin, static_cast<std::size_t>(stop - begin)}, line});
      }
      if (at_ < end_ && *at_ == '\r') ++at_;
      if (at_ >= end_) return Result::record;
      if (*at_++ == '\n') {
        ++line_;
        return Result::record;
      }
    }
  }

 private:
  // Moves the text inside the quotes to `write`; false when the buffer ends before the closing quote.
  bool unquote(char*& write) {
    while (at_ < end_) {
      if (*at_ == '"') {
        if (at_ + 1 >= end_ || at_[1] != '"') {
          ++at_;
          return true;
        }
        ++at_;
      }
      if (*at_ == '\n') ++line_;
      *write++ = *at_++;
    }
    return false;
  }

  char* at_;
  char* end_;
  std::uint32_t line_ = 1;
};

}  // namespace paidan::io
