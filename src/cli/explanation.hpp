// An explanation as text for people and as JSON for programs.
#pragma once

#include <nlohmann/json.hpp>

#include "paidan/core/words.hpp"
#include "paidan/dispatch/explain_order.hpp"

namespace paidan::cli {

void print_explanation(const Street& street, const dispatch::Batch& batch,
                       const dispatch::OrderExplanation& explanation, Language language);

// Keys, in this order; a `place` is {organisation, worker, session, slot} with null for what it has not, a `change` is
// what the whole plan gains or loses: {served: {"1" … "4"}, over_caps, below_minimum, cost}, and `moves` are
// [{order, from, to}] with a place or null (= unserved).
//
//   order, demands [], item, community, units, priority, earliest, latest, screened (reason code or null)
//   placed   [{place …, units, cost, terms {travel, …}, next_best: null | {place …, terms {} of one unit, change,
//   moves}}] unserved null | {units, reason_code, reason (words), leaves_removed {code: count}, short_by (points;
//   too_dear only,
//            else null), cheapest_chain: null | {change, moves}, reliefs [{kind, place …, fund, term, amount, limits,
//            words, change}]}
[[nodiscard]] nlohmann::ordered_json explanation_json(const Street& street, const dispatch::Batch& batch,
                                                      const dispatch::OrderExplanation& explanation, Language language);

}  // namespace paidan::cli
