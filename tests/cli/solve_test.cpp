// paidan solve: results on stdout, messages on stderr, exit codes 0, 1, 2 and 3.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/run_paidan.hpp"
#include "paidan/transport/solve.hpp"

using namespace paidan::test;

namespace {

const std::string two_slots =
    "c three orders, two slots of one unit each, and the sink\n"
    "p min 6 6\n"
    "n 1 1\nn 2 1\nn 3 1\nn 6 -3\n"
    "a 1 4 0 1 5\na 2 4 0 1 3\na 2 5 0 1 9\na 3 6 0 1 40\n"
    "a 4 6 0 1 0\na 5 6 0 1 0\n";

std::string with_line(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("the objective and the flow of every arc, with the nodes of the file") {
  const Scratch scratch;
  const Run run = run_paidan({"solve", scratch.write("a.min", two_slots), "--lang", "en"});
  CHECK(run.exit_code == 0);
  CHECK(run.out == "s 54\nf 1 4 1\nf 2 4 0\nf 2 5 1\nf 3 6 1\nf 4 6 1\nf 5 6 1\n");
  CHECK(run.err.starts_with("optimal, certificate checked"));
  const Run quiet = run_paidan({"solve", "-", "--quiet"}, two_slots);
  CHECK(quiet.exit_code == 0);
  CHECK(quiet.out == "s 54\n");
  CHECK(quiet.err.empty());
}

TEST_CASE("an assignment file of OR-Library: rows 1 to n, columns from n + 1; the format may be named") {
  const std::string text = " 3\n 4 1 3\n 2 0 5\n 3 2 2\n";
  CHECK(run_paidan({"solve", "-"}, text).out == "s 5\nf 1 5 1\nf 2 4 1\nf 3 6 1\n");
  CHECK(run_paidan({"solve", "-", "--format", "orlib", "--quiet"}, text).out == "s 5\n");
  const Run wrong = run_paidan({"solve", "-", "--format", "dimacs"}, text);
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.err.starts_with("stdin:1:2: line type \"3\": expected c, p, n or a"));
}

TEST_CASE("every algorithm finds the same objective, and threads change no byte") {
  const std::string seed = PAIDAN_SOURCE_DIR "/tests/fuzz/corpus/problem/tree.min";
  const Run one = run_paidan({"solve", seed, "--threads", "1"});
  CHECK(one.exit_code == 0);
  CHECK(run_paidan({"solve", seed, "--threads", "2"}).out == one.out);
  for (std::string_view algorithm : paidan::transport::algorithms()) {
    CAPTURE(algorithm);
    const Run run = run_paidan({"solve", seed, "--quiet", "--algorithm", std::string(algorithm)});
    CHECK(run.out == one.out.substr(0, one.out.find('\n') + 1));
  }
}

TEST_CASE("--json and --stats are JSON with what was found") {
  const Scratch scratch;
  const Run run = run_paidan({"solve", "-", "--json", "--stats", scratch.path("stats.json")}, two_slots);
  const auto result = nlohmann::json::parse(run.out);
  CHECK(result.at("status") == "optimal");
  CHECK(result.at("objective") == 54);
  CHECK(result.at("flows").size() == 6);
  CHECK(result.at("flows").at(0) == nlohmann::json::parse("[1, 4, 1]"));
  const auto stats = nlohmann::json::parse(scratch.read("stats.json"));
  CHECK(stats.at("status") == "optimal");
  CHECK(stats.at("objective") == 54);
  CHECK(stats.at("algorithm") == result.at("algorithm"));
  CHECK_FALSE(stats.at("why").get<std::string>().empty());
  for (const char* phase : {"read", "presolve", "solve", "verify"}) CHECK(stats.at("seconds").at(phase) >= 0);
  CHECK(stats.at("counts").at("orders") == 3);
  CHECK(stats.at("peak_rss_bytes") > 1000000);
}

TEST_CASE("an infeasible problem exits with 1 and says which orders want more than can be taken") {
  const std::string text = with_line(two_slots, "a 2 5 0 1 9", "a 2 4 0 1 9");  // the second arc 2 → 4
  const Run twice = run_paidan({"solve", "-"}, text);
  CHECK(twice.exit_code == 2);
  CHECK(twice.err == "stdin:9:5: arc 2 → 4: the second one, expected one arc from an order to a node\n");

  const std::string short_of_one = with_line(two_slots, "a 2 5 0 1 9", "a 3 5 0 1 9");
  const Run english = run_paidan({"solve", "-", "--lang", "en"}, short_of_one);
  CHECK(english.exit_code == 1);
  CHECK(english.out.empty());
  CHECK(english.err ==
        "infeasible: the orders at nodes 1, 2 want 2 units together, but the places they may go to take 1 at most\n");
  const Run chinese = run_paidan({"solve", "-", "--lang", "zh", "--json"}, short_of_one);
  CHECK(chinese.exit_code == 1);
  CHECK(chinese.err == "无解：节点 1、2 的工单合计要 2 单位，能去的地方最多只接得下 1 单位\n");
  const auto result = nlohmann::json::parse(chinese.out);
  CHECK(result.at("status") == "infeasible");
  CHECK(result.at("witness") == nlohmann::json::parse("[1, 2]"));
  CHECK(result.at("wanted") == 2);
  CHECK(result.at("taken") == 1);
}

TEST_CASE("lower bounds that cannot be met exit with 1 and say by how much they are missed") {
  const Run run = run_paidan({"solve", "-", "--lang", "en", "--json"}, with_line(two_slots, "5 6 0 1 0", "5 6 3 9 0"));
  CHECK(run.exit_code == 1);
  CHECK(run.err ==
        "infeasible: the lower bounds cannot all be met, together they miss 2 units at best\n"
        "  node 5 to 6: at least 3 units, 1 arrive\n");
  CHECK(nlohmann::json::parse(run.out).at("short").at(0).at("carried") == 1);
}

TEST_CASE("bad input exits with 2, lists every problem with its place, and nothing is written") {
  const Scratch scratch;
  const std::string text = with_line(with_line(two_slots, "n 3 1", "n 3 x"), "a 2 5", "a 2 7");
  const Run run = run_paidan({"solve", "-", "--stats", scratch.path("stats.json")}, text);
  CHECK(run.exit_code == 2);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "stdin:5:5: supply \"x\": expected a whole number from -1,152,921,504,606,846,976 to "
        "1,152,921,504,606,846,976\n"
        "stdin:9:5: head \"7\": expected a whole number from 1 to 6\n");
  CHECK(scratch.file_count() == 0);
}

