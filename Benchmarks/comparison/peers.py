#!/usr/bin/env python3
"""peers.py WAY A B: compares two tables by their column `id`, or two JSON texts; exits with 1 when they differ."""
import csv
import sys

way, *paths = sys.argv[1:]


def dictionary():
    def load(path):
        with open(path, newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            header = next(reader)
            key, found = header.index("id"), {}
            for row in reader:
                if len(row) != len(header) or row[key] in found:
                    sys.exit(f"{path}:{reader.line_num}: ragged, or its key is taken")
                found[row[key]] = row
        return header, found

    (header, old), (other, new) = map(load, paths)
    if header != other:
        sys.exit("other columns")
    cells = [(key, name, a, b) for key, row in old.items() if (twin := new.get(key)) is not None and twin != row
             for name, a, b in zip(header, row, twin) if a != b]
    return len(cells), sum(key not in new for key in old), sum(key not in old for key in new)


def duckdb():
    import duckdb
    rest = "submitted,channel,sender,recipient,carrier,status,updated,campaign".split(",")
    sides = [f"{side} as (select * from read_csv('{path}', all_varchar=true, header=true))" for side, path in zip("ab", paths)]
    tuples = ["(" + ",".join(f"{side}.{name}" for name in rest) + ")" for side in "ab"]
    return duckdb.sql(f"""with {", ".join(sides)} select count(*) filter (b.id is null), count(*) filter (a.id is null),
        count(*) filter (a.id is not null and b.id is not null and {tuples[0]} is distinct from {tuples[1]})
        from a full join b using (id)""").fetchall()[0]


def datacompy():
    import datacompy
    import polars
    frames = [polars.read_csv(path, infer_schema_length=0) for path in paths]
    compared = datacompy.PolarsCompare(*frames, join_columns="id")
    compared.report()
    return 0 if compared.matches() else 1,


def polars():
    import polars
    a, b = (polars.read_csv(path, infer_schema_length=0) for path in paths)
    joined = a.join(b, on="id", how="inner", suffix="_other")
    names = [name for name in a.columns if name != "id"]
    cells = sum(joined.select([(polars.col(n) != polars.col(n + "_other")).sum() for n in names]).row(0))
    return a.join(b, on="id", how="anti").height, b.join(a, on="id", how="anti").height, cells


def orjson():
    import gc
    import orjson
    gc.disable()
    a, b = (orjson.loads(open(path, "rb").read()) for path in paths)
    return 0 if a == b else 1,


found = {"dictionary": dictionary, "duckdb": duckdb, "datacompy": datacompy, "polars": polars, "orjson": orjson}[way]()
print(found)
sys.exit(1 if any(found) else 0)
