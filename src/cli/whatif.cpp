// whatif: the served share, the cost and the shadow price against one parameter.
#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <optional>

#include "paidan/core/error.hpp"
#include "paidan/io/street_io.hpp"
#include "paidan/report/report.hpp"
#include "paidan/sim/lab.hpp"
#include "paidan/sim/lab_io.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/output.hpp"

namespace paidan::cli {
namespace {

struct WhatIfArguments {
  std::string bundle, directory, report;
  std::vector<std::string> capacity, fund;
  std::int64_t steps = 10;
  unsigned threads = 1;
  bool json = false;
};

// "+12.5" in hundredths: 1250. At most two decimals.
std::optional<std::int64_t> hundredths(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  std::string digits(text.substr(0, dot));
  std::string decimals = dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1));
  if (digits.empty() || decimals.size() > 2 || (dot != std::string_view::npos && decimals.empty())) return std::nullopt;
  decimals.resize(2, '0');
  digits += decimals;
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || stop != digits.data() + digits.size() || value > 1'000'000'000'000) return std::nullopt;
  return negative ? -value : value;
}

template <class Rows, class Key>
Key found(const Rows& rows, std::string_view code, std::string_view option, std::string_view text) {
  std::string codes;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (rows[Key(k)].code == code) return Key(k);
    if (k < 10) codes.append(k == 0 ? "" : ", ").append(rows[Key(k)].code);
  }
  if (rows.size() > 10) codes += ", …";
  throw Error(fmt::format("{} \"{}\": {} is not in the bundle, expected one of {}", option, text, code, codes));
}

sim::WhatIfParameter capacity_of(const Street& street, const std::string& text) {
  sim::WhatIfParameter out;
  std::string_view change = text;
  if (const std::size_t equals = change.rfind('='); equals != std::string_view::npos) {
    out.organisation = found<decltype(street.organisations), OrganisationId>(
        street.organisations, change.substr(0, equals), "--capacity", text);
    change.remove_prefix(equals + 1);
  }
  const auto value = change.ends_with('%') ? hundredths(change.substr(0, change.size() - 1)) : std::nullopt;
  if (!value || *value == 0) {
    throw Error(
        fmt::format("--capacity \"{}\": expected [organisation=]+10% or -10%, at most two decimals, not 0", text));
  }
  out.change = *value;
  return out;
}

sim::WhatIfParameter fund_of(const Street& street, const std::string& text) {
  sim::WhatIfParameter out;
  out.kind = sim::WhatIfCurve::Parameter::fund;
  const std::size_t equals = text.rfind('=');
  const auto value = equals == std::string::npos ? std::nullopt : hundredths(std::string_view(text).substr(equals + 1));
  if (!value || *value == 0) {
    throw Error(
        fmt::format("--fund \"{}\": expected fund=+50000 or fund=-50000, yuan with at most two decimals, not 0", text));
  }
  out.fund =
      found<decltype(street.funds), FundId>(street.funds, std::string_view(text).substr(0, equals), "--fund", text);
  out.change = *value;
  return out;
}

void run_what_if(const WhatIfArguments& arguments, const Common& common) {
  if (arguments.capacity.empty() && arguments.fund.empty()) {
    throw Error("whatif: expected --capacity +10% or --fund FUND=+50000");
  }
  if (!arguments.directory.empty()) check_output_directory("-o", arguments.directory, arguments.bundle);
  check_output_file("--report", arguments.report, arguments.bundle);
  const io::StreetFile file = io::read_street(arguments.bundle);
  for (const Problem& p : file.warnings) fmt::print(stderr, "warning: {}\n", p.text());
  std::vector<sim::WhatIfParameter> parameters;
  for (const std::string& text : arguments.capacity) parameters.push_back(capacity_of(file.street, text));
  for (const std::string& text : arguments.fund) parameters.push_back(fund_of(file.street, text));
  sim::WhatIfOptions options;
  options.steps = arguments.steps;
  options.threads = arguments.threads;
  const sim::WhatIf result = sim::what_if(file.street, policy::Policy{}, parameters, options);
  io::StagedFiles staged;
  if (!arguments.directory.empty()) stage(staged, arguments.directory, sim::render_what_if(result));
  if (!arguments.report.empty()) staged.add(arguments.report, report::render(result, {.language = common.lang()}));
  staged.commit();
  print_result(arguments.json ? sim::what_if_json(result) : sim::what_if_table(result, common.lang()));
}

}  // namespace

void add_whatif(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<WhatIfArguments>();
  CLI::App* command = app.add_subcommand("whatif", "What more capacity or money would bring, step by step 假如");
  command->add_option("BUNDLE", arguments->bundle, "Directory of CSV tables")->required();
  command->add_option("--capacity", arguments->capacity,
                      "+10% or ORGANISATION=-20%: shifts' units, seats and limits, from as they are to there");
  command->add_option("--fund", arguments->fund, "FUND=+50000: the fund's budget in yuan, from as it is to there");
  command->add_option("--steps", arguments->steps, "Points of a curve beside the bundle as it is")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads; never changes the result")->check(CLI::Range(1, 256));
  command->add_option("-o", arguments->directory, "Directory for whatif.csv and whatif.json")->type_name("DIRECTORY");
  command->add_option("--report", arguments->report, "Write a page to look at to this HTML file")->type_name("FILE");
  command->add_flag("--json", arguments->json, "Print the result as JSON");
  command->add_option("--lang", common.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  command->callback([arguments, &common] { run_what_if(*arguments, common); });
}

}  // namespace paidan::cli
