// Integer quantities of distinct kinds: money in fen, minutes, metres, cost points.
//
// Nothing in a plan is decided in floating point. A quantity is an int64 with a kind: kinds do not mix, a quantity adds
// to its own kind only and scales by a whole number. `count()` leaves the type system where a formula needs to.
// Arithmetic does not check for overflow; whoever sums many of them uses `WideCost` or checks the range first.
#pragma once

#include <compare>
#include <cstdint>

namespace paidan {

template <class Kind>
class Quantity {
 public:
  constexpr Quantity() noexcept = default;
  constexpr explicit Quantity(std::int64_t count) noexcept : count_(count) {}

  [[nodiscard]] constexpr std::int64_t count() const noexcept { return count_; }

  constexpr Quantity& operator+=(Quantity other) noexcept { return count_ += other.count_, *this; }
  constexpr Quantity& operator-=(Quantity other) noexcept { return count_ -= other.count_, *this; }
  friend constexpr Quantity operator+(Quantity a, Quantity b) noexcept { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) noexcept { return a -= b; }
  friend constexpr Quantity operator-(Quantity a) noexcept { return Quantity(-a.count_); }
  friend constexpr Quantity operator*(Quantity a, std::int64_t factor) noexcept { return Quantity(a.count_ * factor); }
  friend constexpr Quantity operator*(std::int64_t factor, Quantity a) noexcept { return a * factor; }
  friend constexpr auto operator<=>(Quantity, Quantity) noexcept = default;

 private:
  std::int64_t count_ = 0;
};

using Money = Quantity<struct MoneyKind>;      // fen, 1/100 yuan
using Minutes = Quantity<struct MinutesKind>;  // a length of time
using Metres = Quantity<struct MetresKind>;
using Cost = Quantity<struct CostKind>;  // points, what a plan minimises

// Units of demand and capacity: visits, seats, hours of work.
using Units = std::int64_t;

// Sums over a whole problem: n × c of two 63-bit numbers does not overflow.
__extension__ typedef __int128 WideCost;

}  // namespace paidan
