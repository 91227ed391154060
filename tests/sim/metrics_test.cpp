// The measures by themselves: values worked by hand, and the identities between them.
#include "paidan/sim/metrics.hpp"

#include <doctest/doctest.h>

#include <set>

#include "paidan/core/random.hpp"

using namespace paidan;
using namespace paidan::sim;

namespace {

std::vector<double> random_values(Random& random, std::size_t n) {
  std::vector<double> out;
  for (std::size_t k = 0; k < n; ++k) out.push_back(static_cast<double>(random.below(20)));
  return out;
}

}  // namespace

TEST_CASE("Gini and Jain of loads worked by hand") {
  CHECK(gini(std::vector<double>{5, 5, 5}) == 0);
  CHECK(gini(std::vector<double>{0, 0, 0, 8}) == doctest::Approx(0.75));  // (n − 1) / n: one has all
  CHECK(gini(std::vector<double>{1, 2, 3}) == doctest::Approx(2.0 / 9));  // Σ|x_i − x_j| = 8, 2 n Σx = 36
  CHECK(gini(std::vector<double>{0, 0}) == 0);
  CHECK(gini({}) == 0);
  CHECK(jain(std::vector<double>{5, 5, 5}) == doctest::Approx(1));
  CHECK(jain(std::vector<double>{0, 0, 0, 8}) == doctest::Approx(0.25));  // 1 / n
  CHECK(jain(std::vector<double>{1, 2, 3}) == doctest::Approx(36.0 / 42));
  CHECK(jain({}) == 1);
}

TEST_CASE("Gini by its definition, and as twice the area above the Lorenz curve") {
  Random random(1912);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    const auto x = random_values(random, 20);  // 20 workers: the curve's points are its corners
    double sum = 0, differences = 0;
    for (const double a : x) {
      sum += a;
      for (const double b : x) differences += std::abs(a - b);
    }
    if (sum == 0) continue;
    CHECK(gini(x) == doctest::Approx(differences / (2 * 20 * sum)));
    const auto curve = lorenz(x);
    double area = 0;
    for (std::size_t k = 1; k < lorenz_points; ++k) area += (curve[k - 1] + curve[k]) / 2 / (lorenz_points - 1);
    CHECK(gini(x) == doctest::Approx(1 - 2 * area));
    CHECK(curve.front() == 0);
    CHECK(curve.back() == doctest::Approx(1));
    for (std::size_t k = 1; k < lorenz_points; ++k) {
      CHECK(curve[k] >= curve[k - 1]);
      CHECK(curve[k] <= static_cast<double>(k) / (lorenz_points - 1) + 1e-12);           // below the diagonal
      if (k > 1) CHECK(curve[k] - curve[k - 1] >= curve[k - 1] - curve[k - 2] - 1e-12);  // convex
    }
  }
}

TEST_CASE("Jain's index is 1 / (1 + squared coefficient of variation), and scale changes neither measure") {
  Random random(1984);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    auto x = random_values(random, 1 + random.below(30));
    double sum = 0, squares = 0;
    for (const double a : x) {
      sum += a;
      squares += a * a;
    }
    if (sum == 0) continue;
    const double n = static_cast<double>(x.size()), mean = sum / n, variance = squares / n - mean * mean;
    CHECK(jain(x) == doctest::Approx(1 / (1 + variance / (mean * mean))));
    const double g = gini(x), j = jain(x);
    for (double& a : x) a *= 7;
    CHECK(gini(x) == doctest::Approx(g));
    CHECK(jain(x) == doctest::Approx(j));
  }
}

TEST_CASE("the nearest rank is a value that was there") {
  std::vector<double> x;
  for (int k = 100; k >= 1; --k) x.push_back(k);
  CHECK(percentile(x, 95) == 95);
  CHECK(percentile(x, 100) == 100);
  CHECK(percentile(x, 0) == 1);
  CHECK(percentile(std::vector<double>{3, 1, 2}, 95) == 3);
  CHECK(percentile(std::vector<double>{3, 1, 2}, 50) == 2);
  CHECK(!percentile({}, 95));
}

TEST_CASE("every figure has a name, both titles and a formula") {
  std::set<std::string_view> names;
  for (const MetricInfo& m : metrics()) {
    CHECK(!m.title.zh.empty());
    CHECK(!m.title.en.empty());
    CHECK(!m.formula.empty());
    CHECK(&info_of(m.metric) == &m);
    names.insert(m.name);
  }
  CHECK(names.size() == metric_count);
}
