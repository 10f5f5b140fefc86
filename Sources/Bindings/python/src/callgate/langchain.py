"""LangChain: tools that ask before they do anything.

    tool = callgate.langchain.wrap(guard, tool)
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import typing
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, StructuredTool, Tool, ToolException

from . import _callgate
from ._errors import ApprovalRequired, CallDenied, CallgateError, ResultBlocked
from ._guard import Guard
from ._tools import ask, judged, option, running

Wrapped = TypeVar("Wrapped", bound=BaseTool)


class ToolCallDenied(CallDenied, ToolException):
    """A denial that a tool's `handle_tool_error` is asked about."""


class ToolApprovalRequired(ApprovalRequired, ToolException):
    """Likewise."""


class ToolResultBlocked(ResultBlocked, ToolException):
    """Likewise."""


def _framework_names(run: Callable[..., Any]) -> frozenset[str]:
    """The parameters that the framework sets itself, whatever is in the arguments: it looks for them likewise."""
    names = {"run_manager"} & set(inspect.signature(run).parameters)
    try:
        hints = typing.get_type_hints(run)
    except Exception:
        hints = {}
    # The first one, if there are several.
    return frozenset([*names, *[name for name, hint in hints.items() if hint is RunnableConfig][:1]])


class _Injected(frozenset[str]):
    """Names of arguments that no model has written, as nobody but this module can hand it to a tool."""


_INJECTED = "callgate_injected"


def _may_be_written(value: Any) -> bool:
    """Whether a model may have written it: JSON has all of its types."""
    pending, seen = [value], set()
    while pending:
        one = pending.pop()
        if isinstance(one, (dict, list, tuple)):
            if id(one) in seen:
                continue
            seen.add(id(one))
            pending += [*one.keys(), *one.values()] if isinstance(one, dict) else one
        elif not isinstance(one, (str, int, float, type(None))):
            return False
    return True


def _has_other_names(tool: BaseTool, name: str) -> bool:
    """Whether a model may write an argument by another name than its own."""
    fields = getattr(tool.args_schema, "model_fields", None) or getattr(tool.args_schema, "__fields__", {})
    field = fields.get(name)
    return any(getattr(field, alias, None) not in (None, name) for alias in ("alias", "validation_alias"))


def _injected(tool: BaseTool, written: dict[str, Any], named: dict[str, Any]) -> _Injected:
    """What the framework or the program has put in the arguments, and defaults of what they may put there.

    In a call's arguments both look alike. What is made of JSON's types alone may be the model's.
    """
    shown = tool._filter_injected_args(named)
    return _Injected(
        name for name in named
        if name not in shown and name not in ("run_manager", "callbacks")
        and not _has_other_names(tool, name) and not (name in written and _may_be_written(written[name])))


def wrap(guard: Guard, tool: Wrapped, *, context: Any = None, session: Any = None) -> Wrapped:
    """A copy of a tool that decides on each call, whichever way it is called: `invoke`, `ainvoke`, `run`, `arun`, `batch`.

    It decides on what the tool gets: after the arguments were checked against the schema, converted and completed. Left out is
    what the framework sets itself, such as a tool call's ID or the configuration, and of parameters that are injected, what no
    model can have written: an object that JSON doesn't have, such as a store or a graph's state with its messages, and a
    default. A value of JSON's own types in an injected parameter is decided on, whoever has put it there.

    :param context: the call's context, or a function of the tool's RunnableConfig that gives it.
    :param session: likewise.
    """
    if not isinstance(tool, BaseTool):
        raise CallgateError("invalid_option", f"{type(tool).__name__} is no tool of LangChain")
    kind = type(tool)
    asking = _Asking(guard, context, session)
    members: dict[str, Any] = {
        "__module__": kind.__module__,
        "_run": _synchronous(kind._run, asking),
        "_to_args_and_kwargs": _telling(kind._to_args_and_kwargs),
    }
    # Otherwise it ends in `_run`, which asks.
    if _is_asynchronous(tool):
        members["_arun"] = _asynchronous(kind._arun, asking)
    copy = tool.model_copy()
    # The class and nothing else: fields, validators and what they hold stay as they are.
    object.__setattr__(copy, "__class__", type(kind.__name__, (kind,), members))
    copy.__dict__.pop("_injected_args_keys", None)
    return copy


