#!/usr/bin/env bash
# The checks of payload, files and portable packages, one function each. Sourced by check_packages.sh.

check_payload() { "$PYTHON" packaging/check_payload.py build/dist/wallboard; }

# from the start of the process to the first paint and out
check_start() {
    "$PYTHON" "$CHECKS/start.py" build/dist/wallboard/wallboard "$PYTHON"
}

check_desktop_files() {
    need desktop-file-validate
    desktop-file-validate packaging/linux/*.desktop
}

check_metainfo() {
    need appstreamcli
    appstreamcli validate --no-net build/stage/share/metainfo/*.xml
}

check_man_pages() {
    need man
    local page words
    for page in build/stage/share/man/man1/*.gz; do
        words=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
        [ -z "$words" ] || { echo "$page: $words" && return 1; }
    done
}

check_lintian() {
    need lintian
    local deb
    deb=$(package 'wallboard_*_amd64.deb')
    lintian --allow-root --fail-on error,warning "$deb"
}

# prefix_is_clean FOLDER: nothing was left there
prefix_is_clean() {
    local left
    left=$(find "$1" ! -type d)
    [ -z "$left" ] || { echo "left: $left" && return 1; }
}

# try_prefix FOLDER: what is installed there is whole
try_prefix() {
    QT_QPA_PLATFORM=offscreen "$1/bin/wallboard" --self-test | is_well
    "$1/bin/wallboard-gateway" --version
    ! command -v desktop-file-validate >/dev/null || desktop-file-validate "$1"/share/applications/*.desktop
    grep -q "^Exec=$1/bin/wallboard" "$1"/share/applications/*.desktop
    "$1/lib/wallboard/install.sh" --uninstall --prefix "$1"
    prefix_is_clean "$1"
}

check_tar() {
    local folder=$WORK/tar file
    file=$(package '*.tar.xz')
    rm -rf "$folder" && mkdir -p "$folder/home"
    tar -C "$folder" --strip-components=1 -xf "$file"
    export HOME=$folder/home
    "$folder/install.sh"
    try_prefix "$folder/home/.local"
    rm -rf "$folder"
}

check_run() {
    local folder=$WORK/run file
    file=$(package '*.run')
    rm -rf "$folder" && mkdir -p "$folder/home"
    export HOME=$folder/home
    sh "$file" --check
    sh "$file" --quiet --nox11 -- --prefix "$folder/prefix"
    try_prefix "$folder/prefix"
    rm -rf "$folder"
}

check_rpm() {
    need rpm && need_root
    local root=$WORK/rpm-root file
    file=$(package '*.rpm')
    rm -rf "$root" && mkdir -p "$root"
    rpm --root "$root" --initdb
    # dependencies are not resolved: there is no rpm distribution here
    rpm --root "$root" -i --nodeps --noscripts "$file"
    "$root/usr/bin/wallboard" --version
    QT_QPA_PLATFORM=offscreen "$root/usr/bin/wallboard" --self-test | is_well
    rpm --root "$root" -e --nodeps --noscripts wallboard
    local left
    left=$(find "$root" -name '*allboard*')
    rm -rf "$root"
    [ -z "$left" ] || { echo "left: $left" && return 1; }
}
