#!/usr/bin/env python3
"""compare.py RUNS INFLIGHT FOLDER ASSAY URL GABBI TAVERN: see run.sh.

Whole processes, one of each in turn, so that a machine that gets slower gets slower for all.
"""
import os
import statistics
import subprocess
import sys
import time

runs, inflight, folder, assay, url, gabbi, tavern = int(sys.argv[1]), *sys.argv[2:]


def seconds(command, where):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=where, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    taken = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout.decode(errors='replace')[-2000:]}")
    return taken


def medians(commands, runs):
    """Of each command by name: the median of its times. The first round fills the caches."""
    times = {name: [] for name, _, _ in commands}
    for number in range(runs + 1):
        for name, command, where in commands:
            taken = seconds(command, where)
            if number:
                times[name].append(taken)
    return {name: statistics.median(own) for name, own in times.items()}


def loop(count):
    return [f"{folder}/multi", str(count), inflight, url, f"{folder}/www/order"]


def project(count):
    return f"{folder}/assay-{count}"


count = 10000
run = [assay, "run", "--jobs", inflight]
taken = medians(
    [("run", run, project(count)), ("read", [assay, "list"], project(count)), ("loop", loop(count), folder)], runs)
asking = taken["run"] - taken["read"]
share, whole = taken["loop"] / asking, taken["loop"] / taken["run"]
print(f"{count} scenarios, {inflight} in flight, median of {runs}")
print(f"  loop in C over libcurl     {taken['loop']:7.3f} s  {count / taken['loop']:8.0f}/s")
print(f"  assay run, its requests    {asking:7.3f} s  {count / asking:8.0f}/s  {share:6.1%} of the loop")
print(f"  assay run, whole process   {taken['run']:7.3f} s  {count / taken['run']:8.0f}/s  {whole:6.1%} of the loop")
print(f"  reading the scenarios      {taken['read']:7.3f} s")
missed = share < 0.6

peers = []
if gabbi:
    base = [f"{gabbi}/bin/gabbi-run", "-q", url.rsplit("/", 1)[0], "--"]
    # As it comes it reads the certificates for each request: a thousand take as long as ten thousand without.
    peers.append(("gabbi", base + [f"{folder}/gabbi-1000.yaml"], 1000, 100))
    peers.append(("gabbi, cert_validate: false", base + [f"{folder}/gabbi-quick-{count}.yaml"], count, 0))
if tavern:
    peers.append(("Tavern", [f"{tavern}/bin/pytest", "-q", "-p", "no:cacheprovider", f"{folder}/tavern-{count}"], count, 100))
for name, command, number, due in peers:
    own = taken["run"] if number == count else medians([("run", run, project(number))], runs)["run"]
    # They take from many seconds to a minute: one run of each is enough to tell a hundredfold.
    other = seconds(command, folder)
    missed = missed or other < due * own
    print(f"  {name:27} {number:5} scenarios {other:7.3f} s  {other / own:6.0f} times as long as assay run ({own:.3f} s)")
sys.exit(missed)
