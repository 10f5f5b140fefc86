"""Functions that ask before they do anything."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from . import _callgate
from ._decisions import refused
from ._errors import ApprovalRequired, CallDenied, CallgateError, ResultBlocked, UnsupportedValue
from ._values import private, written_value

if TYPE_CHECKING:
    from ._guard import Guard

Value = TypeVar("Value")
Option: TypeAlias = "Value | Callable[[], Value] | None"


@dataclass(frozen=True, slots=True)
class Scope:
    """What calls are made within, where they don't say themselves."""

    context: Any = None
    session: str | None = None
    parent: str | None = None
    approval: str | None = None


_scope: ContextVar[Scope] = ContextVar("callgate_scope", default=Scope())


@contextlib.contextmanager
def scope(
    *, context: Any = None, session: str | None = None, parent: str | None = None, approval: str | None = None
) -> Iterator[None]:
    """Says for all tools that are called within what their context, session, parent and approval are.

    What is left out stays as it is outside, but an approval, which is for one call.
    """
    given = {"context": context, "session": session, "parent": parent}
    inner = replace(_scope.get(), approval=approval, **{key: value for key, value in given.items() if value is not None})
    token = _scope.set(inner)
    try:
        yield
    finally:
        _scope.reset(token)


def option(value: Any, *of: Any) -> Any:
    """The value of an option that may be a function of the call."""
    return value(*of) if callable(value) else value


def ask(guard: Guard, tool: Any, args: Any, context: Any, session: Any, *, id: str | None = None) -> tuple[Any, _callgate.Decision]:
    """Decides on a copy of the arguments.

    :returns: the copy, and a decision that allows.
    :raises CallDenied: or `ApprovalRequired`, where it does not.
    """
    around = _scope.get()
    context = around.context if context is None else context
    session = around.session if session is None else session
    try:
        copy, plain = private(args, "args", 1)
    except UnsupportedValue as error:
        raise CallDenied(refused("malformed", error.code, str(error))) from None
    except Exception as error:
        # Whatever reading the arguments raised.
        raise CallDenied(refused("malformed", "unreadable_value", "a value raised an error when it was read")) from error
    options = {"session": session, "parent": around.parent, "approval": around.approval, "id": id}
    given = {key: value for key, value in options.items() if value is not None}
    decision = guard.request_approval(guard.check(tool, plain, context, **given))
    if decision.allowed:
        return copy, decision
    raise ApprovalRequired(decision) if decision.effect == "review" else CallDenied(decision)


def judged(guard: Guard, decision: _callgate.Decision, result: Any) -> Any:
    """The result as the agent may have it: where results are judged, the copy that was judged.

    :raises ResultBlocked: where it is kept back.
    """
    if guard.is_closed or not (guard.is_stateful or decision.is_kept):
        if guard.is_closed:
            raise CallgateError("guard_closed", "the guard was closed while the tool ran: its result can't be judged")
        return result
    try:
        copy, plain = private(result, "result")
        judgement = guard.record_bytes(decision, written_value(plain, "result"))
    except UnsupportedValue:
        copy, judgement = result, guard.record_bytes(decision, b"")
    if judgement.passes:
        return copy
    raise ResultBlocked(decision, judgement)


# How many errors may lie behind one.
_MAX_CAUSES = 8


def _told(error: Exception) -> dict[str, Any]:
    """What comes with an error to whoever prints or inspects it: `error`, its text, and `told`, its representation, arguments, fields
    and notes, and those of what it was raised from."""
    told: list[str] = []
    behind: BaseException | None = error
    for _ in range(_MAX_CAUSES + 1):
        if behind is None:
            return {"error": str(error), "told": told}
        parts = [*behind.args, *vars(behind).values(), *getattr(behind, "__notes__", ())]
        told += [str(behind), repr(behind), *(part if type(part) is str else repr(part) for part in parts)]
        behind = behind.__cause__ or (None if behind.__suppress_context__ else behind.__context__)
    raise ValueError("there is no end of causes")


