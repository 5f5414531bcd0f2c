#!/usr/bin/env bash
# A real Asterisk 22 on loopback for tests and for trying the product by hand.
#
#   pbx.sh install          Debian's own packages into a folder of their own (root; about a minute)
#   pbx.sh start [AGENTS]   start it with AGENTS phones (default 60, numbers 1001...), 3 quick ones (1101...) and
#                           4 supervisors (2001...)
#   pbx.sh stop | kill      as an administrator would, and as a power cut would
#   pbx.sh status | cli 'queue show'
#
# SIP udp 127.0.0.1:5060, AMI 127.0.0.1:5038 (user wallboard, secret lab-secret).
# PBX_ROOT names the folder (default /var/cache/wallboard-pbx); the suite is the one that carries Asterisk 22.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=${PBX_ROOT:-/var/cache/wallboard-pbx}
suite=${PBX_SUITE:-forky}
resources=$here/../../resources/asterisk

install_pbx() {
    [ -x "$root/usr/sbin/asterisk" ] && return
    command -v debootstrap >/dev/null || { apt-get update -q; apt-get install -qy debootstrap; }
    rm -rf "$root"
    # the machine's own mirror if it is a Debian; elsewhere PBX_MIRROR names one
    local mirror
    # shellcheck disable=SC2016 # apt fills in REPO_URI
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m1 '/debian/$' || true)
    mirror=${PBX_MIRROR:-$mirror}
    [ -n "$mirror" ] || { echo "no Debian mirror in the machine's package sources: name one in PBX_MIRROR" >&2; exit 1; }
    local log=${root%/}.install.log
    {
        debootstrap --variant=minbase "$suite" "$root" "$mirror" sid
        # a mirror frozen at a date has release files past their own
        chroot "$root" apt-get -o Acquire::Check-Valid-Until=false update -q
        DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -qy --no-install-recommends asterisk
    } >"$log" 2>&1 || { tail -5 "$log" >&2; echo "Asterisk was not installed: see $log" >&2; exit 1; }
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
}

configure() {
    local agents=$1 etc=$root/etc/asterisk
    rm -rf "$etc" && cp -r "$here/asterisk" "$etc"
    # the very files that an administrator gets from `wallboard gateway init`
    cp "$resources/extensions-wallboard.conf" "$etc/"
    sed 's/@SECRET@/lab-secret/' "$resources/manager-wallboard.conf" >"$etc/manager-wallboard.conf"
    {
        printf '[global]\ntype=global\nendpoint_identifier_order=ip,username\n\n'
        printf '[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:5060\n\n'
        # calls from the callers' port come from outside
        printf '[trunk]\ntype=endpoint\ncontext=inbound\ndisallow=all\nallow=ulaw\ndirect_media=no\nsend_connected_line=no\n\n'
        printf '[trunk]\ntype=identify\nendpoint=trunk\nmatch=127.0.0.1\n\n'
        for number in $(seq 1001 $((1000 + agents))) $(seq 1101 1103) $(seq 2001 2004); do
            printf '[%s]\ntype=endpoint\ncontext=agents\ndisallow=all\nallow=ulaw\naors=%s\ndirect_media=no\nsend_connected_line=no\ncallerid="%s" <%s>\n\n' \
                "$number" "$number" "$number" "$number"
            printf '[%s]\ntype=aor\ncontact=sip:%s@127.0.0.1:5070\n\n' "$number" "$number"
        done
    } >"$etc/pjsip.conf"
    # beyond the first eight, agents join the queues in turn
    for number in $(seq 1009 $((1000 + agents))); do
        case $((number % 3)) in 0) queue=support ;; 1) queue=sales ;; *) queue=billing ;; esac
        sed -i "/^\[$queue\](standard)/a member => PJSIP/$number,0,Agent $number,PJSIP/$number" "$etc/queues.conf"
    done
    grep -q "$(hostname)" "$root/etc/hosts" 2>/dev/null || printf '127.0.0.1 localhost %s\n' "$(hostname)" >>"$root/etc/hosts"
    mkdir -p "$root/run/asterisk"
    chroot "$root" chown -R asterisk:asterisk /etc/asterisk /run/asterisk
}

running() { chroot "$root" asterisk -rx 'core show uptime' >/dev/null 2>&1; }

case ${1:-} in
install) install_pbx ;;
start)
    running && { echo "already running"; exit 0; }
    install_pbx
    configure "${2:-60}"
    chroot "$root" asterisk -U asterisk -G asterisk >/dev/null 2>&1 </dev/null
    for _ in $(seq 50); do
        chroot "$root" asterisk -rx 'core waitfullybooted' >/dev/null 2>&1 && { echo started; exit 0; }
        sleep 0.2
    done
    echo "Asterisk did not start: see $root/var/log/asterisk/messages" >&2
    exit 1
    ;;
stop | kill)
    running || { echo "not running"; exit 0; }
    case $1 in
    stop) chroot "$root" asterisk -rx 'core stop now' >/dev/null 2>&1 || true ;;
    kill) kill -KILL "$(cat "$root/run/asterisk/asterisk.pid")" ;;
    esac
    # the next start needs the ports
    for _ in $(seq 50); do running || exit 0; sleep 0.1; done
    echo "Asterisk did not stop" >&2
    exit 1
    ;;
status)
    running || { echo "not running"; exit 1; }
    chroot "$root" asterisk -rx 'core show uptime'
    ;;
cli) shift && chroot "$root" asterisk -rx "$*" ;;
*) sed -n '2,12s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
