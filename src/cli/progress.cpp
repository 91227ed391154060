#include "src/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>

namespace paidan::cli {
namespace {

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// A number of /proc/self/status, in bytes (the file counts KiB); 0 where there is none.
long status_bytes(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::strtol(line.c_str() + name.size(), nullptr, 10) * 1'024;
  }
  return 0;
}

// From now on the peak counts from here (proc(5), clear_refs); without the right to do so it stays as it is.
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

// Columns on a terminal: Chinese characters take two.
std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    columns += byte < 0x80 ? 1 : byte >= 0xE0 ? 2 : 0;
  }
  return columns;
}

}  // namespace

Progress::Progress(std::span<const Phase> phases, Language language, Screen screen)
    : phases_(phases), language_(language), screen_(screen), started_(Clock::now()), phase_started_(started_) {
  if (screen_.terminal) drawer_ = std::thread([this] { keep_drawing(); });
}

Progress::~Progress() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    erase();
  }
  wake_.notify_all();
  if (drawer_.joinable()) drawer_.join();
}

void Progress::begin(std::string_view name) {
  const std::lock_guard lock(mutex_);
  end_phase();
  const auto at = std::find_if(phases_.begin(), phases_.end(), [&](const Phase& p) { return p.name == name; });
  if (at == phases_.end()) {
    erase();
    return;
  }
  running_ = static_cast<std::size_t>(at - phases_.begin());
  phase_started_ = Clock::now();
  phase_cpu_ = cpu_seconds();
  reset_peak();
}

void Progress::end_phase() {
  if (!running_) return;
  PhaseUse use;
  use.phase = phases_[*running_];
  use.seconds = std::chrono::duration<double>(Clock::now() - phase_started_).count();
  use.cpu_seconds = cpu_seconds() - phase_cpu_;
  use.memory_bytes = status_bytes("VmRSS:");
  use.peak_bytes = status_bytes("VmHWM:");
  used_.push_back(use);
  running_.reset();
}

void Progress::say(std::string_view line) {
  const std::lock_guard lock(mutex_);
  erase();
  fmt::print(screen_.file, "{}\n", line);
}

void Progress::keep_drawing() {
  std::unique_lock lock(mutex_);
  if (wake_.wait_for(lock, screen_.after, [&] { return over_; })) return;
  do {
    if (running_) draw();
  } while (!wake_.wait_for(lock, screen_.every, [&] { return over_; }));
}

void Progress::draw() {
  constexpr std::size_t cells = 24;
  const std::size_t full = cells * *running_ / phases_.size();
  const std::size_t end = cells * (*running_ + 1) / phases_.size();
  std::string bar(full, '#');
  bar.append(cells - full, '-');
  // Nobody knows how long a phase takes: its stretch of the bar shows that something moves.
  bar[full + static_cast<std::size_t>(ticks_++) % std::max<std::size_t>(1, end - full)] = '>';
  constexpr Words text{"\r\x1b[K[{}] {}/{} {} {:.0f} 秒", "\r\x1b[K[{}] {}/{} {} {:.0f} s"};
  fmt::print(screen_.file, fmt::runtime(text.in(language_)), bar, *running_ + 1, phases_.size(),
             phases_[*running_].title.in(language_), std::chrono::duration<double>(Clock::now() - started_).count());
  std::fflush(screen_.file);
  drawn_ = true;
}

void Progress::erase() {
  if (!drawn_) return;
  fmt::print(screen_.file, "\r\x1b[K");
  std::fflush(screen_.file);
  drawn_ = false;
}

std::string Progress::json(double PhaseUse::*number) const {
  std::string out;
  for (const PhaseUse& use : used_) {
    out += fmt::format("{}\"{}\": {:.4f}", out.empty() ? "" : ", ", use.phase.name, use.*number);
  }
  return out;
}

std::string Progress::json(long PhaseUse::*number) const {
  std::string out;
  for (const PhaseUse& use : used_) {
    out += fmt::format("{}\"{}\": {}", out.empty() ? "" : ", ", use.phase.name, use.*number);
  }
  return out;
}

std::string Progress::table() const {
  constexpr auto padding = [](std::string_view text, std::size_t columns) {
    return std::string(columns - std::min(columns, width(text)), ' ');
  };
  const auto row = [&](std::string_view title, const std::array<std::string_view, 4>& cells) {
    std::string line(title);
    line += padding(title, 14);
    for (const std::string_view cell : cells) line.append(padding(cell, 12)).append(cell);
    return line + "\n";
  };
  const auto megabytes = [](long bytes) { return fmt::format("{:.0f}", static_cast<double>(bytes) / 1e6); };
  const auto seconds = [](double s) { return fmt::format("{:.2f}", s); };
  const auto say = [&](Words words) { return words.in(language_); };
  std::string out = row(say({"阶段", "phase"}), {say({"秒", "seconds"}), say({"CPU 秒", "CPU s"}),
                                                 say({"内存 MB", "MB held"}), say({"峰值 MB", "MB peak"})});
  const auto add = [&](std::string_view title, const PhaseUse& use) {
    out += row(title, {seconds(use.seconds), seconds(use.cpu_seconds), megabytes(use.memory_bytes),
                       megabytes(use.peak_bytes)});
  };
  PhaseUse all;
  for (const PhaseUse& use : used_) {
    add(use.phase.title.in(language_), use);
    all.seconds += use.seconds;
    all.cpu_seconds += use.cpu_seconds;
    all.memory_bytes = use.memory_bytes;
    all.peak_bytes = std::max(all.peak_bytes, use.peak_bytes);
  }
  add(say({"合计", "all"}), all);
  return out;
}

}  // namespace paidan::cli
