#!/usr/bin/env bash
# run.sh [CASES]: the report as a page of CASES (10,000) cases, all of them passed and then all of them failed: what it adds to the
# time and memory of the run, its size, and how long Chromium takes from the start of the navigation to the end of the page's load,
# its script and layout included. Exits with 1 when a page takes more than 3 s, or when ten times the cases take more than a
# fifth more memory. ASSAY names a built program.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
cases=${1:-10000}
out=${SCRATCH:-$here/../.build}/page
assay=${ASSAY:-$project/.build/release/assay}
mkdir -p "$out"
if [ -z "${ASSAY:-}" ]; then
    (cd "$project" && swift build --configuration release --static-swift-stdlib --product assay) > "$out/build.log" 2>&1 || {
        cat "$out/build.log"
        exit 1
    }
fi
for browser in chromium chromium-browser google-chrome none; do command -v "$browser" > /dev/null && break; done

# measure NAME ARGUMENT..: "microseconds kilobytes" of a run
measure() {
    local start end
    start=$(date +%s%N)
    /usr/bin/time -f %M -o "$out/memory" "$assay" run "$@" --report text="$out/text" > "$out/stdout" 2> "$out/stderr" || [ $? -eq 1 ]
    end=$(date +%s%N)
    echo $(((end - start) / 1000)) "$(tail -n 1 "$out/memory")"
}

# opened PAGE: milliseconds until it is there
opened() {
    local copy=$out/opened.html
    # The page's own policy would refuse the script that measures.
    sed -e '/http-equiv="Content-Security-Policy"/d' \
        -e 's|^</body>$|<script>addEventListener("load", () => { document.body.offsetHeight; document.title = "took " + Math.round(performance.now()); });</script></body>|' \
        "$1" > "$copy"
    "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$out/profile" --dump-dom "file://$copy" 2> /dev/null |
        grep -o -m 1 'took [0-9]*' | cut -d ' ' -f 2
}

# fill CASES: a project of so many cases
fill() {
    local folder=$out/cases-$1
    [ -e "$folder/ready" ] && return
    "$here/../run/generate.sh" "$folder" "$1"
    env -u CI "$assay" accept --all --project "$folder" > "$out/accept.log"
    touch "$folder/ready"
}

fill $((cases / 10))
fill "$cases"
failing=$out/cases-$cases-failing
if [ ! -e "$failing/changed" ]; then
    rm -rf "$failing"
    cp -r "$out/cases-$cases" "$failing"
    find "$failing/golden" -name '*.csv' -print0 | xargs -0 sed -i '3s/SENT\|EXPIRED\|QUEUE/LOST/'
    touch "$failing/changed"
fi

slow=0
memory=()
for kind in "$((cases / 10))" "$cases" "$cases-failing"; do
    page=$out/$kind.html
    read -r plain _ <<< "$(measure --project "$out/cases-$kind")"
    read -r time peak <<< "$(measure --project "$out/cases-$kind" --report "html=$page")"
    memory+=("$peak")
    took=-
    if [ "$browser" != none ]; then
        took=$(for _ in 1 2 3; do opened "$page"; done | sort -n | head -n 1)
        [ "$took" -le 3000 ] || slow=1
    fi
    awk -v n="$kind" -v p="$plain" -v t="$time" -v m="$peak" -v s="$(stat -c %s "$page")" -v o="$took" 'BEGIN {
        printf "%14s cases: run %6.2f s, with the page %6.2f s, peak %6.1f MiB; page %6.1f MB, opened in %s ms\n",
            n, p / 1e6, t / 1e6, m / 1024, s / 1e6, o }'
done
awk -v a="${memory[0]}" -v b="${memory[1]}" -v slow="$slow" 'BEGIN {
    printf "memory grows by a factor of %.2f (limit 1.20)\n", b / a
    exit b / a > 1.2 || slow }'
