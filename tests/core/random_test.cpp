#include "paidan/core/random.hpp"

#include <doctest/doctest.h>

TEST_CASE("a seed names the same numbers everywhere") {
  paidan::Random random(1);
  CHECK(random() == 0xb3f2af6d0fc710c5ULL);
}
