#!/bin/sh
# Installs what is missing, builds Release and runs all tests.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
install_packages
cmake --preset release >/dev/null
cmake --build --preset release
ctest --preset release
