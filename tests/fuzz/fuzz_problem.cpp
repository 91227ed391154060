// Whatever bytes come in, the problem readers either refuse them with `Error` or read a problem that solves with a
// certificate, whose answer can be written, and which reads back from `p min` to the same optimum.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "paidan/core/error.hpp"
#include "paidan/io/problem_io.hpp"
#include "paidan/transport.hpp"

using namespace paidan;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void read_and_solve(std::string_view text, io::ProblemFormat format) {
  try {
    const io::ProblemFile file = io::parse_problem(text, "fuzz", format);
    if (file.problem.edge_count() > 2000) return;
    const transport::Solution solution = transport::solve(file.problem);
    check(transport::verify(file.problem, solution).holds());
    const io::ProblemAnswer answer = io::answer_of(file, solution);
    if (answer.status == transport::Status::optimal) check(io::render_answer(answer).starts_with("s "));
    const io::ProblemFile again = io::parse_problem(io::render_dimacs_min(file.problem), "again");
    const io::ProblemAnswer second =
        io::answer_of(again, transport::solve(again.problem, {.algorithm = "contracted_simplex"}));
    check(second.status == solution.status);
    check(second.status != transport::Status::optimal || second.objective == solution.objective);
  } catch (const Error& e) {
    check(!e.problems().empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_and_solve(text, io::ProblemFormat::guess);
  read_and_solve(text, io::ProblemFormat::gap);
  return 0;
}
