// A street from files to a certified plan: one small street per reason, each relief granted, each fault found.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "paidan/dispatch/explain_order.hpp"
#include "paidan/io/street_io.hpp"

namespace fs = std::filesystem;
using namespace paidan;

namespace {

using Files = std::map<std::string, std::string>;

// One barber with one free slot on Monday morning, and one demand that fits her.
Files base() {
  return {{"street.csv", "street_id,period_start,period_end\nJL,2026-11-23T00:00,2026-11-30T00:00\n"},
          {"communities.csv", "community_id,max_unserved_percent\nC1,\nC2,\n"},
          {"funds.csv", "fund_id,budget\nF1,100\n"},
          {"menu.csv",
           "item_id,name,category,skills,certificates,minutes,unit_price,funds,workers_needed,merge_reports\n"
           "cut,Haircut,public_welfare,barber,,60,,,,\nlift,Lift,public_service,,,30,,,2,\n"
           "paid,Paid,public_service,barber,,60,80,F1,,\nnurse,Nurse,public_service,barber,care,60,,,,\n"
           "tree,Tree,environment,barber,,60,,,,yes\n"},
          {"organisations.csv", "organisation_id,name,communities,valid_until\nO1,Kangle,C1,2026-12-31\n"},
          {"workers.csv",
           "worker_id,organisation_id,skills,certificates,languages,gender\nW1,O1,barber,care@2026-11-22,zh,female\n"},
          {"shifts.csv", "worker_id,start,end,units\nW1,2026-11-23T08:00,2026-11-23T12:00,2\n"}};
}

fs::path write(const Files& files, const std::string& name = "bundle") {
  const fs::path directory = fs::temp_directory_path() / ("paidan_batch_test_" + name);
  fs::remove_all(directory);
  fs::create_directories(directory);
  for (const auto& [file, content] : files) std::ofstream(directory / file, std::ios::binary) << content;
  return directory;
}

constexpr const char* header =
    "demand_id,resident_id,community_id,item_id,quantity,lon,lat,submitted_at,latest,languages,worker_gender,avoid\n";

Street street_with(const std::string& rows, Files files = base()) {
  files["demands.csv"] = header + rows;
  return io::read_street(write(files)).street;
}

dispatch::Batch match(const Street& street) { return dispatch::run_batch(street, policy::Policy{}); }

// The reason of the only unserved order; checks that some relief was tried with success unless told otherwise.
std::string reason(const std::string& rows, bool relief = true, Files files = base()) {
  const Street street = street_with(rows, std::move(files));
  const dispatch::Batch batch = match(street);
  REQUIRE(batch.plan.unserved.size() == 1);
  const auto e = dispatch::explain_order(street, policy::Policy{}, batch, batch.plan.unserved[0].order);
  CHECK(e.reliefs.empty() != relief);
  for (const Relief& r : e.reliefs) {
    const auto changed = dispatch::with_relief(street, policy::Policy{}, batch.list, e.order, r);
    CHECK(match(changed.street).plan.unserved.empty());
  }
  return std::string(name_of(batch.plan.unserved[0].reason));
}

}  // namespace

TEST_CASE("a demand that fits is served, and its cost is the sum of its terms") {
  const auto batch = match(street_with("D1,R1,C1,cut,2,,,,,,,\n"));
  REQUIRE(batch.plan.lines.size() == 1);
  CHECK(batch.plan.unserved.empty());
  CHECK(batch.plan.lines[0].units == 2);
  CHECK(batch.plan.lines[0].terms.total() == batch.plan.cost);
}

TEST_CASE("every reason is the true one, and each relief that is named gets the order served") {
  CHECK(reason("D1,R1,C2,cut,1,,,,,,,\n") == "outside_service_area");
  CHECK(reason("D1,R1,C1,cut,1,,,,,en,,\n") == "no_language");
  CHECK(reason("D1,R1,C1,cut,1,,,,,,male,\n") == "no_gender");
  CHECK(reason("D1,R1,C1,cut,1,,,,,,,W1\n") == "avoided");
  CHECK(reason("D1,R1,C1,nurse,1,,,,,,,\n") == "no_certificate");
  CHECK(reason("D1,R1,C1,cut,1,,,,2026-11-23T08:30,,,\n") == "outside_hours");
  CHECK(reason("D1,R1,C1,cut,1,,,2026-11-20T08:00,2026-11-22T08:00,,,\n") == "deadline_passed");
  CHECK(reason("D1,R1,C1,lift,1,,,,,,,\n", false) == "workers_short");
  CHECK(reason("D1,R1,C1,cut,3,,,,,,,\n") == "capacity_taken");
  CHECK(reason("D1,R1,C1,paid,2,,,,,,,\n") == "fund_exhausted");
  Files expired = base();
  expired["organisations.csv"] = "organisation_id,name,valid_until\nO1,Kangle,2026-11-22\n";
  CHECK(reason("D1,R1,C1,cut,1,,,,,,,\n", true, expired) == "organisation_expired");
  Files unskilled = base();
  unskilled["workers.csv"] = "worker_id,organisation_id,skills\nW1,O1,cook\n";
  CHECK(reason("D1,R1,C1,cut,1,,,,,,,\n", true, unskilled) == "no_skill");
}

TEST_CASE("an order of priority 1 comes before any number of later goals") {
  Files files = base();
  files["demands.csv"] = "demand_id,community_id,item_id,quantity,priority\nD1,C1,cut,2,2\nD2,C1,cut,2,1\n";
  const auto batch = match(io::read_street(write(files)).street);
  REQUIRE(batch.plan.lines.size() == 1);
  CHECK(batch.plan.lines[0].order == WorkOrderId(1));
}

TEST_CASE("reports of one fallen tree within 50 m and 2 h are one order; the same reporter stays apart") {
  const std::string at = ",C1,tree,1,106.5000000,29.5000000,2026-11-23T07:0";
  const Street street = street_with("D1,R1" + at + "0,,,,\nD2,R2" + at + "5,,,,\nD3,R1" + at + "6,,,,\n");
  const auto batch = match(street);
  REQUIRE(batch.list.orders.size() == 2);
  CHECK(batch.list.orders[WorkOrderId(0)].member_count == 2);
  CHECK(dispatch::find_order(street, batch.list, "D2") == WorkOrderId(0));
}

TEST_CASE("a broken cap is reported by how much") {
  Files files = base();
  files["communities.csv"] = "community_id,max_unserved_percent\nC1,25\nC2,\n";
  files["demands.csv"] = "demand_id,community_id,item_id,quantity\nD1,C1,cut,6\n";
  const auto batch = match(io::read_street(write(files)).street);
  REQUIRE(batch.plan.broken_caps.size() == 1);
  CHECK(batch.plan.broken_caps[0].allowed == 1);
  CHECK(batch.plan.broken_caps[0].unserved == 4);
}
