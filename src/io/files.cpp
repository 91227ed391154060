#include "paidan/io/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

#include "paidan/core/error.hpp"
#include "src/io/file_bytes.hpp"

namespace paidan::io {
namespace {

[[noreturn]] void cannot(const char* what, const std::filesystem::path& file, int why) {
  throw Error(Place{file.string()}, fmt::format("cannot {}: {}", what, std::strerror(why)), Error::Kind::resource);
}

}  // namespace

std::string read_file(const std::filesystem::path& file) { return std::string(read_bytes(file).view()); }

StagedFiles::~StagedFiles() {
  if (open_ >= 0) ::close(open_);
  std::error_code ignored;
  for (const Staged& s : staged_) std::filesystem::remove(s.part, ignored);
  for (; !made_.empty(); made_.pop_back()) std::filesystem::remove(made_.back(), ignored);  // unless something is in it
}

void StagedFiles::start(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  finish();
  const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code failed;
  std::vector<fs::path> missing;
  for (fs::path d = directory; !d.empty() && !fs::exists(d, failed); d = d.parent_path()) missing.push_back(d);
  for (; !missing.empty(); missing.pop_back()) {
    if (fs::create_directory(missing.back(), failed)) made_.push_back(missing.back());
    if (failed) cannot("make this directory", missing.back(), failed.value());
  }
  staged_.push_back({file, directory / ("." + file.filename().string() + ".part")});
  open_ = ::open(staged_.back().part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (open_ < 0) cannot("create this file", file, errno);
}

void StagedFiles::append(std::string_view piece) {
  if (open_ < 0) throw std::logic_error("StagedFiles::append: no file was started");
  while (!piece.empty()) {
    const ssize_t n = ::write(open_, piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) cannot("write this file", staged_.back().file, errno);
    piece.remove_prefix(static_cast<std::size_t>(n));
  }
}

void StagedFiles::add(const std::filesystem::path& file, std::string_view content) {
  start(file);
  append(content);
}

void StagedFiles::finish() {
  if (open_ < 0) return;
  const bool flushed = ::fsync(open_) == 0;
  if (::close(std::exchange(open_, -1)) != 0 || !flushed) cannot("flush this file", staged_.back().file, errno);
}

void StagedFiles::commit() {
  finish();
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

Sha256::Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
}

void Sha256::add(std::string_view piece) { EVP_DigestUpdate(context_.get(), piece.data(), piece.size()); }

std::string Sha256::hex() const {
  Sha256 copy;  // a context gives its digest once
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_MD_CTX_copy_ex(copy.context_.get(), context_.get());
  EVP_DigestFinal_ex(copy.context_.get(), digest.data(), &length);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

std::string sha256(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

}  // namespace paidan::io
