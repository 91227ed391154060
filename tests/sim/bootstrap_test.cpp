// The bootstrap: intervals that cover what they claim, and verdicts that need them.
#include "paidan/sim/bootstrap.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "paidan/core/random.hpp"

using namespace paidan;
using namespace paidan::sim;

namespace {

// Nearly normal with mean 0 and variance 1: twelve uniform draws, less six.
double normal(Random& random) {
  double sum = -6;
  for (int k = 0; k < 12; ++k) sum += static_cast<double>(random.below(1'000'001)) / 1e6;
  return sum;
}
// Exponential with mean 1, by inversion: skewed.
double exponential(Random& random) { return -std::log((static_cast<double>(random.below(1'000'000)) + 0.5) / 1e6); }

template <class Draw>
double coverage(std::uint64_t seed, std::size_t n, double mean, Draw draw) {
  Random random(seed);
  int covered = 0;
  constexpr int trials = 1'500;
  for (int t = 0; t < trials; ++t) {
    std::vector<double> x;
    for (std::size_t k = 0; k < n; ++k) x.push_back(draw(random));
    const auto e = bootstrap_mean(x, {.resamples = 400, .confidence = 0.95, .seed = random()});
    covered += e->low <= mean && mean <= e->high;
  }
  return static_cast<double>(covered) / trials;
}

}  // namespace

TEST_CASE("95 % intervals hold the true mean in about 95 % of the cases, also for few days") {
  CHECK(std::abs(coverage(1, 6, 0, normal) - 0.95) < 0.025);
  CHECK(std::abs(coverage(2, 12, 0, normal) - 0.95) < 0.02);
  CHECK(std::abs(coverage(3, 40, 0, normal) - 0.95) < 0.02);
  CHECK(std::abs(coverage(4, 40, 1, exponential) - 0.94) < 0.03);  // skewed: a little less is known of the method
}

TEST_CASE("the interval of many days is that of the normal distribution") {
  Random random(7);
  std::vector<double> x;
  double sum = 0, squares = 0;
  for (int k = 0; k < 400; ++k) {
    x.push_back(3 + 2 * normal(random));
    sum += x.back();
    squares += x.back() * x.back();
  }
  const double mean = sum / 400, deviation = std::sqrt(squares / 400 - mean * mean);
  const auto e = bootstrap_mean(x, {.resamples = 4'000, .confidence = 0.95, .seed = 3});
  CHECK(e->mean == doctest::Approx(mean));
  CHECK(e->days == 400);
  CHECK((e->high - e->low) / 2 == doctest::Approx(1.96 * deviation / 20).epsilon(0.05));
}

TEST_CASE("nothing, one value and equal values have no spread") {
  CHECK(!bootstrap_mean({}, {}));
  CHECK(*bootstrap_mean(std::vector<double>{4}, {}) == Estimate{4, 4, 4, 1});
  CHECK(*bootstrap_mean(std::vector<double>{4, 4, 4}, {}) == Estimate{4, 4, 4, 3});
}

TEST_CASE("the same seed, the same interval") {
  const std::vector<double> x{1, 4, 2, 8, 5, 7};
  CHECK(*bootstrap_mean(x, {.resamples = 500, .confidence = 0.95, .seed = 9}) ==
        *bootstrap_mean(x, {.resamples = 500, .confidence = 0.95, .seed = 9}));
  CHECK(bootstrap_mean(x, {.resamples = 500, .confidence = 0.95, .seed = 9})->low !=
        bootstrap_mean(x, {.resamples = 500, .confidence = 0.95, .seed = 10})->low);
}

TEST_CASE("a beats b only where the interval excludes 0, enough days stand behind it, and there is a better") {
  CHECK(verdict_of({1, 0.5, 1.5, 10}, Better::more) == Verdict::better);
  CHECK(verdict_of({1, 0.5, 1.5, 10}, Better::less) == Verdict::worse);
  CHECK(verdict_of({-1, -1.5, -0.5, 10}, Better::less) == Verdict::better);
  CHECK(verdict_of({-1, -1.5, -0.5, 10}, Better::more) == Verdict::worse);
  CHECK(verdict_of({1, 0, 1.5, 10}, Better::more) == Verdict::unclear);
  CHECK(verdict_of({1, -0.1, 1.5, 10}, Better::more) == Verdict::unclear);
  CHECK(verdict_of({0, 0, 0, 10}, Better::more) == Verdict::unclear);
  CHECK(verdict_of({1, 0.5, 1.5, 4}, Better::more) == Verdict::too_few);
  CHECK(verdict_of({1, 0.5, 1.5, 10}, Better::neither) == Verdict::unclear);
}
