#!/usr/bin/env bash
# Signs MSI packages on Linux, in place, by osslsigncode.
#
#   CERTIFICATE=… PASSWORD=… packaging/windows/sign_msi.sh FILE…      CERTIFICATE is a PFX in Base64
#
# With TIMESTAMP_URL the signature is stamped, and so outlives the certificate.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(umask 077 && base64 --decode <<<"$CERTIFICATE" >"$work/certificate.pfx" && printf '%s' "$PASSWORD" >"$work/password")
stamp=()
[ -z "${TIMESTAMP_URL:-}" ] || stamp=(-ts "$TIMESTAMP_URL")
for file in "$@"; do
    osslsigncode sign -pkcs12 "$work/certificate.pfx" -readpass "$work/password" -h sha256 -n Wallboard "${stamp[@]}" \
        -in "$file" -out "$work/signed"
    mv "$work/signed" "$file"
done
