"""spec/vectors come out the same through this package, byte for byte."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import callgate
import pytest
from callgate._errors import UnsupportedValue
from callgate._values import written_call

VECTORS = Path(__file__).resolve().parents[2] / "spec/vectors"
CALLS = sorted(path.name for path in VECTORS.glob("*.json"))
EVENTS = sorted(path.name for path in (VECTORS / "guard").glob("*.json"))


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((VECTORS / name).read_bytes())
    return content


def bytes_of(case: dict[str, Any]) -> bytes:
    if "call" in case:
        return str(case["call"]).encode()
    if "call_pieces" in case:
        return "".join(piece["text"] * piece.get("times", 1) for piece in case["call_pieces"]).encode()
    return bytes.fromhex(case["call_hex"])


def test_files_are_found() -> None:
    assert len(CALLS) > 25 and len(EVENTS) >= 7


@pytest.mark.parametrize("name", CALLS)
def test_calls(name: str) -> None:
    content = read(name)
    now = datetime.fromisoformat(content["now"])
    with callgate.Guard(text="\n".join(content["policy"])) as guard:
        for case in content["cases"]:
            decision = guard.decide(bytes_of(case), now=now)
            assert decision.line == case["line"], case["name"]
            line = json.loads(case["line"])
            said = (decision.effect, decision.reason, decision.rule, decision.tool, list(decision.matched))
            assert said == (line["decision"], line["reason"], line.get("rule"), line.get("tool"), line.get("matched", []))


def as_values(call: bytes) -> tuple[Any, Any, Any] | None:
    """The call as Python's values, where it has exactly one reading and is nothing but a call."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a key is there twice")
        return dict(pairs)

    try:
        value = json.loads(call.decode(), object_pairs_hook=unique)
    except (ValueError, RecursionError):
        return None
    if type(value) is not dict or not set(value) <= {"tool", "args", "context"} or type(value.get("tool")) is not str:
        return None
    if not all(type(value.get(key, {})) is dict for key in ("args", "context")):
        return None
    return value["tool"], value.get("args"), value.get("context")


def without_places(line: str) -> Any:
    """Where something is in the text, and how it is written there, differs."""
    value = json.loads(line)
    value.get("error", {}).pop("offset", None)
    value.get("error", {}).pop("detail", None)
    value.pop("message", None)
    return value


def test_python_values_decide_as_the_text_does() -> None:
    count = 0
    for name in CALLS:
        content = read(name)
        with callgate.Guard(text="\n".join(content["policy"])) as guard:
            for case in content["cases"]:
                values = as_values(bytes_of(case))
                # Without its white space a call that is too large is none.
                if values is None or "call_too_large" in case["line"]:
                    continue
                try:
                    call = written_call(*values)
                except UnsupportedValue:
                    continue
                decision = guard.decide(call, now=datetime.fromisoformat(content["now"]))
                assert without_places(decision.line) == without_places(case["line"]), case["name"]
                count += 1
    assert count > 700


@pytest.mark.parametrize("name", EVENTS)
def test_events(name: str) -> None:
    content = read(f"guard/{name}")
    with callgate.Guard(text="\n".join(content["policy"]) + "\n") as guard:
        answer = guard.events()
        for event in content["events"]:
            assert answer(event["event"]) == event["line"]
