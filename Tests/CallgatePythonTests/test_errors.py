"""What tools say when they fail is judged like any result."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import callgate
import pytest

POLICY = """
tools:
  run: {result: untrusted}
rules:
  - {name: all, tool: "*", action: allow}
  - {name: after, tool: send, when: session.trust == "untrusted", action: deny}
results:
  - name: keys
    tool: run
    when: result.error.contains("KEY") || result.told.exists(part, part.contains("KEY"))
    block: true
"""


class Fields(Exception):
    def __init__(self, **fields: object) -> None:
        super().__init__("failed")
        self.__dict__.update(fields)


class Hidden(Exception):
    def __str__(self) -> str:
        return "failed"

    __repr__ = __str__


class Unreadable(Exception):
    def __str__(self) -> str:
        raise ValueError("KEY")


def _noted() -> Exception:
    error = ValueError("failed")
    error.add_note("the KEY")
    return error


def _caused(depth: int) -> Exception:
    error = ValueError("the KEY" if depth == 0 else "failed")
    if depth > 0:
        error.__cause__ = _caused(depth - 1)
    return error


def _circular() -> Exception:
    error = ValueError("failed")
    error.__context__ = KeyError("other")
    error.__context__.__context__ = error
    return error


@pytest.fixture
def guard() -> callgate.Guard:
    return callgate.Guard(text=POLICY)


def _fail(guard: callgate.Guard, make: Callable[[], Exception]) -> BaseException:
    @guard.tool("run", session="s")
    def run() -> str:
        raise make()

    with pytest.raises(Exception) as caught:
        run()
    return caught.value


@pytest.mark.parametrize(
    "make",
    [
        lambda: ValueError("the KEY"), lambda: ValueError(["the KEY"]), lambda: Hidden("the KEY"), lambda: Fields(stderr="the KEY"),
        lambda: Fields(data={"a": ["KEY"]}), lambda: subprocess.CalledProcessError(1, "x", stderr=b"KEY"), _noted, lambda: _caused(1),
        lambda: _caused(8), lambda: _caused(9), _circular, lambda: Unreadable(), lambda: ValueError("\ud800"),
        lambda: ValueError("x" * (1 << 21)),
    ],
)
def test_what_is_told_with_an_error_is_judged(guard: callgate.Guard, make: Callable[[], Exception]) -> None:
    blocked = _fail(guard, make)
    assert isinstance(blocked, callgate.ResultBlocked)
    assert blocked.__cause__ is None and blocked.__suppress_context__ and "KEY" not in str(blocked)
    assert guard.session("s") == callgate.Session(False, ())
    assert guard.check("send", session="s").reason == "trust"


@pytest.mark.parametrize("make", [lambda: ValueError("fine"), lambda: Fields(stderr="fine", code=7), lambda: Fields()])
def test_what_passes_is_raised_as_it_is(guard: callgate.Guard, make: Callable[[], Exception]) -> None:
    error = _fail(guard, make)
    assert isinstance(error, (ValueError, Fields))
    assert guard.session("s") == callgate.Session(False, ())
