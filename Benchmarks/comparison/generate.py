#!/usr/bin/env python3
"""generate.py FOLDER ROWS: the files that run.sh compares; the same on every run.

A table of nine columns (some 125 bytes a row): base, same, cells (100 cells changed), rows (100 rows gone, 100 new), shuffled.
An array of JSON records (100 MB at 1,000,000 rows): base, reordered (the members of every object in reverse), cells.
"""
import json
import os
import random
import shutil
import sys

folder, rows = sys.argv[1], int(sys.argv[2])
os.makedirs(folder, exist_ok=True)
source = random.Random(7)
carriers = ["northtel", "southcom", "eastwire", "westlink", "midmobile", "islenet"]
statuses = ["delivered", "failed", "expired", "rejected"]


def moment(i, offset):
    seconds = i // 4 + offset
    return (f"2026-{seconds // 2419200 % 12 + 1:02d}-{seconds // 86400 % 28 + 1:02d}"
            f"T{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{i * 7919 % 1000:03d}Z")


def row(i):
    pick = source.randrange
    return [f"m-{i:010d}", moment(i, 0), "SMEVW"[pick(5)], f"+1555{pick(10**7):07d}", f"+1444{pick(10**7):07d}", carriers[pick(6)],
            statuses[pick(4)], moment(i, 1 + pick(90)), f"campaign-{pick(2000):04d}-spring"]


def write_table(name, lines):
    with open(f"{folder}/{name}.csv", "w") as file:
        file.write("id,submitted,channel,sender,recipient,carrier,status,updated,campaign\n")
        file.writelines(lines)


lines = [",".join(row(i)) + "\n" for i in range(rows)]
write_table("base", lines)
shutil.copyfile(f"{folder}/base.csv", f"{folder}/same.csv")
changed = list(lines)
for i in source.sample(range(rows), 100):
    cells = changed[i].split(",")
    cells[source.choice([2, 3, 5, 6])] = "changed"
    changed[i] = ",".join(cells)
write_table("cells", changed)
gone = set(source.sample(range(rows), 100))
others = [line for i, line in enumerate(lines) if i not in gone]
for i in range(100):
    others.insert(source.randrange(len(others)), ",".join(row(rows + i)) + "\n")
write_table("rows", others)
source.shuffle(lines)
write_table("shuffled", lines)


def record(i):
    pick = source.randrange
    return {"id": i, "token": f"{source.getrandbits(128):032x}", "active": pick(2) == 1, "score": pick(10**6) / 1000,
            "name": f"record number {i}", "tags": [f"t{pick(100)}" for _ in range(4)], "note": None if i % 7 else "café “quoted”",
            "owner": {"user": f"user{pick(5000)}", "mail": f"user{pick(5000)}@example.org",
                      "limits": {"daily": pick(10**5), "monthly": pick(10**6)}},
            "history": [{"at": f"2026-{pick(12) + 1:02d}-01T00:00:00Z", "state": "sent", "n": pick(50)} for _ in range(2)]}


def reversed_members(value):
    if isinstance(value, dict):
        return {name: reversed_members(value[name]) for name in reversed(value)}
    return [reversed_members(element) for element in value] if isinstance(value, list) else value


def write_records(name, records):
    with open(f"{folder}/{name}.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n]\n")


records = [record(i) for i in range(rows // 4)]
write_records("base", records)
write_records("reordered", map(reversed_members, records))
for i in source.sample(range(len(records)), 100):
    records[i]["owner"]["limits"]["daily"] += 1
write_records("cells", records)
