// Blocks are made on any thread and taken in order; what goes wrong in one is thrown to the caller.
#include "paidan/core/blocks.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>

using namespace paidan;

TEST_CASE("results are taken from the first to the last, whatever the number of threads") {
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    for (const std::size_t count : {0U, 1U, 9U, 10U, 11U, 1'000U}) {
      std::vector<std::size_t> taken;
      in_blocks<std::vector<std::size_t>>(
          count, 10, threads,
          [](std::size_t begin, std::size_t end, std::vector<std::size_t>& scratch) {
            scratch.resize(end - begin);
            std::iota(scratch.begin(), scratch.end(), begin);
          },
          [&](std::size_t begin, std::size_t end, const std::vector<std::size_t>& scratch) {
            CHECK(scratch.size() == end - begin);
            taken.insert(taken.end(), scratch.begin(), scratch.end());
          });
      std::vector<std::size_t> all(count);
      std::iota(all.begin(), all.end(), std::size_t{0});
      CHECK(taken == all);
    }
  }
}

TEST_CASE("an exception of any block reaches the caller, and no later block is taken") {
  for (const unsigned threads : {1U, 2U, 4U}) {
    for (const bool while_taking : {false, true}) {
      std::size_t taken = 0;
      const auto fail_at = [](std::size_t begin) {
        if (begin == 50) throw std::runtime_error("block 5");
      };
      const auto run = [&] {
        in_blocks<int>(
            100, 10, threads,
            [&](std::size_t begin, std::size_t, int&) {
              if (!while_taking) fail_at(begin);
            },
            [&](std::size_t begin, std::size_t, int&) {
              if (while_taking) fail_at(begin);
              ++taken;
            });
      };
      CHECK_THROWS_WITH_AS(run(), "block 5", std::runtime_error);
      CHECK(taken <= 5);
    }
  }
}
