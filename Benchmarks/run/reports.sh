#!/usr/bin/env bash
# reports.sh [RUNS]: what writing every form of report but text adds to a run of 100,000 cases that pass, and to one where all
# fail: the time, as a part of that with text alone, and the most memory held. Fastest of RUNS (3). CASES changes how many.
# Uses the cases of run.sh, and makes them where they are missing. Exits with 1 when a limit is missed: the time may grow by
# half, the memory by 100 MiB.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
runs=${1:-3}
cases=${CASES:-100000}
out=${SCRATCH:-$here/../.build}/run
assay=${ASSAY:-$project/.build/release/assay}
folder=$out/cases-$cases
mkdir -p "$out/reports"
if [ -z "${ASSAY:-}" ]; then
    (cd "$project" && swift build --configuration release --static-swift-stdlib --product assay) > "$out/build.log" 2>&1
fi
if [ ! -e "$folder/ready" ]; then
    "$here/generate.sh" "$folder" "$cases"
    env -u CI "$assay" accept --all --project "$folder" > "$out/accept.log"
    touch "$folder/ready"
fi

reports=()
for format in json junit tap ctrf sarif markdown github earl badge shields html; do
    # A form that this build does not have is refused before anything is run.
    "$assay" run --project "$project" --report "$format=/dev/null" export/range > /dev/null 2>&1 || continue
    reports+=(--report "$format=$out/reports/report.$format")
done

# measure COMMAND..: "microseconds kilobytes" of one run
measure() {
    local start end
    start=$(date +%s%N)
    /usr/bin/time -f %M -o "$out/memory" "$@" > "$out/stdout" || true
    end=$(date +%s%N)
    echo $(((end - start) / 1000)) "$(tail -n 1 "$out/memory")"
}

# fastest COMMAND..: the fastest of the runs, with the most memory that any of them held
fastest() {
    for _ in $(seq "$runs"); do measure "$@"; done | sort -n | awk 'NR == 1 { t = $1 } $2 > m { m = $2 } END { print t, m }'
}

missed=0
for change in none accepted_status=202; do
    options=(--project "$folder" --report "text=$out/reports/report.text")
    if [ "$change" != none ]; then options+=(--set "policy.$change"); fi
    read -r alone held <<< "$(fastest "$assay" run "${options[@]}")"
    read -r all most <<< "$(fastest "$assay" run "${options[@]}" "${reports[@]}")"
    awk -v n="$cases" -v c="$change" -v a="$alone" -v t="$all" -v m="$held" -v k="$most" -v f="$((${#reports[@]} / 2))" 'BEGIN {
        printf "%d cases, policy %s: text alone %.2f s, %.0f MiB; %d forms more %.2f s (%+.0f%%), %.0f MiB (%+.0f)\n",
            n, c, a / 1e6, m / 1024, f, t / 1e6, (t / a - 1) * 100, k / 1024, (k - m) / 1024
        exit t > a * 1.5 || k > m + 102400
    }' || missed=1
done
ls -l "$out/reports" | awk 'NR > 1 { printf "  %-18s %10.1f MB\n", $9, $5 / 1e6 }'
exit $missed
