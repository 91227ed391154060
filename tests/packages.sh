# The Debian packages that building, testing and benchmarking need. Sourced by the scripts; installs only what is missing.
packages="g++ cmake ninja-build pkg-config libboost-dev libfmt-dev doctest-dev libsimdjson-dev libcli11-dev
  nlohmann-json3-dev libhowardhinnant-date-dev libssl-dev tzdata liblemon-dev python3-jsonschema"

# For the report: its interactive charts (npm), and a browser that looks at it with Chinese letters. Without them the
# build and the tests work and say what is missing; CI installs them.
report_packages="chromium fonts-noto-cjk"
command -v npm >/dev/null 2>&1 || report_packages="$report_packages npm"

install_packages() {
  missing=""
  for p in $packages "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
  done
  [ -z "$missing" ] && return 0
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  echo "installing:$missing" >&2
  $as_root apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >&2
}
