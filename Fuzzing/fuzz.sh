#!/usr/bin/env bash
# fuzz.sh [READER...]: coverage-guided fuzzing of the readers (json csv yaml jsonpath instants decimals), by default of all.
# FUZZ_SECONDS is the time for each (25); FUZZ_FOLDER keeps the inputs from run to run; ASSAY_OUTSIDE_SUITES adds seeds.
# Inputs that crash, take more than five seconds or more than a gigabyte are kept in FUZZ_FOLDER/found; then it exits with 1.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
seconds=${FUZZ_SECONDS:-25}
folder=${FUZZ_FOLDER:-$here/.build/fuzz}
readers=("$@")
[ $# -gt 0 ] || readers=(json csv yaml jsonpath instants decimals)

# Release code with the checks of a debug build: memory that is read through pointers is checked too. gold cannot link it.
flags=(--package-path "$here" --configuration release -Xswiftc -sanitize=fuzzer -Xswiftc -assert-config -Xswiftc Debug
    -Xswiftc -use-ld=lld)
mkdir -p "$folder/found"
swift build "${flags[@]}" >"$folder/build.log" 2>&1 || {
    cat "$folder/build.log"
    exit 4
}
fuzz=$(swift build "${flags[@]}" --show-bin-path)/fuzz
# Found inputs are printed by libFuzzer; a backtrace of each would take seconds.
export SWIFT_BACKTRACE=enable=no

# literals FILE...: the texts between quotes in sources, one a line, escapes as they stand
literals() {
    grep -ohE '#"([^"]|"[^#])*"#' "$@" | sed -E 's/^#"//; s/"#$//' || true
    grep -ohE '"([^"\\]|\\.)+"' "$@" | sed -E 's/^"//; s/"$//' || true
}

# seed READER: a file for each text that the tests have for it
seed() {
    local tests=$root/Tests number=0 text seeds=$folder/seeds/$1
    rm -rf "$seeds" && mkdir -p "$seeds"
    case $1 in
    json) literals "$tests"/DataFormatsTests/JSON/*.swift "$tests"/ComparisonTests/JSON/*.swift ;;
    csv) literals "$tests"/DataFormatsTests/CSV/*.swift ;;
    yaml) literals "$tests"/YAMLReaderTests/*.swift ;;
    jsonpath) literals "$tests"/DataFormatsTests/JSONPath/*.swift ;;
    instants) literals "$tests"/DataFormatsTests/Time/*.swift ;;
    decimals) literals "$tests"/DataFormatsTests/Decimal/*.swift ;;
    esac | sort -u | while IFS= read -r text; do
        number=$((number + 1))
        # The first byte of a table's input picks the delimiter.
        printf '%s%b' "$([ "$1" != csv ] || echo 0)" "$text" >"$seeds/$number" 2>/dev/null
    done
    case $1 in
    json) find "$root/golden" ${ASSAY_OUTSIDE_SUITES:+"$ASSAY_OUTSIDE_SUITES/json-test-suite" "$ASSAY_OUTSIDE_SUITES/json-canonicalization"} \
        -name '*.json' -size -8k ;;
    csv) find "$root/golden" ${ASSAY_OUTSIDE_SUITES:+"$ASSAY_OUTSIDE_SUITES/csv-spectrum"} -name '*.csv' -size -8k ;;
    yaml) find "$root/specs" ${ASSAY_OUTSIDE_SUITES:+"$ASSAY_OUTSIDE_SUITES/yaml-test-suite"} -name '*.yaml' -size -8k ;;
    esac | while IFS= read -r text; do
        number=$((number + 1))
        cp "$text" "$seeds/file-$number"
    done
}

status=0
for reader in "${readers[@]}"; do
    seed "$reader"
    corpus=$folder/corpus/$reader
    mkdir -p "$corpus"
    dictionary=$here/dictionaries/$reader.dict
    log=$folder/$reader.log
    result=0
    "$fuzz" "$reader" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -max_len="${FUZZ_MAX_LEN:-4096}" \
        -print_final_stats=1 -artifact_prefix="$folder/found/$reader-" ${FUZZ_SEED:+"-seed=$FUZZ_SEED"} \
        $([ ! -f "$dictionary" ] || printf -- '-dict=%s' "$dictionary") "$corpus" "$folder/seeds/$reader" \
        >"$log" 2>&1 || result=$?
    summary=$(grep -aE '^#[0-9]+.*cov: ' "$log" | tail -n 1 | grep -aoE '(cov|ft|corp): [^ ]+' | tr '\n' ' ' || true)
    rate=$(sed -nE 's/^stat::average_exec_per_sec: *//p' "$log")
    runs=$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")
    printf '%-9s %10s inputs, %7s a second, %s\n' "$reader" "${runs:-?}" "${rate:-?}" "$summary"
    if [ "$result" -ne 0 ]; then
        status=1
        echo "$reader: found something, see $log" >&2
        grep -aE 'Fatal error|ERROR: libFuzzer|SUMMARY|Test unit written' "$log" >&2 || true
    fi
done
exit "$status"
