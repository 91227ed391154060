#include "src/cli/plan_access.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>

namespace paidan::cli {

CheckedPlan check_written_plan(const std::string& directory, const std::string& bundle, Language language) {
  namespace fs = std::filesystem;
  CheckedPlan out;
  out.file = io::read_plan(directory);
  fs::path place = bundle.empty() ? fs::path(out.file.origin.bundle) : fs::path(bundle);
  if (bundle.empty() && !fs::exists(place) && place.is_relative()) {
    for (const fs::path& base : {fs::path(directory), fs::path(directory) / ".."}) {
      if (fs::exists(base / place)) {
        place = base / place;
        break;
      }
    }
  }
  if (!fs::exists(place)) {
    throw Error(Place{place.string()}, std::string("there is no such bundle: expected the one of the plan") +
                                           (bundle.empty() ? "; --bundle says where it is" : ""));
  }
  io::expect_bundle(place);
  out.faults = dispatch::check_bundle(place, out.file, language);
  if (!out.faults.empty()) return out;
  out.street = io::read_street(place);
  dispatch::PlanCheck check = dispatch::check_plan(directory, out.file, out.street, language);
  out.batch = std::move(check.batch);
  out.faults = std::move(check.faults);
  return out;
}

void print_faults(const std::vector<dispatch::PlanFault>& faults) {
  for (const dispatch::PlanFault& f : faults) fmt::print(stderr, "{}\n", f.text());
}

}  // namespace paidan::cli
