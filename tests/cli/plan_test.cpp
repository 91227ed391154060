// paidan match, verify and explain as a person runs them: exit codes, sentences, JSON keys, both languages.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "run_paidan.hpp"

using namespace paidan::test;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

// The codes of a CSV file's rows with `text` in them.
std::vector<std::string> rows_with(const std::string& csv, const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(text) != std::string::npos) out.push_back(line.substr(0, line.find(',')));
  }
  return out;
}

struct Matched {
  Scratch scratch;
  std::string bundle = scratch.path("street"), plan = scratch.path("plan");
  explicit Matched(const std::string& scale = "0.2") {
    CHECK(run_paidan({"generate", "street", "-o", bundle, "--scale", scale}).exit_code == 0);
    CHECK(run_paidan({"match", bundle, "-o", plan}).exit_code == 0);
  }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(scratch.path(name), std::ios::binary) << content;
  }
};

}  // namespace

TEST_CASE("verify accepts a plan that nobody touched, in both languages and as JSON") {
  const Matched m;
  const Run zh = run_paidan({"verify", m.plan}), en = run_paidan({"verify", m.plan, "--lang", "en"});
  CHECK(zh.exit_code == 0);
  CHECK(zh.out.starts_with("核验通过"));
  CHECK(en.out.starts_with("verified: "));
  const Json json = Json::parse(run_paidan({"verify", m.plan, "--json"}).out);
  CHECK(json["verified"] == true);
  CHECK(json["faults"].empty());
}

TEST_CASE("verify rejects a changed file with exit 1 and a sentence that says where") {
  const Matched m;
  for (const std::string name : {"plan.csv", "unserved.csv", "worklist.csv", "plan.json"}) {
    const std::string good = m.scratch.read("plan/" + name);
    std::string bad = good;
    const std::size_t at = bad.find_last_of("0123456789");
    bad[at] = bad[at] == '9' ? '8' : static_cast<char>(bad[at] + 1);
    m.write("plan/" + name, bad);
    CAPTURE(name);
    const Run run = run_paidan({"verify", m.plan, "--lang", "en"});
    CHECK(run.exit_code == 1);
    CHECK(run.err.starts_with(name + ":"));
    CHECK(run.err.find("expected") != std::string::npos);
    const Json json = Json::parse(run_paidan({"verify", m.plan, "--json"}).out);
    CHECK(json["verified"] == false);
    CHECK(json["faults"][0]["kind"] == "file");
    CHECK(json["faults"][0]["file"] == name);
    CHECK(json["faults"][0]["line"] > 1);
    m.write("plan/" + name, good);
  }
  CHECK(run_paidan({"verify", m.plan}).exit_code == 0);
}

TEST_CASE("verify rejects a plan whose bundle changed, even into one that cannot be read") {
  const Matched m;
  const std::string good = m.scratch.read("street/demands.csv");
  for (const std::string& bad : {good + "\n", std::string("not,a,table\n")}) {
    m.write("street/demands.csv", bad);
    const Run run = run_paidan({"verify", m.plan, "--lang", "en"});
    CHECK(run.exit_code == 1);
    CHECK(run.err == "demands.csv was changed since the plan was made, or is gone\n");
  }
  const Run zh = run_paidan({"explain", m.plan, "Q00001"});
  CHECK(zh.exit_code == 1);
  CHECK(zh.err.find("改过") != std::string::npos);
}

TEST_CASE("verify and explain refuse what is not a plan, or not of it, with exit 2") {
  const Matched m;
  CHECK(run_paidan({"verify", m.scratch.path("nowhere")}).exit_code == 2);
  const Run order = run_paidan({"explain", m.plan, "Q99999"});
  CHECK(order.exit_code == 2);
  CHECK(order.err.find("order \"Q99999\": expected") != std::string::npos);
  const Run bundle = run_paidan({"verify", m.plan, "--bundle", m.scratch.path("nowhere")});
  CHECK(bundle.exit_code == 2);
  CHECK(bundle.err.find("no such bundle") != std::string::npos);
  m.write("plan/plan.json", "{\"bundle\": 3}");
  const Run json = run_paidan({"verify", m.plan});
  CHECK(json.exit_code == 2);
  CHECK(json.err.find("plan.json:1:12: bundle 3: expected a text") != std::string::npos);
}

