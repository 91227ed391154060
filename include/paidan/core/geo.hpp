// Points on the WGS-84 ellipsoid and the distance between them, in integers only.
//
// A point is 10⁻⁷ degrees (about a centimetre). `distance` is the local (mid-latitude) approximation with the series of
// the NGA for a degree's length: within 0.1 % up to some 300 km, and growing with the real distance beyond. No
// transcendental library function is called, so the metres are the same on every machine, compiler and flag.
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

#include "paidan/core/quantities.hpp"

namespace paidan {

struct GeoPoint {
  static constexpr std::int32_t unknown = INT32_MIN;
  std::int32_t lon = unknown;  // 10⁻⁷ degrees, −180° … 180°
  std::int32_t lat = unknown;  // 10⁻⁷ degrees, −90° … 90°

  [[nodiscard]] constexpr bool known() const noexcept { return lon != unknown; }
  friend constexpr auto operator<=>(GeoPoint, GeoPoint) noexcept = default;
};

namespace detail {

// cos φ in units of 2⁻³⁰ for φ in 10⁻⁷ degrees, |φ| ≤ 90°: Taylor to x¹⁴, error below 10⁻⁸.
[[nodiscard]] constexpr std::int64_t cos_q30(std::int64_t angle_e7) noexcept {
  constexpr std::int64_t one = std::int64_t{1} << 30;
  // π/180·10⁻⁷·2³⁰ = 1.8740330…, as a fraction over 2⁴⁰.
  const std::int64_t x = static_cast<std::int64_t>((static_cast<WideCost>(angle_e7) * 2060521090297LL) >> 40);
  const std::int64_t square = (x * x) >> 30;
  std::int64_t sum = one;
  for (std::int64_t k = 14; k >= 2; k -= 2) sum = one - ((square / (k * (k - 1))) * sum >> 30);
  return sum;
}

}  // namespace detail

// Metres that one degree spans at a latitude, in millimetres: what `distance` multiplies with. Reusable for many
// points.
struct DegreeLength {
  std::int64_t lon_mm;
  std::int64_t lat_mm;
};

[[nodiscard]] constexpr DegreeLength degree_length(std::int64_t lat_e7) noexcept {
  constexpr std::int64_t one = std::int64_t{1} << 30;
  const std::int64_t c1 = detail::cos_q30(lat_e7);
  const std::int64_t c2 = ((2 * c1 * c1) >> 30) - one;  // cos 2φ
  const std::int64_t c3 = ((2 * c1 * c2) >> 30) - c1;   // cos 3φ
  const std::int64_t c4 = ((2 * c2 * c2) >> 30) - one;  // cos 4φ
  const std::int64_t c5 = ((2 * c1 * c4) >> 30) - c3;   // cos 5φ
  return DegreeLength{(111'412'840 * c1 - 93'500 * c3 + 118 * c5) >> 30,
                      ((111'132'954 * one) - 559'822 * c2 + 1'175 * c4) >> 30};
}

// Metres between two known points, rounded to the nearest. Symmetric; 0 for equal points. O(1), about 10 ns.
[[nodiscard]] inline Metres distance(GeoPoint a, GeoPoint b) noexcept {
  constexpr std::int64_t full_turn = 3'600'000'000;
  const DegreeLength length = degree_length((std::int64_t{a.lat} + b.lat) / 2);
  std::int64_t dlon = std::int64_t{a.lon} - b.lon;
  if (dlon > full_turn / 2) dlon -= full_turn;
  if (dlon < -full_turn / 2) dlon += full_turn;
  const std::int64_t dlat = std::int64_t{a.lat} - b.lat;
  const std::int64_t x_cm = length.lon_mm * dlon / 100'000'000;  // ≤ 2.1·10⁹: the squares below fit
  const std::int64_t y_cm = length.lat_mm * dlat / 100'000'000;
  const auto square = static_cast<std::uint64_t>(x_cm * x_cm + y_cm * y_cm);
  auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(square)));  // a guess; mended exactly
  while (root * root > square) --root;
  while ((root + 1) * (root + 1) <= square) ++root;
  return Metres(static_cast<std::int64_t>((root + 50) / 100));
}

}  // namespace paidan
