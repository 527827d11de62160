#!/usr/bin/env bash
# Starts a throw-away S3 server on loopback: Ceph's radosgw over one monitor and one in-memory disk.
#
#   eng/start-s3.sh DIR [PORT]      PORT 0 or none: any free one
#
# DIR must be new or empty, and short: it holds unix sockets. Needs eng/install-test-parts.sh once.
# Access key and secret come from S3_ACCESS_KEY and S3_SECRET_KEY. With S3_OWNER_PID set, the server
# stops and DIR is removed when that process ends, however it ends. Prints the address as its last line
# and leaves it in DIR/endpoint. Stop it with eng/stop-s3.sh DIR.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?usage: start-s3.sh DIR [PORT]}
port=${2:-0}
access_key=${S3_ACCESS_KEY:-wallstreet}
secret_key=${S3_SECRET_KEY:-wallstreet-secret}

missing=()
for program in ceph ceph-authtool ceph-mon ceph-osd monmaptool radosgw radosgw-admin curl; do
    command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "start-s3: missing ${missing[*]}; run eng/install-test-parts.sh as root" >&2
    exit 3
fi

mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
mkdir -p "$dir"/{mon,osd,rgw,run,log}
ulimit -n 20000 2>/dev/null || true

# Below the range from which the system hands out ports by itself, and free at this moment.
pick_port() {
    local candidate
    while :; do
        candidate=$((RANDOM % 20000 + 11000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

# "mon data avail crit" is the part of the disk, in percent, that must be free for the monitor to start: gigabytes of a
# large disk, where it takes some 40 MB. -1 asks for nothing.
write_config() {
    cat > "$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon initial members = a
mon host = v2:127.0.0.1:$mon_port,v1:127.0.0.1:$mon_port_old
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
keyring = $dir/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon allow pool delete = true
mon max pg per osd = 2000
mon data avail crit = -1
paxos propose interval = 0.05
paxos min wait = 0.01
run dir = $dir/run
admin socket = $dir/run/\$name.\$pid.asok
log file = $dir/log/\$name.log
mon cluster log file = $dir/log/cluster.log
setuser match path = /nonexistent
debug ms = 0/0
debug auth = 0/0
debug mon = 0/0
debug monc = 0/0
debug paxos = 0/0
debug osd = 0/0
debug objclass = 0/0
debug objecter = 0/0
debug throttle = 0/0
debug rgw = 0/0
[mon.a]
mon data = $dir/mon
host = localhost
[osd.0]
osd data = $dir/osd
osd objectstore = memstore
memstore device bytes = 8589934592
[client.rgw]
rgw data = $dir/rgw
rgw frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw dns name = localhost
rgw enable apis = s3, admin
rgw thread pool size = 64
rgw gc max objs = 1
rgw lc max objs = 1
rgw objexp hints num shards = 1
rgw num control oids = 1
rgw override bucket index max shards = 1
rgw dynamic resharding = false
rgw run sync thread = false
rgw enable usage log = false
CONF
}

write_keys() {
    ceph-authtool -C "$dir/keyring" --gen-key -n mon. --cap mon 'allow *'
    ceph-authtool "$dir/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
    ceph-authtool "$dir/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd'
    ceph-authtool "$dir/keyring" --gen-key -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx'
}

# Another process may take a picked port before the monitor binds it: then others are picked.
start_monitor() {
    local attempt
    for attempt in 1 2 3 4 5; do
        mon_port=$(pick_port)
        mon_port_old=$(pick_port)
        write_config
        rm -rf "$dir/mon" && mkdir "$dir/mon"
        monmaptool --create --addv a "[v2:127.0.0.1:$mon_port,v1:127.0.0.1:$mon_port_old]" --fsid "$fsid" --clobber "$dir/monmap"
        ceph-mon --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring"
        if ceph-mon -i a --pid-file "$dir/run/mon.pid"; then
            return
        fi
    done
    return 1
}

start_disk() {
    local id
    id=$(cat /proc/sys/kernel/random/uuid)
    printf '{"cephx_secret":"%s"}' "$(ceph-authtool "$dir/keyring" -n osd.0 -p)" | ceph osd new "$id" -i -
    ceph-osd -i 0 --mkfs --osd-uuid "$id"
    ceph-osd -i 0 --pid-file "$dir/run/osd.pid"
}

start_gateway() {
    local attempt
    radosgw-admin user create --uid=tests --display-name=tests --access-key="$access_key" --secret-key="$secret_key"
    for attempt in 1 2 3 4 5; do
        if [ "$fixed_port" = 0 ]; then
            port=$(pick_port)
            write_config
        fi
        if radosgw -n client.rgw --pid-file "$dir/run/rgw.pid"; then
            wait_for_gateway && return
        fi
    done
    return 1
}

wait_for_gateway() {
    local tries
    for tries in $(seq 200); do
        curl -s -o "$dir/answer" "http://127.0.0.1:$port/" && grep -q ListAllMyBucketsResult "$dir/answer" && return
        kill -0 "$(cat "$dir/run/rgw.pid" 2>/dev/null || echo 0)" 2>/dev/null || [ "$tries" -lt 20 ] || return 1
        sleep 0.05
    done
    return 1
}

fsid=$(cat /proc/sys/kernel/random/uuid)
fixed_port=$port
export CEPH_CONF="$dir/ceph.conf"
if ! { write_keys && start_monitor && start_disk && start_gateway; } >"$dir/log/start.log" 2>&1; then
    # The cause in the first line, which is all that a list of failed tests shows; then how it came to it.
    cause=$(grep -iE 'error|fail|unable|cannot|denied|no space' "$dir/log/start.log" | tail -n 1 || true)
    echo "start-s3: the server did not start: ${cause:-no error was written}; $(df -h --output=avail "$dir" | tail -n 1 | tr -d ' ') are free there. The end of $dir/log/start.log:" >&2
    tail -n 40 "$dir/log/start.log" >&2
    "$here/stop-s3.sh" "$dir"
    exit 1
fi

if [ -n "${S3_OWNER_PID:-}" ]; then
    setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; "$2" "$3" --remove' \
        watch "$S3_OWNER_PID" "$here/stop-s3.sh" "$dir" </dev/null >/dev/null 2>&1 &
fi

echo "http://127.0.0.1:$port/" | tee "$dir/endpoint"
