// A vector for arrays of millions of elements: from 4 MiB on its memory asks for huge pages, where the system has them.
//
// Reading at random from a hundred megabytes in pages of 4 KiB misses the address translation nearly every time, and
// each page has to be faulted in first; in pages of 2 MiB neither costs anything to speak of.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace paidan {

template <class T>
struct BigAllocator {
  using value_type = T;

  BigAllocator() = default;
  template <class U>
  BigAllocator(const BigAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor): allocators convert

  [[nodiscard]] T* allocate(std::size_t count) {
    if (!is_big(count)) return std::allocator<T>{}.allocate(count);
    void* memory = ::operator new(count * sizeof(T), huge_page);
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    static_cast<void>(madvise(memory, count * sizeof(T), MADV_HUGEPAGE));  // a wish: refused, nothing is lost
#endif
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    if (!is_big(count)) return std::allocator<T>{}.deallocate(memory, count);
    ::operator delete(static_cast<void*>(memory), huge_page);
  }
  friend bool operator==(const BigAllocator&, const BigAllocator&) { return true; }

 private:
  static constexpr std::align_val_t huge_page{std::size_t{1} << 21};
  static bool is_big(std::size_t count) { return count >= (std::size_t{1} << 22) / sizeof(T); }
};

template <class T>
using BigVector = std::vector<T, BigAllocator<T>>;

}  // namespace paidan
