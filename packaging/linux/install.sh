#!/bin/sh
# Installs Wallboard for the user who runs this, without being root; or for all by --prefix /usr/local as root.
#
#   ./install.sh [--prefix DIR]                 by default ~/.local
#   ./install.sh --uninstall [--prefix DIR]     your settings stay
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${HOME:-/root}/.local
uninstall=no
while [ $# -gt 0 ]; do
    case $1 in
    --prefix) prefix=${2:?--prefix needs a folder} && shift ;;
    --prefix=*) prefix=${1#--prefix=} ;;
    --uninstall) uninstall=yes ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$0" && exit 2 ;;
    esac
    shift
done
case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac
lib=$prefix/lib/wallboard
list=$lib/installed-files

remove() {
    [ -f "$list" ] || return 0
    while IFS= read -r file; do rm -f "$prefix/$file"; done <"$list"
    # then the folders that are empty now, the deepest first
    sed -n 's,/[^/]*$,,p' "$list" | sort -u | while IFS= read -r folder; do
        while [ "$folder" != "${folder%/*}" ]; do
            rmdir "$prefix/$folder" 2>/dev/null || break
            folder=${folder%/*}
        done
    done
    rm -f "$list"
    rmdir "$lib" "$prefix/lib" "$prefix/bin" "$prefix/share" 2>/dev/null || true
}

refresh() {
    apps=$prefix/share/applications
    if ls "$apps"/*.desktop >/dev/null 2>&1; then
        ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$apps" || true
    else
        rm -f "$apps/mimeinfo.cache"
        rmdir "$apps" "$prefix/share" 2>/dev/null || true
    fi
    if command -v gtk-update-icon-cache >/dev/null && [ -f "$prefix/share/icons/hicolor/index.theme" ]; then
        gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" || true
    fi
}

if [ $uninstall = yes ]; then
    [ -f "$list" ] || { echo "Wallboard is not installed in $prefix." >&2 && exit 1; }
    remove
    refresh
    echo "Wallboard is removed from $prefix."
    exit 0
fi

remove
mkdir -p "$lib" "$prefix/bin"
cp -R "$here/lib/." "$lib/"
ln -sf "$lib/wallboard" "$prefix/bin/wallboard"
ln -sf "$lib/wallboard-gateway" "$prefix/bin/wallboard-gateway"
printf 'bin/wallboard\nbin/wallboard-gateway\n' >"$list"
(cd "$here/lib" && find . ! -type d) | sed 's,^\.,lib/wallboard,' >>"$list"

# put FILE PLACE: copies a file, with the absolute path of the program where it starts one
put() {
    mkdir -p "$(dirname "$prefix/$2")"
    case $2 in
    *.desktop | *.service)
        sed -e "s|^\(Try\)\{0,1\}Exec=wallboard|\1Exec=$prefix/bin/wallboard|" \
            -e "s|^ExecStart=/usr/bin/|ExecStart=$prefix/bin/|" "$1" >"$prefix/$2"
        ;;
    *) cp "$1" "$prefix/$2" ;;
    esac
    printf '%s\n' "$2" >>"$list"
}

cd "$here/share"
find applications metainfo icons man bash-completion zsh fish -type f | while IFS= read -r file; do
    put "$file" "share/$file"
done
put wallboard-gateway.service share/systemd/user/wallboard-gateway.service
for file in examples/*; do put "$file" "share/doc/wallboard/$file"; done
put "$here/LICENSE" share/doc/wallboard/LICENSE
put "$here/install.sh" lib/wallboard/install.sh
refresh
echo "Wallboard is installed: $prefix/bin/wallboard"
echo "It is removed by: $lib/install.sh --uninstall${prefix:+ --prefix $prefix}"
case :$PATH: in *":$prefix/bin:"*) ;; *) echo "($prefix/bin is not in your PATH.)" ;; esac
