#!/bin/sh
# generate.sh FOLDER CASES: a project of CASES cases, 100 in a file. Each sends a request, compares the answer with a JSON golden
# and the mailed report, 50 rows of about 100 bytes, with a CSV golden. The goldens are for `assay accept --all` to write.
set -eu
folder=$1
cases=$2
rm -rf "$folder"
mkdir -p "$folder/specs/reports/data"
cd "$folder"

cat > assay.yaml <<'END'
assay: 1
default_target: model
targets:
  model:
    model: message-reports
    headers: {Authorization: Bearer key-1}
END

cat > specs/reports/spec.yaml <<'END'
assay: 1
specification: reports
title: Reports of sent messages
clauses:
  - {id: ANSWER, level: must, origin: documented, text: Every answer says when it was made and by what transaction.}
  - {id: REPORT, level: must, origin: documented, text: The report holds the messages of the period.}
END

printf 'Space,Kind,Value\nacme,key,key-1\nacme,sender,reports@acme.example\n' > specs/reports/data/spaces.csv

# A message a minute, from 2015-03-04 on; the period of a case is 50 minutes.
awk -v cases="$cases" 'BEGIN {
    minutes = 5000
    log_file = "specs/reports/data/messages.csv"
    print "Message ID,Space,Date,Channel,Direction,Sender,Recipient,Carrier,Status,Status Date,Campaign ID,External ID" > log_file
    split("North South East West", carrier)
    split("SENT EXPIRED QUEUE", status)
    for (i = 0; i < minutes; i++)
        printf "m-%05d,acme,%s,S,MT,70701,+1555%07d,%s,%s,%s,campaign-%03d,\n", i, at(i, "00.000"), i * 7919 % 10000000,
            carrier[i % 4 + 1], status[i % 3 + 1], at(i, "05.250"), i % 200 > log_file
    for (i = 0; i < cases; i++) {
        if (i % 100 == 0) {
            if (file != "") close(file)
            file = sprintf("specs/reports/part-%04d.yaml", i / 100)
            print "assay: 1\nspecification: reports\ndefaults:" > file
            print "  given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}" > file
            print "  request:\n    method: POST\n    path: /v3/mlog/export" > file
            print "    json: {emails: [qa@example.com], from: reports@acme.example, timezone: GMT}" > file
            print "scenarios:" > file
        }
        start = (i * 37) % (minutes - 50)
        printf "  - id: case-%06d\n    title: A report of fifty messages\n    clauses: [ANSWER, REPORT]\n", i > file
        printf "    request:\n      query: {from: %s, to: %s}\n", at(start, "00.000"), at(start + 50, "00.000") > file
        print "    expect:\n      status: 200\n      json: !golden" > file
        print "      normalize: {$.meta.transactionId: uuid, $.meta.timestamp: epoch-ms}" > file
        print "      mail:\n        - to: qa@example.com\n          attachments:\n            - csv: !golden\n" > file
    }
}
function at(minute, seconds) {
    return sprintf("2015-03-%02dT%02d:%02d:%sZ", 4 + int(minute / 1440), int(minute / 60) % 24, minute % 60, seconds)
}'
