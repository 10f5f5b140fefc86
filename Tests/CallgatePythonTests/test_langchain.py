"""LangChain's own tools, wrapped."""

from __future__ import annotations

import asyncio
import enum
from typing import Annotated, Any

import callgate
import pydantic
import pytest
from callgate.langchain import ToolApprovalRequired, ToolCallDenied, ToolResultBlocked, wrap
from langchain_core.messages import AIMessage, ToolCall, ToolMessage
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, InjectedToolArg, InjectedToolCallId, StructuredTool, Tool, ToolException, tool

POLICY = """
rules:
  - {name: small, tool: [pay, search, later], when: args.amount <= 100 && args.cascade != true, action: allow}
  - {name: large, tool: pay, when: args.amount > 1000, action: require_approval, approvers: [finance]}
  - {name: words, tool: search, when: 'args.query == "open"', action: allow}
  - {name: orders, tool: order, when: args.order.amount <= 100, action: allow}
"""


@pytest.fixture
def guard() -> callgate.Guard:
    return callgate.Guard(text=POLICY)


done: list[Any] = []


class Unit(enum.Enum):
    CENT = "cent"


class Order(pydantic.BaseModel):
    amount: int
    unit: Unit = Unit.CENT


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


def pay_tool() -> BaseTool:
    @tool
    def pay(amount: int, cascade: bool = False) -> str:
        """Pays."""
        done.append((amount, cascade))
        return f"paid {amount}"

    return pay


def later_tool() -> BaseTool:
    @tool
    async def later(amount: int) -> str:
        """Pays later."""
        done.append(amount)
        return "later"

    return later


def test_a_tool_runs_only_where_it_may(guard: callgate.Guard) -> None:
    original = pay_tool()
    pay = wrap(guard, original)
    assert isinstance(pay, StructuredTool) and pay.name == "pay" and pay.args == original.args
    assert pay.invoke({"amount": 5}) == "paid 5"
    with pytest.raises(ToolCallDenied):
        pay.invoke({"amount": 500})
    with pytest.raises(ToolApprovalRequired) as asked:
        pay.run({"amount": 5000})
    assert asked.value.id and asked.value.approvers == ("finance",) and isinstance(asked.value, callgate.ApprovalRequired)
    assert pay.batch([{"amount": 1}, {"amount": 2}]) == ["paid 1", "paid 2"]
    assert sorted(done) == [(1, False), (2, False), (5, False)]
    # The original is as it was.
    assert original.invoke({"amount": 500}) == "paid 500"


def test_asynchronous_tools(guard: callgate.Guard) -> None:
    later, pay = wrap(guard, later_tool()), wrap(guard, pay_tool())
    assert asyncio.run(later.ainvoke({"amount": 5})) == "later"
    assert asyncio.run(pay.ainvoke({"amount": 6})) == "paid 6"
    for one in (later, pay):
        with pytest.raises(ToolCallDenied):
            asyncio.run(one.ainvoke({"amount": 500}))
        with pytest.raises(ToolCallDenied):
            asyncio.run(one.arun({"amount": 500}))
    with pytest.raises(NotImplementedError):
        later.invoke({"amount": 5})
    assert done == [5, (6, False)]


def test_a_synchronous_tool_that_is_awaited_counts_once() -> None:
    guard = callgate.Guard(text="rules:\n  - {name: rate, tool: pay, action: deny, limit: {max: 1, per: 1h}}\n")
    pay = wrap(guard, pay_tool())
    assert asyncio.run(pay.ainvoke({"amount": 5})) == "paid 5"
    with pytest.raises(ToolCallDenied):
        pay.invoke({"amount": 5})


def test_conversions_and_defaults_are_seen(guard: callgate.Guard) -> None:
    pay = wrap(guard, pay_tool())
    for cascade in (True, "true", "yes", 1):
        with pytest.raises(ToolCallDenied):
            pay.invoke({"amount": 5, "cascade": cascade})
    assert pay.invoke({"amount": "5"}) == "paid 5"

    @tool("pay")
    def by_default(amount: int = 500) -> str:
        """Pays."""
        raise AssertionError

    with pytest.raises(ToolCallDenied):
        wrap(guard, by_default).invoke({})


