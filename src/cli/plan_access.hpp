// A written plan and its bundle, found and read.
#pragma once

#include <filesystem>
#include <string>

#include "paidan/dispatch/check_plan.hpp"

namespace paidan::cli {

struct PlanAccess {
  io::PlanFile file;
  io::StreetFile street;
};

// The bundle is `bundle` if given, else what plan.json names: as it stands, or from the plan's own directory or its
// parent.
[[nodiscard]] inline PlanAccess open_plan(const std::string& directory, const std::string& bundle) {
  namespace fs = std::filesystem;
  PlanAccess out;
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
  out.street = io::read_street(place);
  return out;
}

}  // namespace paidan::cli
