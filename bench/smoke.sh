#!/bin/sh
# Do the benchmarks still build, run and agree? Small instances, under a minute; says nothing about speed. At full size
# only bids and pivots are counted: a family that takes more than before is an error, and fewer go into bench/work.csv.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
install_packages libbenchmark-dev
cmake --preset release -DPAIDAN_BUILD_BENCHMARKS=ON >/dev/null
cmake --build --preset release --target compare bench_transport bench_io bench_policy bench_read_street bench_allocation \
  bench_incremental bench_implicit bench_work
bin=build/release/bin
$bin/compare --all --scale 0.001 --runs 1 --limit 20
for layer in transport io policy; do $bin/bench_$layer --benchmark_min_time=0.02; done
$bin/bench_incremental district tree --scale 0.01 --changes 300 --check-every 50
$bin/bench_implicit --orders 2000 --leaves 100 --check-all-pairs --materialise
$bin/bench_allocation 0.05 1
$bin/bench_work --against bench/work.csv
