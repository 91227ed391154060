// Writing and reading plans: plan.csv, unserved.csv, worklist.csv and plan.json, as interface.md describes them.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/words.hpp"
#include "paidan/model/plan.hpp"
#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"

namespace paidan::io {

// What plan.json says beside the plan: where it came from and how it was made. No times of day, no durations.
struct PlanOrigin {
  std::string bundle;         // the path as it was given
  std::string bundle_digest;  // StreetFile::digest
  std::string policy;         // the policy file's text or the policy's name, so that verify can make it again
  std::string policy_name;
  std::string algorithm;
  Language language = Language::zh;
};

// All four files whole, or none: they are written beside their places and renamed when all of them are there.
void write_plan(const std::filesystem::path& directory, const Street& street, const WorkList& list, const Plan& plan,
                const PlanOrigin& origin);

struct PlanFile {
  PlanOrigin origin;
  WorkList list;
  Plan plan;
  std::vector<std::string> faults;  // files whose digest does not match, lines that contradict each other
};

// The bundle that plan.json names, without reading the rest.
[[nodiscard]] PlanOrigin read_plan_origin(const std::filesystem::path& directory);

// Throws `Error` for files that cannot be read as a plan of this street at all.
[[nodiscard]] PlanFile read_plan(const std::filesystem::path& directory, const Street& street);

}  // namespace paidan::io
