// Every named bad input: the place and the words that the reader answers with, all of them and nothing else.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <span>

#include "tests/io/bundle_files.hpp"

using namespace paidan;
using namespace paidan::test;

namespace {

struct Case {
  const char* name;
  const char* file;  // of the small bundle that is replaced
  std::string content;
  std::string expected;  // every line that the reader says
};

void check_errors(std::span<const Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string said = complaint(with(c.file, c.content));
    CHECK(said == c.expected);
  }
}
void check_warnings(std::span<const Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string said = warnings(with(c.file, c.content));
    CHECK(said == c.expected);
  }
}

using namespace std::string_literals;

const std::string demands =
    "demand_id,community_id,item_id,quantity,lon,lat,submitted_at,earliest,latest,priority,note\n";
const std::string shifts = "worker_id,start,end\n";
const std::string sessions = "session_id,item_id,organisation_id,worker_id,start,end,seats,min_seats\n";
const std::string menu = "item_id,name,category,unit_price,funds,priority,merge_reports,group_min,group_max\n";
const std::string funds = "fund_id,budget\n";
const std::string organisations =
    "organisation_id,name,kind,communities,categories,min_units,max_units,rating,valid_until\n";
const std::string workers = "worker_id,organisation_id,certificates,gender,max_minutes\n";
const std::string communities = "community_id,lon,lat,max_unserved_percent\n";
const std::string street = "street_id,period_start,period_end,time_zone,slot_minutes\n";

}  // namespace

