#!/usr/bin/env bash
# Installs, proves and removes what build.sh has made, on a real macOS; needs sudo for the pkg. Prints how long it took.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname -s)" = Darwin ] || { echo "Packages for macOS can be tested on macOS only." >&2 && exit 77; }
VERSION=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' wallboard/__init__.py)
NAME=wallboard-$VERSION-macos-$(uname -m)
APP=/Applications/Wallboard.app
WORK=$(mktemp -d)
trap 'hdiutil detach -quiet "$WORK/dmg" 2>/dev/null || true; rm -rf "$WORK"' EXIT

step() {
    local name=$1 began=$SECONDS
    shift
    "$@" >"$WORK/log" 2>&1 || { cat "$WORK/log" >&2 && echo "FAILED $name" >&2 && exit 1; }
    printf '%-50s %4d s\n' "$name" $((SECONDS - began))
}
# joined by &&, since nothing ends a function that is asked whether it succeeds
installed_is_whole() {
    "$APP/Contents/MacOS/wallboard" --self-test &&
        "$APP/Contents/MacOS/wallboard-gateway" --version &&
        codesign --verify --deep --strict "$APP" &&
        [ "$(defaults read "$APP/Contents/Info" CFBundleShortVersionString)" = "$VERSION" ]
}
from_dmg() {
    mkdir -p "$WORK/dmg" &&
        hdiutil attach -quiet -nobrowse -readonly -mountpoint "$WORK/dmg" "build/packages/$NAME.dmg" &&
        ditto "$WORK/dmg/Wallboard.app" "$APP"
}

[ ! -e $APP ] || { echo "$APP is there already" >&2 && exit 1; }
step "dmg: copy to Applications" from_dmg
step "dmg: self-test of the installed program" installed_is_whole
rm -rf $APP
step "pkg: install" sudo installer -pkg "build/packages/$NAME.pkg" -target /
step "pkg: self-test of the installed program" installed_is_whole
step "pkg: install again" sudo installer -pkg "build/packages/$NAME.pkg" -target /
sudo rm -rf $APP
sudo pkgutil --forget org.wallboard.Wallboard
echo "The packages are right."
