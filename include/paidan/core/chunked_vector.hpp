// A vector in chunks of equal length, which never move: what grows to an unknown length is neither copied on its way
// nor, while it is copied, there twice.
//
// Like std::deque, at one end only, with chunks that are worth a loop of their own: `run_from` is what lies in one
// piece. Elements can be copied byte by byte and are not written before they are added.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace paidan {

template <class T, std::size_t chunk = 2'048>
class ChunkedVector {
  static_assert(std::is_trivially_copyable_v<T> && chunk > 0);

 public:
  ChunkedVector() = default;
  ChunkedVector(ChunkedVector&& other) noexcept
      : chunks_(std::move(other.chunks_)), size_(std::exchange(other.size_, 0)) {}
  ChunkedVector& operator=(ChunkedVector&& other) noexcept {
    chunks_ = std::move(other.chunks_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t k) { return chunks_[k / chunk][k % chunk]; }
  [[nodiscard]] const T& operator[](std::size_t k) const { return chunks_[k / chunk][k % chunk]; }

  // From element k < size() to the end of its chunk, or of all.
  [[nodiscard]] std::span<const T> run_from(std::size_t k) const {
    return {&(*this)[k], std::min(chunk - k % chunk, size_ - k)};
  }

  void push_back(const T& value) {
    if (size_ == chunks_.size() * chunk) chunks_.push_back(std::make_unique_for_overwrite<T[]>(chunk));
    (*this)[size_++] = value;
  }
  // To `size` elements, no more than there are. Keeps its room.
  void shrink(std::size_t size) { size_ = std::min(size_, size); }

 private:
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace paidan
