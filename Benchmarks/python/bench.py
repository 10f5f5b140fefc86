"""What a decision costs in Python, beside json.dumps of the same arguments, on the example's calls.

    bench.py EXAMPLES TOOL [--json]

EXAMPLES is the folder of the example's policy and calls, TOOL the callgate tool, whose `bench` gives the time in Swift on
the same bytes. Each time is the least of many short rounds, which take turns. A ratio is the median of the rounds' own:
what else the computer does slows a round's parts alike. Engines that are not installed are said, and left out.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import callgate
from callgate import _callgate

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Peers"))
import engines  # noqa: E402


def example_calls(folder, guard):
    """The calls that a program could make: those whose arguments are an object, in which no key is twice."""
    calls = []
    with open(os.path.join(folder, "calls.jsonl"), encoding="utf-8") as file:
        for line in file:
            try:
                call = json.loads(line)
            except ValueError:
                continue
            tool, args, context = call.get("tool"), call.get("args"), call.get("context")
            if type(tool) is not str or type(args) is not dict or not guard.check(tool, args, context).call:
                continue
            text = json.dumps({key: value for key, value in call.items() if value is not None})
            if guard.decide(text.encode()).effect != guard.check(tool, args, context).effect:
                raise SystemExit(f"two decisions on {text}")
            calls.append((tool, args, context, text.encode(), text))
    return calls


def measure(bodies, reference, rounds=400, repeats=20):
    """Nanoseconds of each body's call in its quickest round, and medians of ratios to the reference."""
    best, ratios = dict.fromkeys(bodies, float("inf")), {name: [] for name in bodies}
    for _ in range(rounds):
        round_times = {}
        for name, (body, count) in bodies.items():
            start = time.perf_counter_ns()
            for _ in range(repeats):
                body()
            round_times[name] = (time.perf_counter_ns() - start) / repeats / count
        for name, taken in round_times.items():
            best[name] = min(best[name], taken)
            ratios[name].append(taken / round_times[reference])
    return best, {name: statistics.median(each) for name, each in ratios.items()}


def loops(guard, calls):
    """One call of each of the calls; the loop itself is a body of its own."""

    def dumps(dumps=json.dumps):
        for _, args, context, _, _ in calls:
            dumps(args)
            if context is not None:
                dumps(context)

    def dumps_args(dumps=json.dumps):
        for _, args, _, _, _ in calls:
            dumps(args)

    def asking(ask):
        def asked(ask=ask):
            for tool, args, context, _, _ in calls:
                ask(tool, args, context)

        return asked

    def decide(decide=guard.decide):
        for _, _, _, call, _ in calls:
            decide(call)

    def loop():
        for tool, args, context, _, _ in calls:
            pass

    count = len(calls)
    return {
        "json.dumps of args and of context": (dumps, count), "json.dumps of args alone": (dumps_args, count),
        "check(tool, args, context)": (asking(guard.check), count), "decide(bytes)": (decide, count),
        "an empty call of an extension": (asking(_callgate.nothing), count), "the loop around them": (loop, count),
    }


def swift(tool, folder, calls):
    """Nanoseconds of a decision on the same bytes: the least mean of some runs."""
    with tempfile.TemporaryDirectory() as temporary:
        requests = os.path.join(temporary, "calls.jsonl")
        with open(requests, "wb") as file:
            file.writelines(call + b"\n" for _, _, _, call, _ in calls)
        command = [tool, "bench", "--policy", os.path.join(folder, "policy.yaml"), "--requests", requests, "--seconds", "0.3", "--json"]
        runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(5)]
        return min(run["ns"]["mean"] for run in runs)


def peers():
    """Other engines that can be imported, as functions from a call's JSON text to an effect, and why others are left out."""
    found, missing = {}, []
    for distribution, _, make in engines.ENGINES:
        try:
            found[f"{distribution} {importlib.metadata.version(distribution)}"] = make()[0]
        except Exception as error:
            missing.append(f"{distribution} was not measured: {' '.join(str(error).split())}")
    return found, missing


def decided_alike(guard, calls, found):
    """The calls on which all engines say the same: those that lack what a rule reads are an error to some."""

    def say_the_same(tool, args, context, call):
        text = json.dumps({"tool": tool, "args": args, "context": context or {}})
        try:
            return all(decide(text) == guard.decide(call).effect for decide in found.values())
        except Exception:
            return False

    return [one for one in calls if one[0] in engines.RULES and one[2] and say_the_same(*one[:4])]


def in_threads(guard, call, count, decisions):
    """Decisions a second of some threads that share the guard."""
    threads = [threading.Thread(target=lambda: [guard.decide(call) for _ in range(decisions)]) for _ in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count * decisions / (time.perf_counter() - start)


def main():
    folder, tool = sys.argv[1:3]
    guard = callgate.Guard(os.path.join(folder, "policy.yaml"))
    calls = example_calls(folder, guard)
    best, ratio = measure(loops(guard, calls), "json.dumps of args and of context")
    native = swift(tool, folder, calls)
    large = json.dumps({"tool": "send_outreach", "args": {"recipient": "@" * 1_000_000}}).encode()
    threads = {str(count): round(in_threads(guard, large, count, 200)) for count in (1, 2)}
    found, missing = peers()
    same = decided_alike(guard, calls, found)
    bodies = {"callgate": (lambda: [guard.decide(call) for _, _, _, call, _ in same], len(same))}
    for name, decide in found.items():
        bodies[name] = (lambda decide=decide: [decide(text) for _, _, _, _, text in same], len(same))
    peer_best, peer_ratio = measure(bodies, "callgate", rounds=20, repeats=20)
    result = {
        "python": platform.python_version(), "calls": len(calls),
        "nanoseconds": {name: round(value) for name, value in best.items()}, "swift": round(native),
        "check / json.dumps": round(ratio["check(tool, args, context)"], 2),
        "decide - swift": round(best["decide(bytes)"] - native),
        "large calls a second, by threads": threads,
        "peers": {name: round(value) for name, value in peer_best.items()},
    }
    if "--json" in sys.argv:
        print(json.dumps(result))
        return
    print(f"{len(calls)} calls of the example, Python {result['python']}; nanoseconds for each, and times as long as json.dumps")
    for name in best:
        print(f"{name:<40} {best[name]:8,.0f} {ratio[name]:6.2f} x")
    print(f"{'a decision in Swift':<40} {native:8,.0f}")
    print(f"decide(bytes) takes {result['decide - swift']:,} ns more than Swift\n")
    print(f"calls of 1,000,000 bytes a second: {threads['1']:,} with one thread, {threads['2']:,} with two\n")
    print(f"{len(same)} calls that each engine decides alike, from JSON text: nanoseconds, and times as long as callgate")
    for name in peer_best:
        print(f"{name:<40} {peer_best[name]:8,.0f} {peer_ratio[name]:6.1f} x")
    for line in missing:
        print(line)


if __name__ == "__main__":
    main()
