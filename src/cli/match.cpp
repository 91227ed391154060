#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include "paidan/core/error.hpp"
#include "paidan/dispatch/batch.hpp"
#include "paidan/io/files.hpp"
#include "paidan/io/plan_io.hpp"
#include "paidan/io/street_io.hpp"
#include "paidan/report/scarce.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/output.hpp"
#include "src/cli/problem_out.hpp"
#include "src/cli/progress.hpp"

namespace paidan::cli {
namespace {

struct MatchArguments {
  std::string bundle, directory = "plan", policy = "default", stats, problem, report;
  unsigned threads = 1;
  bool json = false, with_residents = false;
};

// A policy by name, or a file of one.
policy::Policy policy_of(const MatchArguments& arguments, io::PlanOrigin& origin) {
  if (const auto named = policy::policy_named(arguments.policy)) {
    origin.policy = arguments.policy;
    return *named;
  }
  const bool is_file = std::filesystem::exists(arguments.policy);
  if (!is_file) {
    std::string names;
    for (const auto& p : policy::policies()) names.append(names.empty() ? "" : ", ").append(p.name);
    throw Error(fmt::format("policy \"{}\": expected a file, or one of {}", arguments.policy, names));
  }
  origin.policy_file = std::filesystem::path(arguments.policy).filename().string();
  origin.policy = io::read_file(arguments.policy);
  return policy::parse_policy(origin.policy, arguments.policy);
}

void print_batch(const Street& street, const dispatch::Batch& batch, const MatchArguments& arguments,
                 Language language) {
  Units served = 0, unserved = 0;
  for (const PlanLine& line : batch.plan.lines) served += line.units;
  std::array<Units, reason_count> by_reason{};
  for (const UnservedLine& line : batch.plan.unserved) {
    unserved += line.units;
    by_reason[static_cast<std::size_t>(line.reason)] += line.units;
  }
  if (arguments.json) {
    fmt::print(
        "{{\"demands\": {}, \"orders\": {}, \"units_served\": {}, \"units_unserved\": {}, \"cost\": {}, "
        "\"unserved_by_reason\": {{",
        street.demands.size(), batch.list.orders.size(), served, unserved, batch.plan.cost.count());
    bool first = true;
    for (std::size_t r = 0; r < reason_count; ++r) {
      if (by_reason[r] == 0) continue;
      fmt::print("{}\"{}\": {}", first ? "" : ", ", name_of(static_cast<Reason>(r)), by_reason[r]);
      first = false;
    }
    fmt::print("}}, \"directory\": {}}}\n", json_string(arguments.directory));
    return;
  }
  const bool zh = language == Language::zh;
  const auto say = [&](std::string_view chinese, std::string_view english, auto... values) {
    fmt::print(fmt::runtime(zh ? chinese : english), values...);
  };
  say("需求 {} 件，合成工单 {} 张\n", "demands: {}, work orders: {}\n", street.demands.size(),
      batch.list.orders.size());
  say("已派 {} 单量，未派 {} 单量\n", "units dispatched: {}, unserved: {}\n", served, unserved);
  for (std::size_t r = 0; r < reason_count; ++r) {
    if (by_reason[r] == 0) continue;
    const auto reason = static_cast<Reason>(r);
    fmt::print("  {:>7}  {}  {}\n", by_reason[r], name_of(reason), io::reason_words(reason, language));
  }
  for (const BrokenCap& b : batch.plan.broken_caps) {
    say("社区 {}：未服务 {}，超过上限 {}\n", "community {}: {} unserved, the cap is {}\n",
        street.communities[b.community].name, b.unserved, b.allowed);
  }
  for (const ShortOrganisation& s : batch.plan.short_organisations) {
    say("{}：派 {} 单，低于最少 {}\n", "{}: {} units, below its minimum of {}\n",
        street.organisations[s.organisation].name, s.placed, s.wanted);
  }
  if (!batch.plan.short_sessions.empty()) {
    say("{} 个场次人数不足\n", "sessions below their minimum: {}\n", batch.plan.short_sessions.size());
  }
  say("方案总代价 {}，最优性已验证；文件在 {}\n", "cost {}, proven optimal; the files are in {}\n",
      batch.plan.cost.count(), arguments.directory);
}

std::string report_of(const io::StreetFile& file, const dispatch::Batch& batch, const policy::Policy& policy,
                      const MatchArguments& arguments, Language language) {
  const auto scarce = report::scarce_places(batch.compiled, batch.plan);
  report::Options options;
  options.language = language;
  options.residents = arguments.with_residents ? report::Residents::shown : report::Residents::withheld;
  return report::render(report::MatchReport{file.street, batch.list, batch.plan, scarce, policy.name, file.digest},
                        options);
}

constexpr std::array<Phase, 8> phases{{{"read", {"读取", "reading"}},
                                       {"work_list", {"编工单", "work list"}},
                                       {"compile", {"列出人选", "compiling"}},
                                       {"solve", {"求解", "solving"}},
                                       {"verify", {"核验", "verifying"}},
                                       {"explain", {"说明", "explaining"}},
                                       {"report", {"报告", "report"}},
                                       {"write", {"写出", "writing"}}}};
constexpr std::array<std::string_view, 5> batch_phases{"work_list", "compile", "solve", "verify", "explain"};

std::string stats_json(const Progress& progress, const dispatch::Batch& batch) {
  long peak = 0;
  for (const PhaseUse& use : progress.used()) peak = std::max(peak, use.peak_bytes);
  const auto& problem = batch.compiled.problem;
  return fmt::format(
      "{{\"seconds\": {{{}}},\n\"cpu_seconds\": {{{}}},\n\"memory_bytes\": {{{}}},\n\"phase_peak_bytes\": {{{}}},\n"
      "\"peak_rss_bytes\": {}, \"orders\": {}, \"edges\": {}, \"leaves\": {}}}\n",
      progress.json(&PhaseUse::seconds), progress.json(&PhaseUse::cpu_seconds), progress.json(&PhaseUse::memory_bytes),
      progress.json(&PhaseUse::peak_bytes), peak, problem.order_count(), problem.edge_count(), problem.leaf_count());
}

void run_match(const MatchArguments& arguments, Common& common) {
  check_output_directory("-o", arguments.directory, arguments.bundle);
  check_output_file("--problem-out", arguments.problem, arguments.bundle);
  check_output_file("--report", arguments.report, arguments.bundle);
  check_output_file("--stats", arguments.stats, arguments.bundle);
  Progress progress(phases, common.lang());
  io::PlanOrigin origin;
  const policy::Policy policy = policy_of(arguments, origin);
  progress.begin("read");
  const io::StreetFile file = io::read_street(arguments.bundle);
  for (const Problem& p : file.warnings) progress.say("warning: " + p.text());
  dispatch::BatchOptions options;
  options.threads = arguments.threads;
  options.on_phase = [&](dispatch::Phase p) { progress.begin(batch_phases[static_cast<std::size_t>(p)]); };
  const dispatch::Batch batch = dispatch::run_batch(file.street, policy, options);
  for (const std::string& w : batch.warnings) progress.say("warning: " + w);
  std::string page;
  if (!arguments.report.empty()) {
    progress.begin("report");
    page = report_of(file, batch, policy, arguments, common.lang());
  }
  progress.begin("write");
  origin.bundle = arguments.bundle;
  origin.bundle_digest = file.digest;
  origin.bundle_files = file.files;
  origin.algorithm = batch.solution.algorithm;
  origin.language = common.lang();
  io::StagedFiles staged;
  if (!arguments.problem.empty()) {
    staged.add(arguments.problem, render_problem(file.street, batch.list, batch.compiled));
  }
  const auto sink = [&, started = std::string()](std::string_view name, std::string_view piece) mutable {
    if (started != name) staged.start(std::filesystem::path(arguments.directory) / (started = name));
    staged.append(piece);
  };
  io::write_plan(file.street, batch.list, batch.plan, origin, sink, arguments.threads);
  if (!arguments.report.empty()) staged.add(arguments.report, page);
  staged.commit();
  progress.finish();
  if (!arguments.stats.empty()) {
    write_file(arguments.stats, stats_json(progress, batch));
    fmt::print(stderr, "{}", progress.table());
  }
  print_batch(file.street, batch, arguments, common.lang());
}

}  // namespace

void add_match(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<MatchArguments>();
  CLI::App* command = app.add_subcommand("match", "Match a street bundle and write the plan 派单");
  command->add_option("BUNDLE", arguments->bundle, "Directory of CSV tables, or a .json document")->required();
  command->add_option("-o", arguments->directory, "Directory for the plan")
      ->type_name("DIRECTORY")
      ->capture_default_str();
  command->add_option("--policy", arguments->policy, "Policy name or TOML/JSON file")->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads; never changes the result")->check(CLI::Range(1, 256));
  command
      ->add_option("--stats", arguments->stats,
                   "Write seconds and memory by phase to this JSON file, and as a table to stderr")
      ->type_name("FILE");
  command->add_option("--problem-out", arguments->problem, "Also write the transport problem as DIMACS p min")
      ->type_name("FILE");
  CLI::Option* report = command->add_option("--report", arguments->report, "Write a page to look at to this HTML file")
                            ->type_name("FILE");
  command->add_flag("--with-residents", arguments->with_residents, "Residents' ids and places in the report")
      ->needs(report);
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--json", arguments->json, "Print the result as JSON");
  command->callback([arguments, &common] { run_match(*arguments, common); });
}

}  // namespace paidan::cli
