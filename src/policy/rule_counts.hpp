// How many leaves each rule takes away from an order, from counts that many orders share.
//
// Looking at every leaf for every unserved order is orders × leaves. But all rules except time, service area and
// avoided parties depend only on the order's *kind*: item, languages, gender. For each kind that is asked for, and for
// each community it is asked for in, the leaves are sorted once by what they break (nothing, or exactly one rule) and
// by time; an order's counts are then a few binary searches. A leaf [a, b) of a slot has m minutes in the window [s, e)
// unless a > e − m or b < s + m, and never both (when neither is shorter than m): two counts and no loop.
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

// Numbers of leaves, by `Reason`.
using LeafCounts = std::array<std::uint32_t, reason_count>;

// The leaves that can serve, by who they belong to and where that serves: what the counts of all items start from.
struct ServingLeaves {
  // References must outlive the object. O(leaves + service areas).
  ServingLeaves(const Street& street, const std::vector<Leaf>& leaves);

  const Street& street;
  const std::vector<Leaf>& leaves;
  Minutes longest{0};                  // slot or session
  Instant last_end{};                  // of them
  std::vector<std::uint32_t> special;  // organisations whose validity ends within the period: looked at one by one
  std::vector<std::vector<std::uint32_t>> of_organisation;
  std::vector<std::vector<OrganisationId>> serving;  // by community; the last is everywhere
};

// One thread's: it keeps what it has counted.
class RuleCounts {
 public:
  explicit RuleCounts(const ServingLeaves& serving);
  ~RuleCounts();

  // Leaves that break this rule only, for an order that has no eligible leaf. O(log leaves + sessions of its item); the
  // first of a kind takes O(leaves), the first of a kind in a community O(n log n) of the leaves that serve there.
  [[nodiscard]] LeafCounts alone(const WorkOrder& order);
  // Leaves that break it, alone or not. O(log leaves + sessions of its item), O(leaves log leaves) once an item.
  [[nodiscard]] LeafCounts any(const WorkOrder& order);

  // A leaf that breaks this rule only: the earliest, or for outside_hours the one that the window misses by least.
  // UINT32_MAX when there is none.
  [[nodiscard]] std::uint32_t example(const WorkOrder& order, Reason rule);

 private:
  class Kind;
  struct Item;
  using Key = std::tuple<ItemId, TermListId, Gender>;
  Kind& kind_of(const WorkOrder& order);
  Item& item_of(const WorkOrder& order);
  void count_any(const WorkOrder& order, Item& item) const;
  template <class See>
  void for_each_avoided(const WorkOrder& order, See&& see) const;

  const ServingLeaves& all_;
  const Street& street_;
  const std::vector<Leaf>& leaves_;
  std::map<ItemId, std::unique_ptr<Item>> items_;
  std::map<Key, std::unique_ptr<Kind>> kinds_;
};

}  // namespace paidan::policy
