#include <fmt/format.h>

#include <memory>

#include "src/cli/commands.hpp"
#include "src/cli/plan_access.hpp"

namespace paidan::cli {

void add_verify(CLI::App& app, Common& common) {
  struct Arguments {
    std::string directory, bundle;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("verify", "Re-check a written plan against its bundle 核验");
  command->add_option("DIR", arguments->directory, "Directory of the plan")->required();
  command->add_option("--bundle", arguments->bundle, "The bundle, if it is not where plan.json says");
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->callback([arguments, &common] {
    const PlanAccess plan = open_plan(arguments->directory, arguments->bundle);
    const auto check = dispatch::check_plan(arguments->directory, plan.file, plan.street);
    for (const std::string& fault : check.faults) fmt::print(stderr, "{}\n", fault);
    if (!check.faults.empty()) common.exit_code = failed;
    const bool zh = common.lang() == Language::zh;
    if (check.faults.empty()) {
      fmt::print("{}\n", zh ? "核验通过：资格、容量和最优性证书均成立"
                            : "verified: eligibility, capacities and the certificate hold");
    } else {
      fmt::print("{}\n", zh ? "核验不通过" : "verification failed");
    }
  });
}

}  // namespace paidan::cli