@contextlib.contextmanager
def running(guard: Guard, decision: _callgate.Decision) -> Iterator[None]:
    """Around a tool's body: what it says when it fails is read like any result, `{"error": ..., "told": [...]}`.

    :raises ResultBlocked: where that is kept back; else what the body raises.
    """
    try:
        yield
    except Exception as error:
        try:
            told = _told(error)
        except Exception:
            told = {"error": "\ud800"}  # What can't be read can't be judged.
        try:
            judged(guard, decision, told)
        except ResultBlocked as blocked:
            raise blocked from None
        raise


class _Binding:
    """How the arguments of a function become those of a call, and back."""

    def __init__(self, body: Callable[..., Any], exclude: Sequence[str]) -> None:
        self.signature = inspect.signature(body)
        names = list(self.signature.parameters)
        unknown = [name for name in exclude if name not in names]
        if unknown:
            raise CallgateError("invalid_option", f"there is no parameter {unknown[0]} to exclude")
        # The object of a method is no argument.
        self.excluded = {*exclude, *(name for name in names[:1] if name in ("self", "cls"))}
        kinds = {parameter.kind: name for name, parameter in self.signature.parameters.items()}
        self.keywords = kinds.get(inspect.Parameter.VAR_KEYWORD)

    def bind(self, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[inspect.BoundArguments, dict[str, Any]]:
        bound = self.signature.bind(*values, **named)
        bound.apply_defaults()
        args = {name: value for name, value in bound.arguments.items() if name not in self.excluded}
        if self.keywords in args:
            rest = args.pop(self.keywords)
            twice = [name for name in rest if name in self.signature.parameters]
            if twice:
                raise CallDenied(refused("malformed", "ambiguous_call", f"args.{twice[0]}: there are two of that name"))
            args |= rest
        return bound, args

    def fill(self, bound: inspect.BoundArguments, copy: dict[str, Any]) -> None:
        """Puts the copy in the place of what was bound."""
        for name in list(bound.arguments):
            if name in self.excluded:
                continue
            if name == self.keywords:
                bound.arguments[name] = {key: copy[key] for key in bound.arguments[name]}
            else:
                bound.arguments[name] = copy[name]


def decorate(
    guard: Guard, body: Callable[..., Any], name: str | None, context: Any, session: Any, exclude: Sequence[str]
) -> Callable[..., Any]:
    """See `Guard.tool`."""
    if inspect.isgeneratorfunction(body) or inspect.isasyncgenfunction(body):
        raise CallgateError("invalid_option", "what a generator gives can't be judged: make it a function that gives a list")
    tool = name if name is not None else getattr(body, "__name__", None)
    if type(tool) is not str:
        raise CallgateError("invalid_option", "the tool has no name")
    binding = _Binding(body, exclude)

    def asked(values: tuple[Any, ...], named: dict[str, Any]) -> tuple[inspect.BoundArguments, _callgate.Decision]:
        bound, args = binding.bind(values, named)
        copy, decision = ask(guard, tool, args, option(context), option(session))
        binding.fill(bound, copy)
        return bound, decision

    if inspect.iscoroutinefunction(body):

        @functools.wraps(body)
        async def asynchronous(*values: Any, **named: Any) -> Any:
            bound, decision = asked(values, named)
            with running(guard, decision):
                result = await body(*bound.args, **bound.kwargs)
            return judged(guard, decision, result)

        return asynchronous

    @functools.wraps(body)
    def synchronous(*values: Any, **named: Any) -> Any:
        bound, decision = asked(values, named)
        with running(guard, decision):
            result = body(*bound.args, **bound.kwargs)
        if inspect.isawaitable(result):
            return _awaited(guard, decision, result)
        return judged(guard, decision, result)

    return synchronous


async def _awaited(guard: Guard, decision: _callgate.Decision, result: Any) -> Any:
    with running(guard, decision):
        value = await result
    return judged(guard, decision, value)
