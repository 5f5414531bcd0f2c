#!/usr/bin/env bash
# The gateway as a service under a real systemd, installed by the deb and by the rpm. Sourced by check_packages.sh.

UNIT=wallboard-gateway.service

# in_booted COMMAND…: within the system that booted in the root
in_booted() { nsenter -t "$BOOTED" -m -u -i -p -n -C -r -w -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

find_booted() {
    BOOTED=$(pgrep -P "$(pgrep -P "$1")" -x systemd || pgrep -P "$1" -x systemd) && [ -n "$BOOTED" ]
}

# boot ROOT: its systemd, until the check ends
boot() {
    need_root
    rm -f "$1/usr/sbin/policy-rc.d"
    (boot_root "$1" 300) </dev/null >"$WORK/boot.log" 2>&1 &
    at_end pkill -KILL -P $!
    until_so 60 find_booted $!
    find_booted $!
    until_so 60 in_booted systemctl is-active multi-user.target
}

journal_and_fail() {
    in_booted journalctl --no-pager -n 20 -u $UNIT
    return 1
}

# feed_is_live URL TOKEN [CA_FILE]: from outside of the booted system, but in its network
feed_is_live() { nsenter -t "$BOOTED" -n -- timeout 60 "$PYTHON" "$CHECKS/board.py" live "$@" || journal_and_fail; }

# starts_once_configured ROOT URL TOKEN: the configuration is in /srv
starts_once_configured() {
    echo "== not configured: not enabled, and asked to start it does not"
    [ "$(in_booted systemctl is-enabled $UNIT)" = disabled ]
    in_booted systemctl start $UNIT
    not in_booted systemctl is-active $UNIT
    echo "== configured"
    in_booted mv /srv/gateway.toml "$TOML"
    in_booted systemctl enable --now $UNIT || journal_and_fail
    until_so 30 in_booted systemctl is-active $UNIT
    feed_is_live "$2" "$3"
}

# reloads URL: who was added counts, in the process that ran before, though only root can read the configuration
reloads() {
    local before token
    echo "== reloaded"
    before=$(in_booted systemctl show -P MainPID $UNIT)
    token=$(in_booted wallboard-gateway --config "$TOML" token add Reloaded --role viewer 2>/dev/null)
    in_booted systemctl reload $UNIT || journal_and_fail
    feed_is_live "$1" "$token"
    [ "$before" = "$(in_booted systemctl show -P MainPID $UNIT)" ]
}

# upgraded ROOT URL TOKEN COMMAND…: it runs on as the newer one, and what was edited stays
upgraded() {
    local root=$1 url=$2 token=$3 before after
    shift 3
    sed -i 's/^Comment=.*/Comment=edited here/' "$root/etc/xdg/autostart/org.wallboard.Wallboard.tv.desktop"
    before=$(in_booted systemctl show -P MainPID $UNIT)
    in_booted "$@"
    after=$(in_booted systemctl show -P MainPID $UNIT)
    [ "$before" != "$after" ]
    feed_is_live "$url" "$token"
    grep -q 'edited here' "$root/etc/xdg/autostart/org.wallboard.Wallboard.tv.desktop"
    grep -q 'Checker' "$root$TOML"
}

deb_under_systemd() {
    local root=$1 port=18712 url=ws://127.0.0.1:18712 token
    token=$(configure "$root" $port supervisor)
    chmod 0600 "$root$TOML"
    mv "$root$TOML" "$root/srv/gateway.toml"
    boot "$root"
    starts_once_configured "$root" $url "$token"
    reloads $url
    in_booted systemd-analyze --man=no verify $UNIT
    in_booted systemd-analyze security --no-pager $UNIT | tail -1
    echo "== upgraded"
    upgraded "$root" $url "$token" env DEBIAN_FRONTEND=noninteractive dpkg -i --force-confdef --force-confold /srv/newer.deb
    echo "== stopped, asked nicely"
    in_booted systemctl stop $UNIT
    [ "$(in_booted systemctl show -P Result $UNIT)" = success ]
    reachable_by_tls "$root" $port "$token"
    runs_for_a_user "$root" "$token"
    keeps_its_day "$root" $port
    echo "== purged"
    in_booted systemctl start $UNIT
    in_booted rm /etc/wallboard/tls-cert.pem /etc/wallboard/tls-key.pem # what the gateway did not write stays
    in_booted dpkg --purge wallboard
    not in_booted systemctl is-active $UNIT
}

# reachable_by_tls ROOT PORT TOKEN: from other machines, with a key that only root can read, as the manual says
reachable_by_tls() {
    local place=$1/etc/wallboard
    echo "== reached by TLS from elsewhere"
    (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$place/tls-key.pem" -out "$place/tls-cert.pem")
    chmod 0644 "$place/tls-cert.pem"
    sed -i "s|^port = $2|&\naddress = \"0.0.0.0\"\ntls_certificate = \"/etc/wallboard/tls-cert.pem\"\ntls_key = \"/etc/wallboard/tls-key.pem\"|" "$1$TOML"
    in_booted systemctl restart $UNIT
    feed_is_live "wss://127.0.0.1:$2" "$3" "$place/tls-cert.pem"
    [ "$(in_booted sh -c "stat -c %u /proc/\$(systemctl show -P MainPID $UNIT)")" -gt 60000 ] # a user of its own
    in_booted systemctl stop $UNIT
}

# keeps_its_day ROOT PORT: where only the service can write, though there is no PBX to be heard
keeps_its_day() {
    echo "== what it keeps"
    printf '[pbx]\nkind = "asterisk"\nhost = "127.0.0.1"\nuser = "wallboard"\n[listen]\nport = %s\n' "$2" >"$1$TOML"
    (umask 077 && echo secret >"$1/etc/wallboard/pbx-secret")
    in_booted rm -f /var/log/wallboard-gateway/gateway.log
    in_booted systemctl start $UNIT
    until_so 30 in_booted grep -q listening /var/log/wallboard-gateway/gateway.log
    in_booted systemctl stop $UNIT
    in_booted grep -q began_ms /var/lib/wallboard-gateway/history.sqlite
    [ "$(in_booted stat -c %a /var/lib/private/wallboard-gateway/history.sqlite)" = 600 ]
}

# runs_for_a_user ROOT TOKEN: the unit of one user's own, under that user's systemd
runs_for_a_user() {
    local as_dana=(in_booted setpriv --reuid 1000 --regid 1000 --clear-groups env HOME=/home/dana XDG_RUNTIME_DIR=/run/user/1000)
    echo "== as a user's own service"
    in_booted systemctl start user@1000.service
    "${as_dana[@]}" sh -c 'mkdir -p ~/.config/wallboard'
    sed '/^address\|^tls_/d' "$1$TOML" >"$1/home/dana/.config/wallboard/gateway.toml"
    "${as_dana[@]}" systemctl --user enable --now $UNIT
    feed_is_live ws://127.0.0.1:18712 "$2"
    [ "$("${as_dana[@]}" systemctl --user is-active $UNIT)" = active ]
    "${as_dana[@]}" systemctl --user disable --now $UNIT
    in_booted systemctl stop user@1000.service
    in_booted sh -c 'rm -rf /home/dana/.config /home/dana/.local /home/dana/.cache'
}

rpm_under_systemd() {
    local root=$1 port=18715 url=ws://127.0.0.1:18715 token left
    package '*.rpm'
    cp "$(package '*.rpm')" "$root/srv/wallboard.rpm"
    newer_rpm "$root/srv/newer.rpm"
    boot "$root"
    in_booted rpm -i --force-debian --nodeps /srv/wallboard.rpm
    token=$(configure "$root" $port supervisor)
    chmod 0600 "$root$TOML"
    mv "$root$TOML" "$root/srv/gateway.toml"
    starts_once_configured "$root" $url "$token"
    echo "== upgraded"
    upgraded "$root" $url "$token" rpm -U --force-debian --nodeps /srv/newer.rpm
    [ "$(in_booted rpm -q --qf '%{VERSION}' wallboard)" = 99.0.0 ]
    echo "== erased"
    in_booted rpm -e --nodeps wallboard
    not in_booted systemctl is-active $UNIT
    not in_booted systemctl cat $UNIT
    test -f "$root$TOML" # an administrator's own stays, as does what the service keeps: rpm knows no purge
    rm -rf "$root/etc/wallboard"
    left=$(find "$root/etc" "$root/usr" -xdev -iname '*wallboard*' ! -name '*.rpmsave' ! -name '*.rpmnew')
    [ -z "$left" ] || { echo "left: $left" && return 1; }
}

# newer_rpm FILE: the same with a higher version and another default in its configuration, quickly packed
newer_rpm() {
    local recipe=$WORK/newer.yaml entry=packaging/linux/org.wallboard.Wallboard.tv.desktop
    cat $entry - <<<'# a newer default' >"$WORK/newer.desktop"
    sed -e "s|src: $entry|src: $WORK/newer.desktop|" -e 's/zstd:19/gzip:1/' packaging/linux/nfpm.yaml >"$recipe"
    WALLBOARD_VERSION=99.0.0 SOURCE_DATE_EPOCH=$(date +%s) .venv-build/bin/nfpm package -f "$recipe" -p rpm -t "$1"
}
