// check_plan(): does a written plan still follow from its bundle, and is it optimal?
//
// Nothing is taken on trust. The work list and the problem are made again from the street, and then
//   1. every placement of plan.json must name an order and a leaf that may take it, no more than the order wants;
//   2. `transport::verify` checks loads, capacities and the prices: the plan is feasible and nothing is better;
//   3. a plain reading of the street's own rows, without the compiled problem, checks eligibility, the units of shifts,
//      workers, organisations and sessions, and what the funds pay;
//   4. every file of the plan is rendered anew and compared byte by byte with what lies on the disk.
// A later step runs only when the earlier ones found nothing, since it would only repeat their faults.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/core/words.hpp"
#include "paidan/dispatch/batch.hpp"
#include "paidan/io/plan_io.hpp"
#include "paidan/io/street_io.hpp"

namespace paidan::dispatch {

struct PlanFault {
  enum class Kind {
    bundle,       // not the one the plan was made from
    placement,    // an order is where it may not be
    certificate,  // the placements do not fit, or the prices do not prove that they are best
    capacity,     // more than a row of the street takes, or a fund pays
    file,         // a file of the plan says something else
  };
  Kind kind{};
  Place place;       // of a `file` fault
  std::string what;  // a sentence

  [[nodiscard]] std::string text() const { return Problem{place, what}.text(); }
};
[[nodiscard]] std::string_view name_of(PlanFault::Kind kind) noexcept;

struct PlanCheck {
  std::vector<PlanFault> faults;  // empty: the plan holds. At most 20 of one kind
  Batch batch;                    // what the plan says, for explanations; whole only when nothing is wrong
};

// The faults that need no reading of the bundle: files that changed since the plan was made.
[[nodiscard]] std::vector<PlanFault> check_bundle(const std::filesystem::path& bundle, const io::PlanFile& file,
                                                  Language language);

[[nodiscard]] PlanCheck check_plan(const std::filesystem::path& directory, const io::PlanFile& file,
                                   const io::StreetFile& street, Language language = Language::en);

// The policy that a plan was made with.
[[nodiscard]] policy::Policy policy_of(const io::PlanOrigin& origin);

}  // namespace paidan::dispatch
