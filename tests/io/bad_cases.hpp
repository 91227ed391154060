// Bad inputs as a table: what is wrong with one file of the small bundle, and all that the reader says about it.
#pragma once

#include <doctest/doctest.h>

#include <span>
#include <string>

#include "tests/io/bundle_files.hpp"

namespace paidan::test {

struct Case {
  const char* name;
  const char* file;  // of the small bundle that is replaced
  std::string content;
  std::string expected;  // every line that the reader says
};

inline void check_errors(std::span<const Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string said = complaint(with(c.file, c.content));
    CHECK(said == c.expected);
  }
}
inline void check_warnings(std::span<const Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string said = warnings(with(c.file, c.content));
    CHECK(said == c.expected);
  }
}

inline const std::string demands =
    "demand_id,community_id,item_id,quantity,lon,lat,submitted_at,earliest,latest,priority,note\n";
inline const std::string shifts = "worker_id,start,end\n";
inline const std::string sessions = "session_id,item_id,organisation_id,worker_id,start,end,seats,min_seats\n";
inline const std::string menu = "item_id,name,category,unit_price,funds,priority,merge_reports,group_min,group_max\n";
inline const std::string funds = "fund_id,budget\n";
inline const std::string organisations =
    "organisation_id,name,kind,communities,categories,min_units,max_units,rating,valid_until\n";
inline const std::string workers = "worker_id,organisation_id,certificates,gender,max_minutes\n";
inline const std::string communities = "community_id,lon,lat,max_unserved_percent\n";
inline const std::string street = "street_id,period_start,period_end,time_zone,slot_minutes\n";

}  // namespace paidan::test
