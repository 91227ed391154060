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

// Files that appear together, whole, or not at all: written beside their places, flushed, renamed when all are there.
// What was not committed is removed, and with it the directories that were made for it.
class StagedFiles {
 public:
  StagedFiles() = default;
  ~StagedFiles();
  StagedFiles(const StagedFiles&) = delete;
  StagedFiles& operator=(const StagedFiles&) = delete;

  // Both throw `Error` (resource) that names the file.
  void add(const std::filesystem::path& file, std::string_view content);  // its directory is made if missing
  void commit();

 private:
  struct Staged {
    std::filesystem::path file, part;
  };
  std::vector<Staged> staged_;               // not renamed yet
  std::vector<std::filesystem::path> made_;  // directories, outer ones first
};

// All of these files, or none.
void write_files(const std::filesystem::path& directory, const std::vector<NamedContent>& files);

// SHA-256 (FIPS 180-4) in lower-case hex.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace paidan::io
