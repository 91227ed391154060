#include "paidan/sim/bootstrap.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "paidan/core/random.hpp"

namespace paidan::sim {

std::optional<Estimate> bootstrap_mean(std::span<const double> values, const BootstrapOptions& options) {
  const std::size_t n = values.size();
  if (n == 0) return std::nullopt;
  double sum = 0;
  for (const double v : values) sum += v;
  Estimate out;
  out.days = static_cast<std::int64_t>(n);
  out.mean = out.low = out.high = sum / static_cast<double>(n);
  const bool constant = std::all_of(values.begin(), values.end(), [&](double v) { return v == values[0]; });
  if (n == 1 || constant || options.resamples < 1) return out;

  Random random(options.seed);
  std::vector<double> means(static_cast<std::size_t>(options.resamples));
  for (double& mean : means) {
    double total = 0;
    for (std::size_t k = 0; k < n; ++k) total += values[random.below(n)];
    mean = total / static_cast<double>(n);
  }
  std::sort(means.begin(), means.end());
  const double degrees = static_cast<double>(n - 1);
  const double t = boost::math::quantile(boost::math::students_t(degrees), (1 + options.confidence) / 2);
  const double tail = boost::math::cdf(boost::math::normal(), -std::sqrt(static_cast<double>(n) / degrees) * t);
  const auto last = static_cast<double>(means.size() - 1);
  const auto at = [&](double p) { return means[static_cast<std::size_t>(std::lround(p * last))]; };
  out.low = at(tail);
  out.high = at(1 - tail);
  return out;
}

Verdict verdict_of(const Estimate& difference, Better better) {
  if (difference.days < least_days) return Verdict::too_few;
  if (better == Better::neither || (difference.low <= 0 && difference.high >= 0)) return Verdict::unclear;
  return (difference.low > 0) == (better == Better::more) ? Verdict::better : Verdict::worse;
}

}  // namespace paidan::sim
