// paidan match --problem-out: the transport problem of a street as a file that others can solve.
#include <doctest/doctest.h>

#include "cli/run_paidan.hpp"
#include "paidan/dispatch/batch.hpp"
#include "paidan/policy/policy.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/transport.hpp"
#include "src/cli/problem_out.hpp"

using namespace paidan;
using namespace paidan::test;

TEST_CASE("the written problem has the optimum of the batch, and its nodes have names") {
  sim::GenerateOptions options;
  options.scale_thousandths = 50;
  const Street street = sim::generate_street(options);
  const dispatch::Batch batch = dispatch::run_batch(street, *policy::policy_named("default"));
  REQUIRE(batch.compiled.problem.group_count() > 0);
  const std::string text = cli::render_problem(street, batch.list, batch.compiled);
  const io::ProblemFile file = io::parse_problem(text, "street.min");
  const io::ProblemAnswer answer = io::answer_of(file, transport::solve(file.problem));
  CHECK(answer.status == transport::Status::optimal);
  CHECK(answer.objective == batch.solution.objective);
  CHECK(text.find("\nc node 1 order " +
                  std::string(street.demands[batch.list.orders[batch.compiled.orders[0]].first].code)) !=
        std::string::npos);
  CHECK(text.find(" slot ") != std::string::npos);
  CHECK(text.find(" all of organisation ") != std::string::npos);
}

TEST_CASE("match writes it beside the plan, and solve reads it") {
  const Scratch scratch;
  REQUIRE(run_paidan({"generate", "storm", "-o", scratch.path("storm")}).exit_code == 0);
  const Run match = run_paidan({"match", scratch.path("storm"), "-o", scratch.path("plan"), "--problem-out",
                                scratch.path("storm.min"), "--lang", "en"});
  CHECK(match.exit_code == 0);
  const Run solve = run_paidan({"solve", scratch.path("storm.min"), "--quiet"});
  CHECK(solve.exit_code == 0);
  CHECK(solve.out.starts_with("s "));
}

TEST_CASE("a bundle that is wrong leaves no problem file behind") {
  const Scratch scratch;
  REQUIRE(run_paidan({"generate", "storm", "-o", scratch.path("storm")}).exit_code == 0);
  scratch.write("storm/demands.csv", "demand_id,community_id,item_id\nD1,nowhere,nothing\n");
  const Run match = run_paidan(
      {"match", scratch.path("storm"), "-o", scratch.path("plan"), "--problem-out", scratch.path("storm.min")});
  CHECK(match.exit_code == 2);
  CHECK_FALSE(scratch.has("storm.min"));
  CHECK_FALSE(scratch.has("plan"));
}
