// Relief: the smallest single change of the bundle after which the plan serves an order. Never listed untried.
//
// A relief changes one value: a shift's units, a session's seats, a certificate, the end of a window, … (and, where
// more units need room above, the limit above by as much). It is *tried* on the plan's own optimum, which is kept exact
// while the change is made and taken back (transport/matcher.hpp), and it counts only when every unit of the order is
// served in **every** optimal plan of the changed street: among equally good plans which one a solver finds must not
// decide whether a promise holds. So a fresh `match` of the changed bundle serves the order too.
//
// Amounts are the smallest that work. More units may first go to others who are worth more or cost less; then the
// smallest number that reaches this order is searched. Money: the greedy funding is simulated at each budget at which
// its outcome can change, since more money may first go to a dearer order and leave less.
#pragma once

#include <cstddef>
#include <vector>

#include "paidan/dispatch/batch.hpp"

namespace paidan::dispatch {

struct Changed {
  Street street;
  policy::Policy policy;
};

// The street and the policy with the one change that the relief asks for. O(street), a copy.
[[nodiscard]] Changed with_relief(const Street& street, const policy::Policy& policy, const WorkList& list,
                                  WorkOrderId order, const Relief& relief);

// At most `most` reliefs of an order of which units stay unserved: the best of each kind first, kinds in the order of
// `Relief::Kind`, which puts first what needs only somebody's word. Some dozens of trials. One of more room takes what
// the orders take that move for it; any other also gives out the money anew and asks for the edges of the orders
// concerned, O(demands + those edges). A solve of the whole problem comes in where a change makes the dearest edge of
// all dearer (one for all trials, as a rule), and for each trial of a first max_units for an organisation without any.
[[nodiscard]] std::vector<Relief> find_reliefs(const Street& street, const policy::Policy& policy, const Batch& batch,
                                               const UnservedLine& line, std::size_t most = 5);

}  // namespace paidan::dispatch
