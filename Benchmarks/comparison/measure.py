#!/usr/bin/env python3
"""measure.py RUNS TITLE NAME=COMMAND...: whole processes, one of each in turn, so that a machine that gets slower gets slower for all.

Prints the median time, its ratio to the first command's, the peak of memory of the largest process, and the exit codes.
"""
import os
import shlex
import statistics
import subprocess
import sys
import time

runs, title, *commands = int(sys.argv[1]), *sys.argv[2:]
commands = [command.split("=", 1) for command in commands]
times = {name: [] for name, _ in commands}
peaks, codes = dict.fromkeys(times, 0), {name: set() for name in times}
for number in range(runs + 1):
    for name, command in commands:
        start = time.perf_counter()
        child = subprocess.Popen(shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        # The first of each fills the caches.
        if number:
            times[name].append(time.perf_counter() - start)
        peaks[name] = max(peaks[name], usage.ru_maxrss / 1024)
        codes[name].add(os.waitstatus_to_exitcode(status))
own = statistics.median(times[commands[0][0]])
print(f"\n{title}")
for name, _ in commands:
    median = statistics.median(times[name])
    print(f"  {name:28s} {median:8.3f} s  {median / own:6.2f} x  {peaks[name]:7.0f} MiB  exit {sorted(codes[name])}")
    sys.stdout.flush()
