#!/usr/bin/env bash
# What check_packages.sh checks, one function each. Sourced; 77 means that a check cannot be run on this machine.

skip() { echo "$*" && exit 77; } # the last line is the reason that is told
need() {
    local tool
    for tool in "$@"; do command -v "$tool" >/dev/null || skip "$tool is not installed"; done
}
need_root() { [ "$(id -u)" = 0 ] || skip "needs root"; }
package() { # package PATTERN: the one file that there is
    local found
    found=$(find "$PACKAGES" -maxdepth 1 -name "$1" | head -1)
    [ -n "$found" ] || { echo "there is no $1: run make packages" >&2 && exit 77; }
    echo "$found"
}
is_well() { grep '^{"ok":true' || { echo "the self-test failed" && return 1; }; }
has_picture() { # has_picture FILE: more than a blank window
    local colours
    colours=$(identify -format '%k' "$1")
    echo "$1: $colours colours"
    [ "$colours" -gt 50 ]
}

check_payload() { "$PYTHON" packaging/check_payload.py build/dist/wallboard; }

# medians of nine starts each, from the start of the process to the first paint and out
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

# all of a deb's life on a clean Debian of this suite
check_deb() {
    local suite=$1 root=$WORK/$1
    step "$suite: clean root, dependencies, systemd" prepare_deb "$suite" "$root"
    [ -f "$root/srv/wallboard.deb" ] || return 0
    step "$suite: install the deb" install_deb "$root"
    step "$suite: self-test on offscreen" deb_self_test_offscreen "$root"
    step "$suite: self-test and board on xcb" with_screen deb_board_on_x "$root"
    step "$suite: self-test and board on Wayland" deb_board_on_wayland "$root"
    step "$suite: demo board drawn without a display" deb_demo_picture "$root"
    step "$suite: a caller dragged by a mouse, gateway and desk installed" with_screen deb_drag "$root"
    step "$suite: service under systemd: feed, upgrade, purge" deb_under_systemd "$root"
    step "$suite: nothing is left" deb_left_nothing "$root"
    drop_root "$root"
}

prepare_deb() {
    need debootstrap unshare ip && need_root
    local suite=$1 root=$2 deb
    deb=$(package 'wallboard_*_amd64.deb')
    [ ! -e "$root" ] || drop_root "$root"
    make_root "$suite" "$root"
    in_root "$root" apt-get update -q=2
    in_root "$root" apt-get satisfy -q=2 -y "$(dpkg-deb -f "$deb" Depends), systemd, systemd-sysv, fonts-dejavu-core,
        libwayland-client0, libwayland-cursor0, libwayland-egl1"
    files_of "$root" >"$WORK/before.$suite"
    cp "$deb" "$root/srv/wallboard.deb"
    newer_deb "$deb" "$root/srv/newer.deb"
}

# newer_deb OLD NEW: the same with a higher version and another default in its conffile, quickly packed
newer_deb() {
    local folder=$WORK/newer
    rm -rf "$folder" && dpkg-deb -R "$1" "$folder"
    sed -i 's/^Version: .*/Version: 99.0-1/' "$folder/DEBIAN/control"
    echo '# a newer default' >>"$folder/etc/xdg/autostart/org.wallboard.Wallboard.tv.desktop"
    dpkg-deb --root-owner-group -Zgzip -z1 -b "$folder" "$2" && rm -rf "$folder"
}

install_deb() {
    in_root "$1" apt-get install -q=2 -y /srv/wallboard.deb
    in_root "$1" wallboard --version
    in_root "$1" sh -c '! ldd /usr/lib/wallboard/wallboard | grep "not found"'
}

deb_self_test_offscreen() { QT_QPA_PLATFORM=offscreen KEEP=QT_QPA_PLATFORM in_root "$1" wallboard --self-test | is_well; }

# with_screen COMMAND…: on an X server and under a window manager of its own
with_screen() {
    need Xvfb openbox xdotool import identify
    local number
    exec {number}<> <(:)
    Xvfb -displayfd "$number" -screen 0 1600x1000x24 -nolisten tcp 2>/dev/null &
    local server=$!
    read -r -u "$number" -t 20 DISPLAY
    export DISPLAY=:$DISPLAY
    openbox --sm-disable >/dev/null 2>&1 &
    local manager=$!
    # shellcheck disable=SC2064  # these very processes
    trap "kill $manager $server 2>/dev/null" EXIT
    "$@"
}

