// What the commands write: results to stdout, single files, and figures about the run.
#pragma once

#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
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

// One file, whole or not at all.
inline void write_file(const std::filesystem::path& file, std::string content) {
  io::write_files(file.has_parent_path() ? file.parent_path() : ".", {{file.filename().string(), std::move(content)}});
}

// The most memory that this process has held so far (Linux counts KiB).
[[nodiscard]] inline long peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024;
}

}  // namespace paidan::cli
