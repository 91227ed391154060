// A bundle as one JSON document: the same street as from CSV, and every problem at its line and character.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "paidan/core/random.hpp"
#include "paidan/io/files.hpp"
#include "src/io/encoding.hpp"
#include "src/io/json_text.hpp"
#include "tests/io/bundle_files.hpp"

using namespace paidan;
using namespace paidan::test;

namespace {

// A document in which only the demands and shifts vary; they begin in line 7.
std::string document(const std::string& demands, const std::string& shifts = "") {
  return "{\"street\": [{\"street_id\": \"JL\", \"period_start\": \"2026-11-23T00:00\", \"period_end\": "
         "\"2026-11-30T00:00\"}],\n"
         "\"communities\": [{\"community_id\": \"C1\"}],\n"
         "\"menu\": [{\"item_id\": \"walk\", \"name\": \"Walk\", \"category\": \"environment\"}],\n"
         "\"organisations\": [{\"organisation_id\": \"O1\", \"name\": \"Kangle\"}],\n"
         "\"workers\": [{\"worker_id\": \"W1\", \"organisation_id\": \"O1\"}],\n"
         "\"shifts\": [" +
         shifts +
         "],\n"
         "\"demands\": [" +
         demands + "]}\n";
}

std::filesystem::path json_file(const std::string& text) { return write({{"street.json", text}}) / "street.json"; }
std::string said_of(const std::string& text) { return complaint(json_file(text)); }
std::string said_of_demands(const std::string& rows) { return said_of(document(rows)); }

struct JsonCase {
  const char* name;
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("CSV and JSON are two forms of one street, and what is written reads back") {
  const Files files = small_bundle();
  const Street from_csv = io::read_street(write(files)).street;
  const auto directory = fresh_directory();
  io::write_street_json(from_csv, directory / "street.json");
  const io::StreetFile from_json = io::read_street(directory / "street.json");
  CHECK(from_json.warnings.empty());
  CHECK(from_json.digest.size() == 64);
  io::write_street_csv(from_csv, directory / "a");
  io::write_street_csv(from_json.street, directory / "b");
  for (const auto& entry : std::filesystem::directory_iterator(directory / "a")) {
    const auto name = entry.path().filename();
    CAPTURE(name.string());
    CHECK(io::read_file(entry.path()) == io::read_file(directory / "b" / name));
  }
}

TEST_CASE("tables in any order, names in Chinese, escapes, a byte order mark and GB18030 make no difference") {
  const std::string demand = "{\"demand_id\": \"D1\", \"community_id\": \"C1\", \"item_id\": \"walk\"}";
  CHECK(said_of_demands(demand).empty());
  CHECK(said_of("\uFEFF" + document(demand)).empty());
  CHECK(said_of("{\"\\u9700\\u6c42\": [{\"\\u9700\\u6C42编号\": \"D1\", \"社区编号\": \"C1\", \"项目编号\": "
                "\"wal\\u006B\"}], " +
                document("").substr(1, document("").find("\"demands\"") - 3) + "}")
            .empty());
  std::string gb = document("");
  gb.replace(gb.find("Kangle"), 6, "\xBF\xB5\xC0\xD6");  // 康乐
  CHECK(io::read_street(json_file(gb)).street.organisations[OrganisationId(0)].name == "康乐");
}

TEST_CASE("a value's place is its line and character") {
  const std::string good = "{\"demand_id\": \"D0\", \"community_id\": \"C1\", \"item_id\": \"walk\"},\n";
  const auto row = [&](const std::string& more) {
    return good + "{\"demand_id\": \"D1\", \"community_id\": \"C1\", \"item_id\": \"walk\", " + more + "}";
  };
  const JsonCase cases[] = {
      {"a count", row("\"note\": \"三楼\", \"quantity\": \"3x\""),
       "street.json:8:88: quantity \"3x\": expected a whole number from 1 to 1,000,000"},
      {"a count on a line of its own", row("\n  \"quantity\":\n    -1"),
       "street.json:10:5: quantity \"-1\": expected a whole number from 1 to 1,000,000"},
      {"a duplicate id", good + good.substr(0, good.size() - 2),
       "street.json:8:15: demand_id \"D0\": expected an id that no other row has"},
      {"an unknown reference", "{\"demand_id\": \"D1\", \"community_id\": \"C9\", \"item_id\": \"walk\"}",
       "street.json:7:49: community_id \"C9\": expected a community_id of the communities table"},
      {"a missing key: the row", good + "  {\"demand_id\": \"D1\", \"community_id\": \"C1\"}",
       "street.json:8:3: item_id \"\": expected a value"},
      {"a null: the null", good + "{\"demand_id\": null, \"community_id\": \"C1\", \"item_id\": \"walk\"}",
       "street.json:8:15: demand_id \"\": expected a value"},
      {"a longitude alone: the row", row("\"lon\": 106.5"),
       "street.json:8:1: lat \"\": expected a value, since lon and lat come together or not at all"},
      {"a key twice", row("\"quantity\": 1, \"数量\": 2"), "street.json:8:77: key \"数量\": expected it once in a row"},
      {"a wrong type", row("\"quantity\": {\"n\": 1}"),
       "street.json:8:74: quantity \"{\"n\": 1}\": expected a whole number"},
      {"an item of a list", row("\"prefer\": [\"O1\", 7, null]"),
       "street.json:8:82: prefer \"null\": expected an array of texts"},
      {"a NUL", row("\"note\": \"a\\u0000\""), "street.json:8:70: note \"a\\x00\": expected a text without \\u0000"},
      {"what the check finds", row("\"earliest\": \"2026-11-24T10:00\",\n\"latest\": \"2026-11-24T09:00\""),
       "street.json:9:11: latest \"2026-11-24T09:00\": expected a time after earliest 2026-11-24T10:00"},
  };
  for (const JsonCase& c : cases) {
    CAPTURE(c.name);
    const std::string said = said_of_demands(c.text);
    CHECK(said == c.expected);
  }
  CHECK(said_of(
            document("", "{\"worker_id\": \"W1\", \"end\": \"2026-11-23T07:00\", \"start\": \"2026-11-23T08:00\"}")) ==
        "street.json:6:39: end \"2026-11-23T07:00\": expected a time after start 2026-11-23T08:00");
}

TEST_CASE("what is not JSON is said where it begins not to be") {
  const JsonCase cases[] = {
      {"nothing", "", "street.json:1:1: the text ends: expected a value"},
      {"blanks", " \n ", "street.json:2:2: the text ends: expected a value"},
      {"an array", "[]", "street.json:1:1: expected an object with the tables of a street: {\"street\": [ … ], …}"},
      {"a number", " 17", "street.json:1:2: expected an object with the tables of a street: {\"street\": [ … ], …}"},
      {"trailing text", "{}\n{}", "street.json:2:1: \"{\": expected the end of the text"},
      {"a comma too many in an array", "{\"街道\": [1, ]}",
       "street.json:1:12: \"]\": expected a value (no comma after the last one)"},
      {"a comma too many in an object", "{\"a\": 1,}",
       "street.json:1:9: \"}\": expected a key in double quotes (no comma after the last one)"},
      {"a comma too few", "{\"a\": [1 2]}", "street.json:1:10: \"2\": expected a comma or ]"},
      {"a comma too few between members", "{\"a\": 1 \"b\": 2}", "street.json:1:9: \"\"\": expected a comma or }"},
      {"the wrong bracket", "{\"a\": [1}", "street.json:1:9: \"}\": expected a comma or ]"},
      {"an open object", "{\"a\": 1", "street.json:1:8: the text ends: expected a comma or }"},
      {"an open string", "{\"a", "street.json:1:4: the text ends: expected a closing quote"},
      {"a line's end in a string", "{\"a\n\": 1}",
       "street.json:1:4: \"\\n\": expected a closing quote, or the character as an escape such as \\n"},
      {"single quotes", "{'a': 1}", "street.json:1:2: \"'\": expected a key in double quotes or }"},
      {"a bare key", "{street: 1}", "street.json:1:2: \"s\": expected a key in double quotes or }"},
      {"no colon", "{\"a\" 1}", "street.json:1:6: \"1\": expected a colon after the key"},
      {"full-width colon", "{\"a\"：1}", "street.json:1:5: \"：\": expected a colon after the key"},
      {"a comment", "{ // tables\n}",
       "street.json:1:3: \"/\": expected a key in double quotes or } (JSON has no comments)"},
      {"Python's words", "{\"a\": None}", "street.json:1:7: \"N\": expected a value"},
      {"half a word", "{\"a\": tru}", "street.json:1:7: \"t\": expected a value"},
      {"not a number", "{\"a\": NaN}", "street.json:1:7: \"N\": expected a value"},
      {"a leading zero", "{\"a\": 007}", "street.json:1:8: \"0\": expected no digit after a leading 0"},
      {"a point without digits", "{\"a\": 1.}", "street.json:1:9: \"}\": expected a digit"},
      {"an exponent without digits", "{\"a\": 1e+}", "street.json:1:10: \"}\": expected a digit"},
      {"a sign alone", "{\"a\": -}", "street.json:1:8: \"}\": expected a digit"},
      {"an unknown escape", "{\"a\\x\": 1}",
       "street.json:1:4: \"\\\": expected an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t, \\u and four hexadecimal "
       "digits or "
       "a surrogate pair"},
      {"half a surrogate pair", "{\"a\": \"\\ud83d\"}",
       "street.json:1:8: \"\\\": expected an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t, \\u and four hexadecimal "
       "digits or "
       "a surrogate pair"},
      {"deep nesting", "{\"a\": " + std::string(100'000, '['),
       "street.json:1:70: expected nesting of at most 64 levels"},
      {"a table twice", "{\"menu\": [],\n\"菜单\": []}",
       "street.json:2:1: table \"菜单\": expected it once in the document"},
      {"a byte that is neither UTF-8 nor GB18030", "{\"街道\": [],\n\"a\xFF\": []}",
       "street.json:2:3: byte 0xFF: expected text in UTF-8 or GB18030"},
      {"a NUL", std::string("{\"a\": \0}", 8), "street.json:1:7: byte 0x00: expected text in UTF-8 or GB18030"},
      {"UTF-16", std::string("{\0}\0", 4), "street.json:1: the file is in UTF-16: expected UTF-8 or GB18030"},
  };
  for (const JsonCase& c : cases) {
    CAPTURE(c.name);
    const std::string said = said_of(c.text);
    CHECK(said == c.expected);
  }
}

TEST_CASE("unknown keys warn once, whatever they hold") {
  const std::string row = "\"community_id\": \"C1\", \"item_id\": \"walk\", \"quantiy\": [{\"a\": [1, \"]\"]}], ";
  const std::string text = document("{" + row + "\"demand_id\": \"D1\"},\n{" + row + "\"demand_id\": \"D2\"}");
  CHECK(warnings(json_file(text.substr(0, text.size() - 2) + ", \"weather\": {\"rain\": true}}")) ==
        "street.json:8:94: table \"weather\" is unknown and ignored\n"
        "street.json:7:55: key \"quantiy\" is unknown and ignored (did you mean \"quantity\"?)");
}

TEST_CASE("numbers in any form mean the same") {
  io::Scratch scratch;
  const std::pair<std::string_view, std::string_view> forms[] = {{"12", "12"},
                                                                 {"-0", "-0"},
                                                                 {"3.0", "3"},
                                                                 {"12.50", "12.5"},
                                                                 {"1e3", "1000"},
                                                                 {"1.25E2", "125"},
                                                                 {"1.255e2", "125.5"},
                                                                 {"-2.5e-3", "-0.0025"},
                                                                 {"0.0", "0"},
                                                                 {"-0.0", "0"},
                                                                 {"0e5", "0"},
                                                                 {"100e-2", "1"},
                                                                 {"123e-5", "0.00123"},
                                                                 {"1e99", "1e99"},
                                                                 {"0.1e1", "1"},
                                                                 {"1E+2", "100"},
                                                                 {"106.5190000", "106.519"},
                                                                 {"1e-41", "1e-41"}};
  for (const auto& [written, plain] : forms) CHECK(io::plain_number(written, scratch) == plain);
}

TEST_CASE("any nesting of values is stepped over as a whole, and any cut of it is refused") {
  const std::uint64_t seed = 20261123;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    const auto value = [&](const auto& self, int depth) -> void {
      switch (random.below(depth > 0 ? 8 : 6)) {
        case 0:
          text += "null";
          break;
        case 1:
          text += random.chance(50) ? "true" : "false";
          break;
        case 2:
          text += fmt::format("{}", random.between(-1000, 1000));
          break;
        case 3:
          text += fmt::format("{}.{:03}e{}", random.between(-9, 9), random.below(1000), random.between(-5, 5));
          break;
        case 4:
          text += "\"街\\u8857\\\"\\\\]}\"";
          break;
        case 5:
          text += io::json_string(std::string(random.below(4), '\n') + "a\"b\\");
          break;
        default: {
          const bool object = random.chance(50);
          text += object ? "{ " : "[";
          const std::uint64_t count = random.below(4);
          for (std::uint64_t k = 0; k < count; ++k) {
            if (k != 0) text += ",\n";
            if (object) text += "\"k\" : ";
            self(self, depth - 1);
          }
          text += object ? "}" : " ]";
        }
      }
    };
    text = "[";
    value(value, 5);
    text += "]";
    CAPTURE(text);
    CHECK(!io::find_json_fault(text));
    io::JsonCursor cursor(text);
    REQUIRE(cursor.more());
    const std::string_view inner = cursor.skip();
    CHECK(inner == std::string_view(text).substr(1, text.size() - 2));
    CHECK(!cursor.more());
    CHECK(cursor.offset() == text.size());
    const std::size_t cut = random.below(text.size());
    CHECK(io::find_json_fault(std::string_view(text).substr(0, cut)).has_value());
  }
}

TEST_CASE("lines and characters are counted the same forwards, backwards and across marks") {
  std::string text;
  while (text.size() < 5'000'000) text += "街道 street\n道\n\nabc";
  const auto slow = [&](std::size_t offset) {
    io::CharacterPlaces fresh(text);
    return fresh.at(offset);
  };
  io::CharacterPlaces places(text);
  const std::uint64_t seed = 4;
  CAPTURE(seed);
  Random random(seed);
  for (int k = 0; k < 40; ++k) {
    const std::size_t offset = random.below(text.size());
    const auto found = places.at(offset), expected = slow(offset);
    CHECK(found.line == expected.line);
    CHECK(found.column == expected.column);
  }
}
