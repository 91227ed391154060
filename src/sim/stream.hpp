// Streams of random numbers that do not depend on each other: one for each day and purpose.
#pragma once

#include <cstdint>

#include "paidan/core/random.hpp"

namespace paidan::sim {

enum class Purpose : std::uint64_t { arrivals, orders, declines, lots, bootstrap };

// SplitMix64's finaliser (Steele, Lea & Flood 2014) over the parts of a name.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) noexcept {
  std::uint64_t z = a + 0x9E3779B97F4A7C15ULL * (b + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

[[nodiscard]] constexpr std::uint64_t stream_seed(std::uint64_t seed, std::uint64_t day, Purpose purpose,
                                                  std::uint64_t part = 0) noexcept {
  return mixed(mixed(mixed(seed, day), static_cast<std::uint64_t>(purpose)), part);
}

}  // namespace paidan::sim
