#!/usr/bin/env bash
# Writes SHA256SUMS over all files of a folder and, where a key is given, signs deb, rpm and that list.
#
#   packaging/sign_linux.sh [FOLDER]      by default build/packages
#
# SIGNING_KEY  the key's id or address in the user's gpg keyring. Needs gpg, rpmsign (package rpm) and debsigs.
set -euo pipefail
cd "${1:-$(dirname "$0")/../build/packages}"

if [ -n "${SIGNING_KEY:-}" ]; then
    for package in *.deb; do [ ! -e "$package" ] || debsigs --sign=origin -k "$SIGNING_KEY" "$package"; done
    for package in *.rpm; do
        # where gpg is, since rpm of some systems looks for it where it is not
        [ ! -e "$package" ] ||
            rpmsign --define "_gpg_name $SIGNING_KEY" --define "__gpg $(command -v gpg)" --addsign "$package"
    done
else
    echo "Not signed: there is no SIGNING_KEY" >&2
fi
rm -f SHA256SUMS SHA256SUMS.asc
find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' -printf '%f\n' | LC_ALL=C sort | xargs -r -d '\n' sha256sum >SHA256SUMS
if [ -n "${SIGNING_KEY:-}" ]; then
    gpg --batch --yes --local-user "$SIGNING_KEY" --armor --detach-sign SHA256SUMS
fi
cat SHA256SUMS
