// Reading a bundle: what a careless person writes gets file, line, column, value and expectation.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "paidan/io/street_io.hpp"

namespace fs = std::filesystem;
using namespace paidan;

namespace {

using Files = std::map<std::string, std::string>;

Files small_bundle() {
  return {{"street.csv", "street_id,name,period_start,period_end\nJL,Jiulong,2026-11-23T00:00,2026-11-30T00:00\n"},
          {"communities.csv", "community_id,name,lon,lat,max_unserved_percent\nC1,盘龙,106.5,29.5,12.5\n"},
          {"funds.csv", "fund_id,name,budget\nF1,resident_autonomy,100.50\n"},
          {"menu.csv",
           "item_id,name,category,skills,minutes,unit_price,funds\nhaircut,理发,社会公益,barber,60,20,F1\nwalk,Walk,"
           "environment,,,,\n"},
          {"organisations.csv", "organisation_id,name,max_units\nO1,Kangle,\n"},
          {"workers.csv",
           "worker_id,organisation_id,name,skills,certificates\nW1,O1,Li,barber;cook,first_aid@2026-12-31\n"},
          {"shifts.csv", "worker_id,start,end,units\nW1,2026-11-23T08:00,2026-11-23T12:00,4\n"},
          {"demands.csv",
           "demand_id,resident_id,community_id,item_id,quantity,latest,note\nD1,R1,C1,haircut,2,,\"a \"\"b\"\"\nc\"\n"
           "D2,R2,C1,walk,,2026-11-24T10:00,\n"}};
}

fs::path write(const Files& files) {
  const fs::path directory = fs::temp_directory_path() / "paidan_street_reader_test";
  fs::remove_all(directory);
  fs::create_directories(directory);
  for (const auto& [name, content] : files) std::ofstream(directory / name, std::ios::binary) << content;
  return directory;
}

std::string complaint(const Files& files) {
  try {
    (void)io::read_street(write(files));
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

Files with(const std::string& name, const std::string& content) {
  Files files = small_bundle();
  files[name] = content;
  return files;
}

}  // namespace

TEST_CASE("a small bundle is read as it is written") {
  const io::StreetFile file = io::read_street(write(small_bundle()));
  const Street& s = file.street;
  CHECK(file.warnings.empty());
  CHECK(s.communities[CommunityId(0)].max_unserved_basis_points == 1250);
  CHECK(s.funds[FundId(0)].budget == Money(10050));
  CHECK(s.menu[ItemId(0)].category == Category::public_welfare);
  REQUIRE(s.demands.size() == 2);
  CHECK(s.demands[DemandId(0)].quantity == 2);
  CHECK(s.demands[DemandId(1)].code == "D2");
  CHECK(s.zone.local(*s.demands[DemandId(1)].latest()) == midnight_of(date_from_civil(2026, 11, 24)) + Minutes(600));
  CHECK(file.digest.size() == 64);
}

TEST_CASE("a byte order mark, Chinese headers, CRLF and GB18030 make no difference") {
  CHECK(complaint(with("communities.csv", "\xEF\xBB\xBF社区编号,名称\r\nC1,盘龙\r\n")).empty());
  // 社区编号 / 盘龙 in GB18030
  const std::string gb = "\xC9\xE7\xC7\xF8\xB1\xE0\xBA\xC5,name\nC1,\xC5\xCC\xC1\xFA\n";
  CHECK(io::read_street(write(with("communities.csv", gb))).street.communities[CommunityId(0)].name == "盘龙");
}

TEST_CASE("every problem has its place, its value and what was expected") {
  const std::string d = "demand_id,resident_id,community_id,item_id,quantity,lon,lat,earliest,latest\n";
  const auto demands = [&](const std::string& rows) { return complaint(with("demands.csv", d + rows)); };
  CHECK(demands("D1,R1,C1,haircut,3x,,,,\n") ==
        "demands.csv:2:5: quantity \"3x\": expected a whole number from 1 to 1,000,000");
  CHECK(demands("D1,R1,C9,haircut,1,,,,\n").starts_with("demands.csv:2:3: community_id \"C9\": expected"));
  CHECK(demands("D1,R1,C1,cake,1,,,,\n").starts_with("demands.csv:2:4: item_id \"cake\": expected"));
  CHECK(demands("D1,R1,C1,walk,1,,,,\nD1,R1,C1,walk,1,,,,\n").starts_with("demands.csv:3:1: demand_id \"D1\""));
  CHECK(demands("D1,R1,C1,walk,1,106.5,,,\n").starts_with("demands.csv:2:7: lat"));
  CHECK(demands("D1,R1,C1,walk,1,,,2026-11-24T10:00,2026-11-24T09:00\n").starts_with("demands.csv:2:9: latest"));
  CHECK(demands("D1,R1,C1,walk\n") == "demands.csv:2:5: 4 fields: expected 9 as in the header");
  CHECK(demands("D1,R1,C1,walk,1,,,,,,\n").starts_with("demands.csv:2:12: 11 fields"));
  CHECK(demands("D1,\"R1,C1,walk,1,,,,\n").starts_with("demands.csv:2:2: quote"));
  CHECK(demands("D1,R\xFF,C1,walk,1,,,,\n").starts_with("demands.csv:2:2: byte 0xFF"));
  CHECK(complaint(with("demands.csv", "demand_id,item_id\nD1,walk\n")).starts_with("demands.csv:1: column"));
  CHECK(complaint(with("shifts.csv", "worker_id,start,end\nW1,2026-11-23T08:00,2026-11-23T07:00\n"))
            .starts_with("shifts.csv:2:3: end"));
  CHECK(complaint(
            with("shifts.csv",
                 "worker_id,start,end\nW1,2026-11-23T10:00,2026-11-23T14:00\nW1,2026-11-23T08:00,2026-11-23T11:00\n"))
            .starts_with("shifts.csv:2:2: start"));
  CHECK(complaint(with("workers.csv", "worker_id,organisation_id\nW1,O9\n"))
            .starts_with("workers.csv:2:2: organisation_id"));
  CHECK(complaint(with("menu.csv", "item_id,name,category,unit_price\nhaircut,h,environment,2\nwalk,w,environment,\n"))
            .starts_with("menu.csv:2: funds"));
}

TEST_CASE("an unknown column and a window outside the period warn") {
  const auto file = io::read_street(write(with(
      "demands.csv", "demand_id,community_id,item_id,mood,latest,prefer\nD1,C1,walk,good,2026-11-20T10:00,nobody\n")));
  REQUIRE(file.warnings.size() == 3);
  CHECK(file.warnings[0].text() == "demands.csv:1:4: column \"mood\" is unknown and ignored");
  CHECK(file.warnings[1].text().starts_with("demands.csv:2:6: \"nobody\""));
  CHECK(file.warnings[2].text().starts_with("demands.csv:2:5: the window"));
}
