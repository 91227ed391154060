// Policy files: what they may say, every wrong line at its place, and an example that explains every weight.
#include <doctest/doctest.h>

#include <filesystem>

#include "paidan/core/error.hpp"
#include "paidan/io/files.hpp"
#include "paidan/policy/policy.hpp"

using namespace paidan;
using policy::parse_policy;

namespace {

std::string complaint(const std::string& text, const std::string& file) {
  try {
    (void)parse_policy(text, file);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

struct Case {
  const char* name;
  const char* file;
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("TOML and JSON say the same policy; what is not named keeps its default") {
  const auto toml = parse_policy("name = \"近\"\n[weights]\ntravel_per_km = 1_000\nspare_skill = 0\n", "near.toml");
  const auto json =
      parse_policy("{\"name\": \"近\", \"weights\": {\"travel_per_km\": 1e3, \"spare_skill\": 0}}", "near.json");
  CHECK(toml.name == "近");
  CHECK(toml.weights == json.weights);
  CHECK(toml.weights.travel_per_km == 1000);
  CHECK(toml.weights.spare_skill == 0);
  CHECK(toml.weights.other_worker == policy::Weights{}.other_worker);
  CHECK(!toml.plain_penalties);
  CHECK(parse_policy("", "nothing.toml").weights == policy::Weights{});
  CHECK(parse_policy("{}", "dir/nothing.json").name == "nothing");

  const auto dotted = parse_policy("\uFEFF'weights' . \"spare_skill\" = +3\r\nweights.wait_per_hour=0#\r\n", "d.toml");
  CHECK(dotted.weights.spare_skill == 3);
  CHECK(dotted.weights.wait_per_hour == 0);
  CHECK(parse_policy("weights = { }\nname = 'C:\\x' # \"", "w.toml").name == "C:\\x");

  const auto plain = parse_policy(
      "penalties = {priority_1 = 4, priority_2 = 3, priority_3 = 1000000000, priority_4 = 0}\n", "plain.toml");
  REQUIRE(plain.plain_penalties);
  CHECK((*plain.plain_penalties)[0] == Cost(4));
  CHECK((*plain.plain_penalties)[2] == Cost(1'000'000'000));
}

TEST_CASE("every wrong line has its place, its value and what was expected") {
  const std::string names =
      "travel_per_km, price_per_yuan, wait_per_hour, other_worker, other_organisation, unmet_preference, "
      "rating_per_star, spare_skill";
  const Case cases[] = {
      {"negative", "p.toml", "[weights]\ntravel_per_km = -1\n",
       "p.toml:2:17: weights.travel_per_km \"-1\": expected a whole number from 0 to 1,000,000"},
      {"huge", "p.toml", "weights.spare_skill = 1_000_001\n",
       "p.toml:1:23: weights.spare_skill \"1000001\": expected a whole number from 0 to 1,000,000"},
      {"a fraction", "p.toml", "[weights]\nspare_skill = 1.5\n",
       "p.toml:2:15: weights.spare_skill \"1.5\": expected a whole number from 0 to 1,000,000"},
      {"a text", "p.toml", "[weights]\nspare_skill = \"15\"\n",
       "p.toml:2:15: weights.spare_skill \"15\": expected a whole number from 0 to 1,000,000"},
      {"a table in a table", "p.toml", "[weights.spare_skill]\nx = 1\n",
       "p.toml:1:9: \".\": expected ] after a table's name"},
      {"an array of tables", "p.toml", "[[weights]]\n", "p.toml:1:2: \"[\": expected a key"},
      {"an array", "p.toml", "[weights]\nspare_skill = [1, 2] # x\n",
       "p.toml:2:15: weights.spare_skill \"[1, 2]\": expected a whole number from 0 to 1,000,000"},
      {"a leading zero", "p.toml", "[weights]\nspare_skill = 007\n",
       "p.toml:2:15: weights.spare_skill \"007\": expected a whole number from 0 to 1,000,000"},
      {"no value", "p.toml", "[weights]\nspare_skill = # 3\n", "p.toml:2:15: \"#\": expected a value"},
      {"no key", "p.toml", "= 3\n", "p.toml:1:1: \"=\": expected a key"},
      {"no equals sign", "p.toml", "name\n", "p.toml:1:5: the line ends: expected = after the key"},
      {"two on one line", "p.toml", "name = \"a\" weights = 3\n", "p.toml:1:12: \"w\": expected the end of the line"},
      {"an open text", "p.toml", "name = 'a\n", "p.toml:1:10: the line ends: expected a closing quote"},
      {"an unknown escape", "p.toml", "name = \"就\\x\"\n",
       "p.toml:1:10: \"\\\": expected an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t, \\u and four hexadecimal digits or "
       "a surrogate pair"},
      {"a key twice", "p.toml", "[weights]\nspare_skill = 1\nspare_skill = 2\n",
       "p.toml:3:1: \"weights.spare_skill\": expected it once in the file"},
      {"a table twice", "p.toml", "[weights]\nspare_skill = 1\n[ weights ]\n",
       "p.toml:3:3: \"weights\": expected it once in the file"},
      {"an open inline table", "p.toml", "weights = {spare_skill = 1\n",
       "p.toml:1:27: the line ends: expected a comma or }"},
      {"beyond 64 bits in TOML", "p.toml", "[weights]\nspare_skill = 99999999999999999999\n",
       "p.toml:2:15: weights.spare_skill \"99999999999999999999\": expected a whole number from 0 to 1,000,000"},
      {"several, in the file's order", "p.toml",
       "[weights]\nwait_per_hour = -1\nother_worker = -2\ntravel_per_km = true\n",
       "p.toml:2:17: weights.wait_per_hour \"-1\": expected a whole number from 0 to 1,000,000\n"
       "p.toml:3:16: weights.other_worker \"-2\": expected a whole number from 0 to 1,000,000\n"
       "p.toml:4:17: weights.travel_per_km \"true\": expected a whole number from 0 to 1,000,000"},
      {"an unknown weight", "p.toml", "[weights]\nprice = 1\ntravel_per_kn = 1\n",
       "p.toml:2:1: weights.price: expected one of " + names + "\np.toml:3:1: weights.travel_per_kn: expected one of " +
           names + " (did you mean \"travel_per_km\"?)"},
      {"an unknown table", "p.toml", "[wieghts]\ntravel_per_km = 1\n",
       "p.toml:1:2: \"wieghts\": expected name, weights or penalties (did you mean \"weights\"?)"},
      {"a number for a table", "p.toml", "weights = 3\n", "p.toml:1:11: weights \"3\": expected a table of numbers"},
      {"a number for a name", "p.toml", "name = 3\n", "p.toml:1:8: name \"3\": expected a text"},
      {"too few penalties", "p.toml", "[penalties]\npriority_1 = 5\npriority_3 = 5\npriority_4 = 1\n",
       "p.toml:1:2: penalties.priority_2 is missing: expected all four"},
      {"an unknown penalty", "p.json",
       "{\"penalties\": {\"priority_1\": 1, \"priority_2\": 1, \"priority_3\": 1,\n\"priority_4\": "
       "1, \"priority_5\": 1}}",
       "p.json:2:18: penalties.priority_5: expected one of priority_1, priority_2, priority_3, priority_4 (did you "
       "mean "
       "\"priority_1\"?)"},
      {"a huge penalty", "p.json",
       "{\"penalties\": {\"priority_1\": 1000000001, \"priority_2\": 1, \"priority_3\": 1, \"priority_4\": 1}}",
       "p.json:1:30: penalties.priority_1 \"1000000001\": expected a whole number from 0 to 1,000,000,000"},
      {"beyond 64 bits", "p.json", "{\"weights\": {\"spare_skill\": 123456789012345678901234567890}}",
       "p.json:1:29: weights.spare_skill \"123456789012345678901234567890\": expected a whole number from 0 to "
       "1,000,000"},
      {"JSON counts characters", "p.json", "{\"name\": \"就近\", \"weights\": {\"spare_skill\": null}}",
       "p.json:1:43: weights.spare_skill \"null\": expected a whole number from 0 to 1,000,000"},
      {"a key twice", "p.json", "{\"weights\": {\"spare_skill\": 1,\n \"spare_skill\": 2}}",
       "p.json:2:2: \"weights.spare_skill\": expected it once in the file"},
      {"an array", "p.json", "[1]", "p.json:1:1: expected an object with name, weights and penalties"},
      {"not JSON", "p.json", "{\"weights\": {,}}", "p.json:1:14: \",\": expected a key in double quotes or }"},
      {"full-width characters", "p.toml", "[weights]\nspare_skill ＝ 1\n",
       "p.toml:2:13: \"＝\": expected = after the key"},
      {"a full stop after a number", "p.toml", "name = \"a\\\"。\" # 。\n[weights]\nspare_skill = 1 。\n",
       "p.toml:3:15: weights.spare_skill \"1 。\": expected a whole number from 0 to 1,000,000"},
      {"a text of several lines", "p.toml", "name = \"\"\"\na\"\"\"\n",
       "p.toml:1:10: \"\"\": expected a text on one line"},
      {"not UTF-8", "p.json", "{\n\"\xFF\": 1}", "p.json:2:2: expected text in UTF-8"},
      {"not UTF-8 in TOML", "p.toml", "name = \"\xBD\xFC\"\n", "p.toml:1:9: expected text in UTF-8"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string said = complaint(c.text, c.file);
    CHECK(said == c.expected);
  }
}

TEST_CASE("the example policy is the default one and explains every weight in both languages") {
  const std::string text =
      io::read_file(std::filesystem::path(PAIDAN_SOURCE_DIR) / "examples" / "data" / "policy.toml");
  const auto read = parse_policy(text, "policy.toml");
  CHECK(read.weights == policy::Weights{});
  CHECK(!read.plain_penalties);
  for (const policy::WeightInfo& w : policy::weight_infos()) {
    CAPTURE(w.name);
    const auto line = text.find("\n" + std::string(w.name) + " = ");
    REQUIRE(line != std::string::npos);
    const std::string said = text.substr(line + 1, text.find('\n', line + 1) - line - 1);
    CHECK(said.find(w.english) != std::string::npos);
    CHECK(said.find(w.chinese) != std::string::npos);
    CHECK(said.find(" = " + std::to_string(policy::Weights{}.*(w.weight)) + " ") != std::string::npos);
  }
}
