// Reading a bundle: what a careless person writes gets file, line, column, value and expectation.
#include <doctest/doctest.h>

#include "paidan/io/files.hpp"
#include "paidan/io/street_io.hpp"
#include "tests/io/bundle_files.hpp"

using namespace paidan;
using namespace paidan::test;

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

TEST_CASE("an unknown column and a window outside the period warn") {
  const auto file = io::read_street(write(with(
      "demands.csv", "demand_id,community_id,item_id,mood,latest,prefer\nD1,C1,walk,good,2026-11-20T10:00,nobody\n")));
  REQUIRE(file.warnings.size() == 3);
  CHECK(file.warnings[0].text() == "demands.csv:1:4: column \"mood\" is unknown and ignored");
  CHECK(file.warnings[1].text().starts_with("demands.csv:2:6: \"nobody\""));
  CHECK(file.warnings[2].text().starts_with("demands.csv:2:5: the window"));
}
