#!/usr/bin/env python3
"""Shows that no scenario is there for nothing without being named: leaves out each in turn and judges the mutants again.

A scenario that `assay mutate --all` does not report as redundant has to take at least one killed mutant with it; without one that it
does report as redundant every mutant has to be killed as before. Says nothing and ends with 0 when that is so.

    remove-each-scenario.py ASSAY [--every N] [--jobs N] [SELECTOR...] [-- OPTION...]

Runs in the folder of the project. --every N takes every Nth scenario only; options after -- go to every `assay mutate`.
"""
import argparse
import json
import subprocess
import sys
import tempfile


def judged(assay, selectors, options):
    """Returns what `assay mutate` reports of these scenarios."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run(
            [assay, "mutate", "--report", f"json={report.name}", *options, *selectors], capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"assay mutate ended with {done.returncode}: {done.stderr}")
        return json.load(open(report.name, encoding="utf-8"))


def killed(report):
    return {mutant["id"] for mutant in report["mutants"] if mutant["kind"] != "surviving" and mutant["fate"] == "killed"}


def scenarios(assay, selectors):
    listed = subprocess.run(
        [assay, "list", "--format", "json", "--tags", "not must-fail", *selectors], capture_output=True, text=True, check=True)
    ids = [case["id"].split("[")[0] for case in json.loads(listed.stdout)]
    return list(dict.fromkeys(ids))


def main():
    arguments, options = sys.argv[1:], []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, options = arguments[:cut], arguments[cut + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assay")
    parser.add_argument("selectors", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args(arguments)

    whole = judged(asked.assay, asked.selectors, [*options, "--all"])
    before = killed(whole)
    redundant = {scenario["scenario"] for scenario in whole["redundant"]}
    names = scenarios(asked.assay, asked.selectors)
    faults, taken = [], 0
    for name in names[::asked.every]:
        others = [other for other in names if other != name]
        lost = before - killed(judged(asked.assay, others, options))
        taken += 1
        if name in redundant and lost:
            faults.append(f"{name} is reported redundant, and without it nobody notices {', '.join(sorted(lost))}")
        if name not in redundant and not lost:
            faults.append(f"{name} is not reported redundant, and without it every mutant is noticed as before")
    if faults:
        sys.exit("\n".join(faults))
    print(f"{taken} of {len(names)} scenarios left out in turn, {len(redundant)} of all redundant, {len(before)} mutants killed")


main()
