#include "paidan/sim/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace paidan::sim {
namespace {

constexpr Words in_percent{"%", "%"}, in_hours{"小时", "hours"}, in_points{"分", "points"}, no_unit{"", ""};

constexpr std::array<MetricInfo, metric_count> infos{{
    {Metric::served_share,
     "served_share",
     {"服务率", "Served share"},
     in_percent,
     Better::more,
     1,
     100,
     "units served / units asked for; screened-out orders count as asked for",
     ""},
    {Metric::community_lowest,
     "community_lowest",
     {"最低社区服务率", "Lowest community"},
     in_percent,
     Better::more,
     1,
     100,
     "min over communities of units served / units asked for",
     "Rawls 1971, A Theory of Justice"},
    {Metric::envy,
     "envy",
     {"社区间嫉妒", "Envy between communities"},
     in_percent,
     Better::less,
     1,
     100,
     "units left unserved though an order of another community, no more urgent, is where they could be / units asked "
     "for",
     "Foley 1967, Resource allocation and the public sector; justified envy: Abdulkadiroglu & Sonmez 2003"},
    {Metric::wait_mean,
     "wait_mean",
     {"平均等待", "Mean waiting"},
     in_hours,
     Better::less,
     1,
     1,
     "mean of start of service - submission, over units served",
     ""},
    {Metric::wait_p95,
     "wait_p95",
     {"95% 等待", "95th percentile waiting"},
     in_hours,
     Better::less,
     1,
     1,
     "smallest waiting that at least 95 % of the units served do not exceed",
     ""},
    {Metric::on_time,
     "on_time",
     {"按时率", "On time"},
     in_percent,
     Better::more,
     1,
     100,
     "units whose service ended by submission + deadline_hours / units with a deadline",
     ""},
    {Metric::seat_fill,
     "seat_fill",
     {"场次上座率", "Seats filled"},
     in_percent,
     Better::more,
     1,
     100,
     "seats taken / seats of all sessions",
     ""},
    {Metric::short_sessions,
     "short_sessions",
     {"人数不足场次", "Short sessions"},
     in_percent,
     Better::less,
     1,
     100,
     "sessions below min_seats / sessions with min_seats",
     ""},
    {Metric::travel,
     "travel",
     {"每次路程", "Travel a visit"},
     {"米", "m"},
     Better::less,
     0,
     1,
     "metres from where the worker was / visits, sessions aside",
     ""},
    {Metric::cost,
     "cost",
     {"每单代价", "Cost a unit"},
     in_points,
     Better::less,
     1,
     1,
     "sum of edge costs of units served / units served",
     ""},
    {Metric::spend,
     "spend",
     {"支出", "Spend"},
     {"元", "yuan"},
     Better::neither,
     0,
     1,
     "sum of unit_price of units served",
     ""},
    {Metric::load_gini,
     "load_gini",
     {"负荷基尼系数", "Gini of loads"},
     no_unit,
     Better::less,
     3,
     1,
     "sum_i sum_j |x_i - x_j| / (2 n sum x); x = units / units that the worker could take",
     "Gini 1912"},
    {Metric::load_jain,
     "load_jain",
     {"负荷 Jain 指数", "Jain's index of loads"},
     no_unit,
     Better::more,
     3,
     1,
     "(sum x)^2 / (n sum x^2); x as for load_gini",
     "Jain, Chiu & Hawe 1984, A quantitative measure of fairness"},
    {Metric::load_peak,
     "load_peak",
     {"最大负荷/平均", "Peak load"},
     no_unit,
     Better::less,
     2,
     1,
     "max x / mean x; x as for load_gini",
     ""},
    {Metric::blocking_pairs,
     "blocking_pairs",
     {"互更愿意对", "Blocking pairs"},
     {"对/百单", "per 100 units"},
     Better::less,
     1,
     1,
     "100 x order-leaf pairs that would both rather have each other / units asked for",
     "Gale & Shapley 1962, College admissions and the stability of marriage"},
    {Metric::disruption,
     "disruption",
     {"改派率", "Disruption"},
     in_percent,
     Better::less,
     1,
     100,
     "units that lost a place they had been told / units dispatched",
     ""},
    {Metric::declines,
     "declines",
     {"拒单率", "Declines"},
     in_percent,
     Better::less,
     1,
     100,
     "units that an organisation sent back / units offered",
     ""},
    {Metric::no_shows,
     "no_shows",
     {"扑空率", "No-shows"},
     in_percent,
     Better::less,
     1,
     100,
     "units whose resident was not there / units dispatched",
     ""},
    {Metric::served_ratio,
     "served_ratio",
     {"服务量/最多可能", "Served of the possible"},
     in_percent,
     Better::more,
     1,
     100,
     "units served / most units that could have been served, known afterwards; at most 100 %",
     "Sleator & Tarjan 1985, Amortized efficiency of list update (competitive ratio)"},
    {Metric::cost_ratio,
     "cost_ratio",
     {"目标值/事后最优", "Objective of the optimum"},
     no_unit,
     Better::less,
     3,
     1,
     "objective / least objective, known afterwards, unserved penalties and all; at least 1",
     "Sleator & Tarjan 1985, Amortized efficiency of list update (competitive ratio)"},
    {Metric::regret,
     "regret",
     {"与事后最优之差", "Regret"},
     in_points,
     Better::less,
     0,
     1,
     "objective - least objective, known afterwards, unserved penalties and all",
     ""},
}};
constexpr bool in_order() {
  for (std::size_t k = 0; k < infos.size(); ++k) {
    if (static_cast<std::size_t>(infos[k].metric) != k) return false;
  }
  return true;
}
static_assert(in_order());

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::span<const MetricInfo, metric_count> metrics() noexcept { return infos; }
const MetricInfo& info_of(Metric metric) noexcept { return infos[static_cast<std::size_t>(metric)]; }

double gini(std::span<const double> values) {
  // With the values sorted, Σ_i Σ_j |x_i − x_j| = 2 Σ_i (2 i − n − 1) x_i for i = 1 … n.
  const std::vector<double> x = sorted(values);
  const auto n = static_cast<double>(x.size());
  double weighted = 0, sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    weighted += (2 * static_cast<double>(i + 1) - n - 1) * x[i];
    sum += x[i];
  }
  return sum == 0 ? 0 : weighted / (n * sum);
}

