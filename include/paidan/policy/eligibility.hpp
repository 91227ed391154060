// Eligibility: may this leaf take this order? Rule by rule, one pair at a time, as interface.md words them.
//
// This is the plain reading of the rules: explanations and `verify` use it, and tests hold the indexed search of
// candidates.hpp against it.
#pragma once

#include <bitset>
#include <optional>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/policy/leaf.hpp"

namespace paidan::policy {

// The rules that forbid the pair, by `Reason`; none set = eligible.
using Broken = std::bitset<reason_count>;

// False when the leaf has nothing to do with the order's item at all: a session of another item, a slot for an item
// that is served in sessions only. Such leaves are not counted as removed by any rule.
[[nodiscard]] bool concerns(const Street& street, const WorkOrder& order, const Leaf& leaf);

[[nodiscard]] Broken broken_rules(const Street& street, const WorkOrder& order, const Leaf& leaf);

// The first instant after the last day on which the organisation is valid; none = for ever.
[[nodiscard]] std::optional<Instant> expiry_of(const Street& street, const Organisation& organisation);

}  // namespace paidan::policy
