// A vector that does not write zeros before its elements are written: `resize` leaves new elements of types that can be
// copied byte by byte as they are. Large arrays are then touched once, and by the threads that fill them, on
// large pages where there are (large_pages.hpp).
#pragma once

#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "paidan/core/large_pages.hpp"

namespace paidan {

template <class T>
struct DefaultInit : OnLargePages<T> {
  DefaultInit() = default;
  template <class U>
  DefaultInit(const DefaultInit<U>&) noexcept {}  // NOLINT: allocators convert

  template <class U>
  void construct(U* at) noexcept {
    if constexpr (!std::is_trivially_copyable_v<U>) ::new (static_cast<void*>(at)) U;
  }
  template <class U, class... Arguments>
  void construct(U* at, Arguments&&... arguments) {
    ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
  }
};

template <class T>
using RawVector = std::vector<T, DefaultInit<T>>;

}  // namespace paidan
