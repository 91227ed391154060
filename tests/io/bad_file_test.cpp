// Records, headers and files that are wrong as such, and what else a reader says: all of it and nothing else.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "tests/io/bad_cases.hpp"

using namespace paidan;
using namespace paidan::test;
using namespace std::string_literals;

TEST_CASE("records: quotes, fields, line ends") {
  const Case cases[] = {
      {"unclosed quote", "demands.csv", demands + "D1,C1,walk,,,,,,,,\"a\nD2,C1,walk,,,,,,,,b\n",
       "demands.csv:2:11: quote that is never closed: expected a closing \""},
      {"unclosed quote in the header", "demands.csv", "demand_id,\"community_id\nD1,C1\n",
       "demands.csv:1:2: quote that is never closed: expected a closing \""},
      {"text after a closing quote", "demands.csv", demands + "D1,C1,walk,,,,,,,,\"he said \"yes\"\"\n",
       "demands.csv:2:11: text after a closing quote: expected a comma, or \"\" for a quote inside the text"},
      {"too few fields", "demands.csv", demands + "D1,C1,walk\nD2,C1,walk,,,,,,,,\n",
       "demands.csv:2:4: 3 fields: expected 11 as in the header"},
      {"a full-width comma", "demands.csv", demands + "D1,C1，walk,,,,,,,,\n",
       "demands.csv:2:11: 10 fields: expected 11 as in the header (field 2 holds a full-width comma)"},
      {"too many fields", "demands.csv", demands + "D1,C1,walk,,,,,,,,yes, please\n",
       "demands.csv:2:13: 12 fields: expected 11 as in the header (a text that holds a comma must stand in quotes)"},
      {"too many fields after a line's end in quotes", "demands.csv",
       demands + "D1,C1,walk,,,,,,,,\"yes\nplease\",more\n",
       "demands.csv:3:13: 12 fields: expected 11 as in the header (a text that holds a comma must stand in quotes)"},
      {"lines counted through quotes", "demands.csv",
       demands + "\"D1\",C1,walk,,,,,,,,\"a\n\nb\"\nD2,C1,walk,x,,,,,,,\n",
       "demands.csv:5:4: quantity \"x\": expected a whole number from 1 to 1,000,000"},
      {"a field after a line's end in quotes", "demands.csv",
       "demand_id,note,community_id,item_id,earliest,latest\nD1,\"a\nb\",C1,walk,2026-11-24T10:00,2026-11-24T09:00\nD2,"
       "\"a\nb\",C9,walk,,\n",
       "demands.csv:5:3: community_id \"C9\": expected a community_id of the communities table\n"
       "demands.csv:3:6: latest \"2026-11-24T09:00\": expected a time after earliest 2026-11-24T10:00"},
      {"carriage returns alone", "communities.csv", "community_id,name\rC1,a\r",
       "communities.csv:1:2: carriage return without a line feed: expected lines that end in LF or CRLF"},
      {"a carriage return in a text", "communities.csv", "community_id,name\nC1,a\rb\n",
       "communities.csv:2:2: carriage return without a line feed: expected lines that end in LF or CRLF"},
  };
  check_errors(cases);
}

