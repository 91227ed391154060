// A week of Jiulong street, from demands to a plan: how many are served, and why the others are not.
#include <cstdio>
#include <map>

#include "paidan/dispatch/batch.hpp"
#include "paidan/sim/generate.hpp"

int main() {
  using namespace paidan;
  const Street street = sim::generate_street();
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});

  std::map<std::string_view, long> served, unserved;
  for (const PlanLine& line : batch.plan.lines) {
    served[chinese_name_of(street.organisations[line.organisation].kind)] += line.units;
  }
  for (const UnservedLine& line : batch.plan.unserved) unserved[chinese_name_of(line.reason)] += line.units;

  std::printf("%s: %zu demands, %zu work orders\n", street.name.c_str(), street.demands.size(),
              batch.list.orders.size());
  for (const auto& [kind, units] : served)
    std::printf("  %6ld  %.*s\n", units, static_cast<int>(kind.size()), kind.data());
  std::printf("unserved:\n");
  for (const auto& [reason, units] : unserved) {
    std::printf("  %6ld  %.*s\n", units, static_cast<int>(reason.size()), reason.data());
  }
}
