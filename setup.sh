#!/usr/bin/env bash
# Prepares .venv with locked dependencies, and the system programs that reading and rendering need.
# Usage: setup.sh run|dev   (dev adds what the tests need)
set -euo pipefail
cd "$(dirname "$0")"
kind=${1:-run}

say() { printf '→ %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
}

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_thai_ocr() { command -v tesseract && tesseract --list-langs 2>/dev/null | grep -qx tha; }
has_thai_fonts() { ! command -v fc-list || fc-list :lang=th family | grep -q .; }

missing_packages() {
  command -v pdftotext >/dev/null || echo poppler-utils
  has_thai_ocr >/dev/null || echo tesseract-ocr tesseract-ocr-tha
  has_browser >/dev/null || echo chromium
  has_thai_fonts >/dev/null || echo fonts-thai-tlwg
  command -v fc-list >/dev/null || echo fontconfig fonts-thai-tlwg
  command -v antiword >/dev/null || echo antiword
}

install_packages() {
  local root=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || return 1
    root=(sudo -n)
  fi
  command -v apt-get >/dev/null || return 1
  say "installing system packages: $*"
  "${root[@]}" apt-get update -qq >/dev/null &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

system_packages() {
  local packages
  packages=$(missing_packages | tr ' ' '\n' | sort -u | tr '\n' ' ')
  [ -z "${packages// /}" ] && return
  # shellcheck disable=SC2086
  install_packages $packages && return
  if [ "${OIT_SKIP_SYSTEM:-}" = 1 ]; then
    say "going on without: $packages(what needs them will be reported as not readable)"
    return
  fi
  fail "these system packages are missing and cannot be installed from here: $packages— ask an administrator to run 'sudo apt-get install ${packages% }', or go on without them by setting OIT_SKIP_SYSTEM=1"
}

python=$(find_python)
if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  install_packages python3 python3-venv || fail "Python 3.11 or newer with its venv module is missing: run 'sudo apt-get install python3 python3-venv'"
  python=$(find_python)
  [ -n "$python" ] || fail "Python 3.11 or newer is needed; this system offers $(python3 --version 2>&1)"
fi

system_packages
if [ ! -x .venv/bin/python ]; then
  say "creating .venv with $("$python" --version)"
  "$python" -m venv .venv
fi
say "installing locked dependencies ($kind)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.txt"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>/dev/null ||
  fail "the package itself could not be installed into .venv; run '.venv/bin/python -m pip install --no-deps --no-build-isolation -e .' to see why"
touch .venv/.run
[ "$kind" = dev ] && touch .venv/.dev
say "ready: .venv/bin/oit"
