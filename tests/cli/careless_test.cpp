// Slips of the pen on the command line: said in one sentence, exit code 2, and nothing written anywhere.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/run_paidan.hpp"

using namespace paidan::test;

namespace {

const std::string bundle = PAIDAN_SOURCE_DIR "/examples/data/jiulong_small";

struct Places {
  Scratch scratch;
  std::string file = scratch.write("file", "mine"), directory = scratch.path("directory");
  Places() { std::filesystem::create_directory(directory); }

  void refused(std::vector<std::string> arguments, const std::string& said) const {
    const std::size_t before = scratch.file_count();
    arguments.insert(arguments.end(), {"--lang", "en"});
    const Run run = run_paidan(arguments);
    CAPTURE(said);
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(run.err == said + "\n");
    CHECK(scratch.file_count() == before);
    CHECK(scratch.read("file") == "mine");
    CHECK(std::filesystem::is_empty(directory));
  }
};

}  // namespace

TEST_CASE("an option without its file says that a file is missing") {
  const Places p;
  for (const std::string option : {"--report", "--problem-out", "--stats"}) {
    const std::size_t before = p.scratch.file_count();
    const Run run = run_paidan({"match", bundle, "-o", p.scratch.path("out"), option});
    CHECK(run.exit_code == 2);
    CHECK(run.err == option + ": 1 required FILE missing\nRun with --help for more information.\n");
    CHECK(p.scratch.file_count() == before);
  }
}

TEST_CASE("too much and too little: what it is, and what the command is given") {
  const auto refused = [](std::vector<std::string> arguments, const std::string& said) {
    const Run run = run_paidan(arguments);
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(run.err == said + "\nRun with --help for more information.\n");
  };
  refused({"verify", "plan", "b", "c"}, "not expected: b c\nUsage: paidan verify [OPTIONS] DIR");
  refused({"match", bundle, "--nope"}, "not expected: --nope\nUsage: paidan match [OPTIONS] BUNDLE");
  refused({"explain", "plan"}, "ORDER is required\nUsage: paidan explain [OPTIONS] DIR ORDER");
  refused({}, "A subcommand is required");
}

TEST_CASE("an option is no other option's value") {
  const Places p;
  const std::string out = p.scratch.path("out");
  const auto refused = [&](std::vector<std::string> arguments, const std::string& said) {
    const std::size_t before = p.scratch.file_count();
    const Run run = run_paidan(arguments);
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(run.err == said + "\nRun with --help for more information.\n");
    CHECK(p.scratch.file_count() == before);
    CHECK(!std::filesystem::exists("--lang"));
  };
  refused({"match", bundle, "-o", out, "--report", "--lang", "en"}, "--report: expected FILE, found the option --lang");
  refused({"match", bundle, "--report", "--with-residents", "-o", out},
          "--report: expected FILE, found the option --with-residents");
  refused({"match", bundle, "-o", "--json"}, "-o: expected DIRECTORY, found the option --json");
  refused({"generate", "street", "-o", out, "--seed", "--scale"}, "--seed: expected UINT, found the option --scale");
  refused({"whatif", bundle, "--capacity", "--lang", "en"}, "--capacity: expected TEXT, found the option --lang");
}

TEST_CASE("a directory for a file, a file for a directory, no name at all") {
  const Places p;
  const std::string out = p.scratch.path("out"), is_directory = p.directory + ": this is a directory, expected a file",
                    is_file = "-o " + p.file + ": this is a file, expected a directory";
  for (const std::string option : {"--report", "--problem-out", "--stats"}) {
    p.refused({"match", bundle, "-o", out, option, p.directory}, option + " " + is_directory);
  }
  p.refused({"match", bundle, "-o", p.file}, is_file);
  p.refused({"match", bundle, "-o", ""}, "-o: expected the name of a directory");
  p.refused({"compare", bundle, "--days", "1", "-o", out, "--report", p.directory}, "--report " + is_directory);
  p.refused({"compare", bundle, "--days", "1", "-o", p.file}, is_file);
  p.refused({"whatif", bundle, "--capacity", "+10%", "-o", out, "--report", p.directory}, "--report " + is_directory);
  p.refused({"whatif", bundle, "--capacity", "+10%", "-o", p.file}, is_file);
  p.refused({"generate", "street", "-o", p.file}, is_file);
  p.refused({"generate", "street", "-o", ""}, "-o: expected the name of a directory");
  p.refused({"solve", p.file, "--stats", p.directory}, "--stats " + is_directory);
}

