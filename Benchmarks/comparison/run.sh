#!/bin/sh
# run.sh [ROWS] [RUNS]: assay diff against others on the same files: tables of 1,000,000 rows by key, JSON of 100 MB.
# PEERS names a Python environment with duckdb, datacompy, polars and orjson; without it only cmp and a script in Python are met.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rows=${1:-1000000}
runs=${2:-5}
out=${SCRATCH:-$here/../.build}/comparison-$rows
assay=${ASSAY:-$here/../../.build/release/assay}
[ -x "$assay" ] || {
    echo "$assay is not there: run 'make build' first" >&2
    exit 2
}
[ -s "$out/cells.json" ] || python3 "$here/generate.py" "$out" "$rows"
cd "$out"

python=python3
[ -z "${PEERS:-}" ] || python=$PEERS/bin/python
measure() { python3 "$here/measure.py" "$runs" "$@"; }

# peer WAY A B, when the module of that name is there
peer() { ! "$python" -c "import $1" 2> /dev/null || echo "$1=$python $here/peers.py $1 $2 $3"; }

wc -c base.csv base.json
measure "equal files" "assay diff=$assay diff base.csv same.csv" "cmp=cmp base.csv same.csv"
for variant in cells rows shuffled; do
    set -- "by key, $variant" "assay diff=$assay diff base.csv $variant.csv --key id --row-order ignored" \
        "dictionary in Python=$python $here/peers.py dictionary base.csv $variant.csv"
    for way in duckdb polars datacompy; do
        command=$(peer $way base.csv $variant.csv)
        [ -z "$command" ] || set -- "$@" "$command"
    done
    measure "$@"
done
measure "rows moved" "by key=$assay diff base.csv shuffled.csv --key id" "in sequence=$assay diff base.csv shuffled.csv"
measure "in sequence" "cells=$assay diff base.csv cells.csv" "rows=$assay diff base.csv rows.csv" "diff=diff base.csv rows.csv"
set -- "JSON with members in another order" "assay diff=$assay diff base.json reordered.json"
command=$(peer orjson base.json reordered.json)
[ -z "$command" ] || set -- "$@" "$command"
measure "$@"
