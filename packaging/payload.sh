#!/usr/bin/env bash
# Freezes both programs into build/dist/wallboard, and checks what came out.
#
#   packaging/payload.sh
#
# The xcb libraries that Qt loads are copied from this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/setup.sh payload
printf '== Freezing Wallboard into build/dist/wallboard\n'
.venv-build/bin/pyinstaller -y --log-level ERROR --distpath build/dist --workpath build/work \
    packaging/pyinstaller/wallboard.spec
if [ "$(uname -s)" = Linux ]; then
    .venv-build/bin/python packaging/check_payload.py build/dist/wallboard
fi
