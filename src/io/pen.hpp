// Text written piece by piece: digits, times and quoted fields straight into a buffer that is used again and again.
//
// fmt builds one string for each field; a plan of a million lines has fifty million fields.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/quantities.hpp"
#include "paidan/core/time.hpp"
#include "paidan/io/csv_cell.hpp"

namespace paidan::io {

class Pen {
 public:
  [[nodiscard]] std::string_view view() const { return {buffer_.data(), used_}; }
  void clear() { used_ = 0; }

  Pen& text(std::string_view piece) {
    std::copy(piece.begin(), piece.end(), room(piece.size()));
    used_ += piece.size();
    return *this;
  }
  Pen& number(std::int64_t value) {
    char* at = room(20);
    used_ += static_cast<std::size_t>(std::to_chars(at, at + 20, value).ptr - at);
    return *this;
  }
  // `12.50`.
  Pen& yuan(Money money) {
    const auto fen = static_cast<std::uint64_t>(money.count() < 0 ? -money.count() : money.count());
    if (money.count() < 0) text("-");
    number(static_cast<std::int64_t>(fen / 100));
    char* at = room(3);
    at[0] = '.';
    two_digits(at + 1, fen % 100);
    used_ += 3;
    return *this;
  }
  // `2026-11-23T08:30`, local. A date is worked out once for a run of times of the same day.
  Pen& time(const TimeZone& zone, Instant instant) {
    const LocalTime local = zone.local(instant);
    const Date date = date_of(local);
    Day& day = days_[static_cast<std::uint32_t>(date.day) % days_.size()];
    if (day.date != date || day.text[0] == 0) write_day(day, date);
    const auto minute = static_cast<std::uint64_t>((local - midnight_of(date)).count());
    char* at = room(16);
    std::memcpy(at, day.text.data(), 11);
    two_digits(at + 11, minute / 60);
    at[13] = ':';
    two_digits(at + 14, minute % 60);
    used_ += 16;
    return *this;
  }
  // RFC 4180: quoted when it holds a comma, a quote or a line's end.
  Pen& csv(std::string_view value) {
    const auto plain = [](char c) { return c != ',' && c != '"' && c != '\r' && c != '\n'; };
    return std::all_of(value.begin(), value.end(), plain) ? text(value) : text(csv_cell(value));
  }
  // A JSON string (RFC 8259, section 7).
  Pen& json(std::string_view value) {
    constexpr std::string_view hex = "0123456789abcdef";
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    const auto plain = [&](char c) { return c != '"' && c != '\\' && !control(c); };
    if (std::all_of(value.begin(), value.end(), plain)) return text("\"").text(value).text("\"");
    text("\"");
    for (const char c : value) {
      if (control(c)) {
        text("\\u00").text(hex.substr(static_cast<std::size_t>(c) / 16, 1)).text(hex.substr(c % 16, 1));
      } else {
        text(plain(c) ? "" : "\\").text({&c, 1});
      }
    }
    return text("\"");
  }

 private:
  struct Day {
    Date date;
    std::array<char, 11> text{};  // `2026-11-23T`
  };

  char* room(std::size_t more) {
    if (buffer_.size() - used_ < more) [[unlikely]]
      grow(more);
    return buffer_.data() + used_;
  }
  [[gnu::noinline]] void grow(std::size_t more) { buffer_.resize(std::max(buffer_.size() * 2, used_ + more + 4'096)); }
  static void two_digits(char* at, std::uint64_t value) {
    at[0] = static_cast<char>('0' + value / 10);
    at[1] = static_cast<char>('0' + value % 10);
  }
  static void write_day(Day& day, Date date) {
    const Civil civil = civil_from_date(date);
    day.date = date;
    // Four digits of a year: what files can hold.
    two_digits(day.text.data(), static_cast<std::uint64_t>(civil.year) / 100 % 100);
    two_digits(day.text.data() + 2, static_cast<std::uint64_t>(civil.year) % 100);
    day.text[4] = day.text[7] = '-';
    two_digits(day.text.data() + 5, civil.month);
    two_digits(day.text.data() + 8, civil.day);
    day.text[10] = 'T';
  }

  std::vector<char> buffer_;
  std::size_t used_ = 0;
  std::array<Day, 16> days_{};
};

}  // namespace paidan::io
