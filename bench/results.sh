#!/bin/sh
# Measures every family beside the peers and writes bench/RESULTS.md; the same as JSON and as a chart into the build.
#
# An hour or more on a quiet machine: three runs of each method, a method that passes 300 s is stopped. Arguments go to
# compare, for example `bench/results.sh --runs 1 --limit 120`. With `--peer-cache FILE` the peers, who need nearly all of
# that time, run once and are remembered.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
install_packages
cmake --preset release -DPAIDAN_BUILD_BENCHMARKS=ON >/dev/null
cmake --build --preset release --target compare
build/release/bin/compare --all --skip --more-threads 2 --markdown bench/RESULTS.md \
  --json build/release/results.json --html build/release/results.html "$@"
