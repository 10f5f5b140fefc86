"""A policy that is replaced, or taken away, while the first call that keeps something is under way.

Other threads run at the very point where it matters, and to their end or until they wait: nothing here is left to chance.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import callgate
import pytest
from callgate import _callgate, _runtime

OLD = """
rules:
  - {name: rate, tool: pay, action: deny, limit: {max: 100, per: 1d}}
"""
NEW = """
rules:
  - {name: rate, tool: pay, action: deny, limit: {max: 100, per: 1d}}
  - {name: never, tool: pay, action: deny}
"""


@pytest.fixture
def guard() -> Iterator[callgate.Guard]:
    with callgate.Guard(text=OLD) as guard:
        yield guard


def elsewhere(body: Callable[[], Any]) -> None:
    """Runs it in another thread, to its end."""
    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


class Lock:
    """The keeper's, and what happens before it is taken and after it was given back, once each."""

    def __init__(self, guard: callgate.Guard, before: Callable[[], Any] | None = None, after: Callable[[], Any] | None = None) -> None:
        self.real, self.before, self.after = guard._keeper._lock, before, after
        guard._keeper._lock = self  # type: ignore[assignment]

    def __enter__(self) -> None:
        before, self.before = self.before, None
        if before is not None:
            before()
        self.real.acquire()

    def __exit__(self, *_: object) -> None:
        self.real.release()
        after, self.after = self.after, None
        if after is not None:
            after()


def rule(decision: callgate.Decision) -> tuple[str, str | None]:
    return decision.effect, decision.rule


ASK: dict[str, Callable[[callgate.Guard], callgate.Decision]] = {
    "check": lambda guard: guard.check("pay"),
    "check with an ID": lambda guard: guard.check("pay", id="c1"),
    "check_call": lambda guard: guard.check_call(b'{"tool":"pay"}'),
    "decide": lambda guard: guard.decide(b'{"tool":"pay"}'),
}


@pytest.mark.parametrize("ask", ASK)
def test_a_reload_before_the_first_call_has_the_lock(guard: callgate.Guard, ask: str) -> None:
    Lock(guard, before=lambda: elsewhere(lambda: guard.reload(text=NEW)))
    for _ in range(3):
        assert rule(ASK[ask](guard)) == ("deny", "never")


def test_a_first_call_before_a_reload_has_ended(guard: callgate.Guard) -> None:
    decisions: list[callgate.Decision] = []
    Lock(guard, after=lambda: elsewhere(lambda: decisions.append(guard.check("pay"))))
    guard.reload(text=NEW)
    decisions.append(guard.check("pay"))
    assert [rule(decision) for decision in decisions] == [("deny", "never")] * 2


def during_the_first_call(guard: callgate.Guard, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> callgate.Decision:
    """Another thread acts while the first call begins to keep things: until it ends, or waits for the lock."""
    goes_on = threading.Event()
    lock = Lock(guard)
    threads: list[threading.Thread] = []

    def body() -> None:
        try:
            act()
        finally:
            goes_on.set()

    def begin(*values: Any) -> _callgate.Runtime:
        lock.before = goes_on.set
        threads.append(threading.Thread(target=body, daemon=True))
        threads[0].start()
        assert goes_on.wait(30)
        return _callgate.Runtime(*values)

    with monkeypatch.context() as patch:
        patch.setattr(_runtime, "_callgate", type("Native", (), {"Runtime": staticmethod(begin)}))
        decision = guard.check("pay")
    threads[0].join(30)
    assert not threads[0].is_alive()
    return decision


def test_a_reload_while_the_first_call_begins(guard: callgate.Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    during_the_first_call(guard, monkeypatch, lambda: guard.reload(text=NEW))
    assert [rule(guard.check("pay")) for _ in range(3)] == [("deny", "never")] * 3


def is_closed(decision: callgate.Decision) -> bool:
    return decision.effect == "deny" and decision.error is not None and decision.error["kind"] == "guard_closed"


@pytest.mark.parametrize("ask", ASK)
def test_a_guard_that_is_closed_before_the_first_call_has_the_lock(guard: callgate.Guard, ask: str) -> None:
    Lock(guard, before=lambda: elsewhere(guard.close))
    assert is_closed(ASK[ask](guard)) and guard.is_closed
    assert all(is_closed(again(guard)) for again in ASK.values())


def test_a_guard_that_is_closed_while_the_first_call_begins(guard: callgate.Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    during_the_first_call(guard, monkeypatch, guard.close)
    assert guard.is_closed and all(is_closed(again(guard)) for again in ASK.values())
    with pytest.raises(callgate.CallgateError):
        guard.approve("c1", "ann")


def test_a_guard_that_is_closed_while_a_later_call_is_decided(guard: callgate.Guard) -> None:
    assert guard.check("pay").allowed
    kept: Any = guard._keeper._runtime

    class Closing:
        def check(self, *values: Any) -> callgate.Decision:
            elsewhere(guard.close)
            decision: callgate.Decision = kept.check(*values)
            return decision

    guard._keeper._runtime = Closing()  # type: ignore[assignment]
    assert is_closed(guard.check("pay"))


def test_a_policy_that_can_not_go_on_is_not_the_guards(guard: callgate.Guard) -> None:
    assert guard.check("pay").allowed
    digest = guard.digest
    kept: Any = guard._keeper._runtime

    class Refusing:
        def reload(self, engine: object) -> tuple[bool, str]:
            return False, "there is no room"

    guard._keeper._runtime = Refusing()  # type: ignore[assignment]
    with pytest.raises(callgate.PolicyError, match="no room"):
        guard.reload(text=NEW)
    guard._keeper._runtime = kept
    assert guard.digest == digest and guard.check("pay").allowed
