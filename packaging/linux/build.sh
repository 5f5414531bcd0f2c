#!/usr/bin/env bash
# Makes the Linux packages of build/dist/wallboard into build/packages.
#
#   packaging/linux/build.sh [deb] [rpm] [tar] [run]      all of them by default
#
# With APPIMAGETOOL=/path/to/appimagetool (and APPIMAGE_RUNTIME=/path/to/runtime) an AppImage too.
set -euo pipefail
cd "$(dirname "$0")/../.."
packaging/setup.sh payload

PAYLOAD=build/dist/wallboard
STAGE=build/stage
OUT=build/packages
PYTHON=.venv-build/bin/python
WALLBOARD_VERSION=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' wallboard/__init__.py)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export WALLBOARD_VERSION SOURCE_DATE_EPOCH
NAME=wallboard-$WALLBOARD_VERSION-linux-x86_64

nfpm() { .venv-build/bin/nfpm package -f packaging/linux/nfpm.yaml -p "$1" -t "$2"; }

say() { printf '== %s\n' "$*"; }

[ -x $PAYLOAD/wallboard ] || { say "There is no payload: run packaging/payload.sh first" >&2 && exit 1; }

# what the portable packages unpack: one folder with the payload, what a desktop needs, and install.sh
portable() {
    local folder=build/$NAME
    rm -rf "$folder"
    mkdir -p "$folder"
    cp -al $STAGE/payload "$folder/lib"
    cp -a $STAGE/share "$folder/share"
    cp packaging/linux/install.sh LICENSE "$folder/"
    cp packaging/linux/wallboard-gateway-user.service "$folder/share/wallboard-gateway.service"
    cp -a packaging/linux/examples "$folder/share/examples"
    printf '%s\n' "$folder"
}

app_image() {
    local folder=build/Wallboard.AppDir
    rm -rf $folder && mkdir -p $folder/usr/lib
    cp -al $STAGE/payload $folder/usr/lib/wallboard
    cp -a $STAGE/share $folder/usr/share
    cp $STAGE/share/applications/*.desktop $STAGE/share/icons/hicolor/256x256/apps/*.png $folder/
    ln -s usr/lib/wallboard/wallboard $folder/AppRun
    "$APPIMAGETOOL" ${APPIMAGE_RUNTIME:+--runtime-file "$APPIMAGE_RUNTIME"} $folder "$OUT/$NAME.AppImage"
}

say "Staging $NAME"
$PYTHON packaging/linux/stage.py $PAYLOAD $STAGE
find $STAGE -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p $OUT
[ $# -gt 0 ] || set -- deb rpm tar run
for kind in "$@"; do
    say "Making the $kind"
    case $kind in
    deb)
        nfpm deb build/
        rm -rf build/deb && dpkg-deb -R "build/wallboard_$WALLBOARD_VERSION-1_amd64.deb" build/deb
        dpkg-deb --root-owner-group -Zxz -b build/deb $OUT/
        rm -rf build/deb build/wallboard_*.deb
        ;;
    rpm) nfpm rpm $OUT/ ;;
    tar)
        tar -C "$(dirname "$(portable)")" --sort=name --owner=0 --group=0 --numeric-owner \
            --mtime="@$SOURCE_DATE_EPOCH" -cf - "$NAME" | xz -6 -T0 >"$OUT/$NAME.tar.xz"
        ;;
    run)
        makeself --quiet --sha256 --xz --nox11 --tar-extra "--owner=0 --group=0 --numeric-owner" \
            "$(portable)" "$OUT/$NAME.run" "Wallboard $WALLBOARD_VERSION" ./install.sh
        ;;
    *) say "unknown: $kind" >&2 && exit 2 ;;
    esac
done
if [ -n "${APPIMAGETOOL:-}" ]; then
    app_image
else
    say "No AppImage: APPIMAGETOOL names no appimagetool"
fi
rm -rf "build/$NAME"
ls -l $OUT
