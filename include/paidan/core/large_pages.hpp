// Memory for large arrays, on large pages where the system has them.
//
// A page that is touched first costs a quarter of a microsecond, on some virtual machines ten; a large problem touches
// a hundred thousand. On Linux, where transparent huge pages are left to programs ("madvise", the usual setting), an
// array is aligned to a huge page, and those that lie in it whole are asked for. Elsewhere this is ordinary memory.
//
// Measured: a third off a city and a half off its classes where a page costs ten microseconds; a twentieth where it
// costs a quarter, and there a machine that has to fetch them from its host first takes longer once. From 2 or 4 MB on
// instead of 8: as fast, but up to two bytes an edge more for what is reserved and not used. Mapped and unmapped
// directly instead of by the heap: up to two bytes an edge less, but a twentieth to a tenth slower, since what one
// array gives back the next has to have cleared again.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace paidan {

inline constexpr std::size_t large_page = std::size_t{2} << 20;

// Shorter arrays are as everywhere: what is reserved and never used would cost more than it brings.
inline constexpr std::size_t least_on_large_pages = 4 * large_page;  // bytes

template <class T>
struct OnLargePages {
  using value_type = T;

  OnLargePages() = default;
  template <class U>
  OnLargePages(const OnLargePages<U>&) noexcept {}  // NOLINT: allocators convert
  template <class U>
  bool operator==(const OnLargePages<U>&) const noexcept {
    return true;
  }

  [[nodiscard]] T* allocate(std::size_t count) {
    if (count < least_on_large_pages / sizeof(T)) return std::allocator<T>().allocate(count);
    const std::size_t bytes = count * sizeof(T);  // vectors keep it below PTRDIFF_MAX
    void* const at = ::operator new (bytes, std::align_val_t{large_page});
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    madvise(at, bytes / large_page * large_page, MADV_HUGEPAGE);  // refused = ordinary pages
#endif
    return static_cast<T*>(at);
  }
  void deallocate(T* at, std::size_t count) noexcept {
    if (count < least_on_large_pages / sizeof(T)) return std::allocator<T>().deallocate(at, count);
    ::operator delete (at, std::align_val_t{large_page});
  }
};

template <class T>
using LargeVector = std::vector<T, OnLargePages<T>>;

// Before an element is added to many vectors, or a long one, that hardly grow: room for an eighth more, not twice as
// much.
template <class Vector>
void grow_little(Vector& v) {
  if (v.size() == v.capacity()) v.reserve(v.size() + v.size() / 8 + 4);
}

}  // namespace paidan
