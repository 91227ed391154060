#include "paidan/io/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "paidan/core/error.hpp"
#include "src/io/file_bytes.hpp"

namespace paidan::io {
namespace {

[[noreturn]] void cannot(const char* what, const std::filesystem::path& file, int why) {
  throw Error(Place{file.string()}, fmt::format("cannot {}: {}", what, std::strerror(why)), Error::Kind::resource);
}

// Errors name the `file` that the part is to become.
void write_and_flush(const std::filesystem::path& part, const std::filesystem::path& file, std::string_view content) {
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) cannot("create this file", file, errno);
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int why = errno;
      ::close(fd);
      cannot("write this file", file, why);
    }
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  const bool flushed = ::fsync(fd) == 0;
  if (::close(fd) != 0 || !flushed) cannot("flush this file", file, errno);
}

}  // namespace

std::string read_file(const std::filesystem::path& file) { return std::string(read_bytes(file).view()); }

StagedFiles::~StagedFiles() {
  std::error_code ignored;
  for (const Staged& s : staged_) std::filesystem::remove(s.part, ignored);
  for (; !made_.empty(); made_.pop_back()) std::filesystem::remove(made_.back(), ignored);  // unless something is in it
}

void StagedFiles::add(const std::filesystem::path& file, std::string_view content) {
  namespace fs = std::filesystem;
  const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code failed;
  std::vector<fs::path> missing;
  for (fs::path d = directory; !d.empty() && !fs::exists(d, failed); d = d.parent_path()) missing.push_back(d);
  for (; !missing.empty(); missing.pop_back()) {
    if (fs::create_directory(missing.back(), failed)) made_.push_back(missing.back());
    if (failed) cannot("make this directory", missing.back(), failed.value());
  }
  staged_.push_back({file, directory / ("." + file.filename().string() + ".part")});
  write_and_flush(staged_.back().part, file, content);
}

void StagedFiles::commit() {
  std::error_code failed;
  for (const Staged& s : staged_) {  // known before the first rename, and not half way through
    if (std::filesystem::is_directory(s.file, failed)) cannot("replace this directory by a file", s.file, EISDIR);
  }
  std::size_t renamed = 0;
  for (const Staged& s : staged_) {
    std::filesystem::rename(s.part, s.file, failed);
    if (failed) break;
    ++renamed;
  }
  staged_.erase(staged_.begin(), staged_.begin() + static_cast<std::ptrdiff_t>(renamed));
  if (failed) cannot("write this file", staged_.front().file, failed.value());
  made_.clear();
}

void write_files(const std::filesystem::path& directory, const std::vector<NamedContent>& files) {
  StagedFiles staged;
  for (const NamedContent& f : files) staged.add(directory / f.name, f.content);
  staged.commit();
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

}  // namespace paidan::io
