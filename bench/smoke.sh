#!/bin/sh
# Do the benchmarks still build, run and agree? Small instances, under half a minute; says nothing about speed.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
install_packages libbenchmark-dev
cmake --preset release -DPAIDAN_BUILD_BENCHMARKS=ON >/dev/null
cmake --build --preset release --target compare bench_transport bench_io bench_policy bench_read_street
bin=build/release/bin
$bin/compare --all --scale 0.001 --runs 1 --limit 20
for layer in transport io policy; do $bin/bench_$layer --benchmark_min_time=0.02; done
