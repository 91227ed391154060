#include "bench/compare/child.hpp"

#include <malloc.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <system_error>

namespace paidan::bench {
namespace {

[[noreturn]] void run_child(const std::function<std::string()>& work, int out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const std::string text = work();
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t wrote = write(out, text.data() + sent, text.size() - sent);
    if (wrote < 0 && errno != EINTR) _exit(1);
    if (wrote > 0) sent += static_cast<std::size_t>(wrote);
  }
  _exit(0);
}

double processor_seconds(pid_t pid) {
  clockid_t clock{};
  timespec t{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// All that the child writes; `stopped` when it was killed at the limit.
void read_until_end(pid_t pid, int in, const ChildLimit& limit, ChildEnd& end) {
  using SteadyClock = std::chrono::steady_clock;
  const auto start = SteadyClock::now();
  const auto spent = [&] {
    if (limit.clock == peers::Clock::cpu) return processor_seconds(pid);
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
  };
  while (true) {
    const double left = limit.seconds - spent();
    if (left <= 0) {
      end.stopped = true;
      kill(pid, SIGKILL);
      return;
    }
    pollfd wait{in, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(std::min(left, 1000.0) * 1000) + 1);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    std::array<char, 4096> buffer{};
    const ssize_t got = read(in, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    end.text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

ChildEnd in_child(const std::function<std::string()>& work, const ChildLimit& limit) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  std::fflush(nullptr);
  malloc_trim(0);  // so that a child's peak does not hide in memory that the parent has freed
  const pid_t pid = fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid == 0) {
    close(ends[0]);
    run_child(work, ends[1]);
  }
  close(ends[1]);
  ChildEnd end;
  read_until_end(pid, ends[0], limit, end);
  close(ends[0]);
  rusage usage{};
  int status = 0;
  while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  end.peak_bytes = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
  if (end.stopped) return end;
  if (WIFSIGNALED(status)) end.fault = "ended by signal " + std::to_string(WTERMSIG(status));
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) end.fault = "ended without an answer";
  return end;
}

}  // namespace paidan::bench
