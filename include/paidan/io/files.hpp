// Files that appear whole or not at all, and their SHA-256 digests.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace paidan::io {

struct NamedContent {
  std::string name;
  std::string content;
};

struct FileDigest {
  std::string name;
  std::string sha256;
};

// The whole file. Throws `Error` when it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

// Writes all contents beside their places, flushes them and renames when all are there. Throws `Error` (resource).
void write_files(const std::filesystem::path& directory, const std::vector<NamedContent>& files);

// SHA-256 (FIPS 180-4) in lower-case hex.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace paidan::io
