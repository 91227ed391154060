// How the rules that come with paidan are written down: a name with its texts, and a function.
#pragma once

#include <memory>

#include "paidan/policy/allocation.hpp"

namespace paidan::policy {

class FunctionRule final : public AllocationPolicy {
 public:
  using Function = Allocation (*)(const AllocationInput&);
  FunctionRule(const AllocationInfo& info, Function function) : info_(info), function_(function) {}
  [[nodiscard]] const AllocationInfo& info() const noexcept override { return info_; }
  [[nodiscard]] Allocation allocate(const AllocationInput& input) const override { return function_(input); }

 private:
  AllocationInfo info_;
  Function function_;
};

[[nodiscard]] inline std::shared_ptr<const AllocationPolicy> rule(const AllocationInfo& info,
                                                                  FunctionRule::Function function) {
  return std::make_shared<FunctionRule>(info, function);
}

// Each adds its rules, in the order in which they are listed.
void add_exact_rules(AllocationRegistry& registry);
void add_lookahead_rule(AllocationRegistry& registry);
void add_greedy_rules(AllocationRegistry& registry);
void add_stable_rule(AllocationRegistry& registry);
void add_fair_rules(AllocationRegistry& registry);

}  // namespace paidan::policy
