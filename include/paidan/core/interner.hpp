// Small containers for a street's many short strings: an arena that owns the bytes and an interner that numbers them.
//
// `Interner` maps a string to a dense id and back: 24 bytes a string (a view and two 4-byte table cells) beside its own
// characters. Ids are given in order of first appearance, so they do not depend on the machine.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "paidan/core/ids.hpp"

namespace paidan {

// Append-only storage of characters; views into it stay valid as long as the arena lives. Not thread-safe.
class TextArena {
 public:
  std::string_view store(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > capacity_ - used_) grow(text.size());
    char* at = chunks_.back().get() + used_;
    std::memcpy(at, text.data(), text.size());
    used_ += text.size();
    return {at, text.size()};
  }

 private:
  void grow(std::size_t need) {
    capacity_ = std::max<std::size_t>(need, std::size_t{1} << 16);
    used_ = 0;
    chunks_.push_back(std::make_unique<char[]>(capacity_));
  }
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = 0, capacity_ = 0;
};

// Numbers strings 0, 1, 2, …  O(1) expected per call. Copies share the arena.
template <class Key>
class Interner {
 public:
  explicit Interner(std::shared_ptr<TextArena> arena = std::make_shared<TextArena>()) : arena_(std::move(arena)) {}

  // The id of `text`, new if it was not known; `second` says whether it is new.
  std::pair<Key, bool> add(std::string_view text) {
    if ((texts_.size() + 1) * 2 > cells_.size()) rehash();
    std::size_t cell = probe(text);
    if (cells_[cell] != empty) return {Key(cells_[cell]), false};
    cells_[cell] = static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(arena_->store(text));
    return {Key(texts_.size() - 1), true};
  }
  Key intern(std::string_view text) { return add(text).first; }

  // The id of `text`, or none.
  [[nodiscard]] Key find(std::string_view text) const {
    if (cells_.empty()) return Key{};
    const std::uint32_t at = cells_[probe(text)];
    return at == empty ? Key{} : Key(at);
  }
  [[nodiscard]] std::string_view operator[](Key id) const { return texts_[id.index()]; }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
  void reserve(std::size_t count) {
    texts_.reserve(count);
    while (cells_.size() < count * 2) rehash();
  }

 private:
  static constexpr std::uint32_t empty = 0xFFFFFFFFU;

  static std::uint64_t hash(std::string_view text) noexcept {
    std::uint64_t h = 0xCBF29CE484222325ULL ^ text.size();
    const char* p = text.data();
    std::size_t left = text.size();
    for (; left >= 8; left -= 8, p += 8) {
      std::uint64_t word;
      std::memcpy(&word, p, 8);
      h = (h ^ word) * 0x9E3779B97F4A7C15ULL;
      h ^= h >> 32;
    }
    std::uint64_t tail = 0;
    if (left != 0) std::memcpy(&tail, p, left);
    h = (h ^ tail) * 0x9E3779B97F4A7C15ULL;
    return h ^ (h >> 29);
  }
  [[nodiscard]] std::size_t probe(std::string_view text) const {
    const std::size_t mask = cells_.size() - 1;
    std::size_t cell = hash(text) & mask;
    while (cells_[cell] != empty && texts_[cells_[cell]] != text) cell = (cell + 1) & mask;
    return cell;
  }
  void rehash() {
    cells_.assign(std::max<std::size_t>(16, cells_.size() * 2), empty);
    for (std::uint32_t i = 0; i < texts_.size(); ++i) cells_[probe(texts_[i])] = i;
  }

  std::shared_ptr<TextArena> arena_;
  std::vector<std::string_view> texts_;
  std::vector<std::uint32_t> cells_;
};

}  // namespace paidan