TEST_CASE("ids: twice, missing, or of nobody") {
  const Case cases[] = {
      {"duplicate demand", "demands.csv", demands + "D1,C1,walk,,,,,,,,\nD2,C1,walk,,,,,,,,\nD1,C1,walk,,,,,,,,\n",
       "demands.csv:4:1: demand_id \"D1\": expected an id that no other row has"},
      {"duplicate demand among rising ids", "demands.csv", demands + "D1,C1,walk,,,,,,,,\nD1,C1,walk,,,,,,,,\n",
       "demands.csv:3:1: demand_id \"D1\": expected an id that no other row has"},
      {"duplicate community", "communities.csv", communities + "C1,,,\nC1,,,\n",
       "communities.csv:3:1: community_id \"C1\": expected an id that no other row has"},
      {"duplicate organisation", "organisations.csv", "organisation_id,name,max_units\nO1,a,1\nO2,b,1\nO2,b,1\n",
       "organisations.csv:4:1: organisation_id \"O2\": expected an id that no other row has"},
      {"duplicate worker", "workers.csv", "worker_id,organisation_id\nW1,O1\nW1,O1\n",
       "workers.csv:3:1: worker_id \"W1\": expected an id that no other row has"},
      {"duplicate item", "menu.csv",
       menu + "haircut,h,environment,,,,,,\nwalk,w,environment,,,,,,\nwalk,w,environment,,,,,,\n",
       "menu.csv:4:1: item_id \"walk\": expected an id that no other row has"},
      {"duplicate fund", "funds.csv", funds + "F1,1\nF1,2\n",
       "funds.csv:3:1: fund_id \"F1\": expected an id that no other row has"},
      {"duplicate session", "sessions.csv",
       sessions +
           "S1,walk,O1,,2026-11-23T08:00,2026-11-23T09:00,5,\nS1,walk,O1,,2026-11-24T08:00,2026-11-24T09:00,5,\n",
       "sessions.csv:3:1: session_id \"S1\": expected an id that no other row has"},
      {"duplicate grid", "grids.csv", "grid_id,community_id\nG1,C1\nG1,C1\n",
       "grids.csv:3:1: grid_id \"G1\": expected an id that no other row has"},
      {"a worker with an organisation's id", "workers.csv", "worker_id,organisation_id\nW1,O1\nO2,O1\n",
       "workers.csv:3:1: worker_id \"O2\": expected an id that no organisation has"},
      {"no id", "demands.csv", demands + ",C1,walk,2,,,,,,,\n", "demands.csv:2:1: demand_id \"\": expected a value"},
      {"an id of blanks", "demands.csv", demands + " \u3000,C1,walk,2,,,,,,,\n",
       "demands.csv:2:1: demand_id \"\": expected a value"},
      {"an id that is a list", "demands.csv", demands + "D1;D2,C1,walk,2,,,,,,,\n",
       "demands.csv:2:1: demand_id \"D1;D2\": expected an id without ;"},
      {"an id with a full-width semicolon", "workers.csv", "worker_id,organisation_id\nW1；W2,O1\n",
       "workers.csv:2:1: worker_id \"W1；W2\": expected an id without ;"},
      {"unknown community", "demands.csv", demands + "D1,C9,walk,,,,,,,,\n",
       "demands.csv:2:2: community_id \"C9\": expected a community_id of the communities table"},
      {"unknown item", "demands.csv", demands + "D1,C1,cake,,,,,,,,\n",
       "demands.csv:2:3: item_id \"cake\": expected an item_id of the menu"},
      {"unknown grid", "demands.csv", "demand_id,community_id,item_id,grid_id\nD1,C1,walk,G9\n",
       "demands.csv:2:4: grid_id \"G9\": expected a grid_id of the grids table"},
      {"unknown organisation of a worker", "workers.csv", "worker_id,organisation_id\nW1,O9\n",
       "workers.csv:2:2: organisation_id \"O9\": expected an organisation_id of the organisations table"},
      {"unknown worker of a shift", "shifts.csv", shifts + "W9,2026-11-23T08:00,2026-11-23T09:00\n",
       "shifts.csv:2:1: worker_id \"W9\": expected a worker_id of the workers table"},
      {"unknown fund of an item", "menu.csv", menu + "haircut,h,environment,5,F1;F9,,,,\nwalk,w,environment,,,,,,\n",
       "menu.csv:2:5: funds \"F9\": expected a fund_id of the funds table"},
      {"unknown community of an organisation", "organisations.csv",
       organisations + "O1,a,,C1; C8;C9,,,1,,\nO2,a,,,,,1,,\n",
       "organisations.csv:2:4: communities \"C8\": expected a community_id of the communities table\n"
       "organisations.csv:2:4: communities \"C9\": expected a community_id of the communities table"},
      {"unknown item, organisation and worker of a session", "sessions.csv",
       sessions + "S1,cake,O9,W9,2026-11-23T08:00,2026-11-23T09:00,5,\n",
       "sessions.csv:2:2: item_id \"cake\": expected an item_id of the menu\n"
       "sessions.csv:2:3: organisation_id \"O9\": expected an organisation_id of the organisations table\n"
       "sessions.csv:2:4: worker_id \"W9\": expected a worker_id of the workers table"},
      {"unknown grid worker", "grids.csv", "grid_id,community_id,grid_worker_id\nG1,C1,W9\n",
       "grids.csv:2:3: grid_worker_id \"W9\": expected a worker_id of the workers table"},
      {"unknown parties of the history", "history.csv",
       "resident_id,organisation_id,worker_id,item_id\nR1,O9,W9,cake\n,O1,,\n",
       "history.csv:2:2: organisation_id \"O9\": expected an organisation_id of the organisations table\n"
       "history.csv:2:3: worker_id \"W9\": expected a worker_id of the workers table\n"
       "history.csv:2:4: item_id \"cake\": expected an item_id of the menu\n"
       "history.csv:3:1: resident_id \"\": expected a value"},
      {"unknown community of a compound", "compounds.csv", "compound_id,community_id\nX1,C9\n",
       "compounds.csv:2:2: community_id \"C9\": expected a community_id of the communities table"},
  };
  check_errors(cases);
}

