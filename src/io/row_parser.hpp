// One row of a table under the hands of a parser: cells by column, each read as a value with its own complaint.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "src/io/values.hpp"

namespace paidan::io {

// The largest count and amount that a table may hold (interface.md, "Values").
inline constexpr std::int64_t largest_count = 1'000'000;
inline constexpr std::int64_t largest_yuan = 10'000'000'000;

class RowParser {
 public:
  RowParser(const TableSpec& spec, TableSource& source, Sink& sink) : spec_(spec), source_(source), sink_(sink) {}

  bool next() {
    ok_ = true;
    return source_.next(record_);
  }
  // False once a cell of this row was refused.
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] std::uint32_t line() const noexcept { return record_.line; }
  [[nodiscard]] TableSource& source() noexcept { return source_; }
  [[nodiscard]] Sink& sink() noexcept { return sink_; }

  [[nodiscard]] std::string_view text(std::size_t c) const { return trimmed(record_.cells[c].text); }
  [[nodiscard]] bool has(std::size_t c) const { return !text(c).empty(); }
  [[nodiscard]] Place place(std::size_t c) const {
    const Cell& cell = record_.cells[c];
    return source_.place_of(cell.line, cell.column != 0 ? cell.column : source_.header_column(c));
  }
  void refuse(std::size_t c, std::string_view expected) { refuse_part(c, text(c), expected); }
  void refuse_part(std::size_t c, std::string_view part, std::string_view expected) {
    sink_.error(place(c), fmt::format("{} \"{}\": expected {}", spec_.columns[c].name, part, expected));
    ok_ = false;
  }

  // A text that must be there.
  std::string_view required(std::size_t c) {
    if (!has(c)) refuse(c, "a value");
    return text(c);
  }
  std::optional<std::int64_t> whole(std::size_t c, std::int64_t low = 0, std::int64_t high = largest_count) {
    const std::string_view cell = text(c);
    if (cell.empty()) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (failed != std::errc{} || end != cell.data() + cell.size() || value < low || value > high) {
      refuse(c, fmt::format("a whole number from {} to {}", grouped(low), grouped(high)));
      return std::nullopt;
    }
    return value;
  }
  std::optional<std::int64_t> decimal(std::size_t c, int digits, std::int64_t high, std::string_view expected) {
    if (!has(c)) return std::nullopt;
    const auto value = parse_decimal(text(c), digits, Extra::refused);
    if (!value || *value < 0 || *value > high) {
      refuse(c, expected);
      return std::nullopt;
    }
    return value;
  }
  std::optional<Money> money(std::size_t c) {
    const auto fen = decimal(c, 2, largest_yuan * 100, "yuan with at most two decimals from 0 to 10,000,000,000");
    return fen ? std::optional(Money(*fen)) : std::nullopt;
  }
  std::optional<std::int32_t> rating(std::size_t c) {
    const auto value = decimal(c, 2, 500, "a number from 0 to 5 with at most two decimals");
    return value ? std::optional(static_cast<std::int32_t>(*value)) : std::nullopt;
  }
  std::optional<Date> date(std::size_t c) {
    if (!has(c)) return std::nullopt;
    const auto value = parse_date(text(c));
    if (!value) refuse(c, "a date such as 2026-12-31");
    return value;
  }
  std::optional<Instant> time(std::size_t c, const TimeZone& zone) {
    if (!has(c)) return std::nullopt;
    const auto local = parse_local_time(text(c));
    if (!local) {
      refuse(c, "a local time such as 2026-11-23T08:30");
      return std::nullopt;
    }
    const auto instant = zone.instant(*local);
    if (!instant) refuse(c, fmt::format("a local time that exists in {}", zone.name()));
    return instant;
  }
  Instant required_time(std::size_t c, const TimeZone& zone) {
    required(c);
    return time(c, zone).value_or(Instant{});
  }
  GeoPoint point(std::size_t lon, std::size_t lat) {
    GeoPoint p;
    if (!has(lon) && !has(lat)) return p;
    if (!has(lon) || !has(lat)) {
      refuse(has(lon) ? lat : lon, "a value, since lon and lat come together or not at all");
      return p;
    }
    const auto x = parse_decimal(text(lon), 7, Extra::rounded), y = parse_decimal(text(lat), 7, Extra::rounded);
    if (!x || *x < -1'800'000'000 || *x > 1'800'000'000) refuse(lon, "decimal degrees from -180 to 180");
    if (!y || *y < -900'000'000 || *y > 900'000'000) refuse(lat, "decimal degrees from -90 to 90");
    if (ok_) p = GeoPoint{static_cast<std::int32_t>(*x), static_cast<std::int32_t>(*y)};
    return p;
  }
  template <class E>
  std::optional<E> choice(std::size_t c) {
    if (!has(c)) return std::nullopt;
    const auto value = parse<E>(text(c));
    if (!value) refuse(c, "one of " + choices<E>());
    return value;
  }
  bool yes_no(std::size_t c) {
    const std::string_view cell = text(c);
    if (cell == "yes" || cell == "是") return true;
    if (!cell.empty() && cell != "no" && cell != "否") refuse(c, "yes or no (是, 否)");
    return false;
  }

 private:
  const TableSpec& spec_;
  TableSource& source_;
  Sink& sink_;
  Record record_;
  bool ok_ = true;
};

}  // namespace paidan::io
