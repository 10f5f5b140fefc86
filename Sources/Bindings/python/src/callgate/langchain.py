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


def wrap(guard: Guard, tool: Wrapped, *, context: Any = None, session: Any = None) -> Wrapped:
    """A copy of a tool that decides on each call, whichever way it is called: `invoke`, `ainvoke`, `run`, `arun`, `batch`.

    It decides on what the tool gets: after the arguments were checked against the schema, converted and completed. What is
    injected, such as a tool call's ID or the state of a graph, is no argument of the call.

    :param context: the call's context, or a function of the tool's RunnableConfig that gives it.
    :param session: likewise.
    """
    if not isinstance(tool, BaseTool):
        raise CallgateError("invalid_option", f"{type(tool).__name__} is no tool of LangChain")
    kind = type(tool)
    asking = _Asking(guard, context, session)
    members: dict[str, Any] = {"__module__": kind.__module__, "_run": _synchronous(kind._run, asking)}
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
        given = {name: value for name, value in named.items() if name in of_framework}
        config = next((value for name, value in given.items() if name != "run_manager"), None)
        # Those of the framework's names that it has not set itself were written by the model.
        shown = {*tool._filter_injected_args(named), "run_manager", "callbacks"} - of_framework
        args = {name: value for name, value in named.items() if name in shown}
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