TEST_CASE("files and headers") {
  const Case cases[] = {
      {"empty file", "demands.csv", "", "demands.csv:1: the file is empty: expected a header row"},
      {"blank lines only", "demands.csv", "\n\r\n\n", "demands.csv:1: the file is empty: expected a header row"},
      {"a street's header only", "street.csv", street, "street.csv:1: expected one row"},
      {"two streets", "street.csv",
       street + "A,2026-11-23T00:00,2026-11-30T00:00,,\nB,2026-11-23T00:00,2026-11-30T00:00,,\n",
       "street.csv:3:1: street_id \"B\": expected one row in this table"},
      {"missing columns", "demands.csv", "demand_id,note\nD1,x\n",
       "demands.csv:1: column \"community_id\" is missing: expected community_id or 社区编号\n"
       "demands.csv:1: column \"item_id\" is missing: expected item_id or 项目编号"},
      {"a misspelt required column", "demands.csv", "demand_id,comunity_id,item_id\nD1,C1,walk\n",
       "demands.csv:1: column \"community_id\" is missing: expected community_id or 社区编号 (the header has "
       "\"comunity_id\")"},
      {"a column twice", "demands.csv", "demand_id,community_id,item_id,需求编号\nD1,C1,walk,D1\n",
       "demands.csv:1:4: column \"需求编号\": expected it once, it is already column 1"},
      {"semicolons", "communities.csv", "community_id;name\nC1;a\n",
       "communities.csv:1: the header's columns are separated by semicolons: expected commas"},
      {"tabs", "communities.csv", "community_id\tname\nC1\ta\n",
       "communities.csv:1: the header's columns are separated by tabs: expected commas"},
      {"full-width commas", "communities.csv", "社区编号，名称\nC1，a\n",
       "communities.csv:1: the header's columns are separated by full-width commas: expected commas"},
      {"no header", "communities.csv", "C1\nC2\n",
       "communities.csv:1: column \"community_id\" is missing: expected community_id or 社区编号"},
      {"UTF-16", "communities.csv",
       "\xFF\xFE"
       "c\0o\0m\0"s,
       "communities.csv:1: the file is in UTF-16: expected UTF-8 or GB18030 (in Excel, save as \"CSV UTF-8\")"},
      {"UTF-16 without a mark", "communities.csv", "c\0o\0m\0m\0"s,
       "communities.csv:1: the file is in UTF-16: expected UTF-8 or GB18030 (in Excel, save as \"CSV UTF-8\")"},
      {"NUL", "communities.csv", "community_id,name\nC1,a\0b\n"s,
       "communities.csv:2:2: byte 0x00: expected text in UTF-8 or GB18030"},
      {"a byte that is neither", "demands.csv", demands + "D1,C1,walk,,,,,,,,x\xFF\n",
       "demands.csv:2:11: byte 0xFF: expected text in UTF-8 or GB18030"},
      {"a byte that is neither, in Chinese text", "communities.csv",
       "community_id,name\nC1,盘龙\nC2,\"九\n龙\xE4\xB8\"\n",
       "communities.csv:3:2: byte 0xE4: expected text in UTF-8 or GB18030"},
      {"a byte that is neither, in GB18030", "communities.csv",
       "community_id,name\nC1,\xC5\xCC\xC1\xFA\nC2,\xC5\xCC\x81\x20\n",
       "communities.csv:3:2: byte 0x81: expected text in UTF-8 or GB18030"},
  };
  check_errors(cases);
}

TEST_CASE("what follows from a problem is not told as well, what does not is") {
  const Case cases[] = {
      {"a table that cannot be read", "menu.csv", "item_id;name\nwalk;w\n",
       "menu.csv:1: the header's columns are separated by semicolons: expected commas"},
      {"a row that cannot be read", "organisations.csv", "organisation_id,name\nO1\nO2,b\n",
       "organisations.csv:2:2: 1 field: expected 2 as in the header"},
      {"a refused row is still there", "organisations.csv", organisations + "O1,a,firm,,,,1,,\nO2,b,,,,,1,,\n",
       "organisations.csv:2:3: kind \"firm\": expected one of professional, registered_group, department "
       "(专业社会组织, 备案社团, 政府部门)"},
      {"a wrong cell and a wrong order in one file", "shifts.csv",
       shifts + "W1,2026-11-23T08:00,2026-11-23T07:00\nW1,2026-11-23,2026-11-24T07:00\n",
       "shifts.csv:3:2: start \"2026-11-23\": expected a local time such as 2026-11-23T08:30 (its time of day is "
       "missing)\n"
       "shifts.csv:2:3: end \"2026-11-23T07:00\": expected a time after start 2026-11-23T08:00"},
  };
  check_errors(cases);
  Files two = with("demands.csv", demands + "D1,C1,walk,3x,,,,,,,\n");
  two["shifts.csv"] = shifts + "W1,2026-11-23T08:00,2026-11-23T07:00\n";
  CHECK(complaint(two) ==
        "demands.csv:2:4: quantity \"3x\": expected a whole number from 1 to 1,000,000\n"
        "shifts.csv:2:3: end \"2026-11-23T07:00\": expected a time after start 2026-11-23T08:00");
}