TEST_CASE("a plan is found again when bundle and plan have moved together") {
  const Matched m;
  fs::rename(m.bundle, m.scratch.path("elsewhere"));
  CHECK(run_paidan({"verify", m.plan}).exit_code == 2);
  CHECK(run_paidan({"verify", m.plan, "--bundle", m.scratch.path("elsewhere")}).exit_code == 0);
}

TEST_CASE("a bundle whose name is not UTF-8 makes a plan that can be read; verify asks where the bundle is") {
  const Scratch scratch;
  for (const std::string name : {"\xBE\xC5\xC1\xFA", "\xBE\xC5\xC1\xFA.json"}) {  // 九龙 in GBK
    CAPTURE(name);
    const std::string bundle = scratch.path(name), plan = scratch.path("plan");
    CHECK(run_paidan({"generate", "storm", "-o", bundle}).exit_code == 0);
    CHECK(run_paidan({"match", bundle, "-o", plan}).exit_code == 0);
    CHECK(Json::accept(scratch.read("plan/plan.json")));
    const Run lost = run_paidan({"verify", plan});
    CHECK(lost.exit_code == 2);
    CHECK(lost.err.find("--bundle says where it is") != std::string::npos);
    CHECK(run_paidan({"verify", plan, "--bundle", bundle}).exit_code == 0);
  }
}

TEST_CASE("explain takes a placed order's cost apart and names the next best place") {
  const Matched m;
  const auto placed = rows_with(m.scratch.read("plan/plan.csv"), "Q0");
  REQUIRE(!placed.empty());
  const Run zh = run_paidan({"explain", m.plan, placed[0]});
  CHECK(zh.exit_code == 0);
  CHECK(zh.out.find("工单 " + placed[0]) != std::string::npos);
  const Json e = Json::parse(run_paidan({"explain", m.plan, placed[0], "--json"}).out);
  for (const char* key : {"order", "demands", "item", "community", "units", "priority", "earliest", "latest",
                          "screened", "placed", "unserved"}) {
    CAPTURE(key);
    CHECK(e.contains(key));
  }
  REQUIRE(!e["placed"].empty());
  const Json& line = e["placed"][0];
  std::int64_t sum = 0;
  for (const auto& [term, cost] : line["terms"].items()) sum += cost.get<std::int64_t>();
  CHECK(sum == line["cost"]);
  for (const Json& l : e["placed"]) {
    if (l["next_best"].is_null()) continue;
    CHECK(l["next_best"]["moves"][0]["order"] == placed[0]);
    CHECK(l["next_best"]["change"].contains("cost"));
  }
}

TEST_CASE("explain gives an unserved order's reason, the cheapest chain and reliefs with what they change") {
  const Matched m("1");  // a fifth of the street has room for all
  int chains = 0, reliefs = 0;
  const auto unserved = rows_with(m.scratch.read("plan/unserved.csv"), "Q0");
  REQUIRE(!unserved.empty());
  for (std::size_t k = 0; k < unserved.size() && k < 6; ++k) {
    CAPTURE(unserved[k]);
    const Run run = run_paidan({"explain", m.plan, unserved[k], "--json", "--lang", "en"});
    CHECK(run.exit_code == 0);
    const Json e = Json::parse(run.out);
    REQUIRE(!e["unserved"].is_null());
    const Json& u = e["unserved"];
    CHECK(u["units"] > 0);
    CHECK(!u["reason"].get<std::string>().empty());
    chains += !u["cheapest_chain"].is_null();
    for (const Json& r : u["reliefs"]) {
      ++reliefs;
      CHECK(!r["words"].get<std::string>().empty());
      CHECK(r["amount"] > 0);
      std::int64_t gained = 0;
      for (const auto& [priority, units] : r["change"]["served"].items()) gained += units.get<std::int64_t>();
      CHECK(gained + r["change"]["over_caps"].get<std::int64_t>() >= 0);
    }
    const Run zh = run_paidan({"explain", m.plan, unserved[k]});
    CHECK(zh.out.find("原因：") != std::string::npos);
  }
  CHECK(chains > 0);
  CHECK(reliefs > 0);
}
