#!/usr/bin/env bash
# Stops the server that eng/start-s3.sh started in DIR, by its PID files. With --remove, DIR goes too.
#
#   eng/stop-s3.sh DIR [--remove]
set -euo pipefail

dir=${1:?usage: stop-s3.sh DIR [--remove]}
[ -d "$dir" ] || exit 0
dir=$(cd "$dir" && pwd)

# A PID may have been given to another process since: only one whose command names DIR is ours.
is_ours() {
    tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -qF -- "$dir/run/"
}

pids=()
for name in rgw osd mon; do
    pid=$(cat "$dir/run/$name.pid" 2>/dev/null || true)
    if [ -n "$pid" ] && is_ours "$pid"; then
        pids+=("$pid")
    fi
done

# Nothing is kept, so there is nothing to shut down gently.
for pid in "${pids[@]}"; do
    kill -KILL "$pid" 2>/dev/null || true
done
for pid in "${pids[@]}"; do
    for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
done

if [ "${2:-}" = --remove ] && [ -f "$dir/ceph.conf" ]; then
    rm -rf "$dir"
fi
