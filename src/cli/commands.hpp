// The subcommands. Each adds itself to the command line and, when it is called, sets the exit code.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "paidan/core/words.hpp"

namespace paidan::cli {

// Exit codes of interface.md.
enum Exit : int { done = 0, failed = 1, bad_input = 2, internal = 3 };

struct Common {
  std::string language = "zh";
  int exit_code = done;
  [[nodiscard]] Language lang() const { return language == "en" ? Language::en : Language::zh; }
};

void add_match(CLI::App& app, Common& common);
void add_verify(CLI::App& app, Common& common);
void add_explain(CLI::App& app, Common& common);
void add_solve(CLI::App& app, Common& common);
void add_generate(CLI::App& app, Common& common);
void add_compare(CLI::App& app, Common& common);
void add_whatif(CLI::App& app, Common& common);

// Of an option's text; CLI11 would read -1 as the largest number of an unsigned type.
[[nodiscard]] inline std::string not_negative(const std::string& text) {
  return text.starts_with('-') ? text + ": expected 0 or more" : "";
}

}  // namespace paidan::cli
