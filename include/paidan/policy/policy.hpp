// Policy: what a good dispatch is. Weights of the named cost terms, and what leaving an order unserved costs.
//
// Read from a TOML or JSON file (`read_policy`) or taken by name (`policy_named`). Every weight is points per
// something; a weight of 0 switches its term off.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "paidan/core/quantities.hpp"
#include "paidan/model/terms.hpp"

namespace paidan::policy {

struct Weights {
  std::int64_t travel_per_km = 100;       // from the worker's (else organisation's) place to the order's
  std::int64_t price_per_yuan = 1;        // of unit_price
  std::int64_t wait_per_hour = 5;         // from the start of the order's window to the start of the slot
  std::int64_t other_worker = 60;         // served before, but not by this worker (same organisation)
  std::int64_t other_organisation = 120;  // served before, but not by this organisation
  std::int64_t unmet_preference = 150;    // the resident prefers others
  std::int64_t rating_per_star = 40;      // for each star that the organisation's rating is below 5
  std::int64_t spare_skill = 15;          // for each skill of the worker that the item does not need
  friend bool operator==(const Weights&, const Weights&) = default;
};

// A weight's name in files and what its points are for; `weight_infos` has all of them.
struct WeightInfo {
  std::string_view name;
  std::int64_t Weights::*weight;
  std::string_view english, chinese;
};
[[nodiscard]] std::span<const WeightInfo> weight_infos() noexcept;

struct Policy {
  std::string name = "default";
  Weights weights;
  // Points for leaving one unit of priority 1, 2, 3, 4 unserved. None (the default): the goals are lexicographic, as
  // interface.md orders them, and the penalties follow from the problem's own numbers.
  std::optional<std::array<Cost, 4>> plain_penalties;
};

// Names that `policy_named` knows ("default", …), each with one line of explanation.
struct NamedPolicy {
  std::string_view name, english, chinese;
};
[[nodiscard]] std::span<const NamedPolicy> policies() noexcept;
[[nodiscard]] std::optional<Policy> policy_named(std::string_view name);

// A policy file; TOML when the name ends in .toml, else JSON (examples/data/policy.toml explains every line). Weights
// that it does not name keep their defaults. Throws `Error` with line and character of every wrong key or value.
[[nodiscard]] Policy read_policy(const std::filesystem::path& file);
// The same of a text that stands in `file`.
[[nodiscard]] Policy parse_policy(const std::string& text, const std::string& file);

}  // namespace paidan::policy