TEST_CASE("files that are missing, doubled, or something else") {
  Files files = small_bundle();
  files.erase("menu.csv");
  CHECK(complaint(files) == "menu.csv: this table is missing: expected menu.csv or 菜单.csv");
  files["菜单.csv"] = small_bundle()["menu.csv"];
  CHECK(complaint(files).empty());
  files["menu.csv"] = files["菜单.csv"];
  CHECK(complaint(files) == "菜单.csv: expected this table once, it is already in menu.csv");
  // A table that need not be there, but is referred to: one word, not one for every reference.
  files = with("shifts.csv", shifts + "W1,2026-11-23T08:00,2026-11-23T09:00\nW2,2026-11-23T08:00,2026-11-23T09:00\n");
  files.erase("workers.csv");
  CHECK(complaint(files) ==
        "shifts.csv:2:1: worker_id \"W1\": expected a worker_id of the workers table, but there is no workers.csv");
  CHECK(warnings(with("shift.csv", "worker_id\n")) == "shift.csv: no table has this name: the file is ignored");

  files = small_bundle();
  files["MENU.CSV"] = files["menu.csv"];
  CHECK(complaint(files) == "menu.csv: expected this table once, it is already in MENU.CSV");
  files.erase("menu.csv");
  CHECK(complaint(files).empty());

  const auto bundle = write(small_bundle());
  std::filesystem::remove(bundle / "demands.csv");
  std::filesystem::create_directory(bundle / "demands.csv");
  CHECK(complaint(bundle) ==
        (bundle / "demands.csv").string() + ": cannot read this file: it is a directory, expected a file");
  CHECK(complaint(bundle / "menu.csv") ==
        (bundle / "menu.csv").string() + ": one table is no bundle: expected the directory that holds it");
  CHECK(complaint(bundle / "nothing") ==
        (bundle / "nothing").string() + ": not found: expected a directory of CSV tables or a .json document");
  std::ofstream(bundle / "bundle.xlsx") << "PK";
  CHECK(complaint(bundle / "bundle.xlsx") ==
        (bundle / "bundle.xlsx").string() + ": expected a directory of CSV tables or a .json document");
}

TEST_CASE("problems beyond the limit are counted") {
  std::string rows;
  for (int k = 0; k < 250; ++k) rows += fmt::format("D{},C1,walk,3x,,,,,,,\n", k);
  try {
    (void)io::read_street(write(with("demands.csv", demands + rows)), io::ReadOptions{10});
    FAIL("read");
  } catch (const Error& e) {
    REQUIRE(e.problems().size() == 11);
    CHECK(e.problems()[9].place == Place{"demands.csv", 11, 4});
    CHECK(e.problems()[10].text() == "… and 240 more problems");
  }
}

TEST_CASE("a value in a message is one short line") {
  const std::string said =
      complaint(with("demands.csv", demands + "D1,C1,walk,\"a\tb\n\x01" + std::string(100, 'x') + "\",,,,,,,\n"));
  CHECK(said == "demands.csv:2:4: quantity \"a\\tb\\n\\x01" + std::string(55, 'x') +
                    "…\": expected a whole number from 1 to 1,000,000");
}