TEST_CASE("times: reversed, overlapping, not there, or written as Excel shows them") {
  const Case cases[] = {
      {"reversed shift", "shifts.csv", shifts + "W1,2026-11-23T08:00,2026-11-23T07:00\n",
       "shifts.csv:2:3: end \"2026-11-23T07:00\": expected a time after start 2026-11-23T08:00"},
      {"empty shift", "shifts.csv", shifts + "W1,2026-11-23T08:00,2026-11-23T08:00\n",
       "shifts.csv:2:3: end \"2026-11-23T08:00\": expected a time after start 2026-11-23T08:00"},
      {"overlapping shifts: the one that begins later", "shifts.csv",
       shifts + "W1,2026-11-23T10:00,2026-11-23T14:00\nW1,2026-11-23T08:00,2026-11-23T11:00\n",
       "shifts.csv:2:2: start \"2026-11-23T10:00\": expected no time before 2026-11-23T11:00, when worker W1's earlier "
       "one ends"},
      {"two shifts inside a long one", "shifts.csv",
       shifts + "W1,2026-11-23T08:00,2026-11-23T20:00\nW1,2026-11-23T09:00,2026-11-23T10:00\nW1,2026-11-23T11:00,2026-"
                "11-23T12:00\n",
       "shifts.csv:3:2: start \"2026-11-23T09:00\": expected no time before 2026-11-23T20:00, when worker W1's earlier "
       "one ends\n"
       "shifts.csv:4:2: start \"2026-11-23T11:00\": expected no time before 2026-11-23T20:00, when worker W1's earlier "
       "one ends"},
      {"reversed session", "sessions.csv", sessions + "S1,walk,O1,,2026-11-23T08:00,2026-11-23T07:00,5,\n",
       "sessions.csv:2:6: end \"2026-11-23T07:00\": expected a time after start 2026-11-23T08:00"},
      {"overlapping sessions of one worker", "sessions.csv",
       sessions +
           "S1,walk,O1,W1,2026-11-23T08:00,2026-11-23T10:00,5,\nS2,walk,O1,W1,2026-11-23T09:59,2026-11-23T11:00,5,\n",
       "sessions.csv:3:5: start \"2026-11-23T09:59\": expected no time before 2026-11-23T10:00, when worker W1's "
       "earlier one ends"},
      {"a session's worker of another organisation", "sessions.csv",
       sessions + "S1,walk,O2,W1,2026-11-23T08:00,2026-11-23T10:00,5,\n",
       "sessions.csv:2:4: worker_id \"W1\": expected a worker of organisation O2"},
      {"fewer seats than needed", "sessions.csv", sessions + "S1,walk,O2,,2026-11-23T08:00,2026-11-23T10:00,5,6\n",
       "sessions.csv:2:8: min_seats \"6\": expected at most seats 5"},
      {"no seats", "sessions.csv", sessions + "S1,walk,O2,,2026-11-23T08:00,2026-11-23T10:00,,\n",
       "sessions.csv:2:7: seats \"\": expected a value"},
      {"latest before earliest", "demands.csv", demands + "D1,C1,walk,,,,,2026-11-24T10:00,2026-11-24T09:00,,\n",
       "demands.csv:2:9: latest \"2026-11-24T09:00\": expected a time after earliest 2026-11-24T10:00"},
      {"reversed period", "street.csv", street + "JL,2026-11-30T00:00,2026-11-23T00:00,,\n",
       "street.csv:2:3: period_end \"2026-11-23T00:00\": expected a time after period_start 2026-11-30T00:00"},
      {"a period without end", "street.csv", street + "JL,2026-11-23T00:00,,,\n",
       "street.csv:2:3: period_end \"\": expected a value"},
      {"a time that the clocks skip", "street.csv", street + "JL,2026-03-08T02:30,2026-11-30T00:00,America/New_York,\n",
       "street.csv:2:2: period_start \"2026-03-08T02:30\": expected a local time that exists in America/New_York"},
      {"an unknown time zone", "street.csv", street + "JL,2026-11-23T00:00,2026-11-30T00:00,Mars/Base,\n",
       "street.csv:2:4: time_zone \"Mars/Base\": expected a name of the tz database, such as Asia/Shanghai"},
      {"slots of no length", "street.csv", street + "JL,2026-11-23T00:00,2026-11-30T00:00,,0\n",
       "street.csv:2:5: slot_minutes \"0\": expected a whole number from 1 to 1,000,000"},
      {"Excel's date and time", "shifts.csv", shifts + "W1,2026/11/23 8:30,2026/11/23 12:00:00\n",
       "shifts.csv:2:2: start \"2026/11/23 8:30\": expected a local time such as 2026-11-23T08:30 (this one would be "
       "2026-11-23T08:30)\n"
       "shifts.csv:2:3: end \"2026/11/23 12:00:00\": expected a local time such as 2026-11-23T08:30 (this one would be "
       "2026-11-23T12:00)"},
      {"Chinese date and time", "shifts.csv", shifts + "W1,2026年11月23日8时30分,２０２６-11-23T12：00\n",
       "shifts.csv:2:2: start \"2026年11月23日8时30分\": expected a local time such as 2026-11-23T08:30 (this one "
       "would be 2026-11-23T08:30)\n"
       "shifts.csv:2:3: end \"２０２６-11-23T12：00\": expected a local time such as 2026-11-23T08:30 (this one would "
       "be 2026-11-23T12:00)"},
      {"a space instead of T", "shifts.csv", shifts + "W1,2026-11-23 08:30,2026-11-23 12:00\n",
       "shifts.csv:2:2: start \"2026-11-23 08:30\": expected a local time such as 2026-11-23T08:30 (this one would be "
       "2026-11-23T08:30)\n"
       "shifts.csv:2:3: end \"2026-11-23 12:00\": expected a local time such as 2026-11-23T08:30 (this one would be "
       "2026-11-23T12:00)"},
      {"Excel's day number", "shifts.csv", shifts + "W1,46349.354,46349.5\n",
       "shifts.csv:2:2: start \"46349.354\": expected a local time such as 2026-11-23T08:30 (a day number of Excel: "
       "format the column as text)\n"
       "shifts.csv:2:3: end \"46349.5\": expected a local time such as 2026-11-23T08:30 (a day number of Excel: format "
       "the column as text)"},
      {"a date only", "shifts.csv", shifts + "W1,2026-11-23,2026/11/24\n",
       "shifts.csv:2:2: start \"2026-11-23\": expected a local time such as 2026-11-23T08:30 (its time of day is "
       "missing)\n"
       "shifts.csv:2:3: end \"2026/11/24\": expected a local time such as 2026-11-23T08:30 (its time of day is "
       "missing)"},
      {"a zone", "shifts.csv", shifts + "W1,2026-11-23T08:30Z,2026-11-23T12:00+08:00\n",
       "shifts.csv:2:2: start \"2026-11-23T08:30Z\": expected a local time such as 2026-11-23T08:30 (without a zone "
       "this one would be 2026-11-23T08:30)\n"
       "shifts.csv:2:3: end \"2026-11-23T12:00+08:00\": expected a local time such as 2026-11-23T08:30 (without a zone "
       "this one would be 2026-11-23T12:00)"},
      {"a day that does not exist", "shifts.csv", shifts + "W1,2026-02-29T08:30,2026-11-31T12:00\n",
       "shifts.csv:2:2: start \"2026-02-29T08:30\": expected a local time such as 2026-11-23T08:30\n"
       "shifts.csv:2:3: end \"2026-11-31T12:00\": expected a local time such as 2026-11-23T08:30"},
      {"hour 24", "shifts.csv", shifts + "W1,2026-11-23T08:30,2026-11-23T24:00\n",
       "shifts.csv:2:3: end \"2026-11-23T24:00\": expected a local time such as 2026-11-23T08:30"},
      {"a year too far", "demands.csv", demands + "D1,C1,walk,,,,,,9999-12-31T23:59,,\n",
       "demands.csv:2:9: latest \"9999-12-31T23:59\": expected a local time of the years 1970 to 2999"},
      {"a date as Excel shows it", "organisations.csv", organisations + "O1,a,,,,,1,,2026/12/31\nO2,b,,,,,1,,46387\n",
       "organisations.csv:2:9: valid_until \"2026/12/31\": expected a date such as 2026-12-31 (this one would be "
       "2026-12-31)\n"
       "organisations.csv:3:9: valid_until \"46387\": expected a date such as 2026-12-31 (a day number of Excel: "
       "format the column as text)"},
      {"a certificate's date", "workers.csv", workers + "W1,O1,first_aid@2026/12/31;care@,,\n",
       "workers.csv:2:3: certificates \"first_aid@2026/12/31\": expected name@date such as first_aid@2026-12-31\n"
       "workers.csv:2:3: certificates \"care@\": expected name@date such as first_aid@2026-12-31"},
  };
  check_errors(cases);
}

