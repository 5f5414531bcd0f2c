#!/usr/bin/env bash
# Proves the Windows installers under wine: setup program for all users and for one, and MSI, each installed, upgraded
# and removed. The payload is a stub (stub.c): what is tested here is the installers, not the program.
#
#   test_installers.sh [PYTHON]      needs makensis wixl wine64 Xvfb x86_64-w64-mingw32-gcc; ends with 77 without
set -Eeuo pipefail
trap 'echo "line $LINENO: $BASH_COMMAND ended with $?" >&2' ERR
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."
PYTHON=${1:-.venv-build/bin/python}
[ -x "$PYTHON" ] || PYTHON=.venv/bin/python
PACKAGES="nsis wixl wine wine64 xvfb gcc-mingw-w64-x86-64"
WINE=/usr/lib/wine/wine64 WINESERVER=/usr/lib/wine/wineserver64

for tool in makensis wixl Xvfb x86_64-w64-mingw32-gcc $WINE; do
    if ! command -v "$tool" >/dev/null; then
        echo "$tool is missing (apt-get install $PACKAGES)"
        exit 77
    fi
done

WORK=$(mktemp -d)
export WINEPREFIX=$WORK/wine WINEARCH=win64 WINEDEBUG=-all WALLBOARD_STUB_LOG='C:\stub.log'
# no .NET and no browser are asked for, and no menu entries made in the tester's own home
export WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe=d"
C=$WINEPREFIX/drive_c
UNINSTALL_KEY='Software\Microsoft\Windows\CurrentVersion\Uninstall\Wallboard'

# one display for the whole run: the uninstaller goes on from a copy of itself, and would die with a display of its own
exec {ready}<> <(:)
Xvfb -displayfd "$ready" -screen 0 1024x768x24 -nolisten tcp 2>/dev/null &
XVFB=$!
trap 'WINEPREFIX=$WINEPREFIX $WINESERVER -k 2>/dev/null || true; kill $XVFB; rm -rf "$WORK"' EXIT
read -r -u "$ready" number
export DISPLAY=:$number
exec {silent}<> <(:) # where no input ever comes from

fail() {
    echo "FAILED $*" >&2
    exit 1
}
began=$SECONDS
step() { printf '%4d s  %s\n' $((SECONDS - began)) "$*"; }

wine() { # runs a Windows program to its end, that of what it started too; returns its exit code
    local code=0
    timeout 300 $WINE "$@" </dev/null || code=$?
    timeout 300 $WINESERVER -w
    return $code
}
expect_code() { # CODE command…
    local wanted=$1 code=0
    shift
    wine "$@" || code=$?
    [ $code = "$wanted" ] || fail "$* ended with $code instead of $wanted"
}
registry() { # KEY [VALUE]: what is there, nothing when there is none
    local text
    text=$(wine reg query "$1" ${2:+/v "$2"} /reg:64 2>/dev/null) && tr -d '\r' <<<"$text" || true
}
files() { find "$C" -type f ! -path '*/Temp/*' ! -path '*/windows/Installer/*' ! -name '*.log' | sort; }
# everything that an installation may leave: files, and what the registry knows of Wallboard
expect_nothing_left() { # BEFORE
    files | diff "$1" - || fail "files were left or lost"
    find "$C" -depth -iname '*wallboard*' -type d ! -path '*/Temp/*' | grep . && fail "a folder was left"
    for root in HKLM HKCU; do
        registry "$root\\$UNINSTALL_KEY" | grep . && fail "$root still lists the program"
        registry "$root\\Software\\Wallboard" | grep . && fail "$root\\Software\\Wallboard was left"
    done
    return 0
}
expect_file() { test -f "$1" || fail "$1 is missing"; }
expect_no_file() { test ! -e "$1" || fail "$1 should not be there"; }

