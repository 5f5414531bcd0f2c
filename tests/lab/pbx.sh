#!/usr/bin/env bash
# Two real Asterisks 22 on loopback for tests and for trying the product by hand: a plain one, and one in the shape that
# FreePBX and its kin generate. They share one folder of programs and may run at the same time.
#
#   pbx.sh install          Debian's own packages into a folder of their own (root; about a minute)
#   pbx.sh start [AGENTS]   start it with AGENTS phones (default 60, numbers 1001...), some more that the queues name
#                           and 4 supervisors (2001...)
#   pbx.sh stop | kill      as an administrator would, and as a power cut would
#   pbx.sh status | cli 'queue show'
#   pbx.sh copy FOLDER      a lab of its own in FOLDER (PBX_ROOT=FOLDER uses it): its programs are links to this one's
#   pbx.sh freepbx start    the same words after "freepbx" are for the other system (or with PBX_SYSTEM=freepbx)
#
# plain:   SIP udp 127.0.0.1:5060, AMI 127.0.0.1:5038, agents' phones at port 5070, callers at 5080
# freepbx: SIP udp 127.0.0.1:5160, AMI 127.0.0.1:5138, agents' phones at port 5170, callers at 5180
# AMI user wallboard, secret lab-secret. PBX_ROOT names the folder (default /var/cache/wallboard-pbx); the suite is the
# one that carries Asterisk 22.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=${PBX_ROOT:-/var/cache/wallboard-pbx}
suite=${PBX_SUITE:-forky}
resources=$here/../../resources/asterisk

system=${PBX_SYSTEM:-plain}
case ${1:-} in plain | freepbx) system=$1 && shift ;; esac
case $system in
plain) suffix='' ports=50 inside=agents outside=inbound ;;
freepbx) suffix=-freepbx ports=51 inside=from-internal outside=from-trunk ;;
*) echo "no such system: $system (plain or freepbx)" >&2 && exit 2 ;;
esac
etc=/etc/asterisk$suffix
run=/run/asterisk$suffix

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

copy_pbx() {
    rm -rf "$1" && mkdir -p "$1"
    cp --archive --link --one-file-system "$root"/. "$1"
    # what a running Asterisk writes to is no link
    rm -rf "${1:?}"/{etc,run,var} && mkdir "$1/run"
    cp --archive "$root"/{etc,var} "$1"
}

# The phones of numbers $2...; those of kind "moving" are known by their registration alone, and asked after each second.
phones() {
    local kind=$1 number
    shift
    for number in "$@"; do
        printf '[%s]\ntype=endpoint\ncontext=%s\ndisallow=all\nallow=ulaw\naors=%s\ndirect_media=no\nsend_connected_line=no\n' \
            "$number" "$inside" "$number"
        printf 'named_call_group=floor\nnamed_pickup_group=floor\ncallerid="%s" <%s>\n\n[%s]\ntype=aor\n' \
            "$number" "$number" "$number"
        case $kind in
        fixed) printf 'contact=sip:%s@127.0.0.1:%s70\n\n' "$number" "$ports" ;;
        moving) printf 'max_contacts=1\nremove_existing=yes\nqualify_frequency=1\nqualify_timeout=0.5\n\n' ;;
        esac
    done
}

pjsip() {
    local agents=$1
    # who calls by an extension's number is that extension; everybody else comes from outside
    printf '[global]\ntype=global\nendpoint_identifier_order=username,ip\n\n'
    printf '[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:%s60\n\n' "$ports"
    printf '[trunk]\ntype=endpoint\ncontext=%s\ndisallow=all\nallow=ulaw\ndirect_media=no\nsend_connected_line=no\naors=trunk\n\n' "$outside"
    printf '[trunk]\ntype=aor\ncontact=sip:127.0.0.1:%s80\n\n' "$ports"
    printf '[trunk]\ntype=identify\nendpoint=trunk\nmatch=127.0.0.1\n\n'
    # shellcheck disable=SC2046 # words are numbers
    phones fixed $(seq 1001 $((1000 + agents))) $(seq 1101 1108) $(seq 1201 1208) $(seq 2001 2004)
    phones moving 1111 1112
}

configure() {
    local agents=$1 folder=$root$etc number
    rm -rf "$folder" && cp -r "$here/asterisk" "$folder"
    [ "$system" = plain ] || cp "$here/$system"/*.conf "$folder/"
    # the very files that an administrator gets from `wallboard gateway init`
    cp "$resources/extensions-wallboard.conf" "$folder/"
    sed 's/@SECRET@/lab-secret/' "$resources/manager-wallboard.conf" >"$folder/manager-wallboard.conf"
    pjsip "$agents" >"$folder/pjsip.conf"
    case $system in
    plain) # beyond the first eight, agents join the queues in turn
        for number in $(seq 1009 $((1000 + agents))); do
            case $((number % 3)) in 0) queue=support ;; 1) queue=sales ;; *) queue=billing ;; esac
            sed -i "/^\[$queue\](standard)/a member => PJSIP/$number,0,Agent $number,PJSIP/$number" "$folder/queues.conf"
        done
        ;;
    freepbx)
        mkdir -p "$root"/var/{lib,log,spool}/asterisk-freepbx
        rm -f "$root"/var/lib/asterisk-freepbx/*.sqlite3
        python3 -c "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.stdin.read())" \
            "$root/var/lib/asterisk-freepbx/queues.sqlite3" <"$here/freepbx/queues.sql"
        chroot "$root" chown -R asterisk:asterisk /var/{lib,log,spool}/asterisk-freepbx
        sed -n 's/^aors=\([12]...\)$/exten => \1,hint,PJSIP\/\1\&Custom:DND\1,CustomPresence:\1/p' \
            "$folder/pjsip.conf" >"$folder/extensions_hints.conf"
        ;;
    esac
    grep -q "$(hostname)" "$root/etc/hosts" 2>/dev/null || printf '127.0.0.1 localhost %s\n' "$(hostname)" >>"$root/etc/hosts"
    mkdir -p "$root$run"
    chroot "$root" chown -R asterisk:asterisk "$etc" "$run"
}

asterisk() { chroot "$root" asterisk -C "$etc/asterisk.conf" "$@"; }
# without a configuration of its own it would ask the other system
running() { [ -S "$root$run/asterisk.ctl" ] && asterisk -rx 'core show uptime' >/dev/null 2>&1; }

case ${1:-} in
install) install_pbx ;;
copy) copy_pbx "$2" ;;
start)
    running && { echo "already running"; exit 0; }
    install_pbx
    configure "${2:-60}"
    asterisk -U asterisk -G asterisk >/dev/null 2>&1 </dev/null
    for _ in $(seq 50); do
        asterisk -rx 'core waitfullybooted' >/dev/null 2>&1 && { echo started; exit 0; }
        sleep 0.2
    done
    echo "Asterisk did not start: see $root/var/log/asterisk$suffix/messages" >&2
    exit 1
    ;;
stop | kill)
    running || { echo "not running"; exit 0; }
    case $1 in
    stop) asterisk -rx 'core stop now' >/dev/null 2>&1 || true ;;
    kill) kill -KILL "$(cat "$root$run/asterisk.pid")" ;;
    esac
    # the next start needs the ports
    for _ in $(seq 50); do running || exit 0; sleep 0.1; done
    echo "Asterisk did not stop" >&2
    exit 1
    ;;
status)
    running || { echo "not running"; exit 1; }
    asterisk -rx 'core show uptime'
    ;;
cli) shift && asterisk -rx "$*" ;;
*) sed -n '2,18s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