TEST_CASE("numbers: not numbers, out of range, or with what Excel adds") {
  const Case cases[] = {
      {"letters after a number", "demands.csv", demands + "D1,C1,walk,3x,,,,,,,\n",
       "demands.csv:2:4: quantity \"3x\": expected a whole number from 1 to 1,000,000"},
      {"zero", "demands.csv", demands + "D1,C1,walk,0,,,,,,,\n",
       "demands.csv:2:4: quantity \"0\": expected a whole number from 1 to 1,000,000"},
      {"negative", "demands.csv", demands + "D1,C1,walk,-1,,,,,,,\n",
       "demands.csv:2:4: quantity \"-1\": expected a whole number from 1 to 1,000,000"},
      {"more than a million", "demands.csv", demands + "D1,C1,walk,1000001,,,,,,,\n",
       "demands.csv:2:4: quantity \"1000001\": expected a whole number from 1 to 1,000,000"},
      {"beyond 64 bits", "demands.csv", demands + "D1,C1,walk,99999999999999999999,,,,,,,\n",
       "demands.csv:2:4: quantity \"99999999999999999999\": expected a whole number from 1 to 1,000,000"},
      {"a separator of thousands", "demands.csv", demands + "D1,C1,walk,\"1,000\",,,,,,,\n",
       "demands.csv:2:4: quantity \"1,000\": expected a whole number from 1 to 1,000,000 (write 1000 without "
       "separators)"},
      {"a separator of thousands without quotes", "demands.csv", demands + "D1,C1,walk,1,000,,,,,,,\n",
       "demands.csv:2:13: 12 fields: expected 11 as in the header (a text that holds a comma must stand in quotes)"},
      {"full-width digits", "demands.csv", demands + "D1,C1,walk,１２,,,,,,,\n",
       "demands.csv:2:4: quantity \"１２\": expected a whole number from 1 to 1,000,000 (write 12 with plain digits)"},
      {"decimals of a count", "demands.csv", demands + "D1,C1,walk,3.0,,,,,,,\n",
       "demands.csv:2:4: quantity \"3.0\": expected a whole number from 1 to 1,000,000 (write 3)"},
      {"half a unit", "demands.csv", demands + "D1,C1,walk,2.5,,,,,,,\n",
       "demands.csv:2:4: quantity \"2.5\": expected a whole number from 1 to 1,000,000"},
      {"money with three decimals", "funds.csv", funds + "F1,1.005\n",
       "funds.csv:2:2: budget \"1.005\": expected yuan with at most two decimals from 0 to 10,000,000,000"},
      {"money that could be a thousand", "funds.csv", funds + "F1,1.000\n",
       "funds.csv:2:2: budget \"1.000\": expected yuan with at most two decimals from 0 to 10,000,000,000"},
      {"more than ten billion yuan", "funds.csv", funds + "F1,10000000000.01\n",
       "funds.csv:2:2: budget \"10000000000.01\": expected yuan with at most two decimals from 0 to 10,000,000,000"},
      {"negative money", "funds.csv", funds + "F1,-5\n",
       "funds.csv:2:2: budget \"-5\": expected yuan with at most two decimals from 0 to 10,000,000,000"},
      {"money with its sign and unit", "funds.csv", funds + "F1,¥5\nF2,5元\nF3,\"5,000.00\"\nF4,\n",
       "funds.csv:2:2: budget \"¥5\": expected yuan with at most two decimals from 0 to 10,000,000,000 (the number "
       "alone, without ¥)\n"
       "funds.csv:3:2: budget \"5元\": expected yuan with at most two decimals from 0 to 10,000,000,000 (the number "
       "alone, without 元)\n"
       "funds.csv:4:2: budget \"5,000.00\": expected yuan with at most two decimals from 0 to 10,000,000,000 (write "
       "5000.00 without separators)\n"
       "funds.csv:5:2: budget \"\": expected a value"},
      {"more than 100 percent", "communities.csv", communities + "C1,,,100.01\n",
       "communities.csv:2:4: max_unserved_percent \"100.01\": expected a percentage from 0 to 100 with at most two "
       "decimals"},
      {"a percent sign", "communities.csv", communities + "C1,,,15%\n",
       "communities.csv:2:4: max_unserved_percent \"15%\": expected a percentage from 0 to 100 with at most two "
       "decimals (the number alone, without %)"},
      {"three decimals of a percentage", "communities.csv", communities + "C1,,,12.345\n",
       "communities.csv:2:4: max_unserved_percent \"12.345\": expected a percentage from 0 to 100 with at most two "
       "decimals"},
      {"six stars", "organisations.csv", organisations + "O1,a,,,,,1,6,\nO2,b,,,,,1,4.555,\n",
       "organisations.csv:2:8: rating \"6\": expected a number from 0 to 5 with at most two decimals\n"
       "organisations.csv:3:8: rating \"4.555\": expected a number from 0 to 5 with at most two decimals"},
      {"lon without lat", "demands.csv", demands + "D1,C1,walk,,106.5,,,,,,\n",
       "demands.csv:2:6: lat \"\": expected a value, since lon and lat come together or not at all"},
      {"lat without lon", "demands.csv", demands + "D1,C1,walk,,,29.5,,,,,\n",
       "demands.csv:2:5: lon \"\": expected a value, since lon and lat come together or not at all"},
      {"lon without a column for lat", "communities.csv", "community_id,lon\nC1,106.5\n",
       "communities.csv:2: lat \"\": expected a value, since lon and lat come together or not at all"},
      {"lon and lat swapped", "demands.csv", demands + "D1,C1,walk,,29.5,106.5,,,,,\n",
       "demands.csv:2:6: lat \"106.5\": expected decimal degrees from -90 to 90 (are lon and lat swapped?)"},
      {"degrees beyond the pole and the date line", "demands.csv", demands + "D1,C1,walk,,181,91,,,,,\n",
       "demands.csv:2:5: lon \"181\": expected decimal degrees from -180 to 180\n"
       "demands.csv:2:6: lat \"91\": expected decimal degrees from -90 to 90"},
      {"degrees and minutes", "demands.csv", demands + "D1,C1,walk,,106°30',29.5N,,,,,\n",
       "demands.csv:2:5: lon \"106°30'\": expected decimal degrees from -180 to 180\n"
       "demands.csv:2:6: lat \"29.5N\": expected decimal degrees from -90 to 90"},
      {"least above most units", "organisations.csv", organisations + "O1,a,,,,6,5,,\nO2,b,,,,,1,,\n",
       "organisations.csv:2:6: min_units \"6\": expected at most max_units 5"},
      {"largest group below the smallest", "menu.csv",
       menu + "haircut,h,environment,,,,,5,4\nwalk,w,environment,,,,,,\n",
       "menu.csv:2:9: group_max \"4\": expected at least group_min 5"},
      {"a price that no fund pays", "menu.csv", menu + "haircut,h,environment,2,,,,,\nwalk,w,environment,,,,,,\n",
       "menu.csv:2:5: funds of item haircut: expected at least one fund, since the item has a price"},
  };
  check_errors(cases);
}

