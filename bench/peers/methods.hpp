// One function a peer, for both sources; each lives in its own file.
#pragma once

#include <chrono>

#include "bench/peers/arc_source.hpp"

namespace paidan::peers {

class Stopwatch {
 public:
  double lap() {
    const auto now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - start_).count();
    start_ = now;
    return seconds;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

template <class Source>
Answer lemon_network_simplex(const Source& source);
template <class Source>
Answer lemon_cost_scaling(const Source& source);
template <class Source>
Answer boost_successive_shortest_path(const Source& source);

}  // namespace paidan::peers