def _is_asynchronous(tool: BaseTool) -> bool:
    if type(tool)._arun in (StructuredTool._arun, Tool._arun):
        return getattr(tool, "coroutine", None) is not None
    return type(tool)._arun is not BaseTool._arun


class _Asking:
    """What a wrapped tool asks, and of whom."""

    def __init__(self, guard: Guard, context: Any, session: Any) -> None:
        self.guard, self.context, self.session = guard, context, session

    def before(
        self, tool: BaseTool, of_framework: frozenset[str], values: tuple[Any, ...], named: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any], _callgate.Decision]:
        """The arguments that the tool gets, all of which were decided on or are the framework's."""
        injected = named.get(_INJECTED)
        if isinstance(injected, _Injected):
            named = {name: value for name, value in named.items() if name != _INJECTED}
        else:
            # Run by something else than the framework: any of it may be the model's.
            injected = _Injected()
        given = {name: value for name, value in named.items() if name in of_framework}
        config = next((value for name, value in given.items() if name != "run_manager"), None)
        # Those of the framework's names that it has not set itself were written by the model.
        args = {name: value for name, value in named.items() if name not in injected and name not in of_framework}
        names = self._names(tool, len(values))
        args |= dict(zip(names, values, strict=True))
        try:
            copy, decision = ask(self.guard, tool.name, args, option(self.context, config), option(self.session, config))
        except CallDenied as error:
            raise ToolCallDenied(error.decision) from error
        except ApprovalRequired as error:
            raise ToolApprovalRequired(error.decision) from error
        passed = {name: copy[name] if name in args else value for name, value in named.items()}
        return tuple(copy[name] for name in names), passed, decision

    def _names(self, tool: BaseTool, count: int) -> list[str]:
        """What arguments without a name are called: as the tool's schema does."""
        names = list(tool.args)[:count]
        if len(names) < count:
            raise CallgateError("invalid_option", f"{tool.name} has more arguments than its schema has names")
        return names

    @contextlib.contextmanager
    def running(self, decision: _callgate.Decision) -> Iterator[None]:
        try:
            with running(self.guard, decision):
                yield
        except ResultBlocked as error:
            raise ToolResultBlocked(error.decision, error.judgement) from None

    def after(self, tool: BaseTool, decision: _callgate.Decision, result: Any) -> Any:
        try:
            if tool.response_format == "content_and_artifact" and isinstance(result, tuple) and len(result) == 2:
                # Only the content is shown to the model.
                return judged(self.guard, decision, result[0]), result[1]
            return judged(self.guard, decision, result)
        except ResultBlocked as error:
            raise ToolResultBlocked(error.decision, error.judgement) from error


def _telling(read: Callable[..., Any]) -> Callable[..., Any]:
    """Says, beside the arguments as the tool gets them, which of them are injected."""

    @functools.wraps(read)
    def _to_args_and_kwargs(self: BaseTool, tool_input: Any, tool_call_id: str | None) -> tuple[tuple[Any, ...], dict[str, Any]]:
        # A copy: the framework writes in what it gets.
        written = dict(tool_input) if isinstance(tool_input, dict) else {}
        values, named = read(self, tool_input, tool_call_id)
        if named and _INJECTED not in named:
            named = {**named, _INJECTED: _injected(self, written, named)}
        return values, named

    return _to_args_and_kwargs


def _synchronous(run: Callable[..., Any], asking: _Asking) -> Callable[..., Any]:
    of_framework = _framework_names(run)

    @functools.wraps(run)
    def _run(self: BaseTool, *values: Any, **named: Any) -> Any:
        values, named, decision = asking.before(self, of_framework, values, named)
        with asking.running(decision):
            result = run(self, *values, **named)
        if inspect.isawaitable(result):
            raise CallgateError("invalid_option", f"{self.name} gives an awaitable, whose result can't be judged: make it a coroutine")
        return asking.after(self, decision, result)

    return _run


def _asynchronous(run: Callable[..., Any], asking: _Asking) -> Callable[..., Any]:
    of_framework = _framework_names(run)

    @functools.wraps(run)
    async def _arun(self: BaseTool, *values: Any, **named: Any) -> Any:
        values, named, decision = asking.before(self, of_framework, values, named)
        with asking.running(decision):
            result = await run(self, *values, **named)
        return asking.after(self, decision, result)

    return _arun