TEST_CASE("closed lists") {
  const Case cases[] = {
      {"category", "menu.csv", menu + "haircut,h,sports,,,,,,\nwalk,w,,,,,,,\n",
       "menu.csv:2:3: category \"sports\": expected one of public_welfare, public_service, culture_education, "
       "co_governance, civic_culture, environment (社会公益, 公共服务, 文化教育, 协商共治, 精神文明建设, 环境保护)\n"
       "menu.csv:3:3: category \"\": expected a value"},
      {"categories", "organisations.csv", organisations + "O1,a,,,environment;sports,,1,,\nO2,b,,,,,1,,\n",
       "organisations.csv:2:5: categories \"sports\": expected one of public_welfare, public_service, "
       "culture_education, co_governance, civic_culture, environment (社会公益, 公共服务, 文化教育, 协商共治, "
       "精神文明建设, 环境保护)"},
      {"kind", "organisations.csv", organisations + "O1,a,firm,,,,1,,\nO2,b,,,,,1,,\n",
       "organisations.csv:2:3: kind \"firm\": expected one of professional, registered_group, department "
       "(专业社会组织, 备案社团, 政府部门)"},
      {"gender", "workers.csv", workers + "W1,O1,,F,\n",
       "workers.csv:2:4: gender \"F\": expected one of female, male (女, 男)"},
      {"priority", "demands.csv", demands + "D1,C1,walk,,,,,,,5,\n",
       "demands.csv:2:10: priority \"5\": expected one of 1, 2, 3, 4 (紧急, 急, 一般, 不急)"},
      {"yes or no", "menu.csv", menu + "haircut,h,environment,,,,true,,\nwalk,w,environment,,,,,,\n",
       "menu.csv:2:7: merge_reports \"true\": expected yes or no (是, 否)"},
      {"client group", "menu.csv",
       "item_id,name,category,client_group\nhaircut,h,environment,老人\nwalk,w,environment,\n",
       "menu.csv:2:4: client_group \"老人\": expected one of elderly, children_youth, disabled, family, general "
       "(老年人, 儿童青少年, 残疾人, 家庭, 一般居民)"},
  };
  check_errors(cases);
}

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
  CHECK(warnings(with("shift.csv", "worker_id\n")) == "shift.csv: no table has this name: the file is ignored");

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
