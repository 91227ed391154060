// Work in a child process: its memory is its own, and a crash or a limit ends nothing else.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <string>

#include "bench/peers/peers.hpp"

namespace paidan::bench {

struct ChildLimit {
  double seconds = std::numeric_limits<double>::infinity();
  peers::Clock clock = peers::Clock::wall;
};

struct ChildEnd {
  std::string text;            // what the work returned
  bool stopped = false;        // at the limit
  std::string fault;           // how it ended without an answer; or empty
  std::size_t peak_bytes = 0;  // of the whole process
};

// Runs `work` in a child that begins with a copy of all that this process has, and waits for what it returns. A child
// that passes the limit is killed, and so is one whose parent ends. `work` must not throw.
// Errors: std::system_error when there can be no child.
[[nodiscard]] ChildEnd in_child(const std::function<std::string()>& work, const ChildLimit& limit = {});

}  // namespace paidan::bench
