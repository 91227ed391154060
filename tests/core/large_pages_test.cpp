// Large arrays begin on a large page; whatever their size, they behave as vectors do.
#include "paidan/core/large_pages.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include "paidan/core/raw_vector.hpp"

using namespace paidan;

namespace {

template <class Vector>
bool on_a_large_page(const Vector& v) {
  return reinterpret_cast<std::uintptr_t>(v.data()) % large_page == 0;
}

}  // namespace

TEST_CASE("a large array begins on a large page, and grows and moves with what is in it") {
  constexpr std::size_t many = least_on_large_pages / sizeof(std::uint32_t);
  LargeVector<std::uint32_t> v(many - 1, 7);
  v.push_back(8);  // from ordinary pages
  v.push_back(9);
  CHECK(on_a_large_page(v));
  CHECK(v.front() == 7);
  CHECK(v[many - 2] == 7);
  CHECK(v[many - 1] == 8);
  CHECK(v[many] == 9);
  v.resize(2 * many + 1);
  CHECK(v.back() == 0);
  const LargeVector<std::uint32_t> copy = v;
  const LargeVector<std::uint32_t> moved = std::move(v);
  CHECK(copy == moved);
  CHECK(on_a_large_page(copy));
}

TEST_CASE("so does one that is left as it is before it is written") {
  RawVector<std::uint64_t> v;
  v.resize(least_on_large_pages / sizeof(std::uint64_t));
  CHECK(on_a_large_page(v));
  v.back() = 5;
  v.resize(v.size() + 1);
  CHECK(v[v.size() - 2] == 5);
  RawVector<std::uint64_t>().swap(v);
  CHECK(v.capacity() == 0);
}
