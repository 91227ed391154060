#include "src/io/file_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "paidan/core/error.hpp"

namespace paidan::io {

FileBytes::FileBytes(std::size_t size) : size_(size), mapped_(size) {
  if (size == 0) return;
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<char*>(memory);
}

FileBytes::FileBytes(FileBytes&& other) noexcept { *this = std::move(other); }

FileBytes& FileBytes::operator=(FileBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  std::swap(released_, other.released_);
  return *this;
}

FileBytes::~FileBytes() {
  if (data_ != nullptr) ::munmap(data_, mapped_);
}

void FileBytes::release_before(const char* position) noexcept {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t until = static_cast<std::size_t>(position - data_) / page * page;
  if (until <= released_) return;
  ::madvise(data_ + released_, until - released_, MADV_DONTNEED);
  released_ = until;
}

FileBytes read_bytes(const std::filesystem::path& file) {
  const auto cannot = [&](std::string_view why) -> Error {
    return Error(Place{file.string()}, fmt::format("cannot read this file: {}", why));
  };
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw cannot(std::strerror(errno));
  struct Close {
    int fd;
    ~Close() { ::close(fd); }
  } const close_it{fd};
  struct stat status {};
  if (::fstat(fd, &status) != 0) throw cannot(std::strerror(errno));
  if (S_ISDIR(status.st_mode)) throw cannot("it is a directory, expected a file");

  // A pipe does not say how much will come: room grows as it comes.
  const bool regular = S_ISREG(status.st_mode);
  FileBytes bytes(regular ? static_cast<std::size_t>(status.st_size) : std::size_t{1} << 16);
  std::size_t filled = 0;
  while (true) {
    if (filled == bytes.view().size()) {
      if (regular) break;
      FileBytes larger(bytes.view().size() * 2);
      std::memcpy(larger.data(), bytes.data(), filled);
      bytes = std::move(larger);
    }
    const ssize_t n = ::read(fd, bytes.data() + filled, bytes.view().size() - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw cannot(std::strerror(errno));
    if (n == 0) break;
    filled += static_cast<std::size_t>(n);
  }
  bytes.shrink(filled);
  return bytes;
}

}  // namespace paidan::io