def test_models_as_arguments(guard: callgate.Guard) -> None:
    @tool
    def order(order: Order) -> str:
        """Orders."""
        done.append(order)
        return order.unit.value

    guarded = wrap(guard, order)
    assert guarded.invoke({"order": {"amount": 5}}) == "cent"
    assert isinstance(done[0], Order) and done[0] == Order(amount=5)
    with pytest.raises(ToolCallDenied):
        guarded.invoke({"order": {"amount": 500}})


def test_what_json_can_not_carry_is_denied(guard: callgate.Guard) -> None:
    @tool("pay")
    def pay(amount: float, when: Any = None) -> str:
        """Pays."""
        raise AssertionError

    for args in ({"amount": float("nan")}, {"amount": 1, "when": {1, 2}}, {"amount": 1, "when": b"x"}):
        with pytest.raises(ToolCallDenied) as caught:
            wrap(guard, pay).invoke(args)
        assert caught.value.decision.reason == "malformed"


def test_texts_as_input(guard: callgate.Guard) -> None:
    @tool
    def search(query: str) -> str:
        """Searches."""
        return query

    def words(query: str) -> str:
        return query

    assert wrap(guard, search).run("open") == "open"
    with pytest.raises(ToolCallDenied):
        wrap(guard, search).run("closed")
    plain = wrap(callgate.Guard(text="rules:\n  - {name: a, tool: search, when: 'args.tool_input == \"open\"', action: allow}\n"),
                 Tool(name="search", description="Searches", func=words))
    assert plain.run("open") == "open"
    with pytest.raises(ToolCallDenied):
        plain.run("closed")


def test_what_is_injected_is_no_argument() -> None:
    guard = callgate.Guard(text="rules:\n  - {name: a, tool: pay, when: 'args == {\"amount\": 5}', action: allow}\n")

    @tool
    def pay(amount: int, store: Annotated[Any, InjectedToolArg], id: Annotated[str, InjectedToolCallId], config: RunnableConfig) -> str:
        """Pays."""
        done.append((store, id, config["configurable"]["user"]))
        return "paid"

    store = object()
    call: ToolCall = {"name": "pay", "args": {"amount": 5, "store": store}, "id": "c1", "type": "tool_call"}
    message = wrap(guard, pay).invoke(call, {"configurable": {"user": "ann"}})
    assert isinstance(message, ToolMessage) and message.content == "paid" and message.tool_call_id == "c1"
    assert done == [(store, "c1", "ann")]


@pytest.mark.parametrize("name", ["config", "run_manager", "callbacks"])
def test_arguments_with_names_of_the_framework_are_seen(name: str) -> None:
    guard = callgate.Guard(text=f"rules:\n  - {{name: a, tool: t, when: 'args.{name} == \"fine\"', action: allow}}\n")

    class Named(BaseTool):
        name: str = "t"
        description: str = "Has an argument that is named as the framework's."
        args_schema: Any = {"type": "object", "properties": {name: {"type": "string"}}}

        def _run(self, **given: Any) -> Any:
            return given[name]

    tool = wrap(guard, Named())
    assert tool.invoke({name: "fine"}) == "fine"
    with pytest.raises(ToolCallDenied):
        tool.invoke({name: "other"})
    schema = {"type": "object", "properties": {name: {"type": "string"}}}
    structured = wrap(guard, StructuredTool(name="t", description="Likewise.", args_schema=schema, func=lambda **given: done.append(given)))
    with pytest.raises(ToolCallDenied):
        structured.invoke({name: "other"})
    assert done == []


