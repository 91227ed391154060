#!/bin/sh
# Every public header of the layers that are compiled together also compiles on its own: it includes what it needs.
set -eu
cd "$(dirname "$0")/.."
printf '%s\n' include/paidan/sim/*.hpp include/paidan/report/*.hpp |
  xargs -P 2 -I{} ${CXX:-g++} -std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Werror -fsyntax-only -Iinclude \
    -include {} -x c++ /dev/null
