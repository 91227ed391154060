// compare: ways of dispatching on the same simulated days.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "paidan/core/error.hpp"
#include "paidan/io/street_io.hpp"
#include "paidan/report/report.hpp"
#include "paidan/sim/lab.hpp"
#include "paidan/sim/lab_io.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/output.hpp"

namespace paidan::cli {
namespace {

struct CompareArguments {
  std::string bundle, directory, report, every = "60m";
  std::vector<std::string> policies{"min_cost", "fcfs", "nearest_first", "round_robin", "max_min_fair", "lookahead"};
  std::int64_t days = 30, resamples = 2'000;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  sim::Chance chance;
  bool json = false;
};

void run_compare(const CompareArguments& arguments, const Common& common) {
  std::vector<sim::Dispatching> ways;
  Problems problems;
  const auto every = sim::parse_length(arguments.every);
  if (!every)
    problems.push_back({{}, fmt::format("--every \"{}\": expected a length like 30m, 4h or 1d", arguments.every)});
  for (const std::string& name : arguments.policies) {
    try {
      ways.push_back(sim::parse_dispatching(name, policy::allocation_rules(), every.value_or(Minutes(60))));
    } catch (const Error& e) {
      problems.insert(problems.end(), e.problems().begin(), e.problems().end());
    }
  }
  for (std::size_t a = 0; a < ways.size(); ++a) {
    for (std::size_t b = a + 1; b < ways.size(); ++b) {
      if (ways[a].name == ways[b].name)
        problems.push_back({{}, fmt::format("policy \"{}\": named twice", ways[a].name)});
    }
  }
  if (!problems.empty()) throw Error(std::move(problems));
  if (!arguments.directory.empty()) check_output_directory("-o", arguments.directory, arguments.bundle);
  check_output_file("--report", arguments.report, arguments.bundle);

  const io::StreetFile file = io::read_street(arguments.bundle);
  for (const Problem& p : file.warnings) fmt::print(stderr, "warning: {}\n", p.text());
  sim::CompareOptions options;
  options.days = arguments.days;
  options.seed = arguments.seed;
  options.threads = arguments.threads;
  options.chance = arguments.chance;
  options.resamples = arguments.resamples;
  const bool terminal = isatty(fileno(stderr)) != 0;
  if (terminal) {
    options.on_day = [&](std::int64_t done) { fmt::print(stderr, "\r{}/{}", done, arguments.days); };
  }
  const sim::Comparison comparison = sim::compare(file.street, policy::Policy{}, ways, options);
  if (terminal) fmt::print(stderr, "\r\033[K");
  io::StagedFiles staged;
  if (!arguments.directory.empty()) stage(staged, arguments.directory, sim::render_comparison(comparison));
  if (!arguments.report.empty()) staged.add(arguments.report, report::render(comparison, {.language = common.lang()}));
  staged.commit();
  for (const sim::ComparedPolicy& p : comparison.policies) {
    fmt::print(stderr, "{}: {:.2f} s\n", p.name, p.seconds);
  }
  print_result(arguments.json ? sim::comparison_json(comparison) : sim::comparison_table(comparison, common.lang()));
}

std::string rule_help() {
  std::string out = "Comma-separated ways of dispatching, each RULE[@immediate|@hindsight|@30m|@4h|@1d][+replan]:";
  for (const auto& rule : policy::allocation_rules().rules()) {
    out += fmt::format("\n  {} {}: {}", rule->info().name, rule->info().title.zh, rule->info().optimises.en);
  }
  return out;
}

}  // namespace

void add_compare(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<CompareArguments>();
  CLI::App* command = app.add_subcommand("compare", "Compare ways of dispatching on simulated days 策略比较");
  command->add_option("BUNDLE", arguments->bundle, "Directory of CSV tables")->required();
  command->add_option("--policies", arguments->policies, rule_help())->delimiter(',');
  command->add_option("--days", arguments->days, "Simulated days: independent draws of the bundle's period")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "Another seed, other days")
      ->capture_default_str()
      ->check(not_negative);
  command->add_option("--every", arguments->every, "Length of a batch where no @ says otherwise: 15m, 4h, 1d")
      ->capture_default_str();
  command->add_option("--load", arguments->chance.load_percent, "Percent of the fitted arrivals")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->add_option("--declines", arguments->chance.decline_percent, "Percent of offers that are sent back")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_option("--no-shows", arguments->chance.no_show_percent, "Percent of orders whose resident is not there")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads; never changes the result")->check(CLI::Range(1, 256));
  command->add_option("-o", arguments->directory, "Directory for compare.csv, pairs.csv and compare.json")
      ->type_name("DIRECTORY");
  command->add_option("--report", arguments->report, "Write a page to look at to this HTML file")->type_name("FILE");
  command->add_flag("--json", arguments->json, "Print the result as JSON");
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->callback([arguments, &common] { run_compare(*arguments, common); });
}

}  // namespace paidan::cli