TEST_CASE("results never go over what was read") {
  const Places p;
  const std::string street = p.scratch.path("street"), document = p.scratch.path("street.json");
  CHECK(run_paidan({"generate", "storm", "-o", street}).exit_code == 0);
  CHECK(run_paidan({"generate", "storm", "-o", document}).exit_code == 0);
  const std::string before = p.scratch.read("street.json");
  p.refused({"match", street, "-o", street + "/"}, "-o " + street + "/: this is the input, expected another directory");
  CHECK(!p.scratch.has("street/plan.csv"));
  p.refused({"match", document, "-o", p.scratch.path("out"), "--report", document},
            "--report " + document + ": this is the input, expected another file");
  CHECK(p.scratch.read("street.json") == before);
}

TEST_CASE("a place where nothing can be written is exit code 3, named, and leaves nothing behind") {
  const Places p;
  const std::string page = p.scratch.path("new/page.html");
  const Run run = run_paidan({"match", bundle, "-o", "/proc/plan", "--problem-out", page, "--lang", "en"});
  CHECK(run.exit_code == 3);
  CHECK(run.err.find("/proc/plan: cannot make this directory: ") != std::string::npos);
  CHECK(!p.scratch.has("new"));
  const std::string below = p.file + "/page.html";
  const Run other = run_paidan({"match", bundle, "-o", p.scratch.path("new"), "--report", below, "--lang", "en"});
  CHECK(other.exit_code == 3);
  CHECK(other.err.find(below + ": cannot create this file: ") != std::string::npos);
  CHECK(!p.scratch.has("new"));
}

TEST_CASE("a command that does not exist, a bundle that is one file, an order that nobody knows") {
  const Places p;
  p.refused({"mach", bundle},
            "command \"mach\": expected one of match, verify, explain, solve, generate, compare, whatif");
  const std::string plan = p.scratch.path("plan"), table = bundle + "/demands.csv",
                    one_table = table + ": one table is no bundle: expected the directory that holds it";
  CHECK(run_paidan({"match", bundle, "-o", plan}).exit_code == 0);
  p.refused({"verify", plan, "--bundle", table}, one_table);
  p.refused({"match", table, "-o", p.scratch.path("out")}, one_table);
  p.refused({"explain", plan, "Q99"}, "order \"Q99\": expected an id of the plan's work list");
}

TEST_CASE("a bundle whose demands are a header alone is a plan without lines") {
  const Scratch scratch;
  std::filesystem::copy(bundle, scratch.path("street"));
  const std::string demands = scratch.read("street/demands.csv");
  scratch.write("street/demands.csv", demands.substr(0, demands.find('\n') + 1));
  const Run run = run_paidan({"match", scratch.path("street"), "-o", scratch.path("plan"), "--json"});
  CHECK(run.exit_code == 0);
  CHECK(nlohmann::json::parse(run.out)["orders"] == 0);
  CHECK(run_paidan({"verify", scratch.path("plan")}).exit_code == 0);
}

TEST_CASE("a seed below zero is no seed") {
  const Places p;
  const std::string out = p.scratch.path("street");
  const Run run = run_paidan({"generate", "street", "-o", out, "--seed", "-1"});
  CHECK(run.exit_code == 2);
  CHECK(run.err.find("--seed: -1: expected 0 or more") != std::string::npos);
  CHECK(!p.scratch.has("street"));
}