# window_of SECONDS: the id of Wallboard's window, once it is there
window_of() { timeout "$1" xdotool search --sync --onlyvisible --name '^Wallboard$' | tail -1; }

deb_board_on_x() {
    export KEEP=DISPLAY
    in_root "$1" wallboard --self-test | is_well
    EXEC="exec" in_root "$1" wallboard demo --size 1440x900 &
    local demo=$!
    # shellcheck disable=SC2064  # this very process, with the screen's
    trap "kill $demo; $(trap -p EXIT | sed "s/^trap -- '//; s/' EXIT$//")" EXIT
    window_of 60
    sleep 8
    import -window root "$WORK/$(basename "$1")-xcb.png"
    has_picture "$WORK/$(basename "$1")-xcb.png"
}

deb_board_on_wayland() {
    need weston
    local place=$1/run/wayland XDG_RUNTIME_DIR=/run/wayland WAYLAND_DISPLAY=wayland-check
    mkdir -p "$place" && chmod 0700 "$place"
    XDG_RUNTIME_DIR=$place weston --backend=headless-backend.so --socket=$WAYLAND_DISPLAY --width=1600 --height=1000 \
        --idle-time=0 >"$WORK/weston.log" 2>&1 &
    local compositor=$!
    # shellcheck disable=SC2064  # this very process
    trap "kill $compositor 2>/dev/null" EXIT
    timeout 20 sh -c "until [ -S $place/$WAYLAND_DISPLAY ]; do sleep 0.1; done"
    export KEEP="XDG_RUNTIME_DIR WAYLAND_DISPLAY" XDG_RUNTIME_DIR WAYLAND_DISPLAY
    in_root "$1" wallboard --self-test | tee /dev/stderr | is_well
    in_root "$1" wallboard --self-test | grep -q '"screen":"wayland"'
    # named, since a picture is drawn without a display otherwise
    export QT_QPA_PLATFORM=wayland KEEP="$KEEP QT_QPA_PLATFORM"
    in_root "$1" wallboard demo --tv --screenshot /srv/wayland.png --after 4
    mv "$1/srv/wayland.png" "$WORK/$(basename "$1")-wayland.png"
    has_picture "$WORK/$(basename "$1")-wayland.png"
}

deb_demo_picture() {
    need identify
    in_root "$1" wallboard demo --screenshot /srv/demo.png --after 4
    mv "$1/srv/demo.png" "$WORK/$(basename "$1")-demo.png"
    has_picture "$WORK/$(basename "$1")-demo.png"
}

# configure ROOT PORT: a gateway with a pretend centre in the middle of its morning; prints a supervisor's token
configure() {
    local hours=$((10 - $(date -u +%-H)))
    [ $hours -ge -12 ] || hours=$((hours + 24)) # no zone is farther west
    mkdir -p "$1/etc/wallboard"
    cat >"$1/etc/wallboard/gateway.toml" <<END
[pbx]
kind = "simulator"
agents = 400
queues = 2
[listen]
port = $2
[site]
time_zone = "Etc/GMT$(printf '%+d' $((-hours)))"
END
    in_root "$1" wallboard-gateway --config /etc/wallboard/gateway.toml token add Checker --role supervisor
}

deb_drag() {
    local port=18711 token gateway desk window
    token=$(configure "$1" $port)
    echo "$token" >"$1/run/token"
    EXEC="exec" in_root "$1" wallboard-gateway --config /etc/wallboard/gateway.toml --log-file /run/gateway.log &
    gateway=$!
    # shellcheck disable=SC2064  # these very processes, with the screen's
    trap "kill $gateway; $(trap -p EXIT | sed "s/^trap -- '//; s/' EXIT$//")" EXIT
    timeout 60 "$PYTHON" "$CHECKS/board.py" live ws://127.0.0.1:$port "$token"
    KEEP=DISPLAY EXEC="exec" in_root "$1" wallboard --gateway ws://127.0.0.1:$port --token-file /run/token --size 1440x900 &
    desk=$!
    window=$(window_of 60)
    sleep 6
    timeout 120 "$PYTHON" "$CHECKS/board.py" drag ws://127.0.0.1:$port "$token" "$window"
    import -window root "$WORK/$(basename "$1")-drag.png"
    kill "$desk" "$gateway" 2>/dev/null
    in_root "$1" sh -c 'rm -rf /etc/wallboard/gateway.toml /root/.config /root/.local /root/.cache'
}

