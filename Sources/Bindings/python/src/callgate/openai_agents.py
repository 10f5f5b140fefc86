"""The OpenAI Agents SDK: function tools that ask before they do anything, and tool guardrails.

    agent = callgate.openai_agents.wrap_agent(guard, agent)
"""

from __future__ import annotations

import copy
import weakref
from typing import Any

from agents import (
    Agent,
    FunctionTool,
    ToolGuardrailFunctionOutput,
    ToolInputGuardrail,
    ToolInputGuardrailData,
    ToolOutputGuardrail,
    ToolOutputGuardrailData,
)
from agents.tool_context import ToolContext

from . import _callgate
from ._arguments import ArgumentError, Arguments
from ._decisions import refused
from ._errors import ApprovalRequired, CallDenied, CallgateError, ResultBlocked
from ._guard import Guard
from ._tools import ask, judged, option, running

_REFUSALS = (CallDenied, ApprovalRequired, ResultBlocked)


def _asked(
    guard: Guard, tool: str, text: str, arguments: Arguments | None, context: Any, session: Any, of: Any
) -> _callgate.Decision:
    try:
        args = Arguments.parse(text) if arguments is None else arguments.read(text)
    except ArgumentError as error:
        raise CallDenied(refused("malformed", error.code, str(error))) from None
    _, decision = ask(guard, tool, args, option(context, of), option(session, of))
    return decision


def wrap(guard: Guard, tool: FunctionTool, *, context: Any = None, session: Any = None, on_refusal: str = "tell") -> FunctionTool:
    """A copy of a function tool that decides on each call, whoever makes it, and judges what it gives back.

    It decides on the arguments as the model wrote them, completed by the defaults that the tool's schema states. Arguments that
    are not as the schema has them are denied, since the SDK would convert them after the decision: `"true"` to `True`. So are
    those of which it can't be known which defaults they get, as of one of several models. A default that the schema does not
    state, as that of a `default_factory`, is not seen.

    :param context: the call's context, or a function of the ToolContext that gives it.
    :param session: likewise.
    :param on_refusal: "tell" for a result that tells the model why, or "raise".
    """
    if not isinstance(tool, FunctionTool):
        raise CallgateError("invalid_option", f"{type(tool).__name__} runs where no guard can ask")
    if on_refusal not in ("raise", "tell"):
        raise CallgateError("invalid_option", "on_refusal is raise or tell")
    arguments = Arguments(tool.params_json_schema)
    wrapped = copy.copy(tool)
    # The copy's own, which knows the copy's settings for failures.
    invoke, name = wrapped.on_invoke_tool, tool.name

    async def guarded(of: ToolContext[Any], text: str) -> Any:
        try:
            decision = _asked(guard, name, text, arguments, context, session, of)
            with running(guard, decision):
                result = await invoke(of, text)
            return judged(guard, decision, result)
        except _REFUSALS as error:
            if on_refusal == "raise":
                raise
            return str(error)

    wrapped.on_invoke_tool = guarded
    return wrapped


def wrap_agent(guard: Guard, agent: Agent[Any], *, context: Any = None, session: Any = None, on_refusal: str = "tell") -> Agent[Any]:
    """A copy of an agent all of whose tools are wrapped. Agents that it hands over to are wrapped by themselves.

    The options are those of `wrap`.

    :raises CallgateError: where it has tools that can't be: hosted ones, and those of MCP servers.
    """
    if agent.mcp_servers:
        raise CallgateError("invalid_option", "tools of MCP servers run where no guard can ask: use callgate.mcp in function tools")
    tools: list[Any] = []
    for tool in agent.tools:
        if not isinstance(tool, FunctionTool):
            raise CallgateError("invalid_option", f"{type(tool).__name__} runs where no guard can ask")
        tools.append(wrap(guard, tool, context=context, session=session, on_refusal=on_refusal))
    return agent.clone(tools=tools)


class ToolGuardrails:
    """The SDK's own interface: `function_tool(tool_input_guardrails=[rails.input], tool_output_guardrails=[rails.output])`.

    The SDK asks guardrails where a runner calls the tool, and not where something else does; and what a tool gets may differ
    from what was decided on where hooks change it in between. `wrap` has neither gap. Both are to be given where
    results are judged: an output whose input was not asked about is kept back.

    :param on_refusal: "tell" for a message to the model, or "raise" to end the run.
    """

    def __init__(self, guard: Guard, *, context: Any = None, session: Any = None, on_refusal: str = "tell") -> None:
        if on_refusal not in ("raise", "tell"):
            raise CallgateError("invalid_option", "on_refusal is raise or tell")
        self._guard, self._context, self._session = guard, context, session
        self._raises = on_refusal == "raise"
        self._decisions: weakref.WeakKeyDictionary[Any, _callgate.Decision] = weakref.WeakKeyDictionary()
        self.input: ToolInputGuardrail[Any] = ToolInputGuardrail(guardrail_function=self._before, name="callgate")
        self.output: ToolOutputGuardrail[Any] = ToolOutputGuardrail(guardrail_function=self._after, name="callgate")

    def _before(self, data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        of = data.context
        try:
            arguments = self._arguments(data)
            decision = _asked(self._guard, of.tool_name, of.tool_arguments, arguments, self._context, self._session, of)
        except _REFUSALS as error:
            return self._refused(error)
        self._decisions[of] = decision
        return ToolGuardrailFunctionOutput.allow(output_info=decision.line)

    def _after(self, data: ToolOutputGuardrailData) -> ToolGuardrailFunctionOutput:
        decision = self._decisions.pop(data.context, None)
        try:
            if decision is None:
                raise CallDenied(refused("none", "unknown_call", "nobody asked for the call whose result this is"))
            judged(self._guard, decision, data.output)
        except _REFUSALS as error:
            return self._refused(error)
        return ToolGuardrailFunctionOutput.allow(output_info=decision.line)

    def _arguments(self, data: ToolInputGuardrailData) -> Arguments | None:
        """As the schema of the agent's tool of that name has them."""
        for tool in data.agent.tools:
            if isinstance(tool, FunctionTool) and tool.name == data.context.tool_name:
                return Arguments(tool.params_json_schema)
        return None

    def _refused(self, error: CallDenied | ApprovalRequired | ResultBlocked) -> ToolGuardrailFunctionOutput:
        line = error.decision.line
        if self._raises:
            return ToolGuardrailFunctionOutput.raise_exception(output_info=line)
        return ToolGuardrailFunctionOutput.reject_content(str(error), output_info=line)
