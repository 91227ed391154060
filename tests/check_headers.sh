#!/bin/sh
# Every public header of the layers that are compiled together also compiles on its own: it includes what it needs.
set -eu
cd "$(dirname "$0")/.."
find include/paidan/sim include/paidan/report -name '*.hpp' | sort |
  xargs -P 2 -I{} ${CXX:-g++} -std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Werror -fsyntax-only -Iinclude \
    -include {} -x c++ /dev/null
