// Strong ids: a 32-bit index into one table, of a type of its own.
//
// `Id<struct WorkerTag>` and `Id<struct OrganisationTag>` do not convert into each other or into integers, so an index
// cannot be used on the wrong table. A default-made id is *none*: it names nothing (`has_value()` is false).
#pragma once

#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace paidan {

template <class Tag>
class Id {
 public:
  using value_type = std::uint32_t;
  static constexpr value_type none = std::numeric_limits<value_type>::max();

  constexpr Id() noexcept = default;
  constexpr explicit Id(std::size_t value) noexcept : value_(static_cast<value_type>(value)) {}

  [[nodiscard]] constexpr bool has_value() const noexcept { return value_ != none; }
  [[nodiscard]] constexpr value_type value() const noexcept { return value_; }
  [[nodiscard]] constexpr std::size_t index() const noexcept {
    assert(has_value());
    return value_;
  }
  friend constexpr auto operator<=>(Id, Id) noexcept = default;

 private:
  value_type value_ = none;
};

// A vector that is indexed by one kind of id and by nothing else.
template <class T, class Key>
class Table {
 public:
  using value_type = T;

  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
  [[nodiscard]] T& operator[](Key id) { return rows_[id.index()]; }
  [[nodiscard]] const T& operator[](Key id) const { return rows_[id.index()]; }
  [[nodiscard]] Key next_id() const noexcept { return Key(rows_.size()); }

  Key push_back(T row) {
    rows_.push_back(std::move(row));
    return Key(rows_.size() - 1);
  }
  void reserve(std::size_t count) { rows_.reserve(count); }
  void clear() noexcept { rows_.clear(); }
  void resize(std::size_t count) { rows_.resize(count); }

  [[nodiscard]] auto begin() noexcept { return rows_.begin(); }
  [[nodiscard]] auto end() noexcept { return rows_.end(); }
  [[nodiscard]] auto begin() const noexcept { return rows_.begin(); }
  [[nodiscard]] auto end() const noexcept { return rows_.end(); }
  [[nodiscard]] T& back() { return rows_.back(); }
  [[nodiscard]] const T& back() const { return rows_.back(); }

  // The rows as a plain vector, for algorithms that sort, span or count them.
  [[nodiscard]] std::vector<T>& rows() noexcept { return rows_; }
  [[nodiscard]] const std::vector<T>& rows() const noexcept { return rows_; }

 private:
  std::vector<T> rows_;
};

}  // namespace paidan

template <class Tag>
struct std::hash<paidan::Id<Tag>> {
  std::size_t operator()(paidan::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value()); }
};
