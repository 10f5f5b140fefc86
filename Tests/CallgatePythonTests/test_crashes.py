"""Nothing ends the process, and no error permits: threads, forks, exits, and objects after their end."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import callgate
import pytest
from callgate import _callgate

POLICY = """
rules:
  - {name: even, tool: t, when: args.n % 2 == 0, action: allow}
  - {name: large, tool: t, when: size(args.pad) > 100000, action: allow}
"""


def in_threads(count: int, body: Callable[[int], None]) -> None:
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            body(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_many_threads_share_a_guard() -> None:
    guard = callgate.Guard(text=POLICY)
    # Decided without the interpreter's lock.
    pad = "x" * 300_000

    def body(number: int) -> None:
        for n in range(number, number + 300):
            assert guard.check("t", {"n": n, "pad": ""}).allowed == (n % 2 == 0)
            if n % 10 == 0:
                decision = guard.check("t", {"n": n + 1, "pad": pad})
                assert decision.rule == "large" and decision.matched == ("large",)

    in_threads(12, body)


def test_other_threads_go_on_while_a_large_call_is_decided() -> None:
    guard = callgate.Guard(
        text="rules:\n  - {name: pairs, tool: t, when: 'args.n.exists(a, args.n.exists(b, a + b == -1))', action: deny}\n")
    call = json.dumps({"tool": "t", "args": {"n": list(range(1000)), "pad": "x" * 262_144}}).encode()
    count = 0
    progress: list[int] = []

    def decide() -> None:
        while len(progress) < 20:
            before = count
            assert guard.decide(call).effect == "allow"
            progress.append(count - before)

    # So that the lock is handed back at once where it was waited for.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        thread = threading.Thread(target=decide)
        thread.start()
        while thread.is_alive():
            count += 1
        thread.join()
    finally:
        sys.setswitchinterval(interval)
    # With the interpreter's lock held there are about 5,000 between two decisions, and else more than 100,000.
    assert sorted(progress)[10] > 30_000, progress


def test_threads_that_reload_and_close() -> None:
    guards = [callgate.Guard(text=POLICY) for _ in range(4)]

    def body(number: int) -> None:
        guard = guards[number % 4]
        for n in range(60):
            if number < 4:
                guard.reload(text=POLICY)
            decision = guard.check("t", {"n": 2, "pad": ""})
            assert decision.effect == "allow" and decision.line.startswith('{"decision":"allow"')
        if number < 4:
            guard.reload(text="rules:\n  - {name: a, tool: t, action: deny}\n")

    in_threads(12, body)
    assert all(guard.check("t", {"n": 2}).effect == "deny" for guard in guards)


def test_threads_that_close_while_others_ask() -> None:
    guard = callgate.Guard(text=POLICY)
    effects: set[tuple[str, str]] = set()

    def body(number: int) -> None:
        for n in range(2000):
            if number == 0 and n == 1000:
                guard.close()
            decision = guard.check("t", {"n": 2, "pad": ""})
            effects.add((decision.effect, decision.reason))

    in_threads(8, body)
    assert effects <= {("allow", "rule"), ("deny", "none")} and ("deny", "none") in effects


def test_the_last_one_of_a_limit() -> None:
    guard = callgate.Guard(text="rules:\n  - {name: rate, tool: t, action: deny, limit: {max: 100, per: 1h}}\n")
    allowed: list[int] = []

    def body(number: int) -> None:
        for _ in range(50):
            if guard.check("t").allowed:
                allowed.append(number)

    in_threads(8, body)
    assert len(allowed) == 100


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True, timeout=60, check=False)


SETUP = """
import atexit, os, sys, threading, callgate
guard = callgate.Guard(text='''
rules:
  - {name: a, tool: t, action: allow}
  - {name: b, tool: u, action: deny, limit: {max: 1, per: 1h}}
''')
kept = guard.check("t")
"""


@pytest.mark.parametrize(
    "code",
    [
        "", "sys.exit(0)", "os._exit(0)", "del guard", "guard.close()", "sys.modules.clear()",
        "atexit.register(lambda: guard.check('t'))",
        "threading.Thread(target=lambda: [guard.check('t') for _ in range(100_000)], daemon=True).start()",
        "threading.Thread(target=lambda: [guard.decide(b' ' * 500000 + b'{}') for _ in range(10000)], daemon=True).start()",
        "cycle = [guard, kept]; cycle.append(cycle); del guard, kept, cycle",
        "class A:\n    def __del__(self): guard.check('t')\na = A()\nsys.last = a",
    ],
)
def test_the_interpreter_ends_while_a_guard_is_alive(code: str) -> None:
    ended = run(SETUP + code)
    assert (ended.returncode, ended.stderr) == (0, "")


FORK = SETUP + """
assert guard.check("u").allowed
child = os.fork()
if child == 0:
    # The machines go on; what is kept is the parent's.
    denied = guard.check("u")
    ok = denied.effect == "deny" and denied.error["kind"] == "guard_forked"
    ok = ok and kept.line.startswith('{"decision":"allow"')
    own = callgate.Guard(text="rules: [{name: a, tool: t, action: allow}, {name: b, tool: u, action: deny, limit: {max: 1, per: 1h}}]")
    ok = ok and own.check("u").allowed and not own.check("u").allowed
    own.close(); guard.close(); del guard, kept
    os._exit(0 if ok else 1)
