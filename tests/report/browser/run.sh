#!/bin/sh
# Looks at real reports in headless Chromium: run.sh PAIDAN. Exit code 77 (skipped) without node or chromium, unless
# PAIDAN_REQUIRE_BROWSER is set.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
missing=""
node=$(command -v node || command -v nodejs) || missing="node"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || missing="$missing chromium"
if [ -n "$missing" ]; then
  echo "not installed: $missing; the reports are not looked at"
  [ -n "${PAIDAN_REQUIRE_BROWSER:-}" ] && exit 1
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
exec_status=0
"$node" "$here/report_test.mjs" "$1" "$chromium" "$work" || exec_status=$?
exit $exec_status
