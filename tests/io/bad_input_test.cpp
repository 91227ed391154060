// Every named bad input of a value: the place and the words that the reader answers with, all of them and nothing else.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "tests/io/bad_cases.hpp"

using namespace paidan;
using namespace paidan::test;
using namespace std::string_literals;

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
       "demands.csv:2:4: grid_id \"G9\": expected a grid_id of the grids table, but there is no grids.csv"},
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
