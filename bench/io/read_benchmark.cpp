// Reading a street bundle: the synthetic street, written to a temporary directory first.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "paidan/io/street_io.hpp"
#include "paidan/sim/generate.hpp"

namespace {

namespace fs = std::filesystem;

class Bundle {
 public:
  Bundle() : directory_(fs::temp_directory_path() / ("paidan_bench_" + std::to_string(getpid()))) {
    paidan::io::write_street_csv(paidan::sim::generate_street(), directory_);
    for (const auto& file : fs::directory_iterator(directory_)) bytes_ += file.file_size();
  }
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;
  ~Bundle() {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }
  [[nodiscard]] const fs::path& directory() const { return directory_; }
  [[nodiscard]] std::uintmax_t bytes() const { return bytes_; }

 private:
  fs::path directory_;
  std::uintmax_t bytes_ = 0;
};

void read_street(benchmark::State& state) {
  const Bundle bundle;
  for (auto _ : state) benchmark::DoNotOptimize(paidan::io::read_street(bundle.directory()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bundle.bytes()));
}
BENCHMARK(read_street)->Unit(benchmark::kMillisecond);

}  // namespace
