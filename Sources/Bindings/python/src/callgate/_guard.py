"""Guards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timezone
from typing import Any, TypeVar, Unpack, overload

from . import _callgate
from ._decisions import no_bytes, refused, time_of
from ._errors import CallDenied, CallgateError, Diagnostic, UnsupportedValue
from ._policy import Path, PolicySource
from ._runtime import Approval, CallOptions, Judgement, Keeper, Session, judgement, name, names
from ._tools import Option, decorate
from ._values import private, written_call, written_value

Body = TypeVar("Body", bound=Callable[..., Any])


class Guard(_callgate.GuardBase):
    """Decides calls by a policy. Any number of threads may use it at once.

    :param policy: a file of YAML, an image, a directory of YAML files, or several of them, which are one policy.
    :param text: the YAML of a policy instead.
    :param image: the bytes of an image instead.
    :param tools: files that declare tools, which rules are checked against.
    :param public_key: 32 bytes; then only what that key has signed is loaded.
    :param clock: "manual" where `set_time` says what time it is to limits, sessions and approvals.
    :param sessions: room for so many sessions at once, as `limit_keys` and `approvals` are; 0 for what spec/limits.md says.
    :raises PolicyError: where the policy has errors, or can't be read.
    """

    def __init__(
        self,
        policy: Path | Sequence[Path] | None = None,
        *,
        text: str | None = None,
        image: bytes | None = None,
        tools: Path | Sequence[Path] = (),
        public_key: bytes | None = None,
        clock: str = "system",
        sessions: int = 0,
        limit_keys: int = 0,
        approvals: int = 0,
    ) -> None:
        self._source = PolicySource(policy, text=text, image=image, tools=tools, public_key=public_key)
        self._keeper = Keeper(clock, sessions, limit_keys, approvals)
        self._reloading = threading.Lock()
        engine, self.diagnostics = self._source.open()
        self._use(engine)

    # ---- Deciding ----

    def _check(
        self,
        tool: Any,
        args: Any = None,
        context: Any = None,
        *,
        session: str | None = None,
        parent: str | None = None,
        id: str | None = None,
        approval: str | None = None,
    ) -> _callgate.Decision:
        try:
            call = written_call(tool, args, context)
        except UnsupportedValue as error:
            return refused("malformed", error.code, str(error))
        except Exception as error:
            return refused("malformed", "unreadable_value", f"a value raised {type(error).__name__} when it was read")
        if all(option is None for option in (session, parent, id, approval)):
            return self.decide(call)
        return self._check_bytes(call, session, parent, id, approval)

    def _check_bytes(
        self, call: bytes, session: str | None, parent: str | None, id: str | None, approval: str | None
    ) -> _callgate.Decision:
        try:
            self._opened()
            asked = name(id, "id"), name(session, "session"), name(parent, "parent"), name(approval, "approval")
            runtime = self._keeper.begun(self._opened)
            decision = runtime.check(self._opened(), call, *asked)
            self._opened()  # It may have been closed meanwhile.
            return decision
        except CallgateError as error:
            return refused("none", error.code, str(error))
        except Exception as error:
            return refused("none", "guard_failed", str(error))

    def _decide(self, call: Any, *, now: datetime | int | None = None) -> _callgate.Decision:
        engine = self._engine
        if engine is None:
            return refused("none", "guard_closed", "the guard is closed")
        if not isinstance(call, (bytes, bytearray, memoryview)):
            return no_bytes()
        call = bytes(call)
        if now is None and engine.is_stateful:
            return self._check_bytes(call, None, None, None, None)
        try:
            return engine.decide_at(call, *time_of(datetime.now(timezone.utc) if now is None else now))
        except Exception as error:
            return refused("none", getattr(error, "code", "guard_failed"), str(error))

    def check_call(
        self,
        call: bytes,
        *,
        session: str | None = None,
        parent: str | None = None,
        id: str | None = None,
        approval: str | None = None,
    ) -> _callgate.Decision:
        """Decides on the bytes of a call by what came before. What can't be decided on is denied."""
        if not isinstance(call, (bytes, bytearray, memoryview)):
            return no_bytes()
        return self._check_bytes(bytes(call), session, parent, id, approval)

    async def acheck(
        self, tool: str, args: Any = None, context: Any = None, **options: Unpack[CallOptions]
    ) -> _callgate.Decision:
        """As `check`, which waits for nobody and takes about a microsecond: no other thread is asked."""
        return self.check(tool, args, context, **options)

    def request_approval(self, decision: _callgate.Decision, *, id: str | None = None) -> _callgate.Decision:
        """Opens an approval for a call that `check` wants reviewed, where it has not done so: it does for policies that keep
        something from call to call, and for calls with a session or an ID.

        :returns: a decision whose `id` is what to approve or reject.
        """
        if decision.effect != "review" or decision.is_kept or decision.call is None:
            return decision
        return self._check_bytes(decision.call, None, None, id, None)

    # ---- Results ----

    def record(self, decision: _callgate.Decision, result: Any) -> Judgement:
        """Judges what an allowed call gave back, and notes in its session what that has read.

        A result that JSON can't carry is one that can't be judged.

        :raises CallDenied: where the call was not allowed.
        """
        try:
            _, plain = private(result, "result")
            return self.record_bytes(decision, written_value(plain, "result"))
        except UnsupportedValue:
            return self.record_bytes(decision, b"")

    def record_bytes(self, decision: _callgate.Decision, result: bytes) -> Judgement:
        """Likewise, of the bytes of a result."""
        self._opened()
        if not isinstance(decision, _callgate.Decision):
            raise CallgateError("invalid_option", "results are recorded of decisions")
        if not decision.allowed or decision.call is None:
            raise CallDenied(decision)
        if not decision.is_kept:
            # A machine's: by now the policy may be one that judges results.
            decision = self._check_bytes(decision.call, None, None, None, None)
        answer = self._keeper.begun(self._opened).record(decision, bytes(result)) if decision.is_kept else None
        if answer is None:
            raise CallDenied(decision)
        return judgement(answer)

    def session(self, id: str) -> Session | None:
        """What a session has read by now; None where there is none."""
        found = self._kept().session(name(id, "session"))
        return None if found is None else Session(*found)

    # ---- Approvals ----

    def approve(self, id: str, by: str, groups: Iterable[str] = ()) -> Approval | None:
        """Answers a call that waits; None where there is none. Where the answer does not count, `error` says why."""
        return self._answer("a", id, by, groups)

    def reject(self, id: str, by: str, groups: Iterable[str] = ()) -> Approval | None:
        return self._answer("r", id, by, groups)

    def revoke(self, id: str) -> Approval | None:
        """Takes an approval back, answered or not."""
        return self._answer("v", id, None, ())

    def approval(self, id: str) -> Approval | None:
        """An approval as it is now."""
        return self._answer("l", id, None, ())

    def _answer(self, verb: str, id: str, by: str | None, groups: Iterable[str]) -> Approval | None:
        answer = self._kept().answer(verb, name(id, "id"), name(by, "who answers"), names(groups))
        return None if answer is None else Approval(**answer)

    def set_time(self, now: datetime | int) -> None:
        """Sets a manual clock. A time before one that was set counts as that."""
        self._kept().set_time(*time_of(now))

    def _kept(self) -> _callgate.Runtime:
        return self._keeper.begun(self._opened)

    # ---- Tools ----

    @overload
    def tool(self, body: Body, /) -> Body: ...

    @overload
    def tool(
        self,
        name: str | None = None,
        /,
        *,
        context: Option[Any] = None,
        session: Option[str] = None,
        exclude: Sequence[str] = (),
    ) -> Callable[[Body], Body]: ...

    def tool(
        self,
        target: Any = None,
        /,
        *,
        context: Option[Any] = None,
        session: Option[str] = None,
        exclude: Sequence[str] = (),
    ) -> Any:
        """Makes a function ask before it does anything: `@guard.tool`, or `@guard.tool("refund_payment")`.

        Its arguments are bound by its signature, defaults included. The function gets a copy that nobody else has, which is
        what was decided on.

        :param context: the call's context, or a function that gives it; left out, that of `callgate.scope`.
        :param session: likewise.
        :param exclude: names of parameters that are no arguments of the call.
        """
        if callable(target):
            return decorate(self, target, None, context, session, exclude)
        return lambda body: decorate(self, body, target, context, session, exclude)

    # ---- The policy ----

    @property
    def is_stateful(self) -> bool:
        """Whether the policy keeps something from call to call."""
        return self._opened().is_stateful

    @property
    def is_closed(self) -> bool:
        return self._engine is None

    @property
    def digest(self) -> bytes:
        """SHA-256 of the policy's sources."""
        return self._opened().digest()

    @property
    def image(self) -> bytes:
        """The compiled policy, to be written to a file and loaded again."""
        return self._opened().image()

    def rules(self, tool: str) -> tuple[str, ...]:
        """The names of the rules that look at a tool, in the order of the policy."""
        return self._opened().rules(tool)

    def events(self) -> Callable[[str | bytes], str]:
        """A guard of its own, by the same policy, that is driven by lines: a function from an event to its answer."""
        events = _callgate.Events(self._opened())
        return lambda event: events.answer(event.encode() if isinstance(event, str) else event)

    def reload(
        self, policy: Path | Sequence[Path] | None = None, *, text: str | None = None, image: bytes | None = None
    ) -> list[Diagnostic]:
        """Reads the policy again, or another one, and decides by it from here on. Where that fails, the old one stays.

        :returns: warnings.
        :raises PolicyError: where the policy has errors, or can't be read.
        """
        with self._reloading:
            self._opened()
            source = self._source
            if any(one is not None for one in (policy, text, image)):
                source = PolicySource(policy, text=text, image=image, tools=source.tools, public_key=source.public_key)
            engine, diagnostics = source.open()
            self._opened()
            self._keeper.reload(engine, self._use)
            self._source, self.diagnostics = source, diagnostics
            return diagnostics

    def close(self) -> None:
        """Frees what it has. Its calls are denied from here on; to close it again does nothing."""
        with self._reloading:
            self._keeper.close(self._use)

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> _callgate.Engine:
        engine = self._engine
        if engine is None:
            raise CallgateError("guard_closed", "the guard is closed")
        return engine
