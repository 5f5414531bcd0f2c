#!/usr/bin/env bash
# All of a deb's life on a clean Debian, one function a check. Sourced by check_packages.sh.

TOML=/etc/wallboard/gateway.toml

check_deb() {
    local suite=$1 root=$WORK/$1
    step "$suite: clean root, dependencies, systemd" prepare_deb "$suite" "$root"
    [ -f "$root/srv/wallboard.deb" ] || return 0
    step "$suite: install the deb" install_deb "$root"
    step "$suite: self-test on offscreen" deb_self_test_offscreen "$root"
    step "$suite: self-test and board on xcb" deb_board_on_x "$root"
    step "$suite: self-test and board on Wayland" deb_board_on_wayland "$root"
    step "$suite: demo board drawn without a display" deb_demo_picture "$root"
    step "$suite: a caller dragged by a mouse, gateway and desk installed" deb_drag "$root"
    step "$suite: the same on a real Asterisk, set up as the manual says" deb_drag_on_asterisk "$root"
    step "$suite: TV fills the screen at log-in, by tv.toml alone" deb_tv_at_login "$root"
    step "$suite: service under systemd: TLS, upgrade, user unit, purge" deb_under_systemd "$root"
    step "$suite: nothing is left" deb_left_nothing "$root"
    # Debian's rpm: the scripts are run as on any rpm system, only the dependencies are not looked up
    [ "$suite" != bookworm ] || step "$suite: the rpm's scripts under systemd: upgrade, erase" rpm_under_systemd "$root"
    drop_root "$root"
}

