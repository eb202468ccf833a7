#!/bin/sh
# run.sh [ROWS] [RUNS]: milliseconds to compare a table of nine columns (130 bytes a row) with a golden, against cmp, and against
# sort and diff, which find the same lines. Reading the files is not counted for the comparison, and is for the others.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rows=${1:-1000000}
runs=${2:-5}
out=${SCRATCH:-$here/../.build}/csv-$rows
mkdir -p "$out"

# generate VARIANT: base, cells (100 cells changed), rows (100 rows left out, 100 put in), shuffled, renewed (every row changed)
generate() {
    awk -v rows="$rows" -v variant="$1" 'BEGIN {
        split("northtel southcom eastwire westlink midmobile islenet", carrier); split("delivered failed expired rejected", status)
        print "id,submitted,channel,sender,recipient,carrier,status,updated,campaign"
        step = int(rows / 100) + 1
        # A stride without a common divisor permutes the rows.
        stride = 1
        if (variant == "shuffled") { stride = int(rows * 0.618) * 2 + 1; while (gcd(stride, rows) > 1) stride += 2 }
        for (n = 0; n < rows; n++) {
            i = (n * stride) % rows
            if (variant == "rows" && i % step == 7) continue
            if (variant == "rows" && i % step == 9) row(rows + i, "")
            row(i, (variant == "cells" && i % step == 3) || variant == "renewed" ? "changed" : "")
        }
    }
    function gcd(a, b,   t) { while (b) { t = a % b; a = b; b = t } return a }
    function row(i, mark,   h) {
        h = (i * 7919 + 104729) % 10000019
        printf "m-%010d,2026-01-%02dT%02d:%02d:%02d.%03dZ,%s,+1555%07d,+1444%07d,%s,%s,2026-02-%02dT%02d:%02d:%02d.%03dZ,campaign-%04d-spring\n",
            i, h % 28 + 1, h % 24, h % 60, h % 59, h % 1000, substr("SMEVW", h % 5 + 1, 1), h, (h * 31) % 10000019,
            carrier[h % 6 + 1], mark == "" ? status[h % 4 + 1] : mark, h % 27 + 1, h % 23, h % 58, h % 57, h % 997, h % 2000
    }'
}

for variant in base cells rows shuffled renewed; do
    [ -s "$out/$variant.csv" ] || generate "$variant" > "$out/$variant.csv"
done
cp "$out/base.csv" "$out/same.csv"
swift build -c release --package-path "$here/.." ${SCRATCH:+--scratch-path "$SCRATCH"} --product bench-csv > "$out/build.log" 2>&1 || {
    cat "$out/build.log"
    exit 1
}
bench=$(swift build -c release --package-path "$here/.." ${SCRATCH:+--scratch-path "$SCRATCH"} --show-bin-path)/bench-csv

# fastest COMMAND: milliseconds
fastest() {
    for _ in $(seq "$runs"); do
        start=$(date +%s%N)
        sh -c "$1" > /dev/null || true
        echo $((($(date +%s%N) - start) / 1000))
    done | sort -n | awk 'NR == 1 { printf "%.3f", $1 / 1000 }'
}

cd "$out"
echo "cmp of equal files: $(fastest 'cmp base.csv same.csv') ms"
sort base.csv > base.sorted
for variant in cells shuffled; do
    echo "sort and diff, $variant: $(fastest "sort $variant.csv | diff base.sorted -") ms"
done
for variant in same cells rows shuffled renewed; do
    for mode in keyed keyed-any-order sequence any-order; do
        "$bench" base.csv "$variant.csv" "$mode" "$runs" | awk -v name="$variant $mode" '{
            printf "%-26s golden ready in %8.3f ms   compared in %9.3f ms   %8d differences   peak %5d MiB\n", name, $1, $2, $3, $4 }'
    done
done
