#!/bin/sh
# Installs build/release into a fresh prefix and builds a project that sees only that prefix.
set -eu
cd "$(dirname "$0")/../.."
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install build/release --prefix "$prefix/usr" >/dev/null
cmake -S tests/consumer -B "$prefix/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix/usr" >/dev/null
cmake --build "$prefix/build" >/dev/null
"$prefix/build/consumer"
PKG_CONFIG_PATH="$prefix/usr/lib/pkgconfig:$prefix/usr/share/pkgconfig" pkg-config --cflags --libs paidan