prepare_deb() {
    need debootstrap unshare ip && need_root
    local suite=$1 root=$2 deb
    deb=$(package 'wallboard_*_amd64.deb')
    [ ! -e "$root" ] || drop_root "$root"
    make_root "$suite" "$root"
    in_root "$root" apt-get update -q=2
    in_root "$root" apt-get satisfy -q=2 -y "$(dpkg-deb -f "$deb" Depends), systemd, systemd-sysv, dbus, libpam-systemd,
        fonts-dejavu-core, libwayland-client0, libwayland-cursor0, libwayland-egl1, openbox, python3-xdg, rpm"
    in_root "$root" useradd --create-home --uid 1000 dana
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

deb_board_on_x() {
    start_screen
    start_window_manager
    export KEEP=DISPLAY
    in_root "$1" wallboard --self-test | is_well
    EXEC="exec" background in_root "$1" wallboard demo --size 1440x900
    window_of 60
    sleep 8
    picture "$(basename "$1")-xcb"
}

deb_board_on_wayland() {
    need weston
    local place=$1/run/wayland XDG_RUNTIME_DIR=/run/wayland WAYLAND_DISPLAY=wayland-check
    mkdir -p "$place" && chmod 0700 "$place"
    XDG_RUNTIME_DIR=$place background weston --backend=headless-backend.so --socket=$WAYLAND_DISPLAY --width=1600 \
        --height=1000 --idle-time=0
    until_so 20 test -S "$place/$WAYLAND_DISPLAY"
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

# configure ROOT PORT ROLE: a gateway with a pretend centre in the middle of its morning; prints a token
configure() {
    local hours=$((10 - $(date -u +%-H)))
    [ $hours -ge -12 ] || hours=$((hours + 24)) # no zone is farther west
    mkdir -p "$1/etc/wallboard"
    cat >"$1$TOML" <<END
[pbx]
kind = "simulator"
agents = 400
queues = 2
[listen]
port = $2
[site]
time_zone = "Etc/GMT$(printf '%+d' $((-hours)))"
END
    in_root "$1" wallboard-gateway --config $TOML token add Checker --role "$3"
}

# forget ROOT: what the programs and their user wrote
forget() { in_root "$1" sh -c 'rm -rf /etc/wallboard/* /root/.config /root/.local /root/.cache'; }

deb_drag() {
    local root=$1 port=18711 token
    at_end forget "$root"
    token=$(configure "$root" $port supervisor)
    drag_a_caller "$root" $port "$token"
    picture "$(basename "$root")-drag"
}

# drag_a_caller ROOT PORT TOKEN: gateway and desk as installed, and a real mouse
drag_a_caller() {
    local root=$1 url=ws://127.0.0.1:$2 token=$3 window
    start_screen
    start_window_manager
    echo "$token" >"$root/run/token"
    EXEC="exec" background in_root "$root" wallboard-gateway --config $TOML --log-file /run/gateway.log
    timeout 60 "$PYTHON" "$CHECKS/board.py" live "$url" "$token"
    KEEP=DISPLAY EXEC="exec" background in_root "$root" wallboard --gateway "$url" --token-file /run/token --size 1440x900
    window=$(window_of 60)
    sleep 6
    timeout 120 "$PYTHON" "$CHECKS/board.py" drag "$url" "$token" "$window"
}

# the lab's PBX with callers and agents on it; its lock is held by nobody but this check
start_asterisk() {
    local lock
    [ -x "${PBX_ROOT:-/var/cache/wallboard-pbx}/usr/sbin/asterisk" ] || skip "no Asterisk: tests/lab/pbx.sh install"
    [ -x .venv/bin/python ] || skip "no phones: make lint makes their environment"
    exec {lock}>/tmp/wallboard-pbx.lock
    flock -w 400 "$lock"
    tests/lab/pbx.sh stop {lock}>&- || true
    tests/lab/pbx.sh start 12 {lock}>&-
    at_end tests/lab/pbx.sh stop
    background .venv/bin/python -m tests.lab.traffic --calls-per-minute 60 --talk 40 --patience 90 --seconds 300
}

deb_drag_on_asterisk() {
    local root=$1 port=18713 token
    start_asterisk
    at_end forget "$root"
    echo "== the four steps of the manual"
    in_root "$root" wallboard-gateway init /etc/wallboard | tee "$root/run/said"
    token=$(grep -oE '[A-Za-z0-9_-]{40,}' "$root/run/said" | head -1)
    echo lab-secret >"$root/etc/wallboard/pbx-secret"
    sed -i "s/^port = 8765/port = $port/" "$root$TOML"
    in_root "$root" wallboard doctor --config $TOML
    drag_a_caller "$root" $port "$token"
    picture "$(basename "$root")-asterisk"
    echo "== the PBX's own words"
    tests/lab/pbx.sh cli 'queue show' | grep -E ' calls |W:'
}

deb_tv_at_login() {
    local root=$1 port=18714 token size watcher board
    start_screen
    at_end forget "$root"
    token=$(configure "$root" $port viewer)
    EXEC="exec" background in_root "$root" wallboard-gateway --config $TOML --log-file /run/gateway.log
    (umask 077 && echo "$token" >"$root/etc/wallboard/tv.token")
    printf 'gateway = "ws://127.0.0.1:%s"\ntoken_file = "/etc/wallboard/tv.token"\n' $port >"$root/etc/wallboard/tv.toml"
    timeout 60 "$PYTHON" "$CHECKS/board.py" live ws://127.0.0.1:$port "$token"
    echo "== the session of somebody who logged in"
    KEEP=DISPLAY EXEC="exec" background in_root "$root" openbox-session
    size=$(xdotool getwindowgeometry "$(window_of 60)" | awk '/Geometry/ { print $2 }')
    [ "$size" = 1600x1000 ]
    sleep 8
    picture "$(basename "$root")-tv"
    echo "== the program breaks off, and is there again"
    watcher=$(pgrep -f '/usr/lib/wallboard/tv-at-login$')
    board=$(pgrep -P "$watcher" -x wallboard)
    kill -SEGV "$board"
    until_so 60 sh -c "pgrep -P $watcher -x wallboard | grep -vx $board"
    window_of 60
    echo "== a user says no to it, and the next session has none"
    kill "$watcher" "$(pgrep -P "$watcher")"
    end_process "$BACKGROUND"
    in_root "$root" wallboard tv --start-at-login off
    KEEP=DISPLAY EXEC="exec" background in_root "$root" openbox-session
    sleep 6
    not window_of 2
}

deb_left_nothing() {
    local suite left
    suite=$(basename "$1")
    rm -f "$1/srv/"*.deb
    left=$(files_of "$1" | comm -13 "$WORK/before.$suite" - |
        grep -v -E '^\./(etc/(machine-id|hostname|\.pwd\.lock|\.updated)|var/(\.updated|lib/(systemd|dpkg|apt|private|dbus)|log|tmp|spool)|usr/sbin/policy)' || true)
    [ -z "$left" ] || { echo "left: $left" && return 1; }
    left=$(find "$1/etc" "$1/usr" "$1/var/lib" "$1/var/log" -xdev -iname '*wallboard*' || true)
    [ -z "$left" ] || { echo "left: $left" && return 1; }
    not in_root "$1" dpkg-query -W wallboard
}
