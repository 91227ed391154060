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

// What would get an unserved order served. In unserved.csv: the first place to look; in `explain`: tried.
struct Relief {
  enum class Kind : std::uint8_t {
    none,               // nothing that paidan can change on its own would help
    more_units_worker,  // `amount` more units of `worker`'s slot at `slot`
    more_units_organisation,
    more_seats,        // of `session`
    longer_window,     // `amount` minutes later
    certificate,       // `term` for `worker`
    skill,             // `term` for `worker`
    language,          // `term` for `worker`
    service_area,      // the order's community for `organisation`
    renewed_validity,  // of `organisation`
    other_gender,      // the wish dropped
    avoid_dropped,     // the wish dropped
    money,             // `amount` fen for the order's first fund
    higher_penalty,    // `amount` points more for leaving it unserved
  };
  Kind kind = Kind::none;
  OrganisationId organisation;
  WorkerId worker;
  SessionId session;
  FundId fund;
  std::optional<Window> slot;
  TermId term;
  std::int64_t amount = 0;
  std::optional<Cost> gain;  // tried: what the plan gains by it; none: not tried
};

struct UnservedLine {
  WorkOrderId order;
  Units units = 0;  // those that stay unserved
  Reason reason{};
  std::array<std::uint32_t, reason_count> removed{};  // eligibility: leaves that each rule alone removes
  Relief relief;
};

struct BrokenCap {  // a community whose max_unserved_percent could not be kept
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
