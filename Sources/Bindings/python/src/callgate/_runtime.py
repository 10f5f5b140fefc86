"""What a guard keeps from call to call: limits, sessions, results and approvals."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from . import _callgate
from ._errors import CallgateError, PolicyError


class CallOptions(TypedDict, total=False):
    """What `check` takes beside the call."""

    session: str | None
    parent: str | None
    id: str | None
    approval: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a guard says of a result. It does not pass in each case that is not known to be another."""

    passes: bool = False
    is_trusted: bool = False
    labels: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """What a session has read by now."""

    is_trusted: bool
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval as it is now. `state` is pending, approved, rejected, used, revoked.

    `error` is a stable name where an answer was refused. `deadline_ns` is nanoseconds since 1970.
    """

    id: str | None
    state: str | None
    token: str | None
    tool: str | None
    session: str | None
    approvers: tuple[str, ...]
    deadline_ns: int | None
    error: str | None
    error_detail: str | None


# A child has none of the threads that its parent had, which might have held the guard's locks; and two processes that count
# by themselves would let twice as much through.
os.register_at_fork(after_in_child=_callgate.forked)


class Keeper:
    """Begins to keep things when that is needed first, and goes on under other policies."""

    def __init__(self, clock: str, sessions: int, limit_keys: int, approvals: int) -> None:
        if clock not in ("system", "manual"):
            raise CallgateError("invalid_option", "clock is system or manual")
        for name, room in (("sessions", sessions), ("limit_keys", limit_keys), ("approvals", approvals)):
            if type(room) is not int or room < 0:
                raise CallgateError("invalid_option", f"{name} is a whole number")
        self._options = (int(clock == "manual"), sessions, limit_keys, approvals)
        self._runtime: _callgate.Runtime | None = None
        self._process = os.getpid()
        self._lock = threading.Lock()

    def begun(self, current: Callable[[], _callgate.Engine]) -> _callgate.Runtime:
        """What keeps things, begun by the policy that is the guard's own by then.

        :param current: gives that policy's engine, or raises where the guard is closed.
        """
        if self._is_forked():
            raise CallgateError("guard_forked", "the process was forked: make a guard of its own in each")
        runtime = self._runtime
        if runtime is not None:
            return runtime
        with self._lock:
            # Asked under the lock: a policy that was read before it may have been replaced meanwhile.
            engine = current()
            if self._runtime is None:
                self._runtime = _callgate.Runtime(engine, *self._options)
            return self._runtime

    def reload(self, engine: _callgate.Engine, use: Callable[[_callgate.Engine], None]) -> None:
        """Goes on by another policy, which `use` makes the guard's own before anything can begin by the old one."""
        with self._held():
            if self._runtime is not None:
                is_used, why = self._runtime.reload(engine)
                if not is_used:
                    raise PolicyError([], why or "the guard can't go on by this policy")
            use(engine)

    def close(self, use: Callable[[None], None]) -> None:
        """Likewise, with no policy: nothing is begun after it."""
        with self._held():
            use(None)
            self._runtime = None

    def _held(self) -> contextlib.AbstractContextManager[object]:
        # In a child nothing is begun, and the lock may be that of a thread that only its parent has.
        return contextlib.nullcontext() if self._is_forked() else self._lock

    def _is_forked(self) -> bool:
        return self._process != os.getpid()


def judgement(answer: dict[str, Any]) -> Judgement:
    session = Session(answer["session_is_trusted"], answer["session_labels"]) if answer["has_session"] else None
    return Judgement(answer["passes"], answer["is_trusted"], answer["labels"], answer["rules"], session)


def names(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise CallgateError("invalid_option", "groups are several texts")
    found = tuple(values)
    for one in found:
        name(one, "a group")
    return found


def name(value: Any, what: str) -> Any:
    """A name as it is given, or None."""
    if value is None:
        return None
    if type(value) is not str or value == "":
        raise CallgateError("invalid_option", f"{what} is a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise CallgateError("invalid_option", f"{what} is no Unicode") from None
    return value
