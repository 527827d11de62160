#!/usr/bin/env bash
# Installs the real parts that tests talk to (an S3 server, a browser) from Debian's packages.
#
#   eng/install-test-parts.sh [s3] [browser]      both without arguments
#
# As root, or with a sudo that asks nothing, it installs what is missing. Otherwise it says exactly what is
# missing and which command installs it, and exits with 3; tests that need a missing part are skipped with
# that reason. What is there already costs nothing.
set -euo pipefail

declare -A programs=(
    [s3]="radosgw radosgw-admin ceph-mon ceph-osd ceph ceph-authtool monmaptool curl"
    [browser]="chromium"
)
declare -A packages=(
    [s3]="radosgw ceph-mon ceph-osd ceph-common curl"
    [browser]="chromium"
)

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(s3 browser)

wanted=()
for part in "${parts[@]}"; do
    if [ -z "${programs[$part]:-}" ]; then
        echo "install-test-parts: no part '$part'; there are: ${!programs[*]}" >&2
        exit 2
    fi
    absent=()
    for program in ${programs[$part]}; do
        command -v "$program" >/dev/null || absent+=("$program")
    done
    if [ ${#absent[@]} -gt 0 ]; then
        echo "install-test-parts: the $part tests need ${absent[*]}" >&2
        read -ra of_part <<<"${packages[$part]}"
        wanted+=("${of_part[@]}")
    fi
done
[ ${#wanted[@]} -gt 0 ] || exit 0

install="apt-get install -y --no-install-recommends ${wanted[*]}"
if ! command -v apt-get >/dev/null; then
    echo "install-test-parts: there is no apt-get here; install what Debian calls: ${wanted[*]}" >&2
    exit 3
elif [ "$(id -u)" = 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    echo "install-test-parts: not root, so run this yourself: sudo $install" >&2
    exit 3
fi

export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q >&2
# shellcheck disable=SC2086 # the words of the command are meant to be split
"${as_root[@]}" $install >&2
