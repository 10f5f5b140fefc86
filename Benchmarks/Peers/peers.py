"""Runs the calls of the benchmarks through other implementations and prints how they compare.

    peers.py FOLDER CALLGATE WORKLOADS POLICY REPORT.json [JSON-READER] [PATTERN-MATCHER]

FOLDER holds what `workloads export` wrote and the images of the scenarios. The quickest of several runs
counts: what else the computer does only adds.
"""

import importlib.metadata
import json
import os
import resource
import subprocess
import sys
import time

import engines


def table(head, rows):
    rows = [head] + [[cell if isinstance(cell, str) else f"{cell:,.1f}" for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join([row[0].ljust(widths[0])] + cells))
    print()


def quickest(work, seconds=0.5, batch=50):
    """Nanoseconds of one, in the quickest batch."""
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter_ns()
        for _ in range(batch):
            work()
        best = min(best, (time.perf_counter_ns() - start) / batch)
    return best


def callgate(tool, policy, requests):
    """Nanoseconds of a decision: the mean of the quickest of some runs."""
    command = [tool, "bench", "--policy", policy, "--requests", requests, "--seconds", "0.3", "--json"]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(5)]
    return min(run["ns"]["mean"] for run in runs)


def user_seconds():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def decisions(folder, tool, policy):
    with open(f"{folder}/example.tsv", encoding="utf-8") as file:
        calls = [line.rstrip("\n").split("\t") for line in file]
    own = callgate(tool, policy, f"{folder}/example.jsonl")
    rows, found, missing = [["callgate", own, "", "1"]], {"callgate": {"ns": own}}, []
    for distribution, what, make in engines.ENGINES:
        try:
            decide, floor = make()
            for effect, text in calls:
                assert decide(text) == effect, f"decides {decide(text)}, not {effect}"
            taken = sum(quickest(lambda: decide(text)) for _, text in calls) / len(calls)
            bare = quickest(floor)
        except Exception as error:
            missing.append(f"{distribution} was not measured: {' '.join(str(error).split())}")
            continue
        name = f"{distribution} {importlib.metadata.version(distribution)} ({what})"
        rows.append([name, taken, bare, f"{taken / own:,.0f}"])
        found[distribution] = {"ns": taken, "floor_ns": bare}
    start = calls[0][1]
    json_only = quickest(lambda: json.loads(start))
    table(["the example's calls, from JSON text", "ns", "ns, an empty call", "ratio"], rows)
    print(f"of which Python's json.loads takes {json_only:,.0f} ns; all but callgate are called from Python")
    for line in missing:
        print(line)
    print()
    return found


def compilation(folder, workloads):
    for line in subprocess.run([workloads, "many-rules"], check=True, capture_output=True, text=True).stdout.split("\n"):
        if line.startswith("conditions "):
            own = float(line.split()[1]) / 1e9
    with open(f"{folder}/conditions.txt", encoding="utf-8") as file:
        sources = file.read().splitlines()
    rows, found = [["callgate", f"{own:.2f}", "1"]], {"callgate": own}
    for distribution, module, runs in [("common-expression-language", "cel", 7), ("cel-python", "celpy", 1)]:
        try:
            imported = __import__(module)
            if module == "cel":
                compile_one = imported.compile
            else:
                environment = imported.Environment()

                def compile_one(source):
                    return environment.program(environment.compile(source))

            best = float("inf")
            for _ in range(runs):
                start = user_seconds()
                for source in sources:
                    compile_one(source)
                best = min(best, user_seconds() - start)
        except Exception as error:
            print(f"{distribution} was not measured: {error}")
            continue
        rows.append([distribution, f"{best:.2f}", f"{best / own:.2f}"])
        found[distribution] = best
    table(["30,000 conditions, compiled", "s user", "ratio"], rows)
    return found


def json_reading(folder, tool, program):
    names = [f"{size}_{kind}" for kind in ["text", "nested"] for size in ["200", "1k", "10k"]]
    output = subprocess.run(
        [program] + [f"{folder}/size-{name}.jsonl" for name in names], check=True, capture_output=True, text=True
    ).stdout
    rows, found = [], {}
    for name, line in zip(names, output.splitlines()):
        own = callgate(tool, f"{folder}/size-{name}.cgb", f"{folder}/size-{name}.jsonl")
        other = float(line.split("\t")[1])
        rows.append([name, own, other, f"{other / own:.2f}"])
        found[name] = {"callgate": own, "simdjson": other}
    table(["calls", "callgate, decided, ns", "simdjson, four fields read, ns", "ratio"], rows)
    return found


def patterns(folder, tool, program):
    found = {}
    for name, image, what in [
        ("1,000 patterns", f"{folder}/patterns-1000.cgb", "patterns"), ("@approved\\.invalid$", f"{folder}/one-pattern.cgb", "one"),
    ]:
        own = callgate(tool, image, f"{folder}/patterns-1000.jsonl" if what == "patterns" else f"{folder}/one-pattern.jsonl")
        output = subprocess.run(
            [program, f"{folder}/{what}.txt", f"{folder}/subject.txt"], check=True, capture_output=True, text=True
        ).stdout
        rows = [["callgate, the whole decision", own, "1"]]
        for line in output.splitlines():
            engine, taken = line.split("\t")
            rows.append([f"{engine}, the search alone", float(taken), f"{float(taken) / own:.2f}"])
            found.setdefault(name, {"callgate": own})[engine] = float(taken)
        table([name, "ns", "ratio"], rows)
    return found


def main():
    folder, tool, workloads, policy, report = sys.argv[1:6]
    programs = [program for program in sys.argv[6:] if os.access(program, os.X_OK)]
    result = {"decisions": decisions(folder, tool, policy), "compilation": compilation(folder, workloads)}
    for program in programs:
        if program.endswith("json-reader"):
            result["json"] = json_reading(folder, tool, program)
        else:
            result["patterns"] = patterns(folder, tool, program)
    with open(report, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
