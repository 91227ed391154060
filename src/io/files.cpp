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

[[noreturn]] void cannot(const std::filesystem::path& file, const char* verb) {
  throw Error(Place{file.string()}, fmt::format("cannot {} this file: {}", verb, std::strerror(errno)),
              Error::Kind::resource);
}

void write_and_flush(const std::filesystem::path& file, std::string_view content) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) cannot(file, "create");
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      ::close(fd);
      cannot(file, "write");
    }
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  const bool flushed = ::fsync(fd) == 0;
  if (::close(fd) != 0 || !flushed) cannot(file, "flush");
}

}  // namespace

std::string read_file(const std::filesystem::path& file) { return std::string(read_bytes(file).view()); }

void write_files(const std::filesystem::path& directory, const std::vector<NamedContent>& files) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed) {
    errno = failed.value();
    cannot(directory, "make a directory of");
  }
  std::vector<std::filesystem::path> written;
  try {
    for (const NamedContent& f : files) {
      written.push_back(directory / ("." + f.name + ".part"));
      write_and_flush(written.back(), f.content);
    }
  } catch (...) {
    for (const auto& part : written) std::filesystem::remove(part, failed);
    throw;
  }
  for (std::size_t i = 0; i < files.size(); ++i) std::filesystem::rename(written[i], directory / files[i].name);
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
