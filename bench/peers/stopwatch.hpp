// Seconds between laps, on the wall or of this process's processor time.
#pragma once

#include <ctime>

#include "bench/peers/peers.hpp"

namespace paidan::peers {

class Stopwatch {
 public:
  explicit Stopwatch(Clock clock) : clock_(clock == Clock::wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID) {}
  double lap() {
    const double at = now();
    const double seconds = at - start_;
    start_ = at;
    return seconds;
  }

 private:
  [[nodiscard]] double now() const {
    timespec t{};
    clock_gettime(clock_, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
  }
  clockid_t clock_;
  double start_ = now();
};

}  // namespace paidan::peers
