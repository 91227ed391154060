// Comparisons: ways of dispatching side by side on the same simulated days, and one parameter turned step by step.
//
// These are plain values that the command line prints, files hold and the report draws. `compare` and `what_if` make
// them (lab.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "paidan/core/quantities.hpp"
#include "paidan/sim/metrics.hpp"

namespace paidan::sim {

// A mean over the days on which the figure has a meaning, with its bootstrap confidence interval.
struct Estimate {
  double mean = 0, low = 0, high = 0;
  std::int64_t days = 0;
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

// What the paired interval says of `a` beside `b`: a claim only where it excludes 0.
enum class Verdict : std::uint8_t {
  better,   // a beats b
  worse,    // b beats a
  unclear,  // the interval holds 0, or the figure has no better and worse
  too_few,  // fewer days than an interval can rest on (bootstrap.hpp)
};

// One group of a dimension: its name in files, its title, and the served share of each policy (for a fund: spent ÷
// budget). Empty when nobody asked.
struct GroupShares {
  std::string code, name;                      // of a closed list: its code and its Chinese name
  double asked = 0;                            // units asked for on an average day (fund: yuan)
  std::vector<std::optional<Estimate>> share;  // by policy
};

struct ComparedPolicy {
  std::string name;  // as asked for: "fcfs", "min_cost@60m"
  std::string title_zh, title_en;
  std::string optimises_zh, optimises_en, guarantee_zh, guarantee_en, source;
  std::array<std::optional<Estimate>, metric_count> estimates{};  // by Metric
  std::vector<DayFigures> days;                                   // by day: every figure
  std::array<double, lorenz_points> lorenz{};                     // mean over the days
  double seconds = 0;                                             // spent deciding, all days; never in compare.csv
};

// The difference a − b of one metric on the same days.
struct Pairwise {
  std::size_t a = 0, b = 0;  // rows of `policies`, a < b
  Metric metric{};
  Estimate difference;
  Verdict verdict = Verdict::unclear;
};

struct Comparison {
  std::string street_code, street_name;
  std::uint64_t seed = 1;
  std::int64_t days = 0;         // simulated: independent draws of the street's period
  std::int64_t period_days = 0;  // calendar days that each of them covers
  double orders_a_day = 0, units_a_day = 0;
  double confidence = 0.95;
  std::int64_t resamples = 0;
  std::vector<ComparedPolicy> policies;                          // in the order asked for
  std::array<std::vector<GroupShares>, dimension_count> groups;  // by Dimension
  std::vector<Pairwise> pairs;                                   // by a, b, metric
};

// --- one parameter, step by step ---------------------------------------------------------------------------------

struct WhatIfPoint {
  std::int64_t change = 0;    // of the parameter, in basis points of the capacity or in fen of the fund; 0 = as it is
  std::int64_t capacity = 0;  // units that all serving leaves take together / the fund's budget in fen
  Units asked = 0, served = 0;
  Cost cost{0};            // of the served units' edges
  WideCost objective = 0;  // penalties included
  // What one more unit of the parameter (one unit of capacity where the next step would add it / one yuan) is worth, in
  // points: from the prices for capacity, from the next step's exact optimum for a fund. None where there is no step.
  std::optional<double> shadow_price;
  // Units of orders left unserved by reason of capacity, and by reason of money.
  Units capacity_taken = 0, fund_exhausted = 0;
};

struct WhatIfCurve {
  enum class Parameter : std::uint8_t { capacity, fund };
  Parameter parameter = Parameter::capacity;
  std::string code, name;           // of the fund, or of the organisation whose capacity it is; empty = all capacity
  std::array<Cost, 4> unserved{};   // points for leaving a unit of priority 1 … 4 unserved: the measure of the prices
  std::vector<WhatIfPoint> points;  // by change, rising; one of them is 0
};

struct WhatIf {
  std::string street_code, street_name;
  std::vector<WhatIfCurve> curves;  // one for each parameter asked for, the others as they are
};

}  // namespace paidan::sim
