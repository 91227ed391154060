// The synthetic street keeps the article's figures, is a valid street, and is the same everywhere.
#include <doctest/doctest.h>

#include <filesystem>

#include "paidan/io/street_io.hpp"
#include "paidan/model/check.hpp"
#include "paidan/sim/generate.hpp"

using namespace paidan;

TEST_CASE("Jiulong street has the article's figures") {
  const Street s = sim::generate_street();
  CHECK(s.communities.size() >= 9);
  CHECK(s.communities[CommunityId(0)].name == "盘龙新城社区");
  CHECK(s.communities[CommunityId(0)].households == 21'533);
  std::int64_t compounds = 0, households = 0;
  for (const Compound& c : s.compounds) {
    if (c.community != CommunityId(0)) continue;
    ++compounds;
    households += c.households;
  }
  CHECK(compounds == 16);
  CHECK(households == 21'533);
  CHECK(s.grids.size() == 50);
  for (const Grid& g : s.grids) CHECK(g.grid_worker.has_value());
  std::int64_t kinds[3]{};
  for (const Organisation& o : s.organisations) ++kinds[static_cast<int>(o.kind)];
  CHECK(kinds[0] == 29);
  CHECK(kinds[1] == 208);
  CHECK(kinds[2] == 4);
  CHECK(s.demands.size() == 2'000);
  CHECK(s.sessions.size() == 60);
  CHECK(s.funds.size() == 2);
  CHECK(check(s).errors.empty());
}

TEST_CASE("the storm brings 120 reports and more before half past eight") {
  const Street s = sim::generate_storm();
  CHECK(s.demands.size() >= 120);
  for (const Demand& d : s.demands) CHECK(*d.submitted() < s.period_start + Minutes(510));
  CHECK(check(s).errors.empty());
}

TEST_CASE("a seed names one street, and writing and reading it back changes nothing") {
  const auto directory = std::filesystem::temp_directory_path() / "paidan_generate_test";
  std::string digest[3];
  for (std::uint64_t k = 0; k < 3; ++k) {
    std::filesystem::remove_all(directory);
    sim::GenerateOptions options;
    options.seed = k == 2 ? 8 : 7;
    io::write_street_csv(sim::generate_street(options), directory);
    digest[k] = io::read_street(directory).digest;
  }
  CHECK(digest[0] == digest[1]);
  CHECK(digest[0] != digest[2]);
  const auto again = directory / "again";
  io::write_street_csv(io::read_street(directory).street, again);
  CHECK(io::read_street(again).digest == digest[2]);
}
