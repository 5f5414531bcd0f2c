#!/usr/bin/env bash
# Takes signing certificates into a keychain of this build's own, on a machine that nobody sits at.
#
#   CERTIFICATE=… PASSWORD=… packaging/macos/keychain.sh      CERTIFICATE is a P12 in Base64
set -euo pipefail
chain=${RUNNER_TEMP:?}/wallboard.keychain-db
secret=$(uuidgen)
(umask 077 && base64 --decode <<<"$CERTIFICATE" >"$RUNNER_TEMP/certificate.p12")
trap 'rm -f "$RUNNER_TEMP/certificate.p12"' EXIT
security create-keychain -p "$secret" "$chain"
security set-keychain-settings -lut 21600 "$chain"
security unlock-keychain -p "$secret" "$chain"
security import "$RUNNER_TEMP/certificate.p12" -P "$PASSWORD" -A -f pkcs12 -k "$chain"
security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$chain" >/dev/null
security list-keychains -d user -s "$chain" login.keychain-db
