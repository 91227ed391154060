// The small street in examples/data: its two forms are one street, and it matches.
#include <doctest/doctest.h>

#include <filesystem>

#include "paidan/dispatch/batch.hpp"
#include "paidan/io/plan_io.hpp"
#include "paidan/io/street_io.hpp"

using namespace paidan;

namespace {

std::vector<io::NamedContent> plan_of(const Street& street) {
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  CHECK(batch.plan.lines.size() > 20);
  CHECK(!batch.plan.unserved.empty());
  return io::render_plan(street, batch.list, batch.plan, io::PlanOrigin{});
}

}  // namespace

TEST_CASE("the example street as CSV and as JSON gives the same plan, byte for byte") {
  const auto data = std::filesystem::path(PAIDAN_SOURCE_DIR) / "examples" / "data";
  const io::StreetFile csv = io::read_street(data / "jiulong_small"),
                       json = io::read_street(data / "jiulong_small.json");
  CHECK(csv.warnings.empty());
  CHECK(json.warnings.empty());
  CHECK(csv.street.demands.size() == 45);
  const auto from_csv = plan_of(csv.street), from_json = plan_of(json.street);
  REQUIRE(from_csv.size() == from_json.size());
  for (std::size_t k = 0; k < from_csv.size(); ++k) CHECK(from_csv[k].content == from_json[k].content);
}
