// Work in blocks on several threads, results taken in the order of the blocks: the outcome does not depend on how many
// threads there are.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace paidan {

// Cuts [0, count) into blocks of `block` and calls for each of them
//   make(begin, end, scratch)   on any of the threads, several blocks at a time; fills the thread's own `Scratch`
//   take(begin, end, scratch)   one block after the other, first to last; may change what all share
// An exception of either ends the work and is thrown here. At most `threads` threads, the caller's among them.
template <class Scratch, class Make, class Take>
void in_blocks(std::size_t count, std::size_t block, unsigned threads, Make make, Take take) {
  const std::size_t blocks = (count + block - 1) / block;
  const std::size_t crew = std::clamp<std::size_t>(blocks, 1, std::max(1U, threads));
  std::mutex mutex;
  std::condition_variable turn;
  std::size_t next = 0;  // the block whose result is taken next
  std::exception_ptr failure;
  const auto work = [&](std::size_t first) {
    try {
      Scratch scratch{};
      for (std::size_t b = first; b < blocks; b += crew) {
        const std::size_t begin = b * block, end = std::min(count, begin + block);
        make(begin, end, scratch);
        std::unique_lock lock(mutex);
        turn.wait(lock, [&] { return next == b || failure; });
        if (failure) return;
        take(begin, end, scratch);
        ++next;
        turn.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      turn.notify_all();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t t = 1; t < crew; ++t) others.emplace_back(work, t);
    work(0);
  }
  if (failure) std::rethrow_exception(failure);
}

// Calls work(k) once for each k below `count`, on at most `threads` threads, the caller's among them, whichever is free
// takes the next. Calls must not touch what others write. An exception ends the work and is thrown here.
template <class Work>
void each_on_threads(std::size_t count, unsigned threads, Work work) {
  const std::size_t crew = std::clamp<std::size_t>(count, 1, std::max(1U, threads));
  if (crew == 1) {
    for (std::size_t k = 0; k < count; ++k) work(k);
    return;
  }
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto take_turns = [&] {
    try {
      for (std::size_t k = next++; k < count; k = next++) work(k);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t t = 1; t < crew; ++t) others.emplace_back(take_turns);
    take_turns();
  }
  if (failure) std::rethrow_exception(failure);
}

// How many runs of at least `least` are worth a thread each.
[[nodiscard]] inline std::size_t runs_of(std::size_t count, std::size_t least, unsigned threads) {
  return std::clamp<std::size_t>(count / least, 1, std::max(1U, threads));
}

// Cuts [0, count) into `runs` of equal length and calls work(run, begin, end) for each, all at the same time.
template <class Work>
void in_runs(std::size_t count, std::size_t runs, Work work) {
  each_on_threads(runs, static_cast<unsigned>(runs),
                  [&](std::size_t run) { work(run, count * run / runs, count * (run + 1) / runs); });
}

}  // namespace paidan
