#!/bin/sh
# deb: $1 = configure [old version]; rpm: $1 = 1 at the first installation, 2 at an upgrade
set -e
if [ "$1" = 2 ] || { [ "$1" = configure ] && [ -n "${2:-}" ]; }; then
    upgrade=yes
else
    upgrade=no
fi
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
    # a gateway that runs goes on as the new version; one that does not stays so
    [ $upgrade = no ] || systemctl try-restart wallboard-gateway.service || true
fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true; fi
