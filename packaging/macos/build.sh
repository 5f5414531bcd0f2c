#!/usr/bin/env bash
# Builds Wallboard.app, its dmg and its pkg on macOS, for the processor it runs on, into build/packages.
#
#   packaging/macos/build.sh
#
# CODESIGN_ID      signs the app with this identity ("Developer ID Application: …"); without, ad hoc
# INSTALLER_ID     signs the pkg with this one ("Developer ID Installer: …")
# NOTARY_PROFILE   has Apple notarise both, by credentials that `xcrun notarytool store-credentials` has stored
# NOTARY_KEYCHAIN  the keychain that has them, where it is not the user's own
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname -s)" = Darwin ] || { echo "The app for macOS can be built on macOS only." >&2 && exit 64; }

VERSION=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' wallboard/__init__.py)
NAME=wallboard-$VERSION-macos-$(uname -m)
APP=build/dist/Wallboard.app
OUT=build/packages
mkdir -p $OUT

say() { printf '== %s\n' "$*"; }

PYTHON=${PYTHON:-python3} packaging/payload.sh
.venv-build/bin/python packaging/check_payload.py $APP/Contents

say "Signing $APP as ${CODESIGN_ID:-nobody, ad hoc}"
if [ -n "${CODESIGN_ID:-}" ]; then stamp=(--timestamp); else stamp=(--timestamp=none); fi
sign() {
    codesign --force --options runtime "${stamp[@]}" --entitlements packaging/macos/entitlements.plist \
        --sign "${CODESIGN_ID:--}" "$@"
}
# from the inside out: a signature covers what is signed within
find $APP/Contents -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    while IFS= read -r -d '' file; do sign "$file"; done
find $APP/Contents/Frameworks -type d -name '*.framework' -print0 |
    while IFS= read -r -d '' folder; do sign "$folder"; done
sign $APP/Contents/MacOS/wallboard-gateway
sign $APP
codesign --verify --deep --strict $APP

say "Proving that it is whole"
$APP/Contents/MacOS/wallboard --self-test
$APP/Contents/MacOS/wallboard-gateway --version
plutil -lint $APP/Contents/Info.plist packaging/macos/entitlements.plist

notarise() { # FILE
    [ -n "${NOTARY_PROFILE:-}" ] || { say "Not notarised: there is no NOTARY_PROFILE" && return; }
    say "Having $1 notarised"
    local keychain=()
    [ -z "${NOTARY_KEYCHAIN:-}" ] || keychain=(--keychain "$NOTARY_KEYCHAIN")
    xcrun notarytool submit "$1" --keychain-profile "$NOTARY_PROFILE" ${keychain[@]+"${keychain[@]}"} --wait
    xcrun stapler staple "$1"
}

say "Making the dmg"
STAGE=$(mktemp -d)
trap 'rm -rf "$STAGE"' EXIT
ditto $APP "$STAGE/Wallboard.app"
ln -s /Applications "$STAGE/Applications"
cp LICENSE "$STAGE/"
make_dmg() {
    hdiutil create -quiet -volname "Wallboard $VERSION" -srcfolder "$STAGE" -ov -format UDZO "$OUT/$NAME.dmg"
}
# hdiutil says "Resource busy" now and then, when something else looks at the new volume
make_dmg || { sleep 10 && make_dmg; }
[ -z "${CODESIGN_ID:-}" ] || codesign --force "${stamp[@]}" --sign "$CODESIGN_ID" "$OUT/$NAME.dmg"
notarise "$OUT/$NAME.dmg"

say "Making the pkg"
signed=()
[ -z "${INSTALLER_ID:-}" ] || signed=(--sign "$INSTALLER_ID")
rm "$STAGE/Applications" "$STAGE/LICENSE" # the app alone
pkgbuild --quiet --root "$STAGE" --component-plist packaging/macos/component.plist --install-location /Applications \
    --identifier org.wallboard.Wallboard --version "$VERSION" ${signed[@]+"${signed[@]}"} "$OUT/$NAME.pkg"
notarise "$OUT/$NAME.pkg"
ls -l $OUT