# in_booted COMMAND…: within the system that booted in the root
in_booted() { nsenter -t "$BOOTED" -m -u -i -p -n -C -r -w -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

until_so() { # until_so SECONDS COMMAND…
    local limit=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $limit ] || { echo "not so in time: $*" && return 1; }
        sleep 0.2
    done
}

find_booted() {
    BOOTED=$(pgrep -P "$(pgrep -P "$1")" -x systemd || pgrep -P "$1" -x systemd) && [ -n "$BOOTED" ]
}

deb_under_systemd() {
    need_root
    local root=$1 token port=18712 unit=wallboard-gateway.service booting before after
    rm -f "$root/usr/sbin/policy-rc.d"
    token=$(configure "$root" $port)
    chmod 0600 "$root/etc/wallboard/gateway.toml"
    mv "$root/etc/wallboard/gateway.toml" "$root/srv/gateway.toml"
    sed -i 's/^Comment=.*/Comment=edited here/' "$root/etc/xdg/autostart/org.wallboard.Wallboard.tv.desktop"
    (boot_root "$root" 300) </dev/null >"$WORK/boot.log" 2>&1 &
    booting=$!
    # shellcheck disable=SC2064  # this very process
    trap "pkill -KILL -P $booting 2>/dev/null" EXIT
    until_so 60 find_booted $booting
    find_booted $booting
    until_so 60 in_booted systemctl is-active multi-user.target
    echo "== not configured: enabled, and yet not started"
    [ "$(in_booted systemctl is-enabled $unit)" = disabled ]
    in_booted systemctl start $unit
    ! in_booted systemctl is-active $unit
    echo "== configured"
    in_booted mv /srv/gateway.toml /etc/wallboard/gateway.toml
    in_booted systemctl enable --now $unit || journal_and_fail
    until_so 30 in_booted systemctl is-active $unit
    feed_is_live $port "$token"
    in_booted systemd-analyze --man=no verify $unit
    in_booted systemd-analyze security --no-pager $unit | tail -1
    in_booted ps -o user=,args= -C wallboard-gateway || true
    echo "== upgraded: it runs on as the newer one, and what was edited stays"
    before=$(in_booted systemctl show -P MainPID $unit)
    in_booted env DEBIAN_FRONTEND=noninteractive dpkg -i --force-confdef --force-confold /srv/newer.deb
    after=$(in_booted systemctl show -P MainPID $unit)
    [ "$before" != "$after" ]
    feed_is_live $port "$token"
    grep -q 'edited here' "$root/etc/xdg/autostart/org.wallboard.Wallboard.tv.desktop"
    grep -q 'Checker' "$root/etc/wallboard/gateway.toml"
    echo "== stopped, asked nicely"
    in_booted systemctl stop $unit
    [ "$(in_booted systemctl show -P Result $unit)" = success ]
    in_booted systemctl start $unit
    echo "== purged"
    in_booted dpkg --purge wallboard
    ! in_booted systemctl is-active $unit
}

journal_and_fail() {
    in_booted journalctl --no-pager -n 20 -u wallboard-gateway.service
    return 1
}

# feed_is_live PORT TOKEN: from outside of the booted system, but in its network
feed_is_live() {
    nsenter -t "$BOOTED" -n -- timeout 60 "$PYTHON" "$CHECKS/board.py" live "ws://127.0.0.1:$1" "$2" || journal_and_fail
}

deb_left_nothing() {
    local suite left
    suite=$(basename "$1")
    rm -f "$1/srv/"*.deb
    left=$(files_of "$1" | comm -13 "$WORK/before.$suite" - |
        grep -v -E '^\./(etc/(machine-id|hostname|\.pwd\.lock|\.updated)|var/(\.updated|lib/(systemd|dpkg|apt|private)|log|tmp|spool)|usr/sbin/policy)' || true)
    [ -z "$left" ] || { echo "left: $left" && return 1; }
    left=$(find "$1/etc" "$1/usr" "$1/var/lib" "$1/var/log" -xdev -iname '*wallboard*' || true)
    [ -z "$left" ] || { echo "left: $left" && return 1; }
    ! in_root "$1" dpkg-query -W wallboard
}
