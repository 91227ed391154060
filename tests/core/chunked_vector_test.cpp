#include "paidan/core/chunked_vector.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace {

TEST_CASE("chunked vector: elements stay where they are while it grows, runs cover all of it once") {
  paidan::ChunkedVector<int, 8> chunked;
  CHECK(chunked.size() == 0);
  chunked.push_back(0);
  const int* const first = &chunked[0];
  for (int k = 1; k < 100; ++k) chunked.push_back(k);
  CHECK(first == &chunked[0]);
  for (const std::size_t start : {0U, 1U, 7U, 8U, 95U, 96U, 99U}) {
    std::vector<int> seen;
    for (std::size_t k = start; k < chunked.size();) {
      const auto run = chunked.run_from(k);
      REQUIRE(!run.empty());
      seen.insert(seen.end(), run.begin(), run.end());
      k += run.size();
    }
    REQUIRE(seen.size() == 100 - start);
    for (std::size_t k = 0; k < seen.size(); ++k) CHECK(seen[k] == static_cast<int>(start + k));
  }
}

TEST_CASE("chunked vector: shrinks, keeps its room and what is left, and grows again") {
  paidan::ChunkedVector<int, 8> chunked;
  for (int k = 0; k < 20; ++k) chunked.push_back(k);
  const int* const tenth = &chunked[10];
  chunked.shrink(11);
  CHECK(chunked.size() == 11);
  CHECK(chunked.run_from(8).size() == 3);
  chunked.shrink(30);  // it does not grow by that
  CHECK(chunked.size() == 11);
  for (int k = 0; k < 20; ++k) chunked.push_back(100 + k);
  CHECK(&chunked[10] == tenth);
  CHECK(chunked[10] == 10);
  CHECK(chunked[11] == 100);
  CHECK(chunked[30] == 119);
  auto moved = std::move(chunked);
  CHECK(moved.size() == 31);
  CHECK(moved[10] == 10);
  chunked = {};
  chunked.push_back(7);
  moved = std::move(chunked);
  CHECK(moved.size() == 1);
  CHECK(moved[0] == 7);
}

}  // namespace
