#!/bin/sh
# Sets everything up, then runs the tests: sh installers/test.sh [--setup-only] [--without-easyocr]
# Further words go to pytest; paths are seen from the repository's folder.
set -eu
checkout=$(cd "$(dirname "$0")/.." && pwd)
locks="program tests"
commands="aplay:alsa-utils Xvfb:xvfb git:git initdb:postgresql strace:strace nginx:nginx-light"
# A real server for the network camera; its own tool tells whether all of it is there.
for package in gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good \
    gstreamer1.0-plugins-ugly gir1.2-gst-rtsp-server-1.0 python3-gi; do
    commands="$commands gst-inspect-1.0:$package"
done
if [ "$(id -u)" = 0 ]; then # a site of several servers is tried by root alone
    commands="$commands patroni:patroni patroni:python3-etcd etcd:etcd-server haproxy:haproxy
        pgbouncer:pgbouncer pgbackrest:pgbackrest ip:iproute2"
fi
for programs in /usr/lib/postgresql/*/bin /usr/sbin; do # where Debian keeps servers' programs
    PATH=$PATH:$programs
done
export PIP_NO_COMPILE=1 # of 16,000 modules the tests load a tenth: Python compiles those when they do
. "$checkout/installers/setup.sh"
cd "$checkout"
unset PYTHONDONTWRITEBYTECODE # compiled once for all workers and for every program that a test starts
export MALLOC_ARENA_MAX=2     # else each thread that ends leaves a heap of its own behind

# What a test writes for good waits for the disk, ten times a test: in memory it does not wait.
four_gib=4194304 # the databases of PostgreSQL lie there, too
room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "${room:-0}" -gt "$four_gib" ] && ! grep -q ' /dev/shm .*noexec' /proc/mounts; then
    TMPDIR=$(mktemp -d /dev/shm/mdt-alpr-XXXXXX)
    chmod 1777 "$TMPDIR" # as /tmp: PostgreSQL runs as another user
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
    trap 'exit 1' INT TERM
fi

cores=$(getconf _NPROCESSORS_ONLN)

# Run pytest in this many processes. A worker that crashes ends the run with an error: xdist 3.8 may
# wait for ever after replacing one.
many() {
    workers=$1
    shift
    "$venv/bin/python" -m pytest -n "$workers" --maxprocesses 8 --dist loadfile \
        --no-loadscope-reorder --max-worker-restart 0 "$@"
}

if [ "$#" -gt 0 ]; then
    many "$cores" "$@"
    exit
fi
failed=0
# A journey drives as fast as in life and needs a core; most of the others wait for a server at times.
many "$cores" tests/journeys || failed=$?
# Headquarters' apart: every process holds all modules that it may have to run, and what they import.
many "$((cores + 1))" tests/hq || failed=$?
many "$((cores + 1))" -m "not torch" --ignore tests/journeys --ignore tests/hq \
    --ignore tests/training/with_torch --ignore tests/domain --ignore tests/wire \
    --ignore tests/patrol || failed=$?
# The rules and use cases, under the floor of their coverage (pyproject.toml).
many "$cores" --cov --cov-report=term tests/domain tests/wire tests/patrol || failed=$?
# PyTorch takes half a gigabyte a process; of its threads each process needs one.
OMP_NUM_THREADS=1 many "$cores" -m torch tests/training tests/contracts || failed=$?
exit "$failed"
