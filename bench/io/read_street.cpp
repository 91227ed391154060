// How fast a bundle is read and how much memory that takes: parse, references and check, nothing else.
//
//   build/release/bin/bench_read_street BUNDLE
//
// The yardstick is `wc -l demands.csv && awk -F, '{n+=NF} END{print n}' demands.csv`: time ≤ 4 × theirs, memory ≤ 2.5 ×
// the files.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "paidan/core/error.hpp"
#include "paidan/io/street_io.hpp"

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_read_street BUNDLE\n");
    return 2;
  }
  try {
    std::uintmax_t bytes = 0;
    if (fs::is_directory(argv[1])) {
      for (const auto& file : fs::directory_iterator(argv[1])) bytes += file.file_size();
    } else {
      bytes = fs::file_size(argv[1]);
    }
    const auto begun = std::chrono::steady_clock::now();
    const paidan::io::StreetFile file = paidan::io::read_street(argv[1]);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const double peak = static_cast<double>(usage.ru_maxrss) * 1024;
    fmt::print("{} demands, {} warnings, {:.1f} MB: {:.3f} s, {:.0f} MB/s, peak {:.1f} MB = {:.2f} x the files\n",
               file.street.demands.size(), file.warnings.size(), static_cast<double>(bytes) / 1e6, seconds,
               static_cast<double>(bytes) / 1e6 / seconds, peak / 1e6, peak / static_cast<double>(bytes));
    return 0;
  } catch (const paidan::Error& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 2;
  }
}
