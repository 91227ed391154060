// Problems in the text formats of the field: what is read, what is refused and where, and published optima.
#include "paidan/io/problem_io.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

#include "paidan/core/error.hpp"
#include "paidan/io/files.hpp"
#include "paidan/transport.hpp"

using namespace paidan;
using namespace paidan::io;

namespace {

ProblemAnswer solve_text(const std::string& text, ProblemFormat format = ProblemFormat::guess) {
  const ProblemFile file = parse_problem(text, "test", format);
  const transport::Solution solution = transport::solve(file.problem);
  REQUIRE(transport::verify(file.problem, solution).holds());
  return answer_of(file, solution);
}

std::string problem_complaint(const std::string& text, ProblemFormat format = ProblemFormat::guess) {
  try {
    (void)parse_problem(text, "f", format);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

// A file with the right number of arcs.
std::string min_file(std::size_t nodes, const std::string& supplies, const std::vector<std::string>& arcs) {
  std::string text = fmt::format("p min {} {}\n{}\n", nodes, arcs.size(), supplies);
  for (const std::string& a : arcs) text += "a " + a + "\n";
  return text;
}

// supply × demand tables of the textbooks, written as `p min` with exact demands.
std::string table(const std::vector<int>& supply, const std::vector<int>& demand,
                  const std::vector<std::vector<int>>& cost) {
  std::string nodes;
  std::vector<std::string> arcs;
  for (std::size_t i = 0; i < supply.size(); ++i) nodes += fmt::format("n {} {}\n", i + 1, supply[i]);
  for (std::size_t j = 0; j < demand.size(); ++j) {
    nodes += fmt::format("n {} {}\n", supply.size() + j + 1, -demand[j]);
    for (std::size_t i = 0; i < supply.size(); ++i) {
      arcs.push_back(fmt::format("{} {} 0 {} {}", i + 1, supply.size() + j + 1, supply[i], cost[i][j]));
    }
  }
  return min_file(supply.size() + demand.size(), nodes, arcs);
}

}  // namespace

TEST_CASE("published optima") {
  SUBCASE("Powerco (Winston, Operations Research: Applications and Algorithms, 4th ed. 2004, §7.1)") {
    CHECK(
        solve_text(table({35, 50, 40}, {45, 20, 30, 30}, {{8, 6, 10, 9}, {9, 12, 13, 7}, {14, 9, 16, 5}})).objective ==
        1020);
  }
  SUBCASE("P & T Company (Hillier & Lieberman, Introduction to Operations Research, 7th ed. 2001, §8.1)") {
    CHECK(solve_text(table({75, 125, 100}, {80, 65, 70, 85},
                           {{464, 513, 654, 867}, {352, 416, 690, 791}, {995, 682, 388, 685}}))
              .objective == 152535);
  }
  SUBCASE("Machineco (Winston 2004, §7.5), as OR-Library writes an assignment") {
    CHECK(solve_text("4\n14 5 8 7\n2 12 6 5\n7 8 3 9\n2 4 6 10\n").objective == 15);
  }
  SUBCASE("c_ij = i · j: the reversal is best (Machol & Wien 1976)") {
    constexpr int n = 40;
    std::string text = fmt::format("{}\n", n);
    int expected = 0;
    for (int i = 1; i <= n; ++i) {
      for (int j = 1; j <= n; ++j) text += fmt::format("{} ", i * j);
      expected += i * (n + 1 - i);
    }
    CHECK(solve_text(text).objective == expected);
  }
}

TEST_CASE("blank lines, comments, CRLF, indents, a BOM and a missing last line end make no difference") {
  const std::string plain = "p min 3 2\nn 1 2\nn 3 -2\na 1 2 0 2 5\na 2 3 1 4 1\n";
  const std::string rough =
      "\xEF\xBB\xBF"
      "c hello\r\n\r\nc\r\n  p   min 3\t2 \r\nn 1 2\r\nn 3 -2\r\ncomment\r\n\r\na 1 2 0 2 5\r\n\ta 2 3 1 4 1";
  CHECK(render_answer(solve_text(plain)) == "s 12\nf 1 2 2\nf 2 3 2\n");
  CHECK(render_answer(solve_text(rough)) == render_answer(solve_text(plain)));
}

TEST_CASE("parallel tree arcs fill from the cheapest, whatever their order in the file") {
  const ProblemAnswer answer =
      solve_text(min_file(3, "n 1 6\nn 3 -6", {"1 2 0 6 0", "2 3 0 2 9", "2 3 0 3 -4", "2 3 1 4 2"}));
  CHECK(render_answer(answer) == "s -6\nf 1 2 6\nf 2 3 0\nf 2 3 3\nf 2 3 3\n");
}

TEST_CASE("an arc of an order that is narrower than its supply is a bound") {
  const ProblemAnswer answer =
      solve_text(min_file(4, "n 1 5\nn 4 -5", {"1 2 0 2 1", "1 3 0 9 4", "2 4 0 9 0", "3 4 0 9 0"}));
  CHECK(render_answer(answer) == "s 14\nf 1 2 2\nf 1 3 3\nf 2 4 2\nf 3 4 3\n");
}

TEST_CASE("a lower bound draws orders to a dear place, and not one more than it must") {
  // Node 3 costs 50 more; at least 2 of 5 units must go there, through node 4 at least 1 more.
  const ProblemAnswer answer =
      solve_text(min_file(5, "n 1 5\nn 5 -5", {"1 2 0 5 0", "1 3 0 5 50", "3 4 2 9 0", "4 5 3 9 1", "2 5 0 9 0"}));
  CHECK(answer.objective == 3 * 51);
  // Numbers near the limit: a lower bound beyond every supply is infeasible and says so.
  const ProblemAnswer short_by_much =
      solve_text(min_file(3, "n 1 5\nn 3 -5", {"1 2 0 5 0", "2 3 9223372036854775807 9223372036854775807 7"}));
  CHECK(short_by_much.status == transport::Status::infeasible);
  REQUIRE(short_by_much.short_nodes.size() == 1);
  CHECK(short_by_much.short_nodes[0].node == 2);
  CHECK(short_by_much.short_nodes[0].carried == 5);
}

TEST_CASE("large numbers are exact") {
  const ProblemAnswer answer =
      solve_text(min_file(3, "n 1 1000000000000000000\nn 3 -1000000000000000000",
                          {"1 2 0 1000000000000000000 1000000000000000000", "2 3 0 9223372036854775807 7"}));
  CHECK(render_answer(answer) ==
        "s 1000000000000000007000000000000000000\nf 1 2 1000000000000000000\nf 2 3 1000000000000000000\n");
}

TEST_CASE("nothing to do costs nothing") {
  CHECK(render_answer(solve_text("p min 0 0\n")) == "s 0\n");
  CHECK(render_answer(solve_text("p min 2 1\na 1 2 0 4 3\n")) == "s 0\nf 1 2 0\n");
  CHECK(solve_text("p min 2 1\na 1 2 1 4 3\n").status == transport::Status::infeasible);
  CHECK(render_answer(solve_text("p asn 4 0\n")) == "s 0\n");
}

TEST_CASE("every line that is wrong is listed with line, column, value and expectation") {
  const std::string any = "-9,223,372,036,854,775,807 to 9,223,372,036,854,775,807";
  CHECK(problem_complaint("") ==
        "f:1:1: the problem line is missing: expected `p min NODES ARCS` or `p asn NODES ARCS`");
  CHECK(problem_complaint("c nothing\n").starts_with("f:2:1: the problem line is missing"));
  CHECK(problem_complaint("n 1 2\np min 2 0\n") ==
        "f:1:1: a line before the problem line: expected `p min NODES ARCS` or `p asn NODES ARCS` first");
  CHECK(problem_complaint("p max 2 0\n") == "f:1:3: problem type \"max\": expected min or asn");
  CHECK(problem_complaint("p min two 0\n").starts_with("f:1:7: nodes \"two\": expected a whole number from 0 to"));
  CHECK(problem_complaint("p min 2\n").starts_with("f:1:8: arcs is missing: expected a whole number"));
  CHECK(problem_complaint("p min 2 0 7\n") == "f:1:11: \"7\": expected the end of the line");
  CHECK(problem_complaint("p min 2 0\np min 2 0\n") == "f:2:1: a second problem line: expected one");
  CHECK(problem_complaint("p min 2000000000 0\n").starts_with("f:1:7: nodes \"2000000000\": expected"));
  CHECK(problem_complaint("p min 2 0\nx 1\n") == "f:2:1: line type \"x\": expected c, p, n or a");
  CHECK(problem_complaint("p min 2 0\nn 3 1\n") == "f:2:3: node \"3\": expected a whole number from 1 to 2");
  CHECK(problem_complaint("p min 2 0\nn 1 1\nn 1 1\n") ==
        "f:3:3: node 1: expected one n line for each node, this is the second");
  CHECK(problem_complaint("p min 2 0\nn 1 1.5\n").starts_with("f:2:5: supply \"1.5\": expected a whole number"));
  CHECK(problem_complaint("p min 2 2\na 1 2 0 1 1\n") == "f:1:9: arcs \"2\": expected 1, as many as there are a lines");
  CHECK(problem_complaint("p min 2 1\nn 1 1\na 1 2 0 1 1\n") ==
        "f:1:7: the supplies and demands of all nodes add up to 1: expected 0");
  CHECK(problem_complaint("p min 2 0\nn 1 1152921504606846976\nn 2 1152921504606846976\n") ==
        "f:1:7: the supplies add up to 2305843009213693952: expected at most 2^60");
  CHECK(problem_complaint(
            "p min 3 6\na 0 2 0 1 1\na 1 4 0 1 1\na 1 2 -1 1 1\na 1 2 2 1 1\na 1 2 0 1 99999999999999999999\n"
            "a 1 2 0\n") ==
        "f:2:3: tail \"0\": expected a whole number from 1 to 3\n"
        "f:3:5: head \"4\": expected a whole number from 1 to 3\n"
        "f:4:7: lower bound \"-1\": expected a whole number from 0 to 9,223,372,036,854,775,807\n"
        "f:5:9: capacity 1: expected at least the lower bound, 2\n"
        "f:6:11: cost \"99999999999999999999\": expected a whole number from " +
            any +
            "\n"
            "f:7:8: capacity is missing: expected a whole number from 0 to 9,223,372,036,854,775,807\n"
            "f:7:8: cost is missing: expected a whole number from " +
            any);
  CHECK(problem_complaint("p asn 2 1\nn 1 1\na 1 2 0\n") == "f:2:5: \"1\": expected the end of the line");
}

TEST_CASE("many problems are listed up to a limit and counted beyond it") {
  std::string text = "p min 2 0\n";
  for (int i = 0; i < 130; ++i) text += "x\n";
  CHECK(problem_complaint(text).ends_with("f:101:1: line type \"x\": expected c, p, n or a\n… and 30 more problems"));
}

TEST_CASE("a network that is no transport problem is refused: which arc, and why") {
  const auto refused = [](std::size_t nodes, const std::string& supplies, const std::vector<std::string>& arcs) {
    return problem_complaint(min_file(nodes, supplies, arcs));
  };
  // The example of the DIMACS specification is a network but no tree: node 2 leads to 3 and to 4.
  CHECK(refused(4, "n 1 4\nn 4 -4", {"1 2 0 4 2", "1 3 0 2 2", "2 3 0 2 1", "2 4 0 3 3", "3 4 0 5 1"}) ==
        "f:7:5: arc 2 → 4: node 2 already leads to 3, expected one way up for a node that is no order");
  CHECK(refused(3, "n 1 1\nn 2 1\nn 3 -2", {"1 2 0 1 1", "2 3 0 1 1"}) ==
        "f:5:5: arc 1 → 2: ends at an order (supply 1), expected a node of supply 0 or less");
  CHECK(refused(3, "n 1 1\nn 3 -1", {"1 2 0 1 1", "2 1 0 1 1"}) ==
        "f:5:5: arc 2 → 1: ends at an order (supply 1), expected a node of supply 0 or less");
  CHECK(refused(3, "n 1 1\nn 3 -1", {"1 3 0 1 1", "3 2 0 1 1"}) ==
        "f:5:3: arc 3 → 2: starts at a sink (supply -1), expected an order or a node between orders and sink");
  CHECK(refused(3, "n 1 1\nn 3 -1", {"1 3 1 1 1"}) ==
        "f:4:7: arc 1 → 3: lower bound 1 on an order's arc, expected 0: only tree arcs can have one");
  CHECK(refused(5, "n 1 1\nn 5 -1", {"1 2 0 1 1", "2 3 0 1 1", "3 4 0 1 1", "4 2 0 1 1"}) ==
        "f:7:5: arc 4 → 2: closes a cycle, expected a tree that ends in the sink");
  CHECK(refused(3, "n 1 1\nn 3 -1", {"2 2 0 1 1"}) ==
        "f:4:5: arc 2 → 2: closes a cycle, expected a tree that ends in the sink");
  CHECK(refused(3, "n 1 1\nn 3 -1", {"1 3 0 1 1", "1 2 0 1 1", "1 3 0 1 2"}) ==
        "f:6:5: arc 1 → 3: the second one, expected one arc from an order to a node");
  CHECK(problem_complaint("p asn 3 2\nn 1\na 2 3 1\na 1 1 1\n") ==
        "f:3:3: arc 2 → 3: starts at a node without an n line, expected one of those to be assigned\n"
        "f:4:5: arc 1 → 1: ends at a node with an n line, expected one that can be taken");
  CHECK(refused(3, "n 1 1\nn 3 -1", {"1 2 0 1 0", "1 3 0 1 1000000000000000000", "2 3 1 2 500000000000000000"})
            .starts_with("f: the lower bounds need penalties that add up to 1500000000000000001: expected at most"));
}

TEST_CASE("what is wrong with OR-Library's numbers") {
  CHECK(problem_complaint("3\n1 2 3\n4 5 6\n7 8\n") ==
        "f:1:1: 9 numbers in the file: expected 10 (an assignment: n, n² costs) or 11 (one GAP: m, n, m × n costs, "
        "m × n resources, m capacities)");
  CHECK(problem_complaint("2 1 2 3\n", ProblemFormat::orlib) ==
        "f:1:1: 4 numbers in the file: expected 5, n and n² costs of an assignment of n = 2");
  CHECK(problem_complaint("2\n1 2\n3 4.5\n") ==
        "f:3:3: cost \"4.5\": expected a whole number from -9,223,372,036,854,775,807 to 9,223,372,036,854,775,807");
  CHECK(problem_complaint("0\n").starts_with("f:1:1: n \"0\": expected a whole number from 1"));
  CHECK(problem_complaint("2 3\n5 8 3\n4 6 9\n2 2 2\n7 8 7\n4\n13\n") ==
        "f:5:3: agent 2 uses 8 for job 2 and 7 for job 1: expected the same for every job, else this is no transport "
        "problem");
  CHECK(problem_complaint("1 1\n5\n-1\n4\n").starts_with("f:3:1: resource \"-1\": expected a whole number from 0"));
  CHECK(
      problem_complaint("2 1 1 5 1 4 1 1 5 1 4\n").starts_with("f:1:1: 11 numbers in the file: expected"));  // two sets
}

TEST_CASE("the fuzzer's seeds are read and solved") {
  int files = 0;
  for (const auto& seed : std::filesystem::directory_iterator(PAIDAN_SOURCE_DIR "/tests/fuzz/corpus/problem")) {
    CAPTURE(seed.path().string());
    const ProblemFile file = read_problem(seed.path());
    CHECK(answer_of(file, transport::solve(file.problem)).status == transport::Status::optimal);
    ++files;
  }
  CHECK(files >= 5);
}
