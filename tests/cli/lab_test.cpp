// paidan compare and paidan whatif as a person runs them.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "run_paidan.hpp"

using namespace paidan::test;
using Json = nlohmann::json;

namespace {

std::string storm(const Scratch& scratch) {
  const std::string bundle = scratch.path("storm");
  CHECK(run_paidan({"generate", "storm", "-o", bundle}).exit_code == 0);
  return bundle;
}

}  // namespace

TEST_CASE("compare prints a table and writes files; the same bytes with two threads") {
  const Scratch scratch;
  const std::string bundle = storm(scratch);
  std::vector<std::string> arguments{"compare", bundle, "--policies", "min_cost@15m,fcfs@immediate",
                                     "--days",  "6",    "-o",         scratch.path("one"),
                                     "--lang",  "en"};
  const Run one = run_paidan(arguments);
  CHECK(one.exit_code == 0);
  CHECK(one.out.find("Served share %") != std::string::npos);
  CHECK(one.out.find("fcfs@immediate") != std::string::npos);
  arguments[7] = scratch.path("two");
  arguments.insert(arguments.end(), {"--threads", "2"});
  const Run two = run_paidan(arguments);
  CHECK(two.out == one.out);
  for (const char* file : {"compare.csv", "pairs.csv", "compare.json"}) {
    CAPTURE(file);
    CHECK(!scratch.read(std::string("one/") + file).empty());
    CHECK(scratch.read(std::string("one/") + file) == scratch.read(std::string("two/") + file));
  }
  const Json json = Json::parse(scratch.read("one/compare.json"));
  CHECK(json["policies"].size() == 2);
  CHECK(json["policies"][0]["figures"]["served_share"]["days"] == 6);
  CHECK(json["metrics"]["load_gini"]["source"] == "Gini 1912");
}

TEST_CASE("compare in Chinese, and as JSON") {
  const Scratch scratch;
  const std::string bundle = storm(scratch);
  const Run zh = run_paidan({"compare", bundle, "--policies", "fcfs", "--days", "2"});
  CHECK(zh.exit_code == 0);
  CHECK(zh.out.find("服务率 %") != std::string::npos);
  const Run json = run_paidan({"compare", bundle, "--policies", "fcfs", "--days", "2", "--json"});
  CHECK(Json::parse(json.out)["days"] == 2);
}

TEST_CASE("compare says what it expected, all of it, and writes nothing") {
  const Scratch scratch;
  const std::string bundle = storm(scratch);
  const Run run = run_paidan(
      {"compare", bundle, "--policies", "fcfss,min_cost@5x,fcfs,fcfs", "--every", "soon", "-o", scratch.path("out")});
  CHECK(run.exit_code == 2);
  CHECK(run.err.find("policy \"fcfss\": expected one of min_cost, max_served,") != std::string::npos);
  CHECK(run.err.find("policy \"min_cost@5x\": expected immediate, hindsight, or a length like 30m") !=
        std::string::npos);
  CHECK(run.err.find("policy \"fcfs\": named twice") != std::string::npos);
  CHECK(run.err.find("--every \"soon\": expected a length like 30m, 4h or 1d") != std::string::npos);
  CHECK(!scratch.has("out"));
  for (const std::vector<std::string>& bad : {std::vector<std::string>{"--days", "0"},
                                              {"--days", "many"},
                                              {"--threads", "0"},
                                              {"--declines", "101"},
                                              {"--nonsense"}}) {
    std::vector<std::string> arguments{"compare", bundle};
    arguments.insert(arguments.end(), bad.begin(), bad.end());
    CHECK(run_paidan(arguments).exit_code == 2);
  }
  CHECK(run_paidan({"compare", scratch.path("nowhere")}).exit_code == 2);
}

TEST_CASE("whatif draws its curves from the bundle as it is to what is asked") {
  const Scratch scratch;
  const std::string bundle = scratch.path("street");
  REQUIRE(run_paidan({"generate", "street", "--scale", "0.2", "-o", bundle}).exit_code == 0);
  const Run run = run_paidan({"whatif", bundle, "--capacity", "-80%", "--capacity", "P01=+50%", "--fund",
                              "community_service=-9000.50", "--steps", "4", "-o", scratch.path("out"), "--json"});
  CHECK(run.exit_code == 0);
  const Json json = Json::parse(run.out);
  REQUIRE(json["curves"].size() == 3);
  CHECK(json["curves"][0]["points"].size() == 5);
  CHECK(json["curves"][0]["points"][0]["change"] == -8'000);
  CHECK(json["curves"][0]["points"][0]["served"] < json["curves"][0]["points"][4]["served"]);
  CHECK(json["curves"][1]["code"] == "P01");
  CHECK(json["curves"][2]["points"][0]["change"] == -900'050);
  CHECK(scratch.read("out/whatif.json") == run.out);
  CHECK(scratch.read("out/whatif.csv").find("capacity,P01,康乐养老服务中心,50,%,") != std::string::npos);
  const Run table = run_paidan({"whatif", bundle, "--capacity", "-80%", "--steps", "2", "--lang", "en"});
  CHECK(table.out.find("shadow price") != std::string::npos);
}

TEST_CASE("whatif says what it expected") {
  const Scratch scratch;
  const std::string bundle = storm(scratch);
  const auto error = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"whatif", bundle});
    const Run run = run_paidan(arguments);
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    return run.err;
  };
  CHECK(error({}).find("expected --capacity +10% or --fund FUND=+50000") != std::string::npos);
  CHECK(error({"--capacity", "10"}).find("--capacity \"10\": expected [organisation=]+10%") != std::string::npos);
  CHECK(error({"--capacity", "+1.234%"}).find("at most two decimals") != std::string::npos);
  CHECK(error({"--capacity", "-101%"}).find("more than 100 %") != std::string::npos);
  CHECK(error({"--capacity", "nobody=+5%"}).find("nobody is not in the bundle") != std::string::npos);
  CHECK(error({"--fund", "+50000"}).find("--fund \"+50000\": expected fund=+50000") != std::string::npos);
  CHECK(error({"--fund", "gold=+5"}).find("gold is not in the bundle, expected one of resident_autonomy") !=
        std::string::npos);
  CHECK(error({"--fund", "resident_autonomy=-99999"}).find("leaves 0 or more") != std::string::npos);
  CHECK(error({"--capacity", "+5%", "--steps", "0"}).find("--steps") != std::string::npos);
}
