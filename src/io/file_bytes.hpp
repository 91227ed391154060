// The bytes of one file, read once into memory of their own; what is done with can be given back before the rest.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace paidan::io {

class FileBytes {
 public:
  FileBytes() = default;
  // Room for `size` bytes; memory is only used as it is written.
  explicit FileBytes(std::size_t size);
  FileBytes(FileBytes&& other) noexcept;
  FileBytes& operator=(FileBytes&& other) noexcept;
  ~FileBytes();

  [[nodiscard]] char* data() noexcept { return data_; }
  [[nodiscard]] std::string_view view() const noexcept { return {data_, size_}; }
  // Forgets what stands after the first `size` bytes.
  void shrink(std::size_t size) noexcept { size_ = size; }
  // Gives the memory before `position` back: nobody may look at it any more.
  void release_before(const char* position) noexcept;

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0, mapped_ = 0, released_ = 0;
};

// The whole file. Throws `Error` when it cannot be read.
[[nodiscard]] FileBytes read_bytes(const std::filesystem::path& file);

}  // namespace paidan::io
