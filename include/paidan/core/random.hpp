// The one random generator: xoshiro256** (Blackman & Vigna 2018), seeded by SplitMix64. Same numbers on every machine.
//
// The standard library's distributions differ between implementations; these do not, so a seed names one street
// everywhere. Integers only.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace paidan {

class Random {
 public:
  using result_type = std::uint64_t;

  explicit Random(std::uint64_t seed) noexcept {
    for (auto& word : state_) {
      seed += 0x9E3779B97F4A7C15ULL;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
      word = z ^ (z >> 31);
    }
  }

  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return ~result_type{0}; }

  result_type operator()() noexcept {
    const std::uint64_t result = rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotl(state_[3], 45);
    return result;
  }

  // Uniform in [0, bound), bound ≥ 1 (Lemire 2019, nearly divisionless, unbiased).
  std::uint64_t below(std::uint64_t bound) noexcept {
    assert(bound > 0);
    __extension__ using Wide = unsigned __int128;
    Wide product = Wide{(*this)()} * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
      const std::uint64_t threshold = -bound % bound;
      while (static_cast<std::uint64_t>(product) < threshold) product = Wide{(*this)()} * bound;
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  // Uniform in [low, high], both included.
  std::int64_t between(std::int64_t low, std::int64_t high) noexcept {
    assert(low <= high);
    const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (width == max()) return static_cast<std::int64_t>((*this)());
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + below(width + 1));
  }

  // True in `percent` of 100 cases.
  bool chance(unsigned percent) noexcept { return below(100) < percent; }

  // An index drawn in proportion to `weights` (not all zero).
  std::size_t weighted(std::span<const std::uint32_t> weights) noexcept {
    std::uint64_t total = 0;
    for (auto w : weights) total += w;
    std::uint64_t draw = below(total);
    std::size_t i = 0;
    while (draw >= weights[i]) draw -= weights[i++];
    return i;
  }

  template <class Range>
  void shuffle(Range& range) noexcept {
    for (std::size_t i = range.size(); i > 1; --i) std::swap(range[i - 1], range[below(i)]);
  }

 private:
  static constexpr std::uint64_t rotl(std::uint64_t x, int k) noexcept { return (x << k) | (x >> (64 - k)); }
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace paidan
