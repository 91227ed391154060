// What the commands write: results to stdout, files, and figures about the run.
#pragma once

#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

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
