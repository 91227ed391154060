#!/bin/sh
# Includes go downwards only: core < model, transport < io < policy < dispatch < sim < report. Prints each one that does not.
set -eu
cd "$(dirname "$0")/.."
status=0
check() { # layer, layers it may not include
  for above in $2; do
    if grep -rnE "#include \"paidan/$above[./]" "include/paidan/$1" $( [ -d "src/$1" ] && echo "src/$1" ) 2>/dev/null; then
      echo "layer $1 must not include $above" >&2
      status=1
    fi
  done
}
check core "model transport io policy dispatch sim report"
check model "transport io policy dispatch sim report"
check transport "model io policy dispatch sim report"
check io "policy dispatch sim report"
check policy "dispatch sim report"
check dispatch "sim report"
check sim "report"
exit $status
