// How the rules that come with paidan are written down: a name with its texts, and a function.
#pragma once

#include <memory>

#include "paidan/policy/allocation.hpp"

namespace paidan::policy {

class FunctionRule final : public AllocationPolicy {
 public:
  using Function = Allocation (*)(const AllocationInput&);
  enum class Looks { at_now, ahead };
  FunctionRule(const AllocationInfo& info, Function function, Looks looks)
      : info_(info), function_(function), looks_(looks) {}
  [[nodiscard]] const AllocationInfo& info() const noexcept override { return info_; }
  [[nodiscard]] bool looks_ahead() const noexcept override { return looks_ == Looks::ahead; }
  [[nodiscard]] Allocation allocate(const AllocationInput& input) const override { return function_(input); }

 private:
  AllocationInfo info_;
  Function function_;
  Looks looks_;
};

[[nodiscard]] inline std::shared_ptr<const AllocationPolicy> rule(
    const AllocationInfo& info, FunctionRule::Function function,
    FunctionRule::Looks looks = FunctionRule::Looks::at_now) {
  return std::make_shared<FunctionRule>(info, function, looks);
}

// Each adds its rules, in the order in which they are listed.
void add_exact_rules(AllocationRegistry& registry);
void add_lookahead_rule(AllocationRegistry& registry);
void add_greedy_rules(AllocationRegistry& registry);
void add_stable_rule(AllocationRegistry& registry);
void add_fair_rules(AllocationRegistry& registry);

}  // namespace paidan::policy
