#!/bin/sh
# deb: $1 = remove, upgrade or purge; rpm: $1 = 0 at the removal, 1 at an upgrade
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload >/dev/null 2>&1 || true; fi
if [ "$1" = purge ]; then
    for name in gateway.toml .gateway.toml.lock pbx-secret manager-wallboard.conf extensions-wallboard.conf desk.toml tv.toml tv.token; do
        rm -f "/etc/wallboard/$name"
    done
    # certificates, and whatever else somebody put there, stay
    if [ -d /etc/wallboard ]; then rmdir --ignore-fail-on-non-empty /etc/wallboard; fi
    rm -rf /etc/systemd/system/wallboard-gateway.service.d
    for place in /var/log /var/lib /var/cache; do
        rm -rf "$place/private/wallboard-gateway" "$place/wallboard-gateway"
    done
fi
