#!/usr/bin/env bash
# Freezes both programs into build/dist/wallboard, and checks what came out.
#
#   packaging/payload.sh
#
# Debian's own Python is preferred on Linux: others bring run paths and an unstripped library of their own. The xcb
# libraries that Qt loads are copied from this machine, so they must be here.
set -euo pipefail
cd "$(dirname "$0")/.."

NEEDED="libpython3.11 binutils libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0
  libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0
  libgssapi-krb5-2"

say() { printf '== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_missing() {
    command -v dpkg-query >/dev/null || return 0
    local package missing=()
    for package in $NEEDED "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Installing system packages by apt: ${missing[*]}"
    as_root apt-get update -q=2
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=600 install -q=2 -y --no-install-recommends "${missing[@]}"
}

environment() {
    local lock=packaging/requirements-build.txt stamp
    stamp="$(cksum <"$lock") $("$PYTHON" -VV) $PYTHON"
    [ "$(cat .venv-build/stamp 2>/dev/null)" != "$stamp" ] || return 0
    say "Making .venv-build with the locked Python packages of $lock"
    rm -rf .venv-build
    "$PYTHON" -m venv .venv-build
    .venv-build/bin/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock"
    printf '%s\n' "$stamp" >.venv-build/stamp
}

PYTHON=${PYTHON:-/usr/bin/python3.11}
[ -x "$PYTHON" ] || PYTHON=$(command -v python3)
[ "$(uname -s)" != Linux ] || install_missing "$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
environment
say "Freezing Wallboard into build/dist/wallboard"
.venv-build/bin/pyinstaller -y --log-level ERROR --distpath build/dist --workpath build/work \
    packaging/pyinstaller/wallboard.spec
if [ "$(uname -s)" = Linux ]; then
    .venv-build/bin/python packaging/check_payload.py build/dist/wallboard
fi
