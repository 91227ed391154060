// paidan: the command line.
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "paidan/core/error.hpp"
#include "src/cli/commands.hpp"

namespace {

// CLI11 takes whatever comes next for an option's value, another option too: `--report --lang` would write `--lang`.
void refuse_options_as_values(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    if (option->get_expected_min() == 0 || option->get_items_expected_min() == 0) continue;
    const auto refuse = [&command, option](const std::string& text) {
      const bool other = text.size() > 1 && text[0] == '-' && command.get_option_no_throw(text) != nullptr;
      return other ? "expected " + option->get_type_name() + ", found the option " + text : std::string();
    };
    option->transform(CLI::Validator(refuse, ""));  // which comes before what else is checked
  }
}

// What is wrong, and where something is missing or too much also what the command is given: "verify [OPTIONS] DIR".
std::string failure(const CLI::App* app, const CLI::Error& error) {
  const auto is = [&](CLI::ExitCodes code) { return error.get_exit_code() == static_cast<int>(code); };
  const bool too_much = is(CLI::ExitCodes::ExtrasError);
  std::string out = error.what();
  if (too_much) {
    out = "not expected:";
    for (const std::string& word : app->remaining(true)) out.append(" ").append(word);
  }
  out += "\n";
  if (const auto chosen = app->get_subcommands(); !chosen.empty() && (too_much || is(CLI::ExitCodes::RequiredError))) {
    const std::string usage = CLI::Formatter().make_usage(chosen.front(), "paidan " + chosen.front()->get_name());
    out.append(usage, 0, usage.find('\n')).append("\n");
  }
  return out + "Run with --help for more information.\n";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace paidan;
  cli::Common common;
  CLI::App app{"paidan 派单: exact, explained service matching for street communities"};
  app.set_version_flag("--version", "paidan " PAIDAN_VERSION);
  app.require_subcommand(1);
  app.failure_message(failure);
  cli::add_match(app, common);
  cli::add_verify(app, common);
  cli::add_explain(app, common);
  cli::add_solve(app, common);
  cli::add_generate(app, common);
  cli::add_compare(app, common);
  cli::add_whatif(app, common);
  const std::vector<CLI::App*> commands = app.get_subcommands([](CLI::App*) { return true; });
  for (CLI::App* command : commands) refuse_options_as_values(*command);
  if (argc > 1 && argv[1][0] != '-') {
    std::string names;
    bool known = false;
    for (const CLI::App* command : commands) {
      known = known || command->get_name() == argv[1];
      names.append(names.empty() ? "" : ", ").append(command->get_name());
    }
    if (!known) {
      std::fprintf(stderr, "command \"%s\": expected one of %s\n", argv[1], names.c_str());
      return cli::bad_input;
    }
  }
  try {
    app.parse(argc, argv);
    return common.exit_code;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? cli::done : cli::bad_input;
  } catch (const Error& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return e.kind() == Error::Kind::input ? cli::bad_input : cli::internal;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "out of memory\n");
    return cli::internal;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "internal fault: %s\n", e.what());
    return cli::internal;
  }
}
