"""Injected parameters of LangChain's tools: what a model may have written in them is decided on."""

from __future__ import annotations

import asyncio
import datetime
from typing import Annotated, Any

import callgate
import pydantic
import pytest
from callgate.langchain import ToolCallDenied, wrap
from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool, InjectedToolArg, StructuredTool, tool

done: list[Any] = []


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


NOT_AS_THE_VICTIM = """
rules:
  - {name: stop, tool: pay, when: 'has(args.user) && args.user == "victim"', action: deny}
  - {name: ok, tool: pay, action: allow}
"""


class ByAlias(pydantic.BaseModel):
    amount: int
    user: Annotated[str, InjectedToolArg] = pydantic.Field("me", alias="as")


def paying() -> dict[str, BaseTool]:
    def pay(amount: int, user: Annotated[str, InjectedToolArg] = "me") -> str:
        """Pays."""
        done.append(user)
        return f"paid as {user}"

    async def later(amount: int, user: Annotated[str, InjectedToolArg] = "me") -> str:
        """Pays."""
        return pay(amount, user)

    class Pay(BaseTool):
        name: str = "pay"
        description: str = "Pays."

        def _run(self, amount: int, user: Annotated[str, InjectedToolArg] = "me") -> str:
            return pay(amount, user)

    schema = {"type": "object", "properties": {"amount": {"type": "integer"}}}
    return {
        "function": tool(pay), "coroutine": tool("pay")(later), "class": Pay(),
        "schema": StructuredTool(name="pay", description="Pays.", args_schema=schema, func=pay),
        "alias": StructuredTool(name="pay", description="Pays.", args_schema=ByAlias, func=pay),
    }


@pytest.mark.parametrize("kind", ["function", "coroutine", "class", "schema", "alias"])
def test_what_a_model_writes_in_an_injected_argument_is_decided_on(kind: str) -> None:
    pay = wrap(callgate.Guard(text=NOT_AS_THE_VICTIM), paying()[kind])
    name = "as" if kind == "alias" else "user"

    def ask(args: dict[str, Any]) -> Any:
        return asyncio.run(pay.ainvoke(args)) if kind == "coroutine" else pay.invoke(args)

    call = {"name": "pay", "args": {"amount": 5, name: "victim"}, "id": "victim", "type": "tool_call"}
    for args in ({"amount": 5, name: "victim"}, call):
        with pytest.raises(ToolCallDenied) as caught:
            ask(args)
        assert caught.value.decision.rule == "stop"
    assert done == []
    assert ask({"amount": 5}) == "paid as me" and ask({"amount": 5, name: "ann"}) == "paid as ann"


@pytest.mark.parametrize("written", [float("nan"), 1 << 70, "\ud800", {"a": [float("nan")]}])
def test_what_json_can_not_carry_in_an_injected_argument_is_denied(written: Any) -> None:
    @tool
    def pay(amount: int, user: Annotated[Any, InjectedToolArg] = None) -> str:
        """Pays."""
        raise AssertionError

    with pytest.raises(ToolCallDenied) as caught:
        wrap(callgate.Guard(text=NOT_AS_THE_VICTIM), pay).invoke({"amount": 5, "user": written})
    assert caught.value.decision.reason == "malformed"


def test_what_a_model_writes_is_not_let_be_because_it_was_converted() -> None:
    class Dated(pydantic.BaseModel):
        amount: int
        when: Annotated[datetime.datetime, InjectedToolArg]

    dated = StructuredTool(name="pay", description="Pays.", args_schema=Dated, func=lambda **given: done.append(given["when"]))
    guarded = wrap(callgate.Guard(text=NOT_AS_THE_VICTIM), dated)
    with pytest.raises(ToolCallDenied) as caught:
        guarded.invoke({"amount": 5, "when": "2026-01-01T00:00:00Z"})
    assert caught.value.decision.reason == "malformed" and done == []
    given = datetime.datetime(2026, 1, 1)
    guarded.invoke({"amount": 5, "when": given})
    assert done == [given]


def test_a_state_is_the_frameworks_and_a_model_can_not_pretend_to_have_one() -> None:
    @tool
    def pay(amount: int, state: Annotated[dict[str, Any], InjectedToolArg]) -> str:
        """Pays."""
        done.append(state)
        return "paid"

    guarded = wrap(callgate.Guard(text="rules:\n  - {name: a, tool: pay, when: 'args == {\"amount\": 5}', action: allow}\n"), pay)
    state = {"messages": [AIMessage(content="pay")], "user": "ann"}
    assert guarded.invoke({"amount": 5, "state": state}) == "paid" and done == [state]
    for args in ({"amount": 5, "state": {"messages": [], "user": "ann"}}, {"amount": 5, "state": {}, "callgate_injected": ["state"]}):
        with pytest.raises(ToolCallDenied):
            guarded.invoke(args)


def test_a_tool_that_something_else_runs_is_asked_about_all_it_gets() -> None:
    class Pay(BaseTool):
        name: str = "pay"
        description: str = "Pays."

        def _run(self, amount: int, user: Annotated[str, InjectedToolArg] = "me", **rest: Any) -> str:
            return user

    guarded = wrap(callgate.Guard(text=NOT_AS_THE_VICTIM), Pay())
    assert guarded._run(amount=5, user="ann") == "ann"
    for mark in ({}, {"callgate_injected": ["user"]}, {"callgate_injected": frozenset({"user"})}):
        with pytest.raises(ToolCallDenied):
            guarded._run(amount=5, user="victim", **mark)
