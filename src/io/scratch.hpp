// Texts of one record that do not stand in the file as they are read: unescaped, joined, in plain decimals.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace paidan::io {

class Scratch {
 public:
  void reset() noexcept { used_ = 0; }
  // An empty text that stays where it is until `reset`.
  std::string& text() {
    if (used_ == texts_.size()) texts_.emplace_back();
    std::string& out = texts_[used_++];
    out.clear();
    return out;
  }

 private:
  std::deque<std::string> texts_;
  std::size_t used_ = 0;
};

}  // namespace paidan::io
