#!/usr/bin/env bash
# Installs, starts, upgrades and removes the Linux packages of build/packages on clean Debian systems, and tells of each
# check how it ended and how long it took. What cannot be run here is skipped, said to be, and no success.
#
#   packaging/check_packages.sh [CHECK…]       all by default: payload files lintian portable rpm bookworm trixie
#                                              windows
#
# Needs root; the tools come by `packaging/setup.sh check`. Roots are cached in /var/cache/wallboard-roots
# (WALLBOARD_ROOTS).
#
# Ends with 1 if a check failed, with 77 if none failed and some were skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
[ -n "${WALLBOARD_CHECKS:-}" ] || packaging/setup.sh check || exit 1
if [ -z "${WALLBOARD_CHECKS:-}" ] && [ "$(id -u)" = 0 ]; then
    # whatever is mounted goes with the checks
    WALLBOARD_CHECKS=$PWD/build/checks exec unshare --mount --propagation private "$0" "$@"
fi
WORK=${WALLBOARD_CHECKS:-$PWD/build/checks}
PACKAGES=$PWD/build/packages
CHECKS=$PWD/packaging/linux/checks
PYTHON=$PWD/.venv-build/bin/python
TABLE=$WORK/table.md
# shellcheck source=packaging/linux/checks/tools.sh
. "$CHECKS/tools.sh"
# shellcheck source=packaging/linux/checks/root.sh
. "$CHECKS/root.sh"
# shellcheck source=packaging/linux/checks/steps.sh
. "$CHECKS/steps.sh"
# shellcheck source=packaging/linux/checks/deb.sh
. "$CHECKS/deb.sh"
# shellcheck source=packaging/linux/checks/service.sh
. "$CHECKS/service.sh"

failed=0 skipped=0

# step NAME COMMAND…: run it, tell how it ended; its output is in the work folder
step() {
    local name=$1 log began seconds result
    shift
    log="$WORK/$(tr -c 'a-z0-9\n' '-' <<<"${name,,}").log"
    began=$(date +%s.%N)
    # not as a condition: within one, nothing would end at its first failure
    (set -eo pipefail && trap do_at_end EXIT && "$@") >"$log" 2>&1
    case $? in
    0) result=ok ;;
    77) result="SKIPPED: $(tail -1 "$log")" && skipped=$((skipped + 1)) ;;
    *) result=FAILED && failed=1 ;;
    esac
    seconds=$(date +%s.%N | awk -v began="$began" '{ printf "%.1f", $1 - began }')
    printf '%-52s %6s s  %s\n' "$name" "$seconds" "$result"
    printf '| %s | %s | %s |\n' "$name" "$seconds" "$result" >>"$TABLE"
    [ "$result" != FAILED ] || sed 's/^/    /' "$log" | tail -15
}

wanted() { [ ${#CHOSEN[@]} = 0 ] || [[ " ${CHOSEN[*]} " == *" $1 "* ]]; }

CHOSEN=("$@")
mkdir -p "$WORK"
printf '| check | s | result |\n| --- | --- | --- |\n' >"$TABLE"
wanted payload && step "payload: closure, glibc, run paths, size" check_payload
wanted payload && step "payload: start against a virtual environment" check_start
wanted files && step "desktop entries" check_desktop_files
wanted files && step "AppStream metadata" check_metainfo
wanted files && step "man pages" check_man_pages
wanted lintian && step "deb: lintian" check_lintian
wanted portable && step "tar.xz: install, run, remove" check_tar
wanted portable && step "run: install, run, remove" check_run
wanted rpm && step "rpm: install, run, erase in a root" check_rpm
wanted windows && step "Windows setup and MSI under wine, stub payload" packaging/windows/test_installers.sh "$PYTHON"
for suite in bookworm trixie; do wanted $suite && check_deb $suite; done
printf '\nLogs and pictures: %s\n' "$WORK"
[ $failed = 0 ] || exit 1
[ $skipped = 0 ] || { printf 'Skipped checks: %s. What they check is not proved.\n' $skipped && exit 77; }
