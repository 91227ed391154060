#include <fmt/format.h>

#include <memory>

#include "paidan/core/error.hpp"
#include "paidan/dispatch/explain_order.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/plan_access.hpp"

namespace paidan::cli {
namespace {

std::string who(const Street& street, OrganisationId organisation, WorkerId worker, SessionId session,
                const std::optional<Window>& slot) {
  std::string out = street.organisations[organisation].name + " (" + street.organisations[organisation].code + ")";
  if (worker.has_value()) out += " " + street.workers[worker].code;
  if (session.has_value()) out += " " + street.sessions[session].code;
  if (slot) out += " " + io::time_words(street, slot->start) + "/" + io::time_words(street, slot->end);
  return out;
}

void print(const Street& street, const WorkList& list, const dispatch::OrderExplanation& e, Language language) {
  const bool zh = language == Language::zh;
  const auto say = [&](std::string_view chinese, std::string_view english, auto... values) {
    fmt::print(fmt::runtime(zh ? chinese : english), values...);
  };
  for (const auto& placed : e.placed) {
    const PlanLine& line = placed.line;
    say("派给 {}：{} 单量，代价 {}\n", "goes to {}: {} units, cost {}\n",
        who(street, line.organisation, line.worker, line.session, line.slot), line.units, line.terms.total().count());
    for (std::size_t t = 0; t < cost_term_count; ++t) {
      if (line.terms.of[t] != Cost(0)) fmt::print("  {:<12} {}\n", cost_term_names[t], line.terms.of[t].count());
    }
    if (placed.next_best) {
      const auto& leaf = *placed.next_best;
      say("其次是 {}：整个方案代价多 {}\n", "next best is {}: the whole plan would cost {} more\n",
          who(street, leaf.organisation, leaf.worker, leaf.session,
              leaf.kind == policy::LeafKind::organisation ? std::nullopt : std::optional(leaf.window)),
          placed.plan_change.count());
    } else {
      say("没有别的可选\n", "there is no other choice\n");
    }
  }
  if (!e.unserved) return;
  say("未派 {} 单量：{} {}\n", "{} units stay unserved: {} {}\n", e.unserved->units, name_of(e.unserved->reason),
      io::reason_words(e.unserved->reason, language));
  for (std::size_t r = 0; r < reason_count; ++r) {
    if (e.unserved->removed[r] != 0) {
      fmt::print("  {:<22} {}\n", name_of(static_cast<Reason>(r)), e.unserved->removed[r]);
    }
  }
  if (e.reliefs.empty()) say("试过的改变都不能让它得到服务\n", "no single change that was tried gets it served\n");
  for (const Relief& relief : e.reliefs) {
    say("试过可行：{}", "tried, and it is served: {}",
        io::relief_words(street, list.orders[e.order], relief, language));
    if (relief.gain) say("；整个方案好 {} 分", "; the plan gains {} points", relief.gain->count());
    fmt::print("\n");
  }
}

}  // namespace

void add_explain(CLI::App& app, Common& common) {
  struct Arguments {
    std::string directory, order, bundle;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("explain", "Why an order went where it went, or stays unserved 说明");
  command->add_option("DIR", arguments->directory, "Directory of the plan")->required();
  command->add_option("ORDER", arguments->order, "An order's or a demand's id")->required();
  command->add_option("--bundle", arguments->bundle, "The bundle, if it is not where plan.json says");
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->callback([arguments, &common] {
    const PlanAccess plan = open_plan(arguments->directory, arguments->bundle);
    const auto check = dispatch::check_plan(arguments->directory, plan.file, plan.street);
    if (!check.faults.empty()) {
      for (const std::string& fault : check.faults) fmt::print(stderr, "{}\n", fault);
      common.exit_code = failed;
      return;
    }
    const Street& street = plan.street.street;
    const WorkOrderId order = dispatch::find_order(street, check.batch.list, arguments->order);
    if (!order.has_value())
      throw Error(fmt::format("order \"{}\": expected an id of the plan's work list", arguments->order));
    print(street, check.batch.list,
          dispatch::explain_order(street, dispatch::policy_of(plan.file.origin), check.batch, order), common.lang());
  });
}

}  // namespace paidan::cli
