#include "bench/program/command_line.hpp"

#include <CLI/CLI.hpp>
#include <map>
#include <type_traits>

namespace paidan::bench {
namespace {

CLI::Option* add_to(CLI::App& app, const std::string& option, CommandLine::Target target, const std::string& help) {
  return std::visit(
      [&](auto* value) {
        using Value = std::remove_pointer_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, bool>) {
          return app.add_flag(option, *value, help);
        } else {
          CLI::Option* added = app.add_option(option, *value, help);
          constexpr bool words = std::is_same_v<Value, std::vector<std::string>>;
          if constexpr (words || std::is_same_v<Value, std::string>) {
            if (value->empty()) return added;  // no default to show
          }
          if (words && option.starts_with("--")) added->delimiter(',');
          return added->capture_default_str();
        }
      },
      target);
}

}  // namespace

struct CommandLine::App {
  App(const std::string& what, const std::string& name) : options(what, name) {}
  CLI::App options;
};

CommandLine::CommandLine(const std::string& what, const std::string& name) : app_(std::make_unique<App>(what, name)) {}

CommandLine::~CommandLine() = default;

CommandLine& CommandLine::add(const std::string& option, Target target, const std::string& help) {
  add_to(app_->options, option, target, help);
  return *this;
}

CommandLine& CommandLine::add(const std::string& option, Target target, const std::string& help,
                              std::pair<double, double> range) {
  add_to(app_->options, option, target, help)->check(CLI::Range(range.first, range.second));
  return *this;
}

CommandLine& CommandLine::add_clock(peers::Clock& clock) {
  const std::map<std::string, peers::Clock> clocks{{"wall", peers::Clock::wall}, {"cpu", peers::Clock::cpu}};
  app_->options.add_option("--clock", clock, "wall, or cpu: processor time, for a busy machine")
      ->transform(CLI::CheckedTransformer(clocks));
  return *this;
}

CommandLine& CommandLine::footer(const std::string& text) {
  app_->options.footer(text);
  return *this;
}

std::optional<int> CommandLine::parse(int argc, char** argv) {
  try {
    app_->options.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& e) {
    return app_->options.exit(e);
  }
}

}  // namespace paidan::bench
