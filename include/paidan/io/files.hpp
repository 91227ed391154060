// Files that appear whole or not at all, and their SHA-256 digests.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_md_ctx_st;  // OpenSSL's

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
// What was not committed is removed, and with it the directories that were made for it. All throw `Error` (resource)
// that names the file.
class StagedFiles {
 public:
  StagedFiles() = default;
  ~StagedFiles();
  StagedFiles(const StagedFiles&) = delete;
  StagedFiles& operator=(const StagedFiles&) = delete;

  void start(const std::filesystem::path& file);  // its directory is made if missing
  void append(std::string_view piece);  // to the file started last; throws std::logic_error when there is none
  void add(const std::filesystem::path& file, std::string_view content);
  void commit();

 private:
  struct Staged {
    std::filesystem::path file, part;
  };
  void finish();  // the file started last

  int open_ = -1;                            // of the file started last, unless it is finished
  std::vector<Staged> staged_;               // not renamed yet
  std::vector<std::filesystem::path> made_;  // directories, outer ones first
};

// All of these files, or none.
void write_files(const std::filesystem::path& directory, const std::vector<NamedContent>& files);

// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view piece);
  [[nodiscard]] std::string hex() const;  // of all so far, in lower case

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace paidan::io