def test_context_of_the_configuration() -> None:
    guard = callgate.Guard(text="rules:\n  - {name: a, tool: pay, when: 'context.user == \"ann\"', action: allow}\n")
    pay = wrap(guard, pay_tool(), context=lambda config: {"user": config["configurable"].get("user")})
    assert pay.invoke({"amount": 5}, {"configurable": {"user": "ann"}}) == "paid 5"
    with pytest.raises(ToolCallDenied):
        pay.invoke({"amount": 5}, {"configurable": {"user": "bob"}})


def test_refusals_that_the_model_is_told(guard: callgate.Guard) -> None:
    pay = wrap(guard, pay_tool())
    pay.handle_tool_error = True
    told = pay.invoke({"name": "pay", "args": {"amount": 500}, "id": "c1", "type": "tool_call"})
    assert told.status == "error" and "denied" in told.content and done == []


def test_classes_of_ones_own(guard: callgate.Guard) -> None:
    class Pay(BaseTool):
        name: str = "pay"
        description: str = "Pays."
        account: str = "main"

        def _run(self, amount: int) -> str:
            return f"{self.account} {amount}"

        async def _arun(self, amount: int) -> str:
            return f"async {self.account} {amount}"

    pay = wrap(guard, Pay(account="second"))
    assert isinstance(pay, Pay) and pay.invoke({"amount": 5}) == "second 5"
    assert asyncio.run(pay.ainvoke({"amount": 5})) == "async second 5"
    for run in (lambda: pay.invoke({"amount": 500}), lambda: asyncio.run(pay.ainvoke({"amount": 500}))):
        with pytest.raises(ToolCallDenied):
            run()


def test_results_are_judged() -> None:
    guard = callgate.Guard(
        text="rules:\n  - {name: a, tool: '*', action: allow}\nresults:\n  - {name: keys, tool: '*', when: 'result.contains(\"KEY\")', block: true}\n")

    @tool
    def read(name: str) -> str:
        """Reads."""
        return name

    @tool(response_format="content_and_artifact")
    def both(name: str) -> tuple[str, Any]:
        """Reads."""
        return name, object

    for one in (wrap(guard, read), wrap(guard, both)):
        assert one.invoke({"name": "open"}) == "open"
        with pytest.raises(ToolResultBlocked):
            one.invoke({"name": "the KEY"})
        with pytest.raises(ToolException):
            asyncio.run(one.ainvoke({"name": "the KEY"}))


def test_what_a_tool_says_when_it_fails_is_judged() -> None:
    guard = callgate.Guard(
        text="rules:\n  - {name: a, tool: '*', action: allow}\nresults:\n  - {name: keys, tool: '*', when: 'result.error.contains(\"KEY\")', block: true}\n")

    @tool
    def read(text: str) -> str:
        """Reads."""
        raise ToolException(text)

    @tool("read")
    async def later(text: str) -> str:
        """Reads."""
        raise ToolException(text)

    for call in (wrap(guard, read).invoke, lambda args: asyncio.run(wrap(guard, later).ainvoke(args))):
        with pytest.raises(ToolException, match="open"):
            call({"text": "open"})
        with pytest.raises(ToolResultBlocked):
            call({"text": "the KEY"})


def test_a_scripted_model_calls_tools(guard: callgate.Guard) -> None:
    calls = [{"name": "pay", "args": {"amount": amount}, "id": f"c{amount}", "type": "tool_call"} for amount in (5, 500)]
    model = GenericFakeChatModel(messages=iter([AIMessage(content="", tool_calls=calls), AIMessage(content="done")]))
    pay = wrap(guard, pay_tool())
    pay.handle_tool_error = True
    answer = model.invoke("pay twice")
    told = [pay.invoke(call) for call in answer.tool_calls]
    assert [message.status for message in told] == ["success", "error"]
    assert model.invoke(told).content == "done" and done == [(5, False)]


def test_only_tools_are_wrapped(guard: callgate.Guard) -> None:
    with pytest.raises(callgate.CallgateError):
        wrap(guard, lambda: None)
