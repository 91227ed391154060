#include <fmt/format.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "src/cli/commands.hpp"
#include "src/cli/output.hpp"
#include "src/cli/plan_access.hpp"
#include "src/cli/progress.hpp"

namespace paidan::cli {
namespace {

// {verified: true | false, faults: [{kind: bundle | placement | certificate | capacity | file, file, line, column (null
// where they do not apply), what}]}
nlohmann::ordered_json verdict_json(const std::vector<dispatch::PlanFault>& faults) {
  using nlohmann::ordered_json;
  ordered_json out;
  out["verified"] = faults.empty();
  out["faults"] = ordered_json::array();
  for (const dispatch::PlanFault& f : faults) {
    const auto number = [](std::uint32_t n) { return n == 0 ? ordered_json() : ordered_json(n); };
    ordered_json fault;
    fault["kind"] = dispatch::name_of(f.kind);
    fault["file"] = f.place.file.empty() ? ordered_json() : ordered_json(f.place.file);
    fault["line"] = number(f.place.line);
    fault["column"] = number(f.place.column);
    fault["what"] = f.what;
    out["faults"].push_back(std::move(fault));
  }
  return out;
}

}  // namespace

void add_verify(CLI::App& app, Common& common) {
  struct Arguments {
    std::string directory, bundle;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("verify", "Re-check a written plan against its bundle 核验");
  command->add_option("DIR", arguments->directory, "Directory of the plan")->required();
  command->add_option("--bundle", arguments->bundle, "The bundle, if it is not where plan.json says");
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--json", arguments->json, "Print the verdict as JSON");
  command->callback([arguments, &common] {
    constexpr std::array<Phase, 1> phases{{{"verify", {"核验", "verifying"}}}};
    Progress progress(phases, common.lang());
    progress.begin("verify");
    const CheckedPlan plan = check_written_plan(arguments->directory, arguments->bundle, common.lang());
    progress.finish();
    if (!plan.faults.empty()) common.exit_code = failed;
    if (arguments->json) {
      print_json(verdict_json(plan.faults));
      return;
    }
    print_faults(plan.faults);
    constexpr Words holds{"核验通过：每张工单派得合规，没有超出任何上限，且没有更好的方案（证书成立）",
                          "verified: every order is where it may be, no limit is passed, and no plan is better (the "
                          "certificate holds)"};
    constexpr Words fails{"核验不通过", "verification failed"};
    fmt::print("{}\n", (plan.faults.empty() ? holds : fails).in(common.lang()));
  });
}

}  // namespace paidan::cli
