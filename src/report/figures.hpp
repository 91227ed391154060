// The figures of a matching batch: everything the report shows, added up once. Integers only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "paidan/report/report.hpp"

namespace paidan::report {

struct Tally {
  Units ordered = 0, served = 0;
  [[nodiscard]] Units unserved() const { return ordered - served; }
  void add(Units units, Units of_them_served) {
    ordered += units;
    served += of_them_served;
  }
};

// Equal parts of the period, at most 16, aligned with local midnight or the full hour.
struct Buckets {
  LocalTime start;
  Minutes length{1440};  // an hour, some hours, a day, a week or four
  std::size_t count = 1;
  [[nodiscard]] std::size_t of(LocalTime t) const;
};

struct OrganisationFigures {
  Units units = 0;
  Cost cost{0};
  Money price{0};
  std::vector<Units> load, room;  // by bucket; the last one: at no certain time (serves as itself)
};

struct Flow {
  CommunityId community;
  OrganisationId organisation;
  Units units = 0;
};

// How many minutes from being submitted (else from the start of the window) to the start of the service; units at no
// certain time are left out.
struct Waits {
  std::array<std::vector<std::pair<std::int64_t, Units>>, 4> by_priority;  // sorted by minutes
  Units untimed = 0;
  [[nodiscard]] std::vector<std::pair<std::int64_t, Units>> all() const;  // sorted
};

// Minutes within which `percent` of the units were served; 0 of none.
[[nodiscard]] std::int64_t percentile(const std::vector<std::pair<std::int64_t, Units>>& waits, int percent);
[[nodiscard]] std::int64_t mean(const std::vector<std::pair<std::int64_t, Units>>& waits);

// Unserved units that look for help at one place first.
struct ReliefGroup {
  Relief::Kind kind{};
  OrganisationId organisation;
  FundId fund;
  Units units = 0;
  std::int64_t amount = 0;                      // the most of one order: minutes; of all: fen
  std::vector<std::pair<ItemId, Units>> items;  // most units first
  std::size_t full_places = 0;                  // of the organisation
  const ScarcePlace* dearest = nullptr;         // of them
};

struct Figures {
  Tally all;
  std::array<Tally, 4> by_priority;
  std::vector<Tally> by_community, by_grid;
  std::vector<std::array<Units, reason_count>> reasons_by_community;
  std::array<Units, reason_count> by_reason{};
  CostTerms terms;
  Money price{0};
  std::vector<Money> spent;  // by FundId
  std::vector<OrganisationFigures> organisations;
  std::vector<Flow> flows;  // by community, most units first
  Buckets buckets;
  Waits waits;
  Units deadline_kept = 0, deadline_missed = 0;  // served units of items with a deadline
  std::vector<Units> seats_taken;                // by SessionId
  std::vector<Units> worker_load, worker_room;   // by WorkerId: units taken, and what slots and sessions could take
  std::vector<ReliefGroup> reliefs;              // most units first
};

// O(orders log orders + leaves + organisations).
[[nodiscard]] Figures figures_of(const MatchReport& report);

// Points of a Lorenz curve in basis points of both sums, (0, 0) first: shares sorted by rising amount per weight.
struct Lorenz {
  std::vector<std::pair<std::int64_t, std::int64_t>> points;  // at most 101
  std::int64_t gini_basis_points = 0;
};
[[nodiscard]] Lorenz lorenz(std::vector<std::pair<std::int64_t, std::int64_t>> weight_and_amount);

}  // namespace paidan::report
