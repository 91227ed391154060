// One row of a table under the hands of a parser: cells by column, each read as a value with its own complaint.
#pragma once

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "src/io/hints.hpp"
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
    if (!source_.next(record_)) return false;
    for (Cell& cell : record_.cells) cell.text = trimmed(cell.text);
    return true;
  }
  // False once a cell of this row was refused.
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  // The row cannot be used, for a reason that was told elsewhere.
  void spoil() noexcept { ok_ = false; }
  [[nodiscard]] const Record& record() const noexcept { return record_; }
  [[nodiscard]] Sink& sink() noexcept { return sink_; }

  [[nodiscard]] std::string_view text(std::size_t c) const { return record_.cells[c].text; }
  [[nodiscard]] bool has(std::size_t c) const { return !text(c).empty(); }
  [[nodiscard]] Place place(std::size_t c) const { return source_.place(record_, c); }
  void refuse(std::size_t c, std::string_view expected) { refuse_part(c, text(c), expected); }
  void refuse_part(std::size_t c, std::string_view part, std::string_view expected) {
    ok_ = false;
    if (sink_.full()) return sink_.error({}, {});
    sink_.error(place(c), fmt::format("{} \"{}\": expected {}", spec_.columns[c].name, shown(part), expected));
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
      refuse(c, fmt::format("a whole number from {} to {}{}", grouped(low), grouped(high), whole_hint(cell)));
      return std::nullopt;
    }
    return value;
  }
  std::optional<std::int64_t> decimal(std::size_t c, int digits, std::int64_t high, std::string_view expected) {
    if (!has(c)) return std::nullopt;
    const auto value = parse_decimal(text(c), digits, Extra::refused);
    if (!value || *value < 0 || *value > high) {
      refuse(c, fmt::format("{}{}", expected, number_hint(text(c))));
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
    if (!value) refuse(c, "a date such as 2026-12-31" + date_hint(text(c)));
    return value;
  }
  std::optional<Instant> time(std::size_t c, const TimeZone& zone) {
    if (!has(c)) return std::nullopt;
    const auto local = parse_local_time(text(c));
    if (!local) {
      refuse(c, "a local time such as 2026-11-23T08:30" + time_hint(text(c)));
      return std::nullopt;
    }
    // Instants are minutes in 32 bits, which end in the year 6053.
    if (const auto year = text(c).substr(0, 4); year < "1970" || year > "2999") {
      refuse(c, "a local time of the years 1970 to 2999");
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
    constexpr std::int64_t quarter = 900'000'000;
    const bool lon_fits = x && std::abs(*x) <= 2 * quarter, lat_fits = y && std::abs(*y) <= quarter;
    if (!lon_fits) refuse(lon, "decimal degrees from -180 to 180" + number_hint(text(lon)));
    if (!lat_fits) {
      const bool swapped = x && y && std::abs(*x) <= quarter && std::abs(*y) <= 2 * quarter;
      refuse(lat,
             "decimal degrees from -90 to 90" + (swapped ? " (are lon and lat swapped?)" : number_hint(text(lat))));
    }
    if (lon_fits && lat_fits) p = GeoPoint{static_cast<std::int32_t>(*x), static_cast<std::int32_t>(*y)};
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
