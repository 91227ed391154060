// Levers: the single values of a bundle that stand between an unserved order and a leaf.
//
// Two kinds. *Lifts* make a leaf eligible that breaks one rule: a certificate, a longer window, a community in a
// service area. *Limits* are what a unit passes on its way from a leaf to the root: a slot is full because its share of
// the shift is, or the whole shift, or the worker's or the organisation's max_units; each is another number that
// somebody could change. Whether a change helps is not decided here: `dispatch::explain_order` tries it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "paidan/model/plan.hpp"
#include "paidan/policy/compile.hpp"

namespace paidan::policy {

// --- lifts ---------------------------------------------------------------------------------------------------------

// The changes each of which alone would make the leaf eligible; empty when it breaks two rules, or one rule twice (two
// certificates missing), or one that nobody can lift. Windows: both a later end and an earlier beginning are given.
[[nodiscard]] std::vector<Relief> lifts(const Street& street, const WorkOrder& order, const Leaf& leaf);

// How much later the order's window would have to end, or earlier begin, for the leaf to fit; none when that cannot
// help. A window cannot begin before its demand was submitted, nor leave the period.
[[nodiscard]] std::optional<Minutes> later_needed(const Street& street, const WorkOrder& order, const Leaf& leaf);
[[nodiscard]] std::optional<Minutes> earlier_needed(const Street& street, const WorkOrder& order, const Leaf& leaf);

// --- limits --------------------------------------------------------------------------------------------------------

struct Limit {
  enum class Kind : std::uint8_t { slot, shift, worker, session, organisation };
  Kind kind{};
  transport::LeafId leaf;    // slot and session, and an organisation that serves as itself
  transport::GroupId group;  // the others
};

// From the leaf upwards; nodes without a capacity are left out. O(1).
[[nodiscard]] std::vector<Limit> limits_of(const Street& street, const Compiled& compiled, transport::LeafId leaf);

// `amount` more at this limit of a unit on its way from `leaf`.
[[nodiscard]] Relief more_at(const Street& street, const Leaf& leaf, Limit::Kind kind, std::int64_t amount);

// The room that `relief` (more seats, more units, a greater limit) makes: so many more units at each of these nodes.
// O(leaves).
struct Room {
  Limit limit;
  Units more = 0;
};
[[nodiscard]] std::vector<Room> room_of(const Street& street, const Compiled& compiled, const Relief& relief);

}  // namespace paidan::policy
