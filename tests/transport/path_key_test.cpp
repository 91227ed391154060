// Keys beside a plain reading of them.
#include "paidan/transport/detail/path_key.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "paidan/core/random.hpp"

using namespace paidan;
using namespace paidan::transport::detail;

TEST_CASE("costs before arcs, negative ones and the largest, and what is settled or not reached is no path") {
  constexpr std::int64_t far = dearest_path * one_cost;
  for (const std::int64_t cost : {-far, -one_cost, std::int64_t{0}, one_cost, far - one_cost}) {
    for (const ArcIndex arc : {ArcIndex{0}, ArcIndex{1}, ArcIndex{UINT16_MAX}}) {
      const PathKey key = no_cost + cost + arc;
      CHECK(arc_of(key) == arc);
      CHECK(without_arc(key) == no_cost + cost);
      CHECK(key < no_cost + cost + one_cost);
      for (const std::int64_t potential : {-far, std::int64_t{0}, far}) {
        CHECK(is_path(key + potential));
        CHECK_FALSE(is_path(no_path + cost + potential));
      }
      CHECK_FALSE(is_path(key + settled));
    }
  }
}

TEST_CASE("the least of many, and all lowered at once") {
  constexpr std::uint64_t seed = 62;
  Random random(seed);
  for (int round = 0; round < 400; ++round) {
    INFO("seed 62, round ", round);
    const std::size_t n = keys_at_once * (1 + random.below(30));
    const std::int64_t most = round % 2 == 0 ? dearest_path - 1 : 2;
    const auto cost = [&] { return random.between(-most, most) * one_cost; };
    const auto key = [&] {
      return random.chance(20) ? no_path : no_cost + cost() + static_cast<std::int64_t>(random.below(one_cost));
    };
    std::vector<PathKey> keys(n), row(n);
    std::vector<std::int64_t> potentials(n);
    for (std::size_t k = 0; k < n; ++k) {
      keys[k] = key();
      row[k] = key();
      potentials[k] = random.chance(20) ? settled : cost();
    }
    const auto plain_least = [&](const std::vector<PathKey>& of) {
      PathKey out = no_path;
      for (std::size_t k = 0; k < n; ++k) out = std::min(out, of[k] + potentials[k]);
      return out;
    };
    CHECK(least(keys.data(), potentials.data(), n) == plain_least(keys));

    std::vector<PathKey> expected = keys;
    const PathKey path = no_cost + cost();
    for (std::size_t k = 0; k < n; ++k) expected[k] = std::min(expected[k], path - no_cost + row[k]);
    const PathKey found = lower_all(keys.data(), row.data(), path, potentials.data(), n);
    CHECK(keys == expected);
    CHECK(found == plain_least(expected));

    const PathKey other = key(), before = keys[0];
    lower(keys[0], other);
    CHECK(keys[0] == std::min(before, other));
  }
}