make_payload() { # VERSION FOLDER
    local resources=$2/_internal/wallboard/resources
    mkdir -p "$resources/asterisk" "$2/_internal/only-a-folder/größe"
    x86_64-w64-mingw32-gcc -DSTUB_VERSION="\"$1\"" -o "$2/wallboard.exe" packaging/windows/stub.c
    cp "$2/wallboard.exe" "$2/wallboard-gateway.exe"
    cp resources/asterisk/* "$resources/asterisk"
    # shellcheck disable=SC2016  # a name that both installers' languages could take for a variable
    echo "$1" >"$2/_internal/only-a-folder/größe/a \$name & more.txt"
    echo "$1" >"$2/_internal/only-in-$1.txt"
    for package in make_nsis make_msi; do
        "$PYTHON" packaging/windows/$package.py "$2" "$C" "$1" >/dev/null
    done
}

check_setup() { # SCOPE PROGRAMS STARTMENU ROOT
    local scope=$1 folder=$2/Wallboard menu=$3 root=$4 installed
    local startup=$menu/StartUp/'Wallboard TV.lnk'
    installed="C:$(sed "s|^$C||; s|/|\\\\|g" <<<"$folder")"
    expect_code 0 'C:\wallboard-0.1.0-x64-setup.exe' /S "/$scope" /LOGIN=tv
    diff -r "$WORK/0.1.0" "$folder" --exclude=uninstall.exe || fail "other files than the payload's"
    expect_file "$menu/Wallboard/Wallboard.lnk"
    expect_file "$menu/Wallboard/Wallboard TV.lnk"
    expect_file "$startup"
    registry "$root\\$UNINSTALL_KEY" DisplayVersion | grep -q '0\.1\.0' || fail "the version is not listed"
    step "setup /$scope: installed"

    expect_code 0 start /wait "C:$(sed "s|^$C||; s|/|\\\\|g" <<<"$menu")\\Wallboard\\Wallboard TV.lnk"
    grep -q '^wallboard 0\.1\.0 tv' "$C/stub.log" || fail "the shortcut does not start the TV"
    rm "$C/stub.log"

    timeout 120 $WINE "$installed\\wallboard.exe" --wait <&"$silent" &
    local running=$!
    until grep -qs -- --wait "$C/stub.log"; do sleep 0.2; done
    local code=0
    timeout 100 $WINE 'C:\wallboard-0.2.0-x64-setup.exe' /S "/$scope" || code=$?
    [ $code = 32 ] || fail "a running program is not noticed ($code)"
    expect_file "$folder/_internal/only-in-0.1.0.txt"
    kill $running
    timeout 60 $WINESERVER -w
    rm "$C/stub.log"
    step "setup /$scope: leaves a running program alone"

    echo mine >"$folder/_internal/mine.txt"
    expect_code 0 'C:\wallboard-0.2.0-x64-setup.exe' /S "/$scope"
    diff -r "$WORK/0.2.0" "$folder" --exclude=uninstall.exe --exclude=mine.txt || fail "the upgrade is not whole"
    expect_file "$folder/_internal/mine.txt"
    expect_file "$startup"
    registry "$root\\$UNINSTALL_KEY" DisplayVersion | grep -q '0\.2\.0' || fail "the version is not the new one"
    expect_code 0 'C:\wallboard-0.2.0-x64-setup.exe' /S "/$scope" /LOGIN=no
    expect_no_file "$startup"
    step "setup /$scope: upgraded, the start at login kept until it is switched off"

    wine "$installed\\uninstall.exe" /S "/$scope" || fail "uninstall"
    find "$folder" -type f | diff - <(echo "$folder/_internal/mine.txt") || fail "a user's own file is not what is left"
    rm -r "$folder"
    step "setup /$scope: removed, a user's own file kept"
}

# both scopes on one computer, one of them in a folder of its own: each is removed by its own uninstaller alone
check_both() {
    local own="$C/Own place/board" all="$C/Program Files/Wallboard"
    expect_code 0 'C:\wallboard-0.2.0-x64-setup.exe' /S /AllUsers
    # two words, for wine would put quotation marks around one with a space
    expect_code 0 'C:\wallboard-0.1.0-x64-setup.exe' /S /CurrentUser '/D=C:\Own' 'place\board'
    diff -r "$WORK/0.1.0" "$own" --exclude=uninstall.exe || fail "/D is not followed"
    wine 'C:\Own place\board\uninstall.exe' /S || fail "uninstall"
    expect_no_file "$own"
    diff -r "$WORK/0.2.0" "$all" --exclude=uninstall.exe || fail "the other installation is not whole any more"
    registry "HKLM\\$UNINSTALL_KEY" DisplayVersion | grep -q '0\.2\.0' || fail "the other installation is not listed"
    wine 'C:\Program Files\Wallboard\uninstall.exe' /S || fail "uninstall"
    rmdir "$C/Own place"
    step "setup: both scopes at once, /D"
}

check_msi() {
    # wine puts every MSI's shortcuts into the user's own menu; Windows puts those of ALLUSERS=1 into everybody's
    local folder="$C/Program Files/Wallboard" menu="$PROFILE/AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
    expect_code 0 msiexec /i 'C:\wallboard-0.1.0-x64.msi' /qn ADDLOCAL=Program,TvAtLogin
    diff -r "$WORK/0.1.0" "$folder" || fail "other files than the payload's"
    expect_file "$menu/Wallboard/Wallboard.lnk"
    expect_file "$menu/Wallboard/Wallboard TV.lnk"
    expect_file "$menu/StartUp/Wallboard TV.lnk"
    step "MSI: installed"
    expect_code 33 'C:\wallboard-0.2.0-x64-setup.exe' /S /AllUsers
    step "MSI: the setup program does not install over it"
    expect_code 0 msiexec /i 'C:\wallboard-0.2.0-x64.msi' /qn
    diff -r "$WORK/0.2.0" "$folder" || fail "the upgrade is not whole"
    step "MSI: upgraded"
    echo mine >"$folder/mine.txt"
    expect_code 0 msiexec /x 'C:\wallboard-0.2.0-x64.msi' /qn
    find "$folder" -type f | diff - <(echo "$folder/mine.txt") || fail "a user's own file is not what is left"
    rm -r "$folder"
    step "MSI: removed, a user's own file kept"
}

wine wineboot -i >/dev/null 2>&1
for version in 0.1.0 0.2.0; do make_payload $version "$WORK/$version"; done
files >"$WORK/before"
step "wine is ready, installers of two versions are made"
check_setup AllUsers "$C/Program Files" "$C/ProgramData/Microsoft/Windows/Start Menu/Programs" HKLM
expect_nothing_left "$WORK/before"
PROFILE=$(find "$C/users" -mindepth 1 -maxdepth 1 -type d ! -name Public)
check_setup CurrentUser "$PROFILE/AppData/Local/Programs" \
    "$PROFILE/AppData/Roaming/Microsoft/Windows/Start Menu/Programs" HKCU
expect_nothing_left "$WORK/before"
check_both
expect_nothing_left "$WORK/before"
check_msi
expect_nothing_left "$WORK/before"
step "the Windows installers are right (stub payload under wine)"
