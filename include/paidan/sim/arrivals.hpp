// Arrivals: a process fitted to a street's own demands, and draws from it.
//
// Demands that are there before the period begins come again as they are. The others arrive as a Poisson process: each
// observed demand is drawn Poisson(1) times with its item, place, wishes and window lengths, on a day and at an hour
// drawn from its category's profile (days of the period × hours of the day). Hours in which reports (items with
// `merge_reports`) pile up are a *burst*: it comes once in every draw, of half to one and a half times the size and up
// to an hour earlier or later, its reports a few minutes and metres apart from the observed ones.
//
// A draw is a street with other demands; places, menu, people and sessions are the same. Integers only: one seed, one
// draw, everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/model/street.hpp"

namespace paidan::sim {

struct ArrivalModel {
  struct Burst {
    Instant start, end;             // whole hours of the street's clock
    std::vector<DemandId> reports;  // observed in them
  };
  using Hours = std::array<std::uint32_t, 24>;

  std::vector<DemandId> known;   // without a time, or submitted before the period
  std::vector<DemandId> steady;  // of the Poisson process
  std::vector<Burst> bursts;
  // Of the steady demands, by category: how many on each day of the period, and at each hour of the day.
  std::array<std::vector<std::uint32_t>, 6> day_profile;
  std::array<Hours, 6> hour_profile{};
};

// An hour belongs to a burst when it has at least `burst_least` reports and more than four times the median hour's.
inline constexpr std::uint32_t burst_least = 5;

// O(demands + hours of the period).
[[nodiscard]] ArrivalModel fit_arrivals(const Street& street);

// One draw; demands by time of submission. `load_percent` scales the rates (100 = as observed). Shares the immutable
// rows of `street`; thread-safe.
[[nodiscard]] Street draw_arrivals(const Street& street, const ArrivalModel& model, Random& random,
                                   std::uint32_t load_percent = 100);

// Poisson of mean `percent` / 100. Exact to 2⁻³² in each probability of Poisson(1).
[[nodiscard]] std::uint32_t draw_poisson(Random& random, std::uint32_t percent);

}  // namespace paidan::sim
