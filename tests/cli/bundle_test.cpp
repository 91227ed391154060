// Bundles on the command line: CSV and JSON in, a plan out; bad input is exit code 2, said in full, and nothing
// written.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/run_paidan.hpp"

using namespace paidan::test;

namespace {

const std::string data = PAIDAN_SOURCE_DIR "/examples/data/";

}  // namespace

TEST_CASE("the example street matches and verifies, as CSV and as JSON, under the example policy") {
  const Scratch scratch;
  for (const std::string bundle : {"jiulong_small", "jiulong_small.json"}) {
    CAPTURE(bundle);
    const std::string plan = scratch.path("plan_" + bundle);
    CHECK(run_paidan({"match", data + bundle, "-o", plan, "--policy", data + "policy.toml"}).exit_code == 0);
    CHECK(run_paidan({"verify", plan}).exit_code == 0);
  }
  CHECK(scratch.read("plan_jiulong_small/plan.csv") == scratch.read("plan_jiulong_small.json/plan.csv"));
}

TEST_CASE("generate writes either form, and both are one street") {
  const Scratch scratch;
  CHECK(run_paidan({"generate", "storm", "-o", scratch.path("csv")}).exit_code == 0);
  CHECK(run_paidan({"generate", "storm", "-o", scratch.path("storm.json")}).exit_code == 0);
  CHECK(run_paidan({"generate", "storm", "--format", "json", "-o", scratch.path("json")}).exit_code == 0);
  CHECK(scratch.read("storm.json") == scratch.read("json/bundle.json"));
  CHECK(run_paidan({"match", scratch.path("csv"), "-o", scratch.path("a")}).exit_code == 0);
  CHECK(run_paidan({"match", scratch.path("storm.json"), "-o", scratch.path("b")}).exit_code == 0);
  CHECK(scratch.read("a/plan.csv") == scratch.read("b/plan.csv"));
}

TEST_CASE("bad bundles and policies: exit code 2, every problem on stderr, nothing written") {
  const Scratch scratch;
  const std::string plan = scratch.path("plan");
  const auto refused = [&](std::vector<std::string> arguments, const std::string& said) {
    arguments.insert(arguments.end(), {"-o", plan, "--lang", "en"});
    const Run run = run_paidan(arguments);
    CAPTURE(run.err);
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(run.err.find(said) != std::string::npos);
    CHECK(!scratch.has("plan"));
  };
  refused({"match", scratch.write("a.json", "{\"street\": [}")}, "a.json:1:13: \"}\": expected a value");
  refused({"match", scratch.path("nothing")}, "not found: expected a directory of CSV tables or a .json document");
  scratch.write("street.csv", "street_id,period_start,period_end\nJL,2026/11/23 0:00,2026-11-30T00:00\n");
  const std::string directory = scratch.path(".");
  refused({"match", directory}, "street.csv:2:2: period_start \"2026/11/23 0:00\": expected a local time");
  refused({"match", directory}, "\ndemands.csv: this table is missing: expected demands.csv or 需求.csv\n");
  refused({"match", data + "jiulong_small", "--policy", scratch.write("p.toml", "[weights]\nspare_skill = -1\n")},
          "p.toml:2:15: weights.spare_skill \"-1\": expected a whole number from 0 to 1,000,000");
}

TEST_CASE("names with quotes, backslashes and bytes that are not UTF-8 are proper JSON strings") {
  const Scratch scratch;
  for (const std::string name : {"say \"hi\" \\n", "street"}) {
    const std::string plan = scratch.path(name);
    const Run run = run_paidan({"match", data + "jiulong_small", "-o", plan, "--json"});
    CHECK(run.exit_code == 0);
    CHECK(nlohmann::json::parse(run.out)["directory"] == plan);
  }
  const Run run = run_paidan({"match", data + "jiulong_small", "-o", scratch.path("\xC8\xD5"), "--json"});
  CHECK(run.exit_code == 0);
  CHECK(nlohmann::json::parse(run.out)["directory"] == scratch.path("\uFFFD\uFFFD"));
}