TEST_CASE("what is good although it looks careless") {
  const Case cases[] = {
      {"blank lines and empty rows below a table", "communities.csv", "community_id,name\n\nC1,a\n\n,\n , \n", ""},
      {"no line's end at the end", "communities.csv", "community_id,name\nC1,a", ""},
      {"half a CRLF at the end", "communities.csv", "community_id,name\r\nC1,a\r", ""},
      {"CRLF and a quoted last field", "communities.csv", "community_id,name\r\nC1,\"a\"\r\n", ""},
      {"two byte order marks", "communities.csv", "\uFEFF\uFEFFcommunity_id,name\nC1,a\n", ""},
      {"a byte order mark inside, from files that were joined", "communities.csv", "community_id,name\n\uFEFFC1,a\n",
       ""},
      {"blanks of every kind around a value", "communities.csv", "community_id , name\n\u3000C1\u00A0,\t a \n", ""},
      {"blanks after a quote", "communities.csv", "community_id,name\n\"C1\" ,a\n", ""},
      {"a quote inside a text", "communities.csv", "community_id,name\nC1,5\" pipe\n", ""},
      {"seconds", "shifts.csv", shifts + "W1,2026-11-23T08:00:59,2026-11-23T12:00:00\n", ""},
      {"the largest numbers", "demands.csv",
       demands + "D1,C1,walk,1000000,180,-90,,,,,\nD2,C1,walk,0001,-180.00000001,90,,,,,\n", ""},
      {"Chinese values", "demands.csv", "需求编号,社区编号,项目编号,优先级,社工性别\nD1,C1,walk,紧急,女\n", ""},
      {"no demands", "demands.csv", demands, ""},
  };
  check_errors(cases);
}

TEST_CASE("warnings have places too") {
  const Case cases[] = {
      {"an unknown column", "demands.csv", "demand_id,community_id,item_id,mood\nD1,C1,walk,good\n",
       "demands.csv:1:4: column \"mood\" is unknown and ignored"},
      {"a misspelt column", "demands.csv", "demand_id,community_id,item_id,quantiy,Latest\nD1,C1,walk,2,\n",
       "demands.csv:1:4: column \"quantiy\" is unknown and ignored (did you mean \"quantity\"?)\n"
       "demands.csv:1:5: column \"Latest\" is unknown and ignored (did you mean \"latest\"?)"},
      {"latest before the period", "demands.csv", demands + "D1,C1,walk,,,,,,2026-11-22T10:00,,\n",
       "demands.csv:2:9: the window of demand D1 lies outside the period: it stays unserved"},
      {"earliest after the period", "demands.csv", demands + "D1,C1,walk,,,,,2026-11-30T00:00,,,\n",
       "demands.csv:2:8: the window of demand D1 lies outside the period: it stays unserved"},
      {"submitted after the period", "demands.csv", demands + "D1,C1,walk,,,,2026-12-01T00:00,,,,\n",
       "demands.csv:2:7: the window of demand D1 lies outside the period: it stays unserved"},
      {"latest before it was submitted", "demands.csv",
       demands + "D1,C1,walk,,,,2026-11-24T00:00,,2026-11-23T20:00,,\n",
       "demands.csv:2:9: the window of demand D1 is empty, latest is not after submitted_at: it stays unserved"},
      {"a shift outside the period", "shifts.csv", shifts + "W1,2025-11-23T08:00,2025-11-23T12:00\n",
       "shifts.csv:2:2: this shift lies outside the period: it serves nothing"},
      {"an organisation that can take nothing", "organisations.csv", "organisation_id,name\nO1,a\nO2,b\n",
       "organisations.csv:3: organisation O2 has neither workers nor max_units: it takes nothing by itself"},
      {"nobody to prefer", "demands.csv", "demand_id,community_id,item_id,prefer,avoid\nD1,C1,walk,W1;nobody,O7\n",
       "demands.csv:2:4: \"nobody\" is neither a worker nor an organisation and is ignored\n"
       "demands.csv:2:5: \"O7\" is neither a worker nor an organisation and is ignored"},
      {"empty rows", "communities.csv", "community_id,name\n,\nC1,a\n,\n",
       "communities.csv:2: this row is empty: such rows are left out"},
  };
  check_warnings(cases);
}
