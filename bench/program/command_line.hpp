// The options of a benchmark program. CLI11 is compiled once for all of them, behind this.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bench/peers/peers.hpp"

namespace paidan::bench {

class CommandLine {
 public:
  // Where an option's value goes; what stands there is the default and appears in the help. A bool is a flag.
  using Target = std::variant<bool*, unsigned*, std::uint64_t*, double*, std::string*, std::vector<std::string>*>;

  CommandLine(const std::string& what, const std::string& name);
  ~CommandLine();

  // `option` with two dashes, or a bare name for what is given without one. Lists on a dashed option are split at ','.
  CommandLine& add(const std::string& option, Target target, const std::string& help);
  // The value lies in [least, most], or it is refused.
  CommandLine& add(const std::string& option, Target target, const std::string& help, std::pair<double, double> range);
  // --clock wall|cpu
  CommandLine& add_clock(peers::Clock& clock);
  CommandLine& footer(const std::string& text);  // below the help

  // Fills the targets; else the code to exit with, after the help or the error was printed.
  [[nodiscard]] std::optional<int> parse(int argc, char** argv);

 private:
  struct App;
  std::unique_ptr<App> app_;
};

}  // namespace paidan::bench
