"""Guards, their policies and decisions."""

from __future__ import annotations

import asyncio
import json
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import callgate
import pytest
from agents import Agent, function_tool
from callgate import langchain, mcp, openai_agents
from langchain_core.tools import StructuredTool
from mcp import ClientSession

DENY = "rules:\n  - {name: deny_t, tool: t, action: deny, message: 'not {args.a}'}\n"
ALLOW = "rules:\n  - {name: allow_t, tool: t, action: allow}\n"


def test_a_decision_has_its_texts(example: callgate.Guard) -> None:
    decision = example.check("delete_customer", {"cascade": True}, {"environment": "staging"})
    assert (decision.effect, decision.reason, decision.rule) == ("deny", "rule", "protect_production_deletes")
    assert decision.message == "Customer deletes require dev environment or manual override"
    assert decision.matched == ("protect_production_deletes", "prevent_cascade_deletes")
    assert decision.tool == "delete_customer" and not decision and not decision.allowed
    assert (decision.approvers, decision.monitored, decision.timeout_seconds, decision.error) == ((), (), None, None)
    why = decision.explain()
    assert why is not None and [rule["outcome"] for rule in why["rules"]] == ["matched", "matched"]
    assert repr(decision) == "<Decision deny: rule 'protect_production_deletes'>"


def test_an_approval_is_requested(example: callgate.Guard) -> None:
    review = example.check("refund_payment", {"amount_cents": 75000})
    assert (review.effect, review.id, review.is_kept) == ("review", None, False)
    decision = example.request_approval(review)
    assert decision.line == review.line and decision.is_kept
    assert example.request_approval(decision) is decision
    named = example.request_approval(review, id="c1")
    assert named.id == "c1"
    allowed = example.check("refund_payment", {"amount_cents": 1})
    assert example.request_approval(allowed) is allowed
    assert (decision.effect, decision.approvers, decision.timeout_seconds) == ("review", ("finance-team",), 3600)
    assert decision.id is not None and decision.deadline_ns is not None and not decision
    approval = example.approval(decision.id)
    assert approval is not None and approval.state == "pending" and approval.tool == "refund_payment"


def test_errors_have_a_kind_and_a_place(example: callgate.Guard) -> None:
    decision = example.check("refund_payment", {"amount_cents": "9,000"})
    assert decision.reason == "error" and decision.error is not None
    assert decision.error["kind"] == "no_such_overload"
    malformed = example.decide(b'{"tool":"refund_payment","args":{"amount_cents":0100}}')
    assert malformed.effect == "deny" and malformed.error is not None and malformed.error["offset"] == 48
    assert malformed.rule is None


def test_the_quick_way_and_the_bytes_give_the_same(example: callgate.Guard, spec: Path) -> None:
    count = 0
    for text in (spec / "examples/calls.jsonl").read_text().splitlines():
        try:
            call = json.loads(text)
        except ValueError:
            continue
        quick = example.check(call.get("tool"), call.get("args"), call.get("context"))
        # What the quick way says is what it says of the bytes that it wrote.
        if quick.call is not None:
            assert quick.line == example.decide(quick.call).line
            count += 1
        # A text may say a key twice or a number that is no int of 64 bits, and a call of values can't.
        if quick.effect != "deny":
            assert example.decide(text.encode()).effect in (quick.effect, "review")
    assert count > 25


