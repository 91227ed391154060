// The synthetic streets keep the article's figures, are valid streets, and are the same everywhere.
#include "paidan/sim/generate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "paidan/dispatch/batch.hpp"
#include "paidan/io/files.hpp"
#include "paidan/io/street_io.hpp"
#include "paidan/model/check.hpp"

using namespace paidan;

namespace {

struct Counts {
  std::int64_t professional = 0, registered = 0, departments = 0;
};
Counts organisations_of(const Street& s) {
  Counts n;
  for (const Organisation& o : s.organisations) {
    n.professional += o.kind == OrganisationKind::professional ? 1 : 0;
    n.registered += o.kind == OrganisationKind::registered_group ? 1 : 0;
    n.departments += o.kind == OrganisationKind::department ? 1 : 0;
  }
  return n;
}

// Demands whose item is served in sessions.
std::int64_t for_seats(const Street& s) {
  return std::count_if(s.demands.begin(), s.demands.end(),
                       [&](const Demand& d) { return s.menu[d.item].group_min > 1; });
}
std::int64_t from(const Street& s, ClientGroup group) {
  return std::count_if(s.demands.begin(), s.demands.end(),
                       [&](const Demand& d) { return s.menu[d.item].client_group == group; });
}

// The bundle's bytes: SHA-256 over its files, by name.
std::string digest_of(const Street& street) {
  const auto directory = std::filesystem::temp_directory_path() / "paidan_generate_test";
  std::filesystem::remove_all(directory);
  io::write_street_csv(street, directory);
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) files.insert(entry.path());
  std::string all;
  for (const auto& file : files) all += file.filename().string() + '\n' + io::read_file(file);
  return io::sha256(all);
}

}  // namespace

TEST_CASE("Jiulong street: places") {
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
  std::set<WorkerId> grid_workers;
  for (const Grid& g : s.grids) grid_workers.insert(g.grid_worker);
  CHECK(grid_workers.size() == 50);
  CHECK_FALSE(grid_workers.contains(WorkerId{}));
}

TEST_CASE("Jiulong street: organisations, menu and funds") {
  const Street s = sim::generate_street();
  const Counts n = organisations_of(s);
  CHECK(n.professional == 29);
  CHECK(n.registered == 208);
  CHECK(n.departments == 4);
  for (const char* name : {"市政部门", "城管部门", "建管部门", "消防部门"}) {
    CHECK(std::count_if(s.organisations.begin(), s.organisations.end(),
                        [&](const Organisation& o) { return o.name == name; }) == 1);
  }
  std::set<Category> categories;
  for (const MenuItem& m : s.menu) categories.insert(m.category);
  CHECK(categories.size() == 6);
  CHECK(s.funds.size() == 2);
  Money week(0);
  for (const Fund& f : s.funds) week += f.budget;
  CHECK(week * 365 >= Money(800'000'00) * 7);
  CHECK(week * 365 < Money(1'000'000'00) * 7);
}

TEST_CASE("Jiulong street: a week of 2,000 demands, half of them for seats, most of the old and the young") {
  const Street s = sim::generate_street();
  CHECK(s.period_end - s.period_start == Minutes(7 * 1440));
  CHECK(s.demands.size() == 2'000);
  CHECK(s.sessions.size() == 60);
  CHECK(for_seats(s) > 900);
  CHECK(for_seats(s) < 1'100);
  const std::int64_t old = from(s, ClientGroup::elderly), young = from(s, ClientGroup::children_youth);
  CHECK(old > 600);
  CHECK(young > 250);
  CHECK(old + young > 1'000);
  std::set<Category> categories;
  for (const Demand& d : s.demands) categories.insert(s.menu[d.item].category);
  CHECK(categories.size() == 6);
  CHECK(check(s).errors.empty());
}

TEST_CASE(
    "the storm: 120 reports and more from 0:00 to 8:30, each of them routed to a department in the batch of 8:30") {
  const Street s = sim::generate_storm();
  CHECK(check(s).errors.empty());
  CHECK(s.demands.size() >= 120);
  for (const Demand& d : s.demands) {
    CHECK(*d.submitted() >= s.period_start);
    CHECK(*d.submitted() < s.period_start + Minutes(510));
  }
  const dispatch::Batch batch = dispatch::run_batch(s, policy::Policy{});
  CHECK(batch.list.orders.size() < s.demands.size());  // some things were reported more than once
  CHECK(batch.list.members.size() == s.demands.size());
  CHECK(batch.plan.unserved.empty());
  for (const PlanLine& line : batch.plan.lines) {
    CHECK(s.organisations[line.organisation].kind == OrganisationKind::department);
  }
}

TEST_CASE("the city: streets side by side, most of what they ask for can be paid and served") {
  sim::GenerateOptions options;
  options.scale_thousandths = 20;  // two streets of 125
  const Street s = sim::generate_city(options);
  CHECK(check(s).errors.empty());
  CHECK(s.demands.size() == 20'000);
  CHECK(s.workers.size() == 400);
  CHECK(s.communities.size() >= 10);
  CHECK(for_seats(s) > 9'000);
  CHECK(for_seats(s) < 11'000);
  CHECK(s.sessions.size() > 500);
  std::set<std::string> names;
  for (const Community& c : s.communities) names.insert(c.name);
  CHECK(names.size() == s.communities.size());
  // Nobody serves outside of their own street.
  for (const Organisation& o : s.organisations) {
    CHECK_FALSE(o.communities.empty());
    CHECK(o.communities.size() <= 8);
  }
  Money wanted(0), budget(0);
  for (const Demand& d : s.demands) wanted += s.menu[d.item].unit_price * d.quantity;
  for (const Fund& f : s.funds) budget += f.budget;
  CHECK(budget < wanted);
  CHECK(budget * 100 > wanted * 95);
}

TEST_CASE("writing a street and reading it back changes nothing") {
  const std::string digest = digest_of(sim::generate_street());
  const auto directory = std::filesystem::temp_directory_path() / "paidan_generate_test";
  CHECK(digest_of(io::read_street(directory).street) == digest);
}

TEST_CASE("a seed names one street, whatever the machine and the compiler") {
  sim::GenerateOptions options;
  CHECK(digest_of(sim::generate_street(options)) == "0a2db497e5dfd113b320c2caaedb8e7f3d70e52e67a9f4f648367e68abfa3445");
  CHECK(digest_of(sim::generate_storm(options)) == "ce931be228406c86dc43994a07a97041ce6c6f3af7992dd1bc2d68e9c7e698cf");
  options.scale_thousandths = 20;
  CHECK(digest_of(sim::generate_city(options)) == "7d7bc1378bb2ea483af465bfdbf7e09d0fe96521bfb4437166135a8dddf378c1");
  options.seed = 2;
  CHECK(digest_of(sim::generate_city(options)) == "53ef64599f40a30d312c92db6e94fe86af567c42e2b2f2ec2b1e2949a5441cc5");
}
