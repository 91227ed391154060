#!/bin/sh
# Builds every fuzzer with clang and runs each for SECONDS (default 5) from its seeds. What they find beyond the seeds
# stays in build/fuzz/corpus/; an input that breaks one is left in build/fuzz/ and its name is printed.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-5}
. tests/packages.sh
install_packages clang libclang-rt-dev
cmake --preset asan >/dev/null
cmake --build --preset asan --target fuzzers
for source in tests/fuzz/fuzz_*.cpp; do
  name=$(basename "$source" .cpp)
  found=build/fuzz/corpus/${name#fuzz_}
  mkdir -p "$found"
  log=build/fuzz/$name.log
  if ! "build/asan/bin/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix=build/fuzz/ "$found" "tests/fuzz/corpus/${name#fuzz_}" >"$log" 2>&1; then
    tail -40 "$log"
    exit 1
  fi
  echo "$name: $seconds s, $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, no fault"
done
