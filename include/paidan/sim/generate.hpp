// Synthetic streets: Jiulong street, a storm morning, a city. Seeded; the same bytes everywhere.
#pragma once

#include <cstdint>
#include <string_view>

#include "paidan/model/street.hpp"

namespace paidan::sim {

struct GenerateOptions {
  std::uint64_t seed = 1;
  // 1 = the family's own size, in thousandths: 500 halves the demands. Integer, so that it means the same everywhere.
  std::int64_t scale_thousandths = 1000;
};

// A week of Jiulong street: 9+ communities, 50 grids, 29 professional organisations, 208 registered groups, 2,000
// demands.
[[nodiscard]] Street generate_street(const GenerateOptions& options = {});
// Its storm morning: 120+ reports between 0:00 and 8:30.
[[nodiscard]] Street generate_storm(const GenerateOptions& options = {});
// A week of a city of many streets: at scale 1 some 800 communities, 20,000 workers, 30,000 sessions and 1,000,000
// demands, among them the reports of a storm night. Takes a few seconds and 300 MB at scale 1.
[[nodiscard]] Street generate_city(const GenerateOptions& options = {});

}  // namespace paidan::sim
