// The storm morning: 120 and more reports before 8:30, merged and routed in one batch.
#include <chrono>
#include <cstdio>

#include "paidan/dispatch/batch.hpp"
#include "paidan/sim/generate.hpp"

int main() {
  using namespace paidan;
  const Street street = sim::generate_storm();
  const auto start = std::chrono::steady_clock::now();
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;

  long merged = 0, routed = 0;
  for (const WorkOrder& order : batch.list.orders) merged += order.member_count - 1;
  for (const PlanLine& line : batch.plan.lines) routed += line.units;
  std::printf("%zu reports before 8:30, %ld of them of things already reported: %zu work orders\n",
              street.demands.size(), merged, batch.list.orders.size());
  std::printf("%ld routed, %zu not\n", routed, batch.plan.unserved.size());
  std::fprintf(stderr, "in %.3f s\n", seconds.count());
}
