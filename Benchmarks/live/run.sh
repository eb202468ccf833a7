#!/usr/bin/env bash
# run.sh [RUNS] [INFLIGHT]: 10,000 GET scenarios with a JSON expectation against nginx on loopback, each figure from the median of
# RUNS (7) runs in turn: `assay run` as a whole process, the same without the reading of the scenarios (`assay list` reads them too),
# and a loop over libcurl's multi interface in C that does nothing but the same requests, both with INFLIGHT (16) requests in flight.
# Then the scenarios beside gabbi and Tavern, where GABBI and TAVERN name Python environments that have them; it takes two minutes.
# Exits with 1 when the requests of the run are slower than 60% of the loop, or the run less than 100 times as fast as gabbi (as it
# comes; also shown is how it fares without certificates, which it reads anew for each request) or Tavern.
# Needs nginx, a C compiler and libcurl. Nothing else may run on the machine: it is shared by nginx and its clients.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
runs=${1:-7}
inflight=${2:-16}
port=${PORT:-18990}
out=${SCRATCH:-$here/../.build}/live
assay=${ASSAY:-$here/../../.build/release/assay}
[ -x "$assay" ] || {
    echo "$assay is not there: run 'make build' first" >&2
    exit 2
}
assay=$(realpath "$assay")
mkdir -p "$out/nginx"
out=$(realpath "$out")
python3 "$here/generate.py" "$out" "$port" 1000 10000
"${CC:-cc}" -O2 -o "$out/multi" "$here/multi.c" -lcurl
nginx=$(PATH=$PATH:/usr/sbin:/sbin command -v nginx)
"$nginx" -p "$out/nginx" -c "$out/nginx/conf" &
server=$!
trap 'kill "$server"; wait "$server" || true' EXIT
url=http://127.0.0.1:$port/order
for _ in $(seq 50); do curl -sf -o /dev/null "$url" && break || sleep 0.1; done

uptime
python3 "$here/compare.py" "$runs" "$inflight" "$out" "$assay" "$url" "${GABBI:-}" "${TAVERN:-}"
