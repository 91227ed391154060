#include <fmt/format.h>

#include <chrono>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "paidan/core/decimal.hpp"
#include "paidan/core/error.hpp"
#include "paidan/io/files.hpp"
#include "paidan/io/problem_io.hpp"
#include "paidan/transport.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/output.hpp"

namespace paidan::cli {
namespace {

using namespace transport;

struct SolveArguments {
  std::string problem, format, algorithm = "auto", stats;
  unsigned threads = 1;
  bool quiet = false, json = false;
};

std::string read_input(const std::string& name) {
  if (name != "-") return io::read_file(name);
  std::string text;
  char block[1 << 16];
  for (std::size_t n; (n = std::fread(block, 1, sizeof block, stdin)) != 0;) text.append(block, n);
  if (std::ferror(stdin) != 0) throw Error(Place{"stdin"}, "cannot read the standard input to its end");
  return text;
}

io::ProblemFormat format_of(const std::string& name) {
  if (name == "dimacs") return io::ProblemFormat::dimacs;
  if (name == "orlib") return io::ProblemFormat::orlib;
  if (name == "gap") return io::ProblemFormat::gap;
  return io::ProblemFormat::guess;
}

// The orders of a witness: what they want together and what can be taken of it.
struct Shortage {
  WideCost wanted = 0, taken = 0;
};

// The same tree without costs, the witness' orders alone, and a place of cost 1 for what does not fit.
Shortage shortage_of(const TransportProblem& problem, std::span<const OrderId> witness) {
  TransportProblem part;
  const auto free = [](std::span<const Segment> segments) {
    std::vector<Segment> out(segments.begin(), segments.end());
    for (Segment& s : out) s.unit_cost = Cost(0);
    return out;
  };
  for (std::size_t g = 0; g < problem.group_count(); ++g) {
    part.add_group(problem.parent(GroupId(g)), free(problem.segments(GroupId(g))));
  }
  for (std::size_t j = 0; j < problem.leaf_count(); ++j) {
    part.add_leaf(problem.parent(LeafId(j)), free(problem.segments(LeafId(j))));
  }
  const LeafId outside = part.add_leaf(unbounded);
  Shortage out;
  for (OrderId i : witness) {
    out.wanted += problem.demand(i);
    part.start_order(problem.demand(i));
    for (std::size_t e = problem.first_edge(i); e < problem.end_edge(i); ++e) {
      const EdgeId edge = part.add_edge(problem.edge_leaf(EdgeId(e)), Cost(0));
      if (problem.edge_bound(EdgeId(e)) < problem.demand(i)) part.bound_edge(edge, problem.edge_bound(EdgeId(e)));
    }
    part.add_edge(outside, Cost(1));
  }
  out.taken = out.wanted - solve(part).objective;
  return out;
}

// "1, 2, 3", and how many more there are.
std::string listed(std::span<const io::FileNode> nodes, Language language) {
  constexpr std::size_t most = 20;
  std::string out;
  for (std::size_t k = 0; k < std::min(most, nodes.size()); ++k) {
    out += fmt::format("{}{}", k == 0 ? "" : language == Language::zh ? "、" : ", ", nodes[k]);
  }
  if (nodes.size() <= most) return out;
  return out + fmt::format(fmt::runtime(language == Language::zh ? " 等 {} 个" : " and {} more"),
                           language == Language::zh ? nodes.size() : nodes.size() - most);
}

std::string infeasible_words(const io::ProblemAnswer& answer, const Shortage& shortage, Language language) {
  const bool zh = language == Language::zh;
  const auto say = [&](std::string_view chinese, std::string_view english, auto... values) {
    return fmt::format(fmt::runtime(zh ? chinese : english), values...);
  };
  if (!answer.witness.empty()) {
    return say(
        "无解：节点 {} 的工单合计要 {} 单位，能去的地方最多只接得下 {} 单位\n",
        "infeasible: the orders at nodes {} want {} units together, but the places they may go to take {} at most\n",
        listed(answer.witness, language), decimal(shortage.wanted), decimal(shortage.taken));
  }
  WideCost missing = 0;
  for (const io::ShortNode& s : answer.short_nodes) missing += WideCost{s.wanted} - s.carried;
  std::string out =
      say("无解：下限不能同时满足，合计至少差 {} 单位\n",
          "infeasible: the lower bounds cannot all be met, together they miss {} units at best\n", decimal(missing));
  for (const io::ShortNode& s : answer.short_nodes) {
    out += say("  节点 {} 至 {} 至少要 {} 单位，只有 {} 单位\n", "  node {} to {}: at least {} units, {} arrive\n",
               s.node, s.parent, s.wanted, s.carried);
  }
  return out;
}

std::string json_result(const io::ProblemAnswer& answer, const Solution& solution, const Shortage& shortage,
                        const SolveArguments& arguments) {
  std::string out;
  const auto put = [&]<class... Values>(fmt::format_string<Values...> text, Values&&... values) {
    fmt::format_to(std::back_inserter(out), text, std::forward<Values>(values)...);
  };
  put("{{\"status\": \"{}\", \"algorithm\": {}, \"why\": {}",
      answer.status == Status::optimal ? "optimal" : "infeasible", json_string(solution.algorithm),
      json_string(solution.why));
  if (answer.status == Status::optimal) {
    put(", \"objective\": {}", decimal(answer.objective));
    if (!arguments.quiet) {
      put(", \"flows\": [");
      for (const io::ArcFlow& f : answer.flows) {
        put("{}[{}, {}, {}]", &f == answer.flows.data() ? "" : ", ", f.tail, f.head, f.units);
      }
      put("]");
    }
  } else if (!answer.witness.empty()) {
    put(", \"witness\": [{}], \"wanted\": {}, \"taken\": {}", fmt::join(answer.witness, ", "), decimal(shortage.wanted),
        decimal(shortage.taken));
  } else {
    put(", \"short\": [");
    for (const io::ShortNode& s : answer.short_nodes) {
      put("{}{{\"node\": {}, \"parent\": {}, \"wanted\": {}, \"carried\": {}}}",
          &s == answer.short_nodes.data() ? "" : ", ", s.node, s.parent, s.wanted, s.carried);
    }
    put("]");
  }
  return out += "}\n";
}

// The solver knows orders and leaves but not the file: its refusals get the file's name.
Solution solve_file(const io::ProblemFile& file, const std::string& name, const SolveArguments& arguments) {
  SolveOptions options;
  options.algorithm = arguments.algorithm;
  options.threads = arguments.threads;
  try {
    return solve(file.problem, options);
  } catch (const Error& e) {
    Problems problems = e.problems();
    for (Problem& p : problems) {
      if (p.place.file.empty()) p.place.file = name;
    }
    throw Error(std::move(problems), e.kind());
  }
}

void run_solve(const SolveArguments& arguments, Common& common) {
  check_output_file("--stats", arguments.stats, arguments.problem);
  using Clock = std::chrono::steady_clock;
  auto begun = Clock::now();
  const auto lap = [&] {
    const auto now = Clock::now();
    return std::chrono::duration<double>(now - std::exchange(begun, now)).count();
  };
  const std::string name = arguments.problem == "-" ? "stdin" : arguments.problem;
  const io::ProblemFile file = io::parse_problem(read_input(arguments.problem), name, format_of(arguments.format));
  const double read_seconds = lap();
  const Solution solution = solve_file(file, name, arguments);
  const double solve_seconds = lap();
  if (const Verdict verdict = verify(file.problem, solution, arguments.threads); !verdict.holds()) {
    throw std::logic_error("the certificate does not hold: " + verdict.faults.front());
  }
  const io::ProblemAnswer answer = io::answer_of(file, solution);
  const double verify_seconds = lap();
  const bool optimal = answer.status == Status::optimal;
  if (!optimal) common.exit_code = failed;

  if (!arguments.stats.empty()) {
    write_file(
        arguments.stats,
        fmt::format("{{\"status\": \"{}\", \"objective\": {}, \"algorithm\": {}, \"why\": {},\n"
                    " \"seconds\": {{\"read\": {:.6f}, \"presolve\": {:.6f}, \"solve\": {:.6f}, \"verify\": {:.6f}}},\n"
                    " \"counts\": {{\"orders\": {}, \"leaves\": {}, \"groups\": {}, \"edges\": {}, \"components\": {}, "
                    "\"merged_orders\": {}, \"rounds\": {}, \"augmentations\": {}}},\n"
                    " \"peak_rss_bytes\": {}}}\n",
                    optimal ? "optimal" : "infeasible", optimal ? decimal(answer.objective) : "null",
                    json_string(solution.algorithm), json_string(solution.why), read_seconds, solution.seconds.presolve,
                    solution.seconds.solve, verify_seconds, file.problem.order_count(), file.problem.leaf_count(),
                    file.problem.group_count(), file.problem.edge_count(), solution.counts.components,
                    solution.counts.merged_orders, solution.counts.rounds, solution.counts.augmentations,
                    peak_rss_bytes()));
  }
  const Shortage shortage =
      solution.status == Status::infeasible ? shortage_of(file.problem, solution.witness) : Shortage{};
  if (!optimal) {
    if (arguments.json) print_result(json_result(answer, solution, shortage, arguments));
    fmt::print(stderr, "{}", infeasible_words(answer, shortage, common.lang()));
    return;
  }
  if (arguments.json) {
    print_result(json_result(answer, solution, shortage, arguments));
  } else {
    print_result(arguments.quiet ? "s " + decimal(answer.objective) + "\n" : io::render_answer(answer));
  }
  if (!arguments.quiet) {
    fmt::print(stderr,
               fmt::runtime(common.lang() == Language::zh ? "最优，已验证；{}，{:.3f} 秒\n"
                                                          : "optimal, certificate checked; {}, {:.3f} s\n"),
               solution.algorithm, read_seconds + solve_seconds + verify_seconds);
  }
}

}  // namespace

void add_solve(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<SolveArguments>();
  CLI::App* command = app.add_subcommand("solve", "Solve a transport problem in a text file 求解");
  std::vector<std::string> names{"auto"};
  for (std::string_view algorithm : algorithms()) names.emplace_back(algorithm);
  command->add_option("PROBLEM", arguments->problem, "DIMACS p asn or p min, OR-Library assignment or GAP; - = stdin")
      ->required();
  command->add_option("--format", arguments->format, "dimacs, orlib or gap; guessed from the content unless given")
      ->check(CLI::IsMember({"dimacs", "orlib", "gap"}));
  command->add_option("--algorithm", arguments->algorithm, "A backend by name")
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads; never changes the result")->check(CLI::Range(1, 256));
  command->add_option("--stats", arguments->stats, "Write objective, seconds, counts and memory to this JSON file")
      ->type_name("FILE");
  command->add_flag("--quiet", arguments->quiet, "The objective only: no flows, no summary");
  command->add_flag("--json", arguments->json, "Print the result as JSON");
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->callback([arguments, &common] { run_solve(*arguments, common); });
}

}  // namespace paidan::cli
