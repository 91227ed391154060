#!/bin/sh
# Builds Release, makes Jiulong street, matches it, verifies the plan and says what came out.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
install_packages
cmake --preset release >/dev/null
cmake --build --preset release >/dev/null
paidan=build/release/bin/paidan
out=build/jiulong
echo "== 生成九龙街道一周的需求 / a week of Jiulong street"
$paidan generate street -o $out/bundle
echo "== 派单 / match"
$paidan match $out/bundle -o $out/plan 2>$out.warnings || { cat $out.warnings >&2; exit 1; }
echo "== 核验 / verify"
$paidan verify $out/plan
order=$(sed -n 2p $out/plan/unserved.csv | cut -d, -f1)
if [ -n "$order" ]; then
  echo "== 为什么 $order 没有派出 / why $order is unserved"
  $paidan explain $out/plan "$order"
fi
echo "== 文件 / files"
echo "bundle: $out/bundle   plan: $out/plan (plan.csv unserved.csv worklist.csv plan.json)"
