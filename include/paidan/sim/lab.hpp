// The policy lab: ways of dispatching compared on the same simulated days, and one parameter turned step by step.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "paidan/model/street.hpp"
#include "paidan/policy/policy.hpp"
#include "paidan/sim/bootstrap.hpp"
#include "paidan/sim/compare.hpp"
#include "paidan/sim/simulate.hpp"

namespace paidan::sim {

struct CompareOptions {
  std::int64_t days = 30;
  std::uint64_t seed = 1;
  unsigned threads = 1;  // never changes the result, `seconds` aside
  Chance chance{};
  std::int64_t resamples = 2'000;
  double confidence = 0.95;
  std::function<void(std::int64_t done)> on_day{};  // called from the calling thread's side, one call at a time
};

// Plays `days` days under each way of dispatching. Throws `Error` for no days or no ways, and for what
// `policy::compile` and the rules refuse. O(days × (compile + Σ ways)) time, memory for one day a thread.
[[nodiscard]] Comparison compare(const Street& street, const policy::Policy& policy,
                                 const std::vector<Dispatching>& ways, const CompareOptions& options = {});

// --- what if ------------------------------------------------------------------------------------------------------

struct WhatIfParameter {
  WhatIfCurve::Parameter kind = WhatIfCurve::Parameter::capacity;
  FundId fund;                  // of kind fund
  OrganisationId organisation;  // of kind capacity: none = everybody's
  std::int64_t change = 0;      // how far the curve goes: basis points of the capacity, or fen
};

struct WhatIfOptions {
  std::int64_t steps = 10;  // points beside the street as it is
  unsigned threads = 1;
  std::function<void(std::int64_t done)> on_point{};
};

// The street with its capacities (shifts' units, seats, and limits of workers and organisations) changed by so many
// basis points in total, rounded towards 0 and dealt out evenly, or with the fund's budget changed by so many fen. An
// organisation's min_units never exceed what its max_units are then.
[[nodiscard]] Street with_change(const Street& street, const WhatIfParameter& parameter, std::int64_t change);

// For each parameter the exact optima at `steps` even steps from 0 to its change, each solve warm-started from the
// prices of the one before. Throws `Error` for a change that takes more than there is.
[[nodiscard]] WhatIf what_if(const Street& street, const policy::Policy& policy,
                             const std::vector<WhatIfParameter>& parameters, const WhatIfOptions& options = {});

}  // namespace paidan::sim
