#!/usr/bin/env bash
# run.sh [RUNS]: what `assay run` takes with 10,000 and with 100,000 cases: cases a second and the most memory it held, of the
# release build with the Swift runtime linked in; beside it what `cat` takes for the same files, on all cores too, which nothing
# that reads them can go below; then the shipped suite, with the start of the process. Fastest of RUNS (3).
# SMALL and LARGE change the numbers of cases. Exits with 1 when a limit is missed: the memory may grow by a fifth at most,
# the shipped suite may take 150 ms.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
runs=${1:-3}
small=${SMALL:-10000}
large=${LARGE:-100000}
out=${SCRATCH:-$here/../.build}/run
assay=${ASSAY:-$project/.build/release/assay}
mkdir -p "$out"
if [ -z "${ASSAY:-}" ]; then
    (cd "$project" && swift build --configuration release --static-swift-stdlib --product assay) > "$out/build.log" 2>&1 || {
        cat "$out/build.log"
        exit 1
    }
fi

# measure COMMAND..: "microseconds kilobytes" of one run
measure() {
    local start end
    start=$(date +%s%N)
    /usr/bin/time -f %M -o "$out/memory" "$@" > "$out/stdout"
    end=$(date +%s%N)
    echo $(((end - start) / 1000)) "$(tail -n 1 "$out/memory")"
}

# fastest COMMAND..: the fastest of the runs, with the most memory that any of them held
fastest() {
    for _ in $(seq "$runs"); do measure "$@"; done | sort -n | awk 'NR == 1 { t = $1 } $2 > m { m = $2 } END { print t, m }'
}

memory=()
for cases in "$small" "$large"; do
    folder=$out/cases-$cases
    if [ ! -e "$folder/ready" ]; then
        "$here/generate.sh" "$folder" "$cases"
        env -u CI "$assay" accept --all --project "$folder" > "$out/accept.log"
        touch "$folder/ready"
    fi
    read -r time peak <<< "$(fastest "$assay" run --project "$folder")"
    grep -q "^$cases cases: $cases passed" "$out/stdout" || {
        tail -n 20 "$out/stdout"
        exit 1
    }
    memory+=("$peak")
    # shellcheck disable=SC2016
    read -r floor _ <<< "$(fastest sh -c 'find "$1" -type f -print0 | xargs -0 -n 500 -P "$2" cat > /dev/null' sh "$folder" "$(nproc)")"
    awk -v n="$cases" -v t="$time" -v m="$peak" -v f="$floor" 'BEGIN {
        printf "%7d cases: %8.3f s, %7d cases/s, peak %7.1f MiB; cat: %6.3f s, %.1f times as long\n",
            n, t / 1e6, n * 1e6 / t, m / 1024, f / 1e6, t / f }'
done

read -r time peak <<< "$(cd "$project" && runs=21 fastest "$assay" run)"
awk -v t="$time" -v m="$peak" 'BEGIN { printf "shipped suite:  %8.1f ms, peak %7.1f MiB\n", t / 1000, m / 1024 }'
tail -n 1 "$out/stdout"

awk -v a="${memory[0]}" -v b="${memory[1]}" -v t="$time" 'BEGIN {
    printf "memory grows by a factor of %.2f (limit 1.20)\n", b / a
    exit b / a > 1.2 || t > 150000
}'
