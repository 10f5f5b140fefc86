"""The table of values in spec/embedding.md: what JSON can't carry unchanged is denied."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import enum
import json
import math
import struct
from random import Random
from typing import Any

import callgate
import pydantic
import pytest
from callgate._values import private, written_call

POLICY = """
rules:
  - {name: any, tool: t, action: allow}
"""


@pytest.fixture(scope="module")
def guard() -> callgate.Guard:
    return callgate.Guard(text=POLICY)


@dataclasses.dataclass(frozen=True)
class Money:
    amount: int
    tags: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Slotted:
    inner: Money


class Order(pydantic.BaseModel):
    money: Money
    note: str = "none"


class Hiding(pydantic.BaseModel):
    """Its serializer leaves the amount out."""

    amount: int

    @pydantic.model_serializer
    def serialize(self) -> dict[str, Any]:
        return {}


class Color(enum.StrEnum):
    RED = "red"


class Text(str):
    def __str__(self) -> str:
        return "other"


class Whole(int):
    pass


class Lying(dict):
    def __getitem__(self, key: Any) -> Any:
        return "harmless"

    def __iter__(self) -> Any:
        return iter(())

    def items(self) -> Any:
        return {}.items()


CARRIED: list[tuple[Any, str]] = [
    (None, "null"),
    (True, "true"),
    (0, "0"),
    (2**53 + 1, "9007199254740993"),
    (2**63 - 1, "9223372036854775807"),
    (-(2**63), "-9223372036854775808"),
    (-0.0, "-0.0"),
    (1e21, "1e+21"),
    (5.0, "5.0"),
    (5e-324, "5e-324"),
    (0.1 + 0.2, "0.30000000000000004"),
    ('"\\\n\x00\x1f\x7f/é\U0001f600', '"\\"\\\\\\n\\u0000\\u001f\x7f/é\U0001f600"'),
    ((1, [2]), "[1,[2]]"),
    (Color.RED, '"red"'),
    (Money(5, ["a"]), '{"amount":5,"tags":["a"]}'),
    (Slotted(Money(5)), '{"inner":{"amount":5,"tags":[]}}'),
    (Order(money=Money(1)), '{"money":{"amount":1,"tags":[]},"note":"none"}'),
    (Hiding(amount=7), '{"amount":7}'),
]


@pytest.mark.parametrize(("value", "text"), CARRIED, ids=lambda one: repr(one)[:30])
def test_what_is_carried(guard: callgate.Guard, value: Any, text: str) -> None:
    call = '{"tool":"t","args":{"v":%s}}' % text
    assert written_call("t", {"v": value}, None) == call.encode()
    decision = guard.check("t", {"v": value})
    assert (decision.effect, decision.call) == ("allow", call.encode())
    copy, _ = private({"v": value}, "args", 1)
    assert type(copy["v"]) is type(value) and (copy["v"] == value or value != value)
    assert math.copysign(1, copy["v"]) == math.copysign(1, value) if isinstance(value, float) else True


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)

REFUSED: list[tuple[Any, str]] = [
    (2**63, "unsupported_value"),
    (-(2**63) - 1, "unsupported_value"),
    (2**64 + 1, "unsupported_value"),
    (10**5000, "unsupported_value"),
    (float("nan"), "unsupported_value"),
    (float("inf"), "unsupported_value"),
    (-float("inf"), "unsupported_value"),
    (decimal.Decimal("1.1"), "unsupported_value"),
    (datetime.datetime(2026, 1, 1), "unsupported_value"),
    (datetime.date(2026, 1, 1), "unsupported_value"),
    (b"bytes", "unsupported_value"),
    (bytearray(b"bytes"), "unsupported_value"),
    ({1, 2}, "unsupported_value"),
    (frozenset(), "unsupported_value"),
    (object(), "unsupported_value"),
    (1j, "unsupported_value"),
    (range(3), "unsupported_value"),
    ({1: "a"}, "unsupported_value"),
    ({None: "a"}, "unsupported_value"),
    ({True: "a"}, "unsupported_value"),
    ({("a",): "a"}, "unsupported_value"),
    ({Text("a"): 1}, "unsupported_value"),
    (Text("a"), "unsupported_value"),
    (Whole(1), "unsupported_value"),
    (Lying(amount=5), "unsupported_value"),
    (collections.OrderedDict(a=1), "unsupported_value"),
    (collections.defaultdict(int), "unsupported_value"),
    (collections.namedtuple("Pair", "a b")(1, 2), "unsupported_value"),
    ("\ud800", "lone_surrogate"),
    ("a\udfffb", "lone_surrogate"),
    ({"\udc00": 1}, "lone_surrogate"),
    (CIRCLE, "nesting_too_deep"),
    ("x" * (1 << 20), "call_too_large"),
]


@pytest.mark.parametrize(("value", "code"), REFUSED, ids=lambda one: type(one).__name__ if not isinstance(one, str) else one[:20])
@pytest.mark.parametrize("place", ["args", "context"])
def test_what_is_not(guard: callgate.Guard, value: Any, code: str, place: str) -> None:
    for nested in ({"v": value}, {"v": [value]}, {"v": {"w": (value,)}}):
        decision = guard.check("t", **{place: nested})
        assert (decision.effect, decision.reason, bool(decision)) == ("deny", "malformed", False)
        assert decision.error is not None and decision.error["kind"] == code
        assert json.loads(decision.line)["error"]["kind"] == code


def test_messages_say_where(guard: callgate.Guard) -> None:
    decision = guard.check("t", {"to": [{"a b": 1}, {"a b": {1}}]})
    assert decision.error is not None
    assert decision.error["detail"] == 'args.to[1]["a b"]: set can\'t be carried by JSON'


@pytest.mark.parametrize("args", [[1], "text", 5, Lying(), Money])
def test_arguments_are_an_object(guard: callgate.Guard, args: Any) -> None:
    assert guard.check("t", args).reason == "malformed"
    assert guard.check("t", {}, args).reason == "malformed"


@pytest.mark.parametrize("tool", [None, 5, b"t", Text("t"), "\ud800"])
def test_tools_are_texts(guard: callgate.Guard, tool: Any) -> None:
    assert guard.check(tool).effect == "deny" and guard.check(tool).reason == "malformed"


def test_a_value_that_raises_is_denied(guard: callgate.Guard) -> None:
    class Raising:
        @property
        def __pydantic_fields__(self) -> Any:
            raise RuntimeError("no")

        def __getattribute__(self, name: str) -> Any:
            raise RuntimeError("no")

    assert guard.check("t", {"v": Raising()}).effect == "deny"


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def random_value(random: Random, depth: int) -> Any:
    kind = random.randrange(6 if depth == 0 else 8)
    if kind == 0:
        return random.choice([None, True, False, "", {}, []])
    if kind == 1:
        return random.randint(-(2**63), 2**63 - 1) >> random.randrange(64)
    if kind == 2:
        value = struct.unpack("d", random.randbytes(8))[0]
        return value if math.isfinite(value) else 0.5
    if kind < 6:
        ranges = [(0, 0x20), (0x20, 0x80), (0x80, 0xD800), (0xE000, 0x110000)]
        return "".join(chr(random.randrange(*random.choice(ranges))) for _ in range(random.randrange(8)))
    members = [random_value(random, depth - 1) for _ in range(random.randrange(5))]
    return members if kind == 6 else {str(random_value(random, 0)): member for member in members}


def test_random_values_are_written_as_json_dumps_writes_them() -> None:
    random = Random(6)
    for _ in range(5000):
        value = {"v": random_value(random, 5)}
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        assert written_call("t", value, None).decode() == '{"tool":"t","args":%s}' % text
        copy, plain = private(value, "args", 1)
        assert copy is plain and json.dumps(copy) == json.dumps(value)


def test_what_a_value_says_that_it_is_does_not_count(guard: callgate.Guard) -> None:
    class Pretending:
        _value_ = "harmless"

        @property
        def __class__(self) -> Any:
            return Color

    assert isinstance(Pretending(), Color)
    assert guard.check("t", {"v": Pretending()}).effect == "deny"


def test_nesting_under_at_and_over_its_limit(guard: callgate.Guard) -> None:
    # The call and its arguments are the first two levels of 128.
    for levels, effect in [(125, "allow"), (126, "allow"), (127, "deny")]:
        assert guard.check("t", {"v": nested(levels)}).effect == effect
        assert guard.check("t", {"v": nested(levels), "w": Color.RED}).effect == effect


def test_size_under_at_and_over_its_limit(guard: callgate.Guard) -> None:
    room = (1 << 20) - len('{"tool":"t","args":{"v":""}}')
    for count, effect in [(room - 1, "allow"), (room, "allow"), (room + 1, "deny")]:
        assert guard.check("t", {"v": "x" * count}).effect == effect
        assert guard.check("t", {"v": "x" * (count - len(',"w":"red"')), "w": Color.RED}).effect == effect


def test_a_value_that_is_shared_a_thousand_million_times(guard: callgate.Guard) -> None:
    value: Any = "x"
    for _ in range(30):
        value = [value, value]
    error = guard.check("t", {"v": value}).error
    assert error is not None and error["kind"] == "call_too_large"


def test_copies_share_nothing_that_changes() -> None:
    money = Money(5, ["a"])
    order = Order(money=money)
    args = {"order": order, "list": [{"a": [1]}], "tuple": ([1],)}
    copy, plain = private(args, "args", 1)
    money.tags.append("b")
    order.note = "changed"
    args["list"][0]["a"].append(2)
    args["tuple"][0].append(2)
    assert copy["order"].money.tags == ["a"] and copy["order"].note == "none"
    assert copy["list"] == [{"a": [1]}] and copy["tuple"] == ([1],)
    assert plain == {"order": {"money": {"amount": 5, "tags": ["a"]}, "note": "none"}, "list": [{"a": [1]}], "tuple": [[1]]}


def test_models_with_private_attributes_are_refused(guard: callgate.Guard) -> None:
    class Private(pydantic.BaseModel):
        amount: int = 1
        _hidden: int = pydantic.PrivateAttr(default=5)

    class Extra(pydantic.BaseModel, extra="allow"):
        pass

    assert guard.check("t", {"v": Private()}).effect == "deny"
    assert guard.check("t", {"v": Extra(amount=5)}).call == b'{"tool":"t","args":{"v":{"amount":5}}}'


def test_dataclasses_with_other_attributes_are_refused(guard: callgate.Guard) -> None:
    @dataclasses.dataclass
    class Open:
        amount: int

    value = Open(1)
    assert guard.check("t", {"v": value}).effect == "allow"
    value.other = 2
    assert guard.check("t", {"v": value}).effect == "deny"
