// What a long command is doing: a bar on a terminal while it runs; seconds and memory by phase when it is done.
//
// The bar is drawn on stderr when that is a terminal, once the command has taken a second, and taken away at the end;
// a file or a pipe gets nothing. One object a command; messages that come while it runs go through `say`.
#pragma once

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "paidan/core/words.hpp"

namespace paidan::cli {

struct Phase {
  std::string_view name;  // in --stats
  Words title;
};

struct PhaseUse {
  Phase phase;
  double seconds = 0, cpu_seconds = 0;  // of all threads
  long memory_bytes = 0;                // held at its end
  long peak_bytes = 0;                  // the most held during it (where the system cannot say: until its end)
};

// Where the bar is drawn, and when.
struct Screen {
  std::FILE* file = stderr;
  bool terminal = ::isatty(STDERR_FILENO) != 0;
  std::chrono::milliseconds after{1'000}, every{100};
};

class Progress {
 public:
  // The phases that will come; a phase that is left out is skipped. `phases` must outlive it.
  Progress(std::span<const Phase> phases, Language language, Screen screen = {});
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Ends the phase before; "" ends the last one and takes the bar away.
  void begin(std::string_view phase);
  void finish() { begin(""); }
  // A line on the screen's file, above the bar.
  void say(std::string_view line);

  [[nodiscard]] const std::vector<PhaseUse>& used() const noexcept { return used_; }
  // `"read": 0.1234, "work_list": …`: one number for each phase.
  [[nodiscard]] std::string json(double PhaseUse::*number) const;
  [[nodiscard]] std::string json(long PhaseUse::*number) const;
  // A table for people.
  [[nodiscard]] std::string table() const;

 private:
  using Clock = std::chrono::steady_clock;

  void end_phase();
  void keep_drawing();
  void draw();
  void erase();

  std::span<const Phase> phases_;
  Language language_;
  Screen screen_;
  std::vector<PhaseUse> used_;
  Clock::time_point started_, phase_started_;
  double phase_cpu_ = 0;

  std::mutex mutex_;  // of what the drawing thread reads, and of the screen
  std::condition_variable wake_;
  std::optional<std::size_t> running_;
  bool drawn_ = false, over_ = false;
  int ticks_ = 0;
  std::thread drawer_;
};

}  // namespace paidan::cli
