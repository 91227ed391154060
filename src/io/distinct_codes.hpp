// DistinctCodes: whether a million codes repeat, in little memory.
//
// Exports mostly number their rows, so codes mostly rise (shorter before longer, then byte by byte). As long as they
// do, none can repeat and nothing is stored. From the first that does not rise, they are in a hash table with 32 bits
// of hash beside each index, so that a text is looked at only when it very probably is the same.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "paidan/core/interner.hpp"

namespace paidan::io {

class DistinctCodes {
 public:
  void reserve(std::size_t count) { expected_ = count; }

  // Adds the next code, number 0, 1, 2, …; false when it is there already. `code_of(k)` is the code of number k.
  template <class CodeOf>
  bool add(std::string_view code, CodeOf&& code_of) {
    if (cells_.empty()) {
      const bool rises = count_ == 0 || rises_over(code_of(count_ - 1), code);
      if (rises) return ++count_, true;
      cells_.resize(16);
      const std::size_t most = std::max(expected_, count_ + 1);
      while (cells_.size() < most + most / 2) cells_.resize(cells_.size() * 2);
      for (std::size_t k = 0; k < count_; ++k) put(static_cast<std::uint32_t>(k), hash_of(code_of(k)));
    }
    const std::uint32_t hash = hash_of(code);
    const std::size_t mask = cells_.size() - 1;
    for (std::size_t at = hash & mask; cells_[at].number != 0; at = (at + 1) & mask) {
      if (cells_[at].hash == hash && code_of(cells_[at].number - 1) == code) return false;
    }
    if ((count_ + 1) * 4 > cells_.size() * 3) grow();
    put(static_cast<std::uint32_t>(count_++), hash);
    return true;
  }

 private:
  struct Cell {
    std::uint32_t number = 0;  // + 1; 0 = free
    std::uint32_t hash = 0;
  };

  static bool rises_over(std::string_view before, std::string_view code) {
    return before.size() != code.size() ? before.size() < code.size() : before < code;
  }
  static std::uint32_t hash_of(std::string_view code) { return static_cast<std::uint32_t>(hash_text(code)); }

  void put(std::uint32_t number, std::uint32_t hash) {
    const std::size_t mask = cells_.size() - 1;
    std::size_t at = hash & mask;
    while (cells_[at].number != 0) at = (at + 1) & mask;
    cells_[at] = {number + 1, hash};
  }
  void grow() {
    std::vector<Cell> before(cells_.size() * 2);
    before.swap(cells_);
    for (const Cell& cell : before) {
      if (cell.number != 0) put(cell.number - 1, cell.hash);
    }
  }

  std::size_t count_ = 0, expected_ = 0;
  std::vector<Cell> cells_;
};

}  // namespace paidan::io
