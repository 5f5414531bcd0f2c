#!/usr/bin/env bash
# A clean Debian in a folder, for the checks that install a package. To be sourced; needs root, and a mount namespace
# of its own, in which nothing that is mounted here outlives the check.

ROOTS=${WALLBOARD_ROOTS:-/var/cache/wallboard-roots}

# make_root SUITE FOLDER: from the cache, or made by debootstrap and put there
make_root() {
    local suite=$1 folder=$2
    mkdir -p "$folder" "$ROOTS"
    if [ ! -f "$ROOTS/$suite.tar" ]; then
        debootstrap --variant=minbase "$suite" "$folder" >"$folder.log" 2>&1 || { tail -5 "$folder.log" && return 1; }
        tar -C "$folder" --numeric-owner -cf "$ROOTS/$suite.tar.new" . && mv "$ROOTS/$suite.tar.new" "$ROOTS/$suite.tar"
    else
        tar -C "$folder" --numeric-owner -xpf "$ROOTS/$suite.tar"
    fi
    printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d" && chmod +x "$folder/usr/sbin/policy-rc.d"
    echo force-unsafe-io >"$folder/etc/dpkg/dpkg.cfg.d/check"
    printf 'APT::Keep-Downloaded-Packages "true";\nAPT::Install-Recommends "false";\n' >"$folder/etc/apt/apt.conf.d/99check"
    cp /etc/resolv.conf /etc/hosts "$folder/etc/"
    mount -t proc proc "$folder/proc"
    mount --rbind /sys "$folder/sys"
    mount --rbind /dev "$folder/dev"
    mount -t tmpfs tmpfs "$folder/run"
    mkdir -p "$ROOTS/$suite-packages" "$folder/srv/packages"
    mount --bind "$ROOTS/$suite-packages" "$folder/var/cache/apt/archives"
}

# in_root FOLDER COMMAND…: with a bare environment, beside the variables named in KEEP. In the background with
# EXEC=exec, so that the job's id is the command's own.
in_root() {
    local folder=$1 name kept=()
    shift
    for name in ${KEEP:-}; do kept+=("$name=${!name}"); done
    ${EXEC:-} chroot "$folder" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "${kept[@]}" "$@"
}

# drop_root FOLDER: take it away with all that is mounted in it
drop_root() {
    local place
    while read -r place; do umount -l "$place" 2>/dev/null || true; done < <(
        awk -v root="$1/" 'index($5, root) == 1 { print $5 }' /proc/self/mountinfo | sort -r
    )
    rm -rf --one-file-system "$1"
}

# files_of FOLDER: all files, without what any installation writes
files_of() {
    (cd "$1" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o -path ./tmp -o \
        -path ./var/cache -o -path ./var/log/apt -o -path ./var/log/journal -o -path ./srv -o -path ./root \) -prune \
        -o -print | sort)
}

# boot_root FOLDER SECONDS: its systemd in namespaces of its own, killed at the latest after so long. It pivots into the
# folder: from a mere chroot the sandboxed services fail.
boot_root() {
    # shellcheck disable=SC2016  # expanded by the inner shell
    exec timeout --foreground -s KILL "$2" unshare --fork --pid --mount --uts --ipc --net --cgroup --kill-child bash -c '
        set -e; cd "$1"
        mount --make-rprivate / && mount --bind "$1" "$1" && cd "$1"
        mount -t proc proc proc && mount -t sysfs sysfs sys -o ro && mount -t tmpfs tmpfs dev
        for name in null zero full random urandom tty; do touch dev/$name && mount --bind /dev/$name dev/$name; done
        mkdir -p dev/pts dev/shm oldroot
        mount -t devpts devpts dev/pts -o newinstance && mount -t tmpfs tmpfs dev/shm && mount -t tmpfs tmpfs run
        ln -s /proc/self/fd dev/fd && ln -s pts/ptmx dev/ptmx && ip link set lo up
        mount -t tmpfs tmpfs sys/fs/cgroup && mount -t cgroup2 cgroup2 sys/fs/cgroup
        pivot_root . oldroot && cd / && umount -l /oldroot && rmdir /oldroot
        mount --make-rshared /  # or credentials would not reach a service
        exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=multi-user.target
    ' bash "$1"
}
