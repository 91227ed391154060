// Allocation policies: rules by which the orders of a compiled problem are given to its leaves.
//
// The default rule of paidan is the exact optimum (`min_cost`). Street offices dispatch by other rules, and economists
// recommend others again; here each is a small object, so that they can be compared on the same input. All of them keep
// eligibility (an order goes to its edges only), the edges' bounds and every capacity of the tree; what each optimises,
// what it guarantees and where it comes from is in its `AllocationInfo`. Minimum loads and convex costs of the tree are
// wishes, not limits: only the rules that say so look at them.
//
// To add a rule, derive from `AllocationPolicy`, and give it to `AllocationRegistry::add` or straight to a simulation.
// Everything that decides is integer; a rule is deterministic for its input and seed, ties go to the lower index.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/words.hpp"
#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::policy {

// What an earlier batch of the same period has given out already. Rules that are fair over a period read it.
struct Given {
  struct Community {
    Units asked = 0, served = 0;
    Units need = 0;  // units asked for × need_weight
  };
  std::vector<Units> leaf_load;        // units placed so far, by LeafId; empty = none
  std::vector<Community> communities;  // of orders that are closed, by CommunityId; empty = none
  OrganisationId last;                 // took the latest order; none = nobody yet
};

// What is to be allocated; references must outlive the call. In `compiled.problem` the last edge of every order is its
// unserved edge, as `compile` makes it; capacities are what is left of them.
struct AllocationInput {
  const Street& street;
  const WorkList& list;
  const Compiled& compiled;
  const Given& given;
  std::uint64_t seed = 1;                // of the rules that draw lots
  std::span<const Cost> leaf_prices{};   // to start exact solves from; never changes the result's objective
  std::span<const Cost> future_price{};  // what a unit of each leaf will be worth to orders that are still to come
};

struct Allocation {
  std::vector<transport::Placement> placements;  // by edge; every order in full, unserved edges included
  std::vector<Cost> leaf_price;                  // of an exact solve over the same leaves, by leaf; else empty
};

// What a rule tells about itself.
struct AllocationInfo {
  std::string_view name;    // in commands and files: min_cost
  Words title;              // 最小代价 / Least cost
  Words optimises;          // what it makes as good as possible
  Words guarantee;          // what is certain whatever the input
  std::string_view source;  // author, year, title
};

class AllocationPolicy {
 public:
  virtual ~AllocationPolicy() = default;
  [[nodiscard]] virtual const AllocationInfo& info() const noexcept = 0;
  // Whether it goes by `AllocationInput::future_price`; making those costs an exact solve of the typical day.
  [[nodiscard]] virtual bool looks_ahead() const noexcept { return false; }
  // Thread-safe: called at the same time for different inputs. Throws `Error` for numbers that do not fit.
  [[nodiscard]] virtual Allocation allocate(const AllocationInput& input) const = 0;
};

// Rules by name. A value: copies share the (immutable) rules.
class AllocationRegistry {
 public:
  void add(std::shared_ptr<const AllocationPolicy> rule);                            // the name must be new
  [[nodiscard]] const AllocationPolicy* find(std::string_view name) const noexcept;  // or null
  [[nodiscard]] std::span<const std::shared_ptr<const AllocationPolicy>> rules() const noexcept { return rules_; }

 private:
  std::vector<std::shared_ptr<const AllocationPolicy>> rules_;
};

// The rules that come with paidan: min_cost, max_served, fcfs, nearest_first, random_serial_dictatorship, round_robin,
// deferred_acceptance, max_min_fair, proportional_fair, load_balanced, budgeted, lookahead.
[[nodiscard]] const AllocationRegistry& allocation_rules();

// How much a unit of the order counts when budgets go by need: elderly and disabled 3, children and youth 2, others 1.
[[nodiscard]] Units need_weight(const Street& street, const WorkOrder& order);

// What is wrong with an allocation, in words; empty when it places every order in full and keeps all bounds and
// capacities. Shares no code with the rules.
[[nodiscard]] std::vector<std::string> allocation_faults(const Compiled& compiled, const Allocation& allocation);

}  // namespace paidan::policy
