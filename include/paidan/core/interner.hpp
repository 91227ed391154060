// Small containers for a street's many short strings: an arena that owns the bytes and an interner that numbers them.
//
// `Interner` maps a string to a dense id and back: 37 to 59 bytes a string (a view and one to three 16-byte table
// cells) beside its own characters. Ids are given in order of first appearance, so they do not depend on the machine.
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

// The first `size` ≤ 8 bytes as a number; equal for equal bytes, otherwise of no meaning (it depends on the machine).
[[nodiscard]] inline std::uint64_t load_bytes(const char* at, std::size_t size) noexcept {
  const auto load = [](const char* from, auto word) {
    std::memcpy(&word, from, sizeof word);
    return std::uint64_t{word};
  };
  if (size == 8) return load(at, std::uint64_t{});
  if (size >= 4) return load(at, std::uint32_t{}) | (load(at + size - 4, std::uint32_t{}) << 32);
  std::uint64_t word = 0;
  for (std::size_t k = 0; k < size; ++k) word = (word << 8) | static_cast<unsigned char>(at[k]);
  return word;
}

// A hash of a text, good in all of its 64 bits: words times a constant, the two halves of each product folded into one.
[[nodiscard]] inline std::uint64_t hash_text(std::string_view text) noexcept {
  __extension__ typedef unsigned __int128 Product;
  const auto fold = [](std::uint64_t a, std::uint64_t b) {
    const Product p = static_cast<Product>(a) * b;
    return static_cast<std::uint64_t>(p) ^ static_cast<std::uint64_t>(p >> 64);
  };
  std::uint64_t h = 0xCBF29CE484222325ULL ^ text.size();
  const char* p = text.data();
  std::size_t left = text.size();
  for (; left > 8; left -= 8, p += 8) h = fold(h ^ load_bytes(p, 8), 0x9E3779B97F4A7C15ULL);
  return fold(h ^ load_bytes(p, left), 0xD6E8FEB86659FD93ULL);
}

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

// Numbers strings 0, 1, 2, …  O(1) expected per call, one line of the cache for a text of up to 8 characters. Copies
// share the arena.
template <class Key>
class Interner {
 public:
  explicit Interner(std::shared_ptr<TextArena> arena = std::make_shared<TextArena>()) : arena_(std::move(arena)) {}

  // The id of `text`, new if it was not known; `second` says whether it is new.
  std::pair<Key, bool> add(std::string_view text) {
    if ((texts_.size() + 1) * 4 > cells_.size() * 3) grow(cells_.size() * 2);
    const Probe found = probe(text);
    Cell& cell = cells_[found.at];
    if (cell.id != empty) return {Key(cell.id), false};
    cell = found.wanted;
    cell.id = static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(arena_->store(text));
    return {Key(texts_.size() - 1), true};
  }
  Key intern(std::string_view text) { return add(text).first; }

  // The id of `text`, or none.
  [[nodiscard]] Key find(std::string_view text) const {
    if (cells_.empty()) return Key{};
    const std::uint32_t id = cells_[probe(text).at].id;
    return id == empty ? Key{} : Key(id);
  }
  [[nodiscard]] std::string_view operator[](Key id) const { return texts_[id.index()]; }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
  void reserve(std::size_t count) {
    texts_.reserve(count);
    if (count * 4 > cells_.size() * 3) grow(count * 4 / 3 + 1);
  }

 private:
  static constexpr std::uint32_t empty = 0xFFFFFFFFU;
  struct Cell {
    std::uint32_t id = empty;
    std::uint32_t tag = 0;   // the size (up to 255) and bits of the hash
    std::uint64_t head = 0;  // the first 8 characters
  };
  struct Probe {
    std::size_t at;  // of the text's cell, or of the free one where it would stand
    Cell wanted;     // its cell but for the id
  };

  [[nodiscard]] Probe probe(std::string_view text) const {
    const std::uint64_t hash = hash_text(text);
    Probe out{hash & (cells_.size() - 1), {}};
    out.wanted.tag = (static_cast<std::uint32_t>(hash >> 32) & ~std::uint32_t{0xFF}) |
                     static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), 0xFF));
    out.wanted.head = load_bytes(text.data(), std::min<std::size_t>(text.size(), 8));
    while (cells_[out.at].id != empty && !holds(cells_[out.at], out.wanted, text)) {
      out.at = (out.at + 1) & (cells_.size() - 1);
    }
    return out;
  }
  [[nodiscard]] bool holds(const Cell& cell, const Cell& wanted, std::string_view text) const {
    return cell.tag == wanted.tag && cell.head == wanted.head && (text.size() <= 8 || texts_[cell.id] == text);
  }
  void grow(std::size_t least) {
    std::size_t size = 16;
    while (size < least) size *= 2;
    cells_.assign(size, Cell{});
    for (std::uint32_t i = 0; i < texts_.size(); ++i) {
      const Probe found = probe(texts_[i]);
      cells_[found.at] = found.wanted;
      cells_[found.at].id = i;
    }
  }

  std::shared_ptr<TextArena> arena_;
  std::vector<std::string_view> texts_;
  std::vector<Cell> cells_;
};

}  // namespace paidan
