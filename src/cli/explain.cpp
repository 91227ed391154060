#include <fmt/format.h>

#include <memory>

#include "paidan/core/error.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/explanation.hpp"
#include "src/cli/output.hpp"
#include "src/cli/plan_access.hpp"

namespace paidan::cli {

void add_explain(CLI::App& app, Common& common) {
  struct Arguments {
    std::string directory, order, bundle;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("explain", "Why an order went where it went, or stays unserved 说明");
  command->add_option("DIR", arguments->directory, "Directory of the plan")->required();
  command->add_option("ORDER", arguments->order, "An order's or a demand's id")->required();
  command->add_option("--bundle", arguments->bundle, "The bundle, if it is not where plan.json says");
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--json", arguments->json, "Print the explanation as JSON");
  command->callback([arguments, &common] {
    const CheckedPlan plan = check_written_plan(arguments->directory, arguments->bundle, common.lang());
    if (!plan.faults.empty()) {
      print_faults(plan.faults);
      common.exit_code = failed;
      return;
    }
    const Street& street = plan.street.street;
    const WorkOrderId order = dispatch::find_order(street, plan.batch.list, arguments->order);
    if (!order.has_value())
      throw Error(fmt::format("order \"{}\": expected an id of the plan's work list", arguments->order));
    const auto e = dispatch::explain_order(street, dispatch::policy_of(plan.file.origin), plan.batch, order);
    if (arguments->json) {
      print_json(explanation_json(street, plan.batch, e, common.lang()));
    } else {
      print_explanation(street, plan.batch, e, common.lang());
    }
  });
}

}  // namespace paidan::cli
