"""The OpenAI Agents SDK's own runner, with a scripted model."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import callgate
import pydantic
import pytest
from agents import (
    Agent,
    FunctionTool,
    RunConfig,
    Runner,
    ToolInputGuardrailTripwireTriggered,
    ToolOutputGuardrailTripwireTriggered,
    WebSearchTool,
    function_tool,
)
from agents.testing import ScriptedModel, assistant_message, function_call
from callgate.openai_agents import ToolGuardrails, wrap, wrap_agent

POLICY = """
rules:
  - {name: small, tool: [pay, later], when: args.amount <= 100 && args.cascade != true, action: allow}
  - {name: large, tool: pay, when: args.amount > 1000, action: require_approval, approvers: [finance]}
  - {name: orders, tool: order, when: args.order.amount <= 100, action: allow}
  - {name: whose, tool: pay, when: 'context.user == "eve"', action: deny, message: "not by Eve"}
"""

done: list[Any] = []


class Order(pydantic.BaseModel):
    amount: int = 500


@pytest.fixture
def guard() -> callgate.Guard:
    done.clear()
    return callgate.Guard(text=POLICY)


def pay_tool(**options: Any) -> FunctionTool:
    @function_tool(**options)
    def pay(amount: int, cascade: bool = False) -> str:
        done.append((amount, cascade))
        return f"paid {amount}"

    return pay


def told(tool: FunctionTool, *calls: Any, context: Any = None) -> list[str]:
    """What the model is told after it has called a tool, with arguments or with the text of arguments."""
    agent = Agent(name="agent", tools=[tool])
    return told_by(agent, tool.name, *calls, context=context)


def told_by(agent: Agent[Any], name: str, *calls: Any, context: Any = None) -> list[str]:
    written = [call if isinstance(call, str) else json.dumps(call) for call in calls]
    steps = [[function_call(name, text, call_id=f"c{index}")] for index, text in enumerate(written)]
    agent.model = ScriptedModel([*steps, [assistant_message("done")]])
    result = asyncio.run(Runner.run(agent, "go", context=context, max_turns=50, run_config=RunConfig(tracing_disabled=True)))
    assert result.final_output == "done"
    return [str(item.output) for item in result.new_items if item.type == "tool_call_output_item"]


def test_a_tool_runs_only_where_it_may(guard: callgate.Guard) -> None:
    answers = told(wrap(guard, pay_tool()), {"amount": 5, "cascade": False}, {"amount": 500, "cascade": False}, {"amount": 5000, "cascade": False})
    assert answers[0] == "paid 5" and "denied" in answers[1] and "needs an approval" in answers[2]
    assert done == [(5, False)]


def test_asynchronous_tools(guard: callgate.Guard) -> None:
    @function_tool
    async def later(amount: int) -> str:
        done.append(amount)
        return "later"

    answers = told(wrap(guard, later), {"amount": 5}, {"amount": 500})
    assert answers[0] == "later" and "denied" in answers[1] and done == [5]


def test_what_the_sdk_would_convert_is_denied(guard: callgate.Guard) -> None:
    tool = wrap(guard, pay_tool())
    texts = [
        '{"amount": 5, "cascade": "true"}', '{"amount": 5, "cascade": 1}', '{"amount": "5", "cascade": false}', '{"cascade": false}',
        '{"amount": 500, "cascade": false, "amount": 5}', '{"amount": NaN, "cascade": false}', "[5]", "5", "no JSON", "",
        '{"amount": 1' + "0" * 30 + ', "cascade": false}',
    ]
    for answer in told(tool, *texts):
        assert "denied" in answer
    assert done == []


def test_defaults_are_seen(guard: callgate.Guard) -> None:
    def build(strict: bool) -> FunctionTool:
        @function_tool(name_override="pay", strict_mode=strict)
        def by_default(amount: int, cascade: bool = True) -> str:
            raise AssertionError

        return by_default

    for strict in (True, False):
        assert "denied" in told(wrap(guard, build(strict)), {"amount": 5})[0]


def test_defaults_within_models_are_seen(guard: callgate.Guard) -> None:
    @function_tool(strict_mode=False)
    def order(order: Order, other: Order | None = None) -> str:
        done.append(order.amount)
        return "ordered"

    answers = told(wrap(guard, order), {"order": {}}, {"order": {"amount": 5}}, {"order": {"amount": 5}, "other": {}})
    assert "denied" in answers[0] and answers[1:] == ["ordered", "ordered"] and done == [5, 5]


def test_context_of_the_run(guard: callgate.Guard) -> None:
    tool = wrap(guard, pay_tool(), context=lambda of: {"user": of.context["user"]})
    assert told(tool, {"amount": 5, "cascade": False}, context={"user": "ann"}) == ["paid 5"]
    assert "not by Eve" in told(tool, {"amount": 5, "cascade": False}, context={"user": "eve"})[0]


def test_refusals_that_are_raised(guard: callgate.Guard) -> None:
    tool = wrap(guard, pay_tool(), on_refusal="raise")
    with pytest.raises(Exception) as caught:
        told(tool, {"amount": 500, "cascade": False})
    chain: list[BaseException | None] = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert any(isinstance(error, callgate.CallDenied) for error in chain) and done == []


def test_an_agent_and_all_its_tools(guard: callgate.Guard) -> None:
    agent = wrap_agent(guard, Agent(name="agent", tools=[pay_tool()]))
    assert "denied" in told_by(agent, "pay", {"amount": 500, "cascade": False})[0] and done == []
    with pytest.raises(callgate.CallgateError, match="WebSearchTool"):
        wrap_agent(guard, Agent(name="agent", tools=[pay_tool(), WebSearchTool()]))
    with pytest.raises(callgate.CallgateError, match="MCP"):
        wrap_agent(guard, Agent(name="agent", mcp_servers=[object()]))
    for wrong in (WebSearchTool(), lambda: None):
        with pytest.raises(callgate.CallgateError):
            wrap(guard, wrong)


def test_results_are_judged() -> None:
    guard = callgate.Guard(
        text="rules:\n  - {name: a, tool: '*', action: allow}\nresults:\n  - {name: keys, tool: '*', when: 'result.contains(\"KEY\")', block: true}\n")

    @function_tool
    def read(text: str) -> str:
        return text

    answers = told(wrap(guard, read), {"text": "open"}, {"text": "the KEY"})
    assert answers[0] == "open" and "kept back" in answers[1] and "KEY" not in answers[1]
    rails = ToolGuardrails(guard)
    read.tool_input_guardrails, read.tool_output_guardrails = [rails.input], [rails.output]
    answers = told(read, {"text": "open"}, {"text": "the KEY"})
    assert answers[0] == "open" and "kept back" in answers[1] and "KEY" not in answers[1]
    read.tool_input_guardrails = []
    assert "nobody asked" in told(read, {"text": "open"})[0]


def test_what_a_tool_says_when_it_fails_is_judged() -> None:
    guard = callgate.Guard(
        text="rules:\n  - {name: a, tool: '*', action: allow}\nresults:\n  - {name: keys, tool: '*', when: 'result.error.contains(\"KEY\")', block: true}\n")

    async def failing(of: Any, text: str) -> str:
        raise ValueError(json.loads(text)["text"])

    schema = {"type": "object", "properties": {"text": {"type": "string"}}}
    read = wrap(guard, FunctionTool("read", "Reads.", schema, failing, strict_json_schema=False))
    assert "kept back" in told(read, {"text": "the KEY"})[0]
    with pytest.raises(Exception, match="open"):
        told(read, {"text": "open"})


def test_guardrails(guard: callgate.Guard) -> None:
    rails = ToolGuardrails(guard, context=lambda of: {"user": of.context})
    tool = pay_tool(tool_input_guardrails=[rails.input], tool_output_guardrails=[rails.output])
    answers = told(
        tool, {"amount": 5, "cascade": False}, {"amount": 500, "cascade": False}, {"amount": 5000, "cascade": False},
        {"amount": 5, "cascade": "true"}, '{"amount": 500, "cascade": false, "amount": 5}', context="ann")
    assert answers[0] == "paid 5" and ["denied" in answer for answer in answers[1:]] == [True, False, True, True]
    assert "needs an approval" in answers[2] and done == [(5, False)]
    assert "not by Eve" in told(tool, {"amount": 5, "cascade": False}, context="eve")[0]


def test_guardrails_that_end_the_run(guard: callgate.Guard) -> None:
    rails = ToolGuardrails(guard, on_refusal="raise")
    tool = pay_tool(tool_input_guardrails=[rails.input], tool_output_guardrails=[rails.output])
    with pytest.raises(ToolInputGuardrailTripwireTriggered):
        told(tool, {"amount": 500, "cascade": False})
    tool.tool_input_guardrails = []
    with pytest.raises(ToolOutputGuardrailTripwireTriggered):
        told(tool, {"amount": 5, "cascade": False})


def test_a_guarded_function_as_a_tool(guard: callgate.Guard) -> None:
    @function_tool
    @guard.tool
    def pay(amount: int, cascade: bool = False) -> str:
        done.append(amount)
        return "paid"

    answers = told(pay, {"amount": 5, "cascade": False}, {"amount": 5, "cascade": "true"}, {"amount": 500, "cascade": False})
    # The SDK does not tell the model what a function raised unless it is asked to.
    assert answers[0] == "paid" and all("error" in answer for answer in answers[1:]) and done == [5]


def test_nothing_is_fetched(guard: callgate.Guard) -> None:
    async def invoke(of: Any, text: str) -> str:
        done.append(text)
        return "paid"

    schema = {"type": "object", "properties": {"amount": {"$ref": "http://127.0.0.1:9/amount"}}}
    tool = FunctionTool("pay", "Pays.", schema, invoke, strict_json_schema=False)
    assert "denied" in told(wrap(guard, tool), {"amount": 5})[0] and done == []
    circle = {"type": "object", "properties": {"amount": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"$ref": "#/$defs/a"}}}
    tool = FunctionTool("pay", "Pays.", circle, invoke, strict_json_schema=False)
    assert "denied" in told(wrap(guard, tool), {"amount": 5})[0] and done == []


@pytest.mark.parametrize("make", [lambda guard: ToolGuardrails(guard, on_refusal="x"), lambda guard: wrap(guard, pay_tool(), on_refusal="x")])
def test_options_are_checked(guard: callgate.Guard, make: Any) -> None:
    with pytest.raises(callgate.CallgateError):
        make(guard)
