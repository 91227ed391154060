// How many leaves each rule takes away from an order, from counts that many orders share.
//
// Looking at every leaf for every unserved order is orders × leaves. But all rules except time, service area and
// avoided parties depend only on the order's *kind*: item, languages, gender. For each kind that is asked for, the
// leaves are sorted once by what they break (nothing, or exactly one rule), by community served, and by time; an
// order's counts are then a few binary searches. A leaf [a, b) of a slot has m minutes in the window [s, e) unless
// a > e − m or b < s + m, and never both (when neither is shorter than m): two counts and no loop.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/leaf.hpp"

namespace paidan::policy {

struct RuleCount {
  std::array<std::uint32_t, reason_count> alone{};  // leaves that break this rule only
  std::array<std::uint32_t, reason_count> any{};    // leaves that break it
};

class RuleCounts {
 public:
  // References must outlive the object. O(leaves).
  RuleCounts(const Street& street, const std::vector<Leaf>& leaves);
  ~RuleCounts();

  // For an order that has no eligible leaf. O(log leaves + sessions of its item), O(leaves log leaves) once a kind.
  [[nodiscard]] RuleCount of(const WorkOrder& order);

  // A leaf that breaks this rule only: the earliest, or for outside_hours the one that the window misses by least.
  // UINT32_MAX when there is none.
  [[nodiscard]] std::uint32_t example(const WorkOrder& order, Reason rule);

 private:
  class Kind;
  using Key = std::tuple<ItemId, TermListId, Gender>;
  const Kind& kind_of(const WorkOrder& order);
  template <class See>
  void for_each_avoided(const WorkOrder& order, See&& see) const;

  const Street& street_;
  const std::vector<Leaf>& leaves_;
  Minutes longest_{0};
  std::vector<std::uint32_t> special_;  // organisations whose validity ends within the period: looked at one by one
  std::vector<std::vector<std::uint32_t>> of_organisation_;
  std::map<Key, std::unique_ptr<Kind>> kinds_;
};

}  // namespace paidan::policy
