// What the commands write: results to stdout, files, and figures about the run.
#pragma once

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/io/files.hpp"

namespace paidan::cli {

// To stdout, all of it: a full disk is an error and not a short result.
inline void print_result(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error("cannot write the result to the standard output", Error::Kind::resource);
  }
}

inline void print_json(const nlohmann::ordered_json& value) {
  print_result(value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

// A JSON string, quotes included; bytes that are not UTF-8 (a file may be named so) become U+FFFD.
[[nodiscard]] inline std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// The two below are asked before the work begins, so that a slip of the pen costs no minutes and leaves nothing behind.
// They throw `Error` (input) unless results can go there; `input` is what the command reads.
inline void check_output_directory(std::string_view option, const std::string& directory,
                                   const std::string& input = "") {
  std::error_code ignored;
  if (directory.empty()) throw Error(fmt::format("{}: expected the name of a directory", option));
  if (!input.empty() && std::filesystem::equivalent(directory, input, ignored)) {
    throw Error(fmt::format("{} {}: this is the input, expected another directory", option, directory));
  }
  if (std::filesystem::exists(directory, ignored) && !std::filesystem::is_directory(directory, ignored)) {
    throw Error(fmt::format("{} {}: this is a file, expected a directory", option, directory));
  }
}
// An empty name stands for an option that was not given.
inline void check_output_file(std::string_view option, const std::string& file, const std::string& input = "") {
  std::error_code ignored;
  if (file.empty()) return;
  if (!input.empty() && std::filesystem::equivalent(file, input, ignored)) {
    throw Error(fmt::format("{} {}: this is the input, expected another file", option, file));
  }
  const std::filesystem::path path(file);
  if (!path.has_filename() || std::filesystem::is_directory(path, ignored)) {
    throw Error(fmt::format("{} {}: this is a directory, expected a file", option, file));
  }
}

inline void stage(io::StagedFiles& staged, const std::filesystem::path& directory,
                  const std::vector<io::NamedContent>& files) {
  for (const io::NamedContent& f : files) staged.add(directory / f.name, f.content);
}

// One file, whole or not at all.
inline void write_file(const std::filesystem::path& file, std::string_view content) {
  io::StagedFiles staged;
  staged.add(file, content);
  staged.commit();
}

// The most memory that this process has held so far (Linux counts KiB).
[[nodiscard]] inline long peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024;
}

}  // namespace paidan::cli
