#!/bin/sh
# deb: $1 = remove or upgrade; rpm: $1 = 0 at the removal, 1 at an upgrade
set -e
case "$1" in
remove | 0)
    if [ -d /run/systemd/system ]; then
        systemctl --no-reload disable --now wallboard-gateway.service >/dev/null 2>&1 || true
    else
        rm -f /etc/systemd/system/multi-user.target.wants/wallboard-gateway.service
    fi
    ;;
esac