double jain(std::span<const double> values) {
  double sum = 0, squares = 0;
  for (const double x : values) {
    sum += x;
    squares += x * x;
  }
  return squares == 0 ? 1 : sum * sum / (static_cast<double>(values.size()) * squares);
}

std::array<double, lorenz_points> lorenz(std::span<const double> values) {
  const std::vector<double> x = sorted(values);
  std::vector<double> cumulated{0};
  for (const double v : x) cumulated.push_back(cumulated.back() + v);
  std::array<double, lorenz_points> out{};
  for (std::size_t k = 0; k < lorenz_points; ++k) {
    const double at = static_cast<double>(k) / static_cast<double>(lorenz_points - 1);
    out[k] = at;
    if (cumulated.back() == 0) continue;
    const double position = at * static_cast<double>(x.size());
    const auto below = std::min(static_cast<std::size_t>(position), x.size() - 1);
    const double part = position - static_cast<double>(below);
    out[k] = (cumulated[below] + part * x[below]) / cumulated.back();
  }
  return out;
}

std::optional<double> percentile(std::span<const double> values, int percent) {
  if (values.empty()) return std::nullopt;
  std::vector<double> x(values.begin(), values.end());
  const std::size_t rank = (x.size() * static_cast<std::size_t>(percent) + 99) / 100;  // 1 … n, rounded up
  const auto at = x.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(x.begin(), at, x.end());
  return *at;
}

}  // namespace paidan::sim
