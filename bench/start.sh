#!/usr/bin/env bash
# Measures the program's start on an empty lake, the demo, a second start, and memory at rest. Build it first:
#   dotnet build apps/MarketLake -c Release && bench/start.sh [PORT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program="$root/artifacts/bin/MarketLake/release/wallstreet"
port=${1:-5419}
folder=$(mktemp -d)
pid=
trap 'kill "$pid" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT

now() { date +%s%N; }
since() { echo "$((($(now) - $1) / 1000000)) ms"; }
start() {
    began=$(now)
    "$program" up --port "$port" --lake "$folder/lake" >"$folder/log" 2>&1 &
    pid=$!
    until curl -fs -o /dev/null "http://127.0.0.1:$port/"; do sleep 0.01; done
    echo "$1: the page answers after $(since "$began")"
    until grep -q '^Ready' "$folder/log"; do sleep 0.01; done
    echo "$1: ready after $(since "$began")"
}

echo "load $(cut -d' ' -f1 /proc/loadavg), $(nproc) processors"
start "empty lake"
kill -TERM "$pid"; wait "$pid" || true
start "second start"
for seconds in 5 60; do
    sleep "$seconds"
    echo "second start: $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status") MiB resident after $seconds more seconds at rest"
done
