#!/usr/bin/env bash
# What the checks are made of: skipping, waiting, ending what was begun, screens. Sourced by check_packages.sh.

# 77 means that a check cannot be run on this machine
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

# not COMMAND…: a mere ! would end no check
not() {
    if "$@"; then echo "and yet: $*" && return 1; fi
}

until_so() { # until_so SECONDS COMMAND…
    local limit=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $limit ] || { echo "not so in time: $*" && return 1; }
        sleep 0.2
    done
}

# at_end COMMAND…: done when the check ends, however it ends, the newest first
AT_END=()
at_end() { AT_END=("$(printf '%q ' "$@")" "${AT_END[@]}"); }
do_at_end() {
    local command
    for command in "${AT_END[@]}"; do eval "$command" >/dev/null 2>&1 || true; done
}

# background COMMAND…: goes on beside the check, at most until its end; its process is $BACKGROUND
background() {
    "$@" &
    BACKGROUND=$!
    at_end end_process $BACKGROUND
}
end_process() {
    kill "$1" || return 0
    timeout 10 tail --pid="$1" -s 0.1 -f /dev/null || kill -KILL "$1"
}

# an X server of its own for this check
start_screen() {
    need Xvfb openbox xdotool import identify
    local number
    exec {number}<> <(:)
    background Xvfb -displayfd "$number" -screen 0 1600x1000x24 -nolisten tcp 2>/dev/null
    read -r -u "$number" -t 20 DISPLAY
    export DISPLAY=:$DISPLAY
}
start_window_manager() { background openbox --sm-disable; }

# window_of SECONDS: the id of Wallboard's window, once it is there
window_of() { timeout "$1" xdotool search --sync --onlyvisible --name '^Wallboard$' | tail -1; }

# picture NAME: of the screen, and more than a blank one
picture() {
    import -window root "$WORK/$1.png"
    has_picture "$WORK/$1.png"
}