TEST_CASE("wrong usage exits with 2") {
  CHECK(run_paidan({"solve"}).exit_code == 2);
  CHECK(run_paidan({"solve", "-", "--format", "mps"}, two_slots).exit_code == 2);
  CHECK(run_paidan({"solve", "-", "--algorithm", "magic"}, two_slots).exit_code == 2);
  CHECK(run_paidan({"solve", "-", "--threads", "0"}, two_slots).exit_code == 2);
  const Run missing = run_paidan({"solve", "/no/such/file"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err.starts_with("/no/such/file: cannot read this file"));
  const Run directory = run_paidan({"solve", "/"});
  CHECK(directory.exit_code == 2);
  CHECK(directory.err.starts_with("/: cannot read this file"));
  const Run far_apart = run_paidan({"solve", "-"}, with_line(two_slots, "0 1 9\n", "0 1 2000000000000000000\n"));
  CHECK(far_apart.exit_code == 2);
  CHECK(far_apart.err.starts_with("stdin: transport problem: "));
}

TEST_CASE("a file that cannot be written exits with 3") {
  const Scratch scratch;
  const std::string file = scratch.write("not_a_directory", "");
  const Run run = run_paidan({"solve", "-", "--stats", file + "/stats.json"}, two_slots);
  CHECK(run.exit_code == 3);
  CHECK(run.out.empty());
}