assert os.waitpid(child, 0)[1] == 0
assert not guard.check("u").allowed
"""


def test_a_fork() -> None:
    ended = run(FORK)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_fork_while_another_thread_has_the_lock() -> None:
    ended = run(SETUP + """
guard._keeper._lock.acquire()
child = os.fork()
if child == 0:
    guard.close()
    os._exit(0 if guard.check("t").error["kind"] == "guard_closed" else 1)
assert os.waitpid(child, 0)[1] == 0
guard._keeper._lock.release()
""")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_fork_of_a_stateless_guard() -> None:
    ended = run(SETUP + """
plain = callgate.Guard(text="rules: [{name: a, tool: t, action: allow}]")
assert plain.check("t").allowed
child = os.fork()
if child == 0:
    os._exit(0 if plain.check("t").allowed and plain.check("x").effect == "deny" else 1)
assert os.waitpid(child, 0)[1] == 0
""")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_what_python_keeps_of_guards_is_freed() -> None:
    # Far more machines and gates than a process may have at once.
    for _ in range(3):
        for _ in range(1500):
            callgate.Guard(text="rules:\n  - {name: a, tool: t, action: allow}\n").check("t")
        gc.collect()


def test_machines_run_out() -> None:
    guards: list[callgate.Guard] = []
    for _ in range(4100):
        guards.append(callgate.Guard(image=IMAGE))
        decision = guards[-1].decide(b'{"tool":"t"}', now=0)
        if not decision.allowed:
            break
    assert decision.error is not None and decision.error["kind"] == "guard_full" and len(guards) > 4000
    refused = guards[-1].check("t")
    assert not refused.allowed and refused.error is not None and refused.error["kind"] == "guard_full"
    del guards, decision
    gc.collect()
    assert callgate.Guard(image=IMAGE).decide(b'{"tool":"t"}', now=0).allowed


IMAGE = callgate.Guard(text="rules:\n  - {name: a, tool: t, action: allow}\n").image


def test_parts_can_not_be_misused() -> None:
    engine = callgate.Guard(text=POLICY)._engine
    assert engine is not None
    calls: list[Callable[[], Any]] = [
        lambda: _callgate.Engine(), lambda: _callgate.Runtime(), lambda: _callgate.Runtime(5, 0, 0, 0, 0),
        lambda: _callgate.Events(5), lambda: _callgate.refused(5), lambda: _callgate.refused({}),
        lambda: _callgate.write_call("t"), lambda: _callgate.open("x", (), (), None, 5),
        lambda: _callgate.open("paths", ([],), (), None), lambda: _callgate.open("documents", ((5, b""),), (), None),
        lambda: engine.decide_at("text", 0, 0), lambda: engine.decide_at(b"", "0", 0), lambda: engine.rules(b"t"),
        lambda: _callgate.Events(engine).answer("text"), lambda: _callgate.GuardBase()._use(5),
    ]
    for call in calls:
        with pytest.raises((TypeError, ValueError)):
            call()
    with pytest.raises(callgate.CallgateError):
        _callgate.Runtime(engine, 7, 0, 0, 0)


def test_a_guard_without_a_policy_denies() -> None:
    class Unmade(callgate.Guard):
        def __init__(self) -> None:
            pass

    assert Unmade().check("t").effect == "deny"
    assert Unmade().decide(b'{"tool":"t"}').effect == "deny"


def test_processes_that_are_forked_by_multiprocessing() -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this system does not fork")
    ended = run(SETUP + """
import multiprocessing, warnings
warnings.simplefilter("ignore")
plain = callgate.Guard(text="rules: [{name: a, tool: t, action: allow}]")
def ask(n): return plain.check("t").allowed
with multiprocessing.get_context("fork").Pool(3) as pool:
    assert all(pool.map(ask, range(50)))
""")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_memory_is_not_kept(example: callgate.Guard) -> None:
    def size() -> int:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def work(count: int) -> None:
        for number in range(count):
            decision = example.check("delete_customer", {"n": number, "x": {1}} if number % 3 else {"n": number}, {"environment": "x"})
            assert decision.line and decision.approvers == ()
            if number % 50 == 0:
                decision.explain()

    work(2000)
    before = size()
    work(20_000)
    assert size() - before < 4_000_000
