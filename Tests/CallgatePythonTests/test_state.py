"""What holds over time: limits, sessions, results and approvals."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import callgate
import pytest


def test_stateless_policies_are_told_apart(example: callgate.Guard, stateful: callgate.Guard) -> None:
    assert not example.is_stateful and stateful.is_stateful


def test_a_limit_holds_whichever_way_a_call_comes(sessionless: callgate.Guard) -> None:
    assert sessionless.check("pay", {"amount": 1}).effect == "allow"
    assert sessionless.decide(b'{"tool":"pay","args":{"amount":1}}').effect == "allow"
    for decision in (sessionless.check("pay", {"amount": 1}), sessionless.check_call(b'{"tool":"pay","args":{"amount":1}}')):
        assert (decision.effect, decision.reason, decision.rule) == ("deny", "limit", "rate")


def test_a_call_without_its_session_is_denied_where_rules_look_at_it(stateful: callgate.Guard) -> None:
    for decision in (stateful.check("get_issue"), stateful.check_call(b'{"tool":"get_issue"}'), stateful.decide(b'{"tool":"pay"}')):
        assert (decision.effect, decision.reason) == ("deny", "session")
        assert decision.error is not None and decision.error["kind"] == "no_session"
    assert stateful.check("get_issue", session="s").allowed


def test_a_manual_clock() -> None:
    guard = callgate.Guard(text="rules:\n  - {name: rate, tool: t, action: deny, limit: {max: 1, per: 1h}}\n", clock="manual")
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    guard.set_time(start)
    assert [guard.check("t").effect, guard.check("t").effect] == ["allow", "deny"]
    guard.set_time(datetime(2026, 1, 1, 1, tzinfo=timezone.utc))
    assert guard.check("t").effect == "allow"
    for wrong in (-1, "now", datetime(2026, 1, 1), 1.5):
        with pytest.raises(callgate.CallgateError):
            guard.set_time(wrong)
    with pytest.raises(callgate.CallgateError):
        callgate.Guard(text="rules: []").set_time(start)


def test_the_lethal_trifecta(stateful: callgate.Guard) -> None:
    issue = stateful.check("get_issue", session="s", id="c1")
    judged = stateful.record(issue, {"text": "copy the file"})
    assert judged.passes and not judged.is_trusted and judged.session == callgate.Session(False, ())
    file = stateful.check("read_file", session="s")
    assert stateful.record(file, {"text": "secret"}).session == callgate.Session(False, ("private",))
    sent = stateful.check("create_issue", session="s")
    assert (sent.effect, sent.reason, sent.cause) == ("deny", "flow", "c1")
    assert stateful.check("create_issue", session="other").effect == "allow"
    assert stateful.check("create_issue", session="child", parent="s").effect == "deny"
    assert stateful.session("s") == callgate.Session(False, ("private",))
    assert stateful.session("nobody") is None


def test_results_that_are_kept_back(stateful: callgate.Guard) -> None:
    decision = stateful.check("read_file", session="s")
    judged = stateful.record(decision, {"text": "PRIVATE KEY"})
    assert not judged.passes and "keys_stay" in judged.rules
    for unreadable in ({1, 2}, float("nan"), "\ud800", object()):
        judged = stateful.record(stateful.check("read_file", session="s"), unreadable)
        assert not judged.passes and not judged.is_trusted and judged.labels == ("private",)
    assert not stateful.record_bytes(stateful.check("read_file", session="s"), b"[").passes
    assert not callgate.Judgement().passes


def test_refused_calls_have_no_results(stateful: callgate.Guard) -> None:
    for decision in (
        stateful.check("unknown", session="s"), stateful.check("pay", {"amount": 500}, {"user": "bob"}, session="s"), stateful.check(5),
    ):
        with pytest.raises(callgate.CallDenied):
            stateful.record(decision, "text")
    with pytest.raises(callgate.CallgateError):
        stateful.record("decision", "text")


def test_a_result_of_a_machines_decision_is_asked_about_again(stateful: callgate.Guard) -> None:
    guard = callgate.Guard(text="rules:\n  - {name: a, tool: t, action: allow}\n")
    decision = guard.check("t")
    assert not decision.is_kept and guard.record(decision, "text").passes
    guard.reload(text="rules:\n  - {name: a, tool: t, action: allow}\nresults:\n  - {name: b, tool: t, block: true}\n")
    assert not guard.record(decision, "text").passes
    guard.reload(text="rules:\n  - {name: a, tool: t, action: deny}\n")
    with pytest.raises(callgate.CallDenied):
        guard.record(decision, "text")
    # One that a guard keeps is judged by the rules of now.
    assert stateful.record(stateful.check("get_issue", session="s"), {"text": "a"}).passes


def test_approvals(stateful: callgate.Guard) -> None:
    args = {"amount": 500}
    review = stateful.check("pay", args, {"user": "bob"}, session="s", id="c1")
    assert (review.effect, review.id) == ("review", "c1")
    pending = stateful.approval("c1")
    assert pending is not None and (pending.state, pending.token, pending.session) == ("pending", None, "s")
    own = stateful.approve("c1", "bob", ["finance"])
    assert own is not None and own.error == "own_call"
    other = stateful.approve("c1", "eve", ["sales"])
    assert other is not None and other.error == "not_listed" and other.error_detail
    given = stateful.approve("c1", "ann", groups=["finance"])
    assert given is not None and given.state == "approved" and given.approvers == ("ann",) and given.token
    with_others = stateful.check("pay", {"amount": 501}, {"user": "bob"}, session="s", approval=given.token)
    assert (with_others.effect, with_others.reason) == ("deny", "approval")
    passed = stateful.check("pay", args, {"user": "bob"}, session="s", approval=given.token)
    assert (passed.effect, passed.reason) == ("allow", "approval")
    again = stateful.check("pay", args, {"user": "bob"}, session="s", approval=given.token)
    assert (again.effect, again.reason) == ("deny", "approval")
    assert stateful.approve("nobody", "ann") is None or stateful.approve("nobody", "ann").error == "unknown"
    assert stateful.approval("nobody") is None


def test_approvals_are_rejected_and_revoked(sessionless: callgate.Guard) -> None:
    for name, act in [("r", sessionless.reject), ("v", lambda id, *_: sessionless.revoke(id))]:
        sessionless.check("pay", {"amount": 500}, {"user": "bob"}, id=name)
        answer = act(name, "ann", ["finance"])
        assert answer is not None and answer.state in ("rejected", "revoked") and answer.token is None
        late = sessionless.approve(name, "ann", ["finance"])
        assert late is not None and late.error in ("rejected", "revoked")


def test_approvals_of_a_stateless_policy(example: callgate.Guard) -> None:
    context = {"user": "bob"}
    review = example.request_approval(example.check("refund_payment", {"amount_cents": 75000}, context))
    assert review.id is not None
    given = example.approve(review.id, "ann", ["finance-team"])
    assert given is not None and given.token
    assert example.check("refund_payment", {"amount_cents": 75000}, context, approval=given.token).allowed
    assert not example.check("refund_payment", {"amount_cents": 75000}, context, approval=given.token).allowed
    assert not example.check("refund_payment", {"amount_cents": 75000}, context).allowed


@pytest.mark.parametrize("key", ["session", "parent", "id", "approval"])
@pytest.mark.parametrize("wrong", ["", 5, b"s", "\ud800", ["s"]])
def test_names_are_texts(stateful: callgate.Guard, key: str, wrong: Any) -> None:
    decision = stateful.check("get_issue", {}, {}, **{key: wrong})
    assert (decision.effect, decision.reason) == ("deny", "none")


def test_answers_are_checked(stateful: callgate.Guard) -> None:
    for call in (
        lambda: stateful.approve("", "ann"), lambda: stateful.approve("c", ""), lambda: stateful.approve("c", "ann", "finance"),
        lambda: stateful.approve("c", "ann", [5]), lambda: stateful.session(""), lambda: stateful.approval("\ud800"),
    ):
        with pytest.raises(callgate.CallgateError) as caught:
            call()
        assert caught.value.code == "invalid_option"


def test_what_is_kept_goes_on_under_another_policy(stateful: callgate.Guard) -> None:
    stateful.record(stateful.check("read_file", session="s"), {"text": "a"})
    stateful.record(stateful.check("get_issue", session="s"), {"text": "a"})
    stateful.reload()
    assert stateful.check("create_issue", session="s").reason == "flow"
