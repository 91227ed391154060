// Points in time and time zones.
//
// An `Instant` is whole minutes since 1970-01-01T00:00Z. What people write is a *local* time: `LocalTime` is the same
// count read off a clock on the wall of one place. A `TimeZone` converts between them; it is a plain value that holds
// the zone's transitions, so everything below the io layer works without a tz database (`io::load_time_zone` fills it).
//
// A local time that does not exist (the hour that spring skips) has no instant; one that exists twice means the first.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "paidan/core/quantities.hpp"

namespace paidan {

template <class Clock>
class TimePoint {
 public:
  constexpr TimePoint() noexcept = default;
  constexpr explicit TimePoint(std::int64_t minutes) noexcept : minutes_(static_cast<std::int32_t>(minutes)) {}
  [[nodiscard]] constexpr std::int64_t minutes() const noexcept { return minutes_; }

  friend constexpr TimePoint operator+(TimePoint t, Minutes d) noexcept { return TimePoint(t.minutes_ + d.count()); }
  friend constexpr TimePoint operator-(TimePoint t, Minutes d) noexcept { return TimePoint(t.minutes_ - d.count()); }
  friend constexpr Minutes operator-(TimePoint a, TimePoint b) noexcept { return Minutes(a.minutes() - b.minutes()); }
  friend constexpr auto operator<=>(TimePoint, TimePoint) noexcept = default;

 private:
  std::int32_t minutes_ = 0;  // good from 2114 BC to AD 6053; a demand holds three of them
};

using Instant = TimePoint<struct UtcClock>;
using LocalTime = TimePoint<struct WallClock>;

// A calendar day; `day` counts from 1970-01-01. Certificates and validity dates hold to the end of their day.
struct Date {
  std::int32_t day = 0;
  friend constexpr auto operator<=>(Date, Date) noexcept = default;
};

// Days since 1970-01-01 of a proleptic Gregorian date (Hinnant, "chrono-compatible low-level date algorithms", 2013).
[[nodiscard]] constexpr Date date_from_civil(int year, unsigned month, unsigned day) noexcept {
  year -= month <= 2;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const unsigned year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month + (month > 2 ? -3U : 9U)) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return Date{era * 146097 + static_cast<int>(day_of_era) - 719468};
}

struct Civil {
  int year;
  unsigned month, day;
};
[[nodiscard]] constexpr Civil civil_from_date(Date date) noexcept {
  const int shifted = date.day + 719468;
  const int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const unsigned day_of_era = static_cast<unsigned>(shifted - era * 146097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return Civil{static_cast<int>(year_of_era) + era * 400 + (month <= 2), month,
               day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

[[nodiscard]] constexpr Date date_of(LocalTime time) noexcept {
  const std::int64_t m = time.minutes();
  return Date{static_cast<std::int32_t>(m >= 0 ? m / 1440 : -((1439 - m) / 1440))};
}
[[nodiscard]] constexpr LocalTime midnight_of(Date date) noexcept { return LocalTime(std::int64_t{date.day} * 1440); }

// `2026-11-23` and `2026-11-23T08:30`, as files have them (ISO 8601).
[[nodiscard]] inline std::string iso_text(Date date) {
  const Civil c = civil_from_date(date);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}
[[nodiscard]] inline std::string iso_text(LocalTime time) {
  const std::int64_t minute = (time - midnight_of(date_of(time))).count();
  return fmt::format("{}T{:02}:{:02}", iso_text(date_of(time)), minute / 60, minute % 60);
}

// A zone as the list of its offsets: `offset_before` until the first transition, then each transition's own.
class TimeZone {
 public:
  struct Transition {
    Instant at;
    Minutes offset;  // local = utc + offset from here on
  };

  TimeZone() = default;  // UTC
  TimeZone(std::string name, Minutes offset_before, std::vector<Transition> transitions)
      : name_(std::move(name)), before_(offset_before), transitions_(std::move(transitions)) {}

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  [[nodiscard]] Minutes offset_at(Instant t) const noexcept {
    auto after = std::upper_bound(transitions_.begin(), transitions_.end(), t,
                                  [](Instant x, const Transition& tr) { return x < tr.at; });
    return after == transitions_.begin() ? before_ : std::prev(after)->offset;
  }
  [[nodiscard]] LocalTime local(Instant t) const noexcept { return LocalTime((t + offset_at(t)).minutes()); }

  // The first instant whose local time is `t`; nothing when the clocks skip it. O(log transitions).
  [[nodiscard]] std::optional<Instant> instant(LocalTime t) const noexcept {
    // Offsets stay within a day, so only the transitions within a day of `t` can matter.
    const Instant guess(t.minutes());
    std::optional<Instant> first;
    auto consider = [&](Minutes offset) {
      const Instant candidate = guess - offset;
      if (offset_at(candidate) == offset && (!first || candidate < *first)) first = candidate;
    };
    consider(offset_at(guess - Minutes(1440)));
    auto near = std::lower_bound(transitions_.begin(), transitions_.end(), guess - Minutes(1440),
                                 [](const Transition& tr, Instant x) { return tr.at < x; });
    for (; near != transitions_.end() && near->at <= guess + Minutes(1440); ++near) consider(near->offset);
    return first;
  }

 private:
  std::string name_ = "UTC";
  Minutes before_{0};
  std::vector<Transition> transitions_;
};

}  // namespace paidan
