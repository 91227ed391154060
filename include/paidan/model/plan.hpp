// Plan: the answer. Which order goes to whom and when, at what cost and why; and what stays unserved and why.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"

namespace paidan {

// The named parts of a cost, each per unit; they sum to the cost of a line (× units).
enum class CostTerm : std::uint8_t { travel, price, wait, continuity, preference, rating, spare_skill };
inline constexpr std::size_t cost_term_count = 7;
inline constexpr std::array<std::string_view, cost_term_count> cost_term_names{
    "travel", "price", "wait", "continuity", "preference", "rating", "spare_skill"};

struct CostTerms {
  std::array<Cost, cost_term_count> of{};
  [[nodiscard]] Cost& operator[](CostTerm term) { return of[static_cast<std::size_t>(term)]; }
  [[nodiscard]] Cost operator[](CostTerm term) const { return of[static_cast<std::size_t>(term)]; }
  [[nodiscard]] Cost total() const {
    Cost sum;
    for (Cost c : of) sum += c;
    return sum;
  }
  friend bool operator==(const CostTerms&, const CostTerms&) = default;
};

// Some units of one order at one leaf. Exactly one of: worker slot (worker, slot), session, organisation by itself.
struct PlanLine {
  WorkOrderId order;
  OrganisationId organisation;
  WorkerId worker;             // none: the organisation serves as itself, or a session without a named worker
  SessionId session;           // or none
  std::optional<Window> slot;  // the slot, or the session's start and end; none: the organisation serves as itself
  Units units = 0;
  Money price{0};   // units × unit price
  FundId fund;      // or none
  CostTerms terms;  // of all its units
};

// How well a plan does, goal by goal, in the order of what comes first. A difference of two says what a change does to
// a plan in numbers that a person can weigh; the points of the transport problem mix the goals and say nothing to
// anybody.
struct Goals {
  std::array<Units, 4> served{};  // units of priority 1 … 4
  Units over_caps = 0;            // unserved units beyond the communities' max_unserved_percent
  Units below_minimum = 0;        // units that organisations lack to their min_units
  Cost cost{0};                   // of the lines
  friend bool operator==(const Goals&, const Goals&) = default;
  friend Goals operator-(Goals a, const Goals& b) {
    for (std::size_t k = 0; k < 4; ++k) a.served[k] -= b.served[k];
    a.over_caps -= b.over_caps;
    a.below_minimum -= b.below_minimum;
    a.cost -= b.cost;
    return a;
  }
};

// One change of one value of the bundle that would get an unserved order served. In unserved.csv it is the first place
// to look, untried; in `explain` it was tried, and it is the smallest of its kind at its place.
struct Relief {
  enum class Kind : std::uint8_t {
    none,                     // nothing that paidan can change on its own would help
    longer_window,            // the resident can wait `amount` minutes longer
    earlier_window,           // the resident is ready `amount` minutes earlier
    other_gender,             // the wish dropped
    avoid_dropped,            // `worker` or `organisation` no longer avoided
    more_seats,               // `amount` more in `session`
    more_units_worker,        // `amount` more in the shift of `worker` at `slot`
    worker_limit,             // max_units of `worker` greater by `amount`
    more_units_organisation,  // max_units of `organisation` greater by `amount`
    service_area,             // the order's community for `organisation`
    fund_area,                // the order's community and category for `fund`
    category,                 // the item's category for `organisation`
    money,                    // `amount` fen more in `fund`
    renewed_validity,         // of `organisation`, `amount` days longer
    language,                 // `term` for `worker`
    certificate,              // `term` for `worker`
    skill,                    // `term` for `worker`
    higher_penalty,           // `amount` points more for leaving a unit of its priority unserved
  };
  Kind kind = Kind::none;
  OrganisationId organisation;
  WorkerId worker;
  SessionId session;
  FundId fund;
  std::optional<Window> slot;  // when the order could be served; the shift, for more_units_worker
  TermId term;
  std::int64_t amount = 0;
  // More units need room above: the limits that must grow by `amount` with them.
  enum class Limits : std::uint8_t { none, worker, organisation, both };
  Limits limits = Limits::none;
  std::optional<Goals> change;  // tried: what the plan gains or loses by it, others' places included
};
[[nodiscard]] constexpr std::string_view name_of(Relief::Kind kind) noexcept {
  constexpr std::array<std::string_view, 18> names{"none",
                                                   "longer_window",
                                                   "earlier_window",
                                                   "other_gender",
                                                   "avoid_dropped",
                                                   "more_seats",
                                                   "more_units_worker",
                                                   "worker_limit",
                                                   "more_units_organisation",
                                                   "service_area",
                                                   "fund_area",
                                                   "category",
                                                   "money",
                                                   "renewed_validity",
                                                   "language",
                                                   "certificate",
                                                   "skill",
                                                   "higher_penalty"};
  return names[static_cast<std::size_t>(kind)];
}

struct UnservedLine {
  WorkOrderId order;
  Units units = 0;  // those that stay unserved
  Reason reason{};
  std::array<std::uint32_t, reason_count> removed{};  // eligibility: leaves that each rule alone removes
  Cost short_by{0};                                   // too_dear: points that its penalty lacks
  Relief relief;
};

// A community whose max_unserved_percent could not be kept. Orders that were screened out (no money, too late, …) count
// on both sides of the percentage: whoever is not served is not served.
struct BrokenCap {
  CommunityId community;
  Units allowed = 0, unserved = 0;
};
struct ShortOrganisation {  // below its min_units
  OrganisationId organisation;
  Units wanted = 0, placed = 0;
};
struct ShortSession {  // below its min_seats
  SessionId session;
  Units wanted = 0, taken = 0;
};

// The certificate's own rows: so many units of an order of the compiled problem at one of its leaves.
struct PlanPlacement {
  std::uint32_t order = 0, leaf = 0;
  Units units = 0;
};

struct Plan {
  std::vector<PlanLine> lines;         // by order, then by leaf
  std::vector<UnservedLine> unserved;  // by order
  std::vector<BrokenCap> broken_caps;
  std::vector<ShortOrganisation> short_organisations;
  std::vector<ShortSession> short_sessions;
  WideCost objective = 0;  // of the transport problem, tiers and all
  Cost cost{0};            // of the lines alone

  // The certificate: placements, unserved ones too, and prices by leaf and group of the problem that `policy::compile`
  // makes of the street.
  std::vector<PlanPlacement> placements;
  std::vector<Cost> leaf_price, group_price, order_value;
};

}  // namespace paidan
