#!/bin/sh
# run.sh [RUNS]: milliseconds to read YAML into nodes, against libyaml's own document loader in C, and the ratio of the two.
# Three inputs: 20,000 scenarios in a file (9.5 MB), the same with text that is not ASCII, and one scenario of 500 bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
runs=${1:-7}
out=${SCRATCH:-$here/../.build}/yaml
mkdir -p "$out"

# generate COUNT WORD: scenarios in block and flow style, with quoted scalars and a literal block now and then.
generate() {
    awk -v count="$1" -v word="$2" 'BEGIN {
        srand(7)
        print "version: 1\ndefaults:\n  base: http://127.0.0.1:18080\nscenarios:"
        for (i = 0; i < count; i++) {
            n = int(rand() * 1000000)
            printf "- name: \"scenario %05d: list %s\"\n  tags: [smoke, v%d, billing]\n", i, word, n % 9
            printf "  request:\n    method: POST\n    path: /api/v2/messages/%d\n", n
            printf "    query: {limit: %d, after: \0472026-01-%02d\047}\n", n % 500, n % 28 + 1
            printf "    headers:\n      Accept: application/json\n      X-Request-Id: req-%012x\n", n
            if (i % 5 == 0) printf "    body: |\n      {\"sender\": \"+15550001234\",\n       \"text\": \"%s\"}\n", word
            printf "  expect:\n    status: 200\n    headers:\n      Content-Type: application/json\n    json:\n"
            printf "      id: %d\n      ok: true\n      ratio: %.4f\n      carrier: %s\n", n, rand(), word
            printf "      items:\n      - {code: A%d, count: %d}\n", n % 99, n % 97
        }
    }'
}

generate 20000 northtel > "$out/large.yaml"
generate 20000 größtenteils > "$out/unicode.yaml"
generate 1 northtel > "$out/small.yaml"
cc -O2 "$here/floor.c" -o "$out/floor" -lyaml
swift build -c release --package-path "$here/.." ${SCRATCH:+--scratch-path "$SCRATCH"} --product bench-yaml > "$out/build.log" 2>&1 || {
    cat "$out/build.log"
    exit 1
}
bench=$(swift build -c release --package-path "$here/.." ${SCRATCH:+--scratch-path "$SCRATCH"} --show-bin-path)/bench-yaml
for input in large:$runs unicode:$runs small:2000; do
    file=$out/${input%:*}.yaml
    floor=$("$out/floor" "$file" "${input#*:}")
    reader=$("$bench" "$file" "${input#*:}")
    echo "${input%:*} $floor $reader" | awk '{ printf "%-8s libyaml %8.3f ms   reader %8.3f ms   ratio %.2f\n", $1, $2, $3, $3 / $2 }'
done
