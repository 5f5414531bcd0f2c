#!/usr/bin/env bash
# Sets up what a checkout needs, says what it installs, and does nothing where all is there.
#
#   setup.sh run      .venv with the program's locked requirements, Qt's system libraries
#   setup.sh lint     .venv with those and the developers' tools
#   setup.sh test     as lint, and .venv-core without Qt, a virtual screen and mouse, the lab's Asterisk,
#                     PostgreSQL
#   setup.sh payload  .venv-build, and what the payload and the packages are made with
#   setup.sh check    as lint and payload, what the packages are tried with, the lab's Asterisk
#
# System packages are installed by apt, as root or with sudo; elsewhere their names are told.
set -euo pipefail
cd "$(dirname "$0")/.."

# what proves that it is there, and the package that brings it
QT_LIBRARIES="libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:libglib2.0-0 libdbus-1.so.3:libdbus-1-3
  libfontconfig.so.1:libfontconfig1 libxkbcommon.so.0:libxkbcommon0 libxkbcommon-x11.so.0:libxkbcommon-x11-0
  libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0
  libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0
  libxcb-shape.so.0:libxcb-shape0 libxcb-sync.so.1:libxcb-sync1 libxcb-xfixes.so.0:libxcb-xfixes0
  libxcb-xinerama.so.0:libxcb-xinerama0 libxcb-xkb.so.1:libxcb-xkb1 libX11-xcb.so.1:libx11-xcb1"
TEST_TOOLS="Xvfb:xvfb xauth:xauth openbox:openbox xdotool:xdotool openssl:openssl xrandr:x11-xserver-utils
  /usr/lib/xorg/Xorg:xserver-xorg-core /usr/lib/xorg/modules/drivers/dummy_drv.so:xserver-xorg-video-dummy"
PAYLOAD_TOOLS="strip:binutils dpkg-deb:dpkg xz:xz-utils makeself:makeself"
# Qt and the programs load these, and the payload carries the xcb libraries of the machine that it is made on
PAYLOAD_LIBRARIES="libgssapi_krb5.so.2:libgssapi-krb5-2"
CHECK_TOOLS="debootstrap:debootstrap rpm:rpm lintian:lintian weston:weston import:imagemagick man:man-db ip:iproute2
  desktop-file-validate:desktop-file-utils appstreamcli:appstream pgrep:procps unshare:util-linux makensis:nsis wixl:wixl
  wine:wine /usr/lib/wine/wine64:wine64 x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64"

say() { printf '== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

may_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

install_packages() {
    [ $# -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "This system has no apt: if something is missing below, install what your system calls: $*"
    elif ! may_be_root; then
        say "Neither root nor sudo, so ask somebody who is root to run: apt-get install $*"
    else
        say "Installing system packages by apt: $*"
        as_root apt-get update -q=2
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -o DPkg::Lock::Timeout=600 install -q=2 -y --no-install-recommends "$@"
    fi
}

# system_packages "LIBRARIES" "TOOLS": install what is missing of them, each as a pair of proof and package
system_packages() {
    [ "$(uname -s)" = Linux ] || return 0
    local missing=() pair libraries
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    for pair in $1; do
        [[ $libraries == *"${pair%%:*} "* ]] || missing+=("${pair##*:}")
    done
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.ttf' -print -quit 2>/dev/null)" ] ||
        missing+=(fonts-dejavu-core)
    for pair in $2; do
        command -v "${pair%%:*}" >/dev/null || [ -e "${pair%%:*}" ] || missing+=("${pair##*:}")
    done
    install_packages "${missing[@]}"
}

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            PYTHON=$name
            return
        fi
    done
    say "Wallboard needs Python 3.11 or later; name one by PYTHON=/path/to/python make …" >&2
    exit 1
}

stamp_of() { cat "$@" | cksum && "$PYTHON" -VV && pwd; }

is_current() {
    local folder=$1
    shift
    [ "$(cat "$folder/stamp" 2>/dev/null)" = "$(stamp_of "$@")" ]
}

# a virtual environment with exactly what the locks say; made anew when they change
environment() {
    local folder=$1
    is_current "$@" && return
    shift
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages "$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    say "Making $folder with the locked Python packages of $*"
    rm -rf "$folder"
    "$PYTHON" -m venv "$folder"
    local locks=() lock
    for lock in "$@"; do locks+=(-r "$lock"); done
    "$folder/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: "${locks[@]}"
    "$folder/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' |
        { read -r site && pwd >"$site/wallboard.pth"; }
    # shellcheck disable=SC2016  # the launcher's own arguments
    printf '#!/bin/sh\nexec "%s/python" -m wallboard "$@"\n' "$PWD/$folder/bin" >"$folder/bin/wallboard"
    chmod +x "$folder/bin/wallboard"
    stamp_of "$@" >"$folder/stamp"
}

lab_pbx() {
    [ -x tests/lab/pbx.sh ] || return 0
    [ ! -x "${PBX_ROOT:-/var/cache/wallboard-pbx}/usr/sbin/asterisk" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "Tests on a real Asterisk will be skipped: they need Debian or Ubuntu, and root"
        return 0
    fi
    say "Installing the lab's Asterisk for the tests into ${PBX_ROOT:-/var/cache/wallboard-pbx} (a minute, 600 MB)"
    tests/lab/pbx.sh install || say "The lab's Asterisk could not be installed; its tests will be skipped"
}

# the history is tested in a PostgreSQL that the tests start; Debian has one folder for each of its versions
postgresql() {
    [ -z "$(find /usr/lib/postgresql -name initdb -print -quit 2>/dev/null)" ] || return 0
    [ "$(uname -s)" != Linux ] || install_packages postgresql
}

# Debian's own Python freezes best: others bring run paths and an unstripped library of their own
build_environment() {
    local PYTHON=${PYTHON_GIVEN:-/usr/bin/python3.11} version
    command -v "$PYTHON" >/dev/null || PYTHON=$(command -v python3)
    version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    # its library is what is frozen, and Debian has it in a package of its own
    [[ $(command -v "$PYTHON") != /usr/bin/* ]] || system_packages "libpython$version.so.1.0:libpython$version" ""
    environment .venv-build packaging/requirements-build.txt
}

PYTHON_GIVEN=${PYTHON:-}
find_python
case ${1:-} in
run)
    system_packages "$QT_LIBRARIES" ""
    # the developers' environment has all that a run needs
    is_current .venv requirements-dev.txt || environment .venv requirements.txt
    ;;
lint) environment .venv requirements-dev.txt ;;
test)
    system_packages "$QT_LIBRARIES" "$TEST_TOOLS"
    environment .venv requirements-dev.txt
    environment .venv-core requirements-core-test.txt
    postgresql
    lab_pbx
    ;;
payload)
    system_packages "$QT_LIBRARIES $PAYLOAD_LIBRARIES" "$PAYLOAD_TOOLS"
    build_environment
    ;;
check)
    system_packages "$QT_LIBRARIES $PAYLOAD_LIBRARIES" "$TEST_TOOLS $PAYLOAD_TOOLS $CHECK_TOOLS"
    environment .venv requirements-dev.txt
    build_environment
    lab_pbx
    ;;
*) sed -n '2,11s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