def test_a_policy_is_a_text_a_file_a_folder_or_an_image(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(DENY)
    (tmp_path / "b.yaml").write_text("rules:\n  - {name: other, tool: u, action: allow}\n")
    guards = [callgate.Guard(text=DENY), callgate.Guard(tmp_path), callgate.Guard(str(tmp_path / "a.yaml"))]
    guards.append(callgate.Guard([tmp_path / "a.yaml", tmp_path / "b.yaml"]))
    guards.append(callgate.Guard(image=guards[0].image))
    (tmp_path / "c.cgb").write_bytes(guards[0].image)
    guards.append(callgate.Guard(tmp_path / "c.cgb"))
    for guard in guards:
        assert guard.check("t", {"a": 5}).message == "not 5"
    assert guards[0].digest == guards[4].digest and len(guards[0].digest) == 32
    assert guards[3].rules("u") == ("other",) and guards[0].rules("u") == ()


@pytest.mark.parametrize(
    "options",
    [
        {}, {"policy": []}, {"policy": "a", "text": "b"}, {"text": "", "image": b""}, {"policy": b"bytes"},
        {"text": ALLOW, "clock": "sundial"}, {"text": ALLOW, "sessions": -1}, {"text": ALLOW, "sessions": True},
    ],
)
def test_options_are_checked(options: Any) -> None:
    with pytest.raises(callgate.CallgateError) as caught:
        callgate.Guard(**options)
    assert caught.value.code == "invalid_option"


def test_a_policy_with_errors_is_never_used(tmp_path: Path) -> None:
    with pytest.raises(callgate.PolicyError) as caught:
        callgate.Guard(text="rules:\n  - {name: a, tool: t, when: args.a ==, action: deny}\n")
    [one] = [one for one in caught.value.diagnostics if one["severity"] == "error"]
    assert one["line"] == 2 and one["file"] == "policy.yaml" and "^" in (one["rendered"] or "")
    for policy in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(callgate.PolicyError):
            callgate.Guard(policy)
    for image in (b"", b"no image", callgate.Guard(text=DENY).image[:-1]):
        with pytest.raises(callgate.PolicyError):
            callgate.Guard(image=image)
    with pytest.raises(callgate.PolicyError):
        callgate.Guard(text="\ud800")
    with pytest.raises(callgate.PolicyError):
        callgate.Guard(text=DENY, public_key=bytes(32))
    with pytest.raises(ValueError):
        callgate.Guard(text=DENY, public_key=b"short")


def test_rules_are_checked_against_tools(spec: Path, tmp_path: Path) -> None:
    callgate.Guard(spec / "examples/policy.yaml", tools=spec / "examples/tools.json")
    wrong = "rules:\n  - {name: a, tool: refund_payment, when: args.amount_cent > 5, action: deny}\n"
    with pytest.raises(callgate.PolicyError, match="amount_cent"):
        callgate.Guard(text=wrong, tools=[spec / "examples/tools.json"])
    with pytest.raises(callgate.PolicyError):
        callgate.Guard(text=wrong, tools=tmp_path / "none.json")


def test_reload(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(DENY)
    guard = callgate.Guard(file)
    before = guard.check("t", {"a": 1})
    file.write_text(ALLOW)
    assert guard.check("t").effect == "deny"
    guard.reload()
    assert guard.check("t").effect == "allow"
    # A decision goes on by the policy that made it.
    assert before.message == "not 1"
    file.write_text("rules: [")
    with pytest.raises(callgate.PolicyError):
        guard.reload()
    assert guard.check("t").effect == "allow"
    guard.reload(text=DENY)
    assert guard.check("t").effect == "deny"
    guard.reload(image=callgate.Guard(text=ALLOW).image)
    assert guard.check("t").effect == "allow"
    with pytest.raises(callgate.CallgateError):
        guard.reload(text=DENY, image=b"")


def test_a_closed_guard_denies() -> None:
    guard = callgate.Guard(text=ALLOW)
    decision = guard.check("t")
    guard.close()
    guard.close()
    assert guard.is_closed
    for denied in (guard.check("t"), guard.decide(b'{"tool":"t"}'), guard.check_call(b"{}"), guard.check("t", session="s")):
        assert (denied.effect, denied.reason, bool(denied)) == ("deny", "none", False)
        assert denied.error is not None and denied.error["kind"] == "guard_closed"
        assert denied.explain() is None
    # What was decided before can still be asked about.
    assert decision.line == '{"decision":"allow","reason":"rule","rule":"allow_t","matched":["allow_t"],"tool":"t"}'
    for action in (guard.reload, guard.events, lambda: guard.image, lambda: guard.digest, lambda: guard.rules("t")):
        with pytest.raises(callgate.CallgateError):
            action()
    with pytest.raises(callgate.CallgateError):
        guard.record(decision, 1)
    with pytest.raises(callgate.CallgateError):
        guard.approve("x", "ann")


def test_bytes_are_bytes(example: callgate.Guard) -> None:
    call = b'{"tool":"delete_customer","context":{"environment":"development"}}'
    for one in (call, bytearray(call), memoryview(call)):
        assert example.decide(one).effect == "allow"
    for wrong in ("text", None, 5, [1]):
        assert example.decide(wrong).effect == "deny"
    for wrong_time in ("now", 1.5, datetime(2026, 1, 1), True, 10**40, -(10**40)):
        assert example.decide(call, now=wrong_time).effect == "deny"
    assert example.decide(call, now=datetime(2026, 1, 1, tzinfo=timezone.utc)).effect == "allow"
    assert example.decide(call, now=0).effect == "allow"
    assert example.decide(call, now=-1).effect == "allow"


def test_time_is_what_is_given() -> None:
    guard = callgate.Guard(text="rules:\n  - {name: late, tool: t, when: 'now > timestamp(\"2026-01-01T00:00:00Z\")', action: deny}\n")
    new_year = datetime(2026, 1, 1, tzinfo=timezone.utc)
    nanoseconds = 1_767_225_600_000_000_000
    assert guard.decide(b'{"tool":"t"}', now=new_year).effect == "allow"
    assert guard.decide(b'{"tool":"t"}', now=nanoseconds).effect == "allow"
    assert guard.decide(b'{"tool":"t"}', now=nanoseconds + 1).effect == "deny"
    assert guard.check("t").effect == "deny"


def test_asynchronous(example: callgate.Guard) -> None:
    assert asyncio.run(example.acheck("drop_database")).effect == "deny"


def test_decisions_are_made_by_guards_only() -> None:
    with pytest.raises(TypeError):
        callgate.Decision()
    decision = callgate.Guard(text=DENY).check("t")
    with pytest.raises(AttributeError):
        decision.effect = "allow"
    with pytest.raises(TypeError):
        callgate.Decision.allowed = True


def test_wrong_keywords_are_errors(example: callgate.Guard) -> None:
    with pytest.raises(TypeError):
        example.check()
    with pytest.raises(TypeError):
        example.check("t", {}, {}, "s")
    with pytest.raises(TypeError):
        example.check("t", sesion="s")
    assert example.check(tool="delete_customer", args={}, context={"environment": "development"}).effect == "allow"


@pytest.mark.parametrize("wrong", ["{}", 5, -1, 1 << 40, None, [123, 125], object()])
def test_the_bytes_of_a_call_are_bytes(example: callgate.Guard, wrong: Any) -> None:
    for decision in (example.decide(wrong), example.check_call(wrong), example.check_call(wrong, session="s")):
        assert (decision.effect, decision.reason) == ("deny", "malformed")
        assert decision.error is not None and decision.error["kind"] == "unsupported_value"


# Passed over, a session that is misspelled would lift limits and trust.
TAKES_KEYWORDS = {
    "Guard": lambda guard, **given: callgate.Guard(text=ALLOW, **given),
    "check": lambda guard, **given: guard.check("t", **given),
    "acheck": lambda guard, **given: asyncio.run(guard.acheck("t", **given)),
    "check_call": lambda guard, **given: guard.check_call(b"{}", **given),
    "decide": lambda guard, **given: guard.decide(b"{}", **given),
    "request_approval": lambda guard, **given: guard.request_approval(guard.check("t"), **given),
    "approve": lambda guard, **given: guard.approve("a", "ann", **given),
    "reject": lambda guard, **given: guard.reject("a", "ann", **given),
    "reload": lambda guard, **given: guard.reload(**given),
    "tool": lambda guard, **given: guard.tool("t", **given),
    "tool of a function": lambda guard, **given: guard.tool(print, **given),
    "scope": lambda guard, **given: callgate.scope(**given).__enter__(),
    "openai_agents.wrap": lambda guard, **given: openai_agents.wrap(guard, FUNCTION_TOOL, **given),
    "openai_agents.wrap_agent": lambda guard, **given: openai_agents.wrap_agent(guard, Agent(name="a", tools=[FUNCTION_TOOL]), **given),
    "openai_agents.wrap_agent without tools": lambda guard, **given: openai_agents.wrap_agent(guard, Agent(name="a"), **given),
    "openai_agents.ToolGuardrails": lambda guard, **given: openai_agents.ToolGuardrails(guard, **given),
    "langchain.wrap": lambda guard, **given: langchain.wrap(guard, StructuredTool.from_function(pay), **given),
    "mcp.GuardedSession": lambda guard, **given: mcp.GuardedSession(guard, ClientSession, **given),
}


def pay(amount: int) -> str:
    """Pays."""
    return f"paid {amount}"


FUNCTION_TOOL = function_tool(pay)


@pytest.mark.parametrize("what", TAKES_KEYWORDS)
def test_no_keyword_is_passed_over(what: str) -> None:
    guard = callgate.Guard(text=ALLOW)
    TAKES_KEYWORDS[what](guard)
    with pytest.raises(TypeError, match="'sesion'"):
        TAKES_KEYWORDS[what](guard, sesion="s1")


def test_only_the_library_is_needed() -> None:
    import callgate._callgate as native

    folder = Path(native.__file__).parent
    assert (folder / "libcallgate.so.1").exists() and (folder / "py.typed").exists()
    needed = subprocess.run(["ldd", str(folder / "libcallgate.so.1")], check=True, capture_output=True, text=True).stdout
    assert "not found" not in needed and "swift" not in needed.lower()
