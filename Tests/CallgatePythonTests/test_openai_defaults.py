"""Defaults that the OpenAI Agents SDK puts in arguments after a decision: each is seen before, or the call is denied."""

from __future__ import annotations

import enum
from typing import Annotated, Any, Literal, NamedTuple, Optional, Union

import callgate
import pydantic
import pytest
from agents import FunctionTool, function_tool
from callgate._arguments import ArgumentError, Arguments
from callgate.openai_agents import ToolGuardrails, wrap
from test_openai_agents import told

done: list[Any] = []


class Forced(pydantic.BaseModel):
    name: str
    force: bool = True


class Other(pydantic.BaseModel):
    id: int
    force: bool = True


class Named(pydantic.BaseModel):
    kind: Literal["named"]
    force: bool = True


class Numbered(pydantic.BaseModel):
    kind: Literal["numbered", "counted"] = "numbered"
    force: bool = True


class Pair(NamedTuple):
    name: str
    force: bool = True


class Tree(pydantic.BaseModel):
    force: bool = True
    below: list[Tree] = []


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Plain(pydantic.BaseModel):
    name: str


class Box(pydantic.BaseModel):
    size: int


def taking(kind: Any, strict: bool = False) -> FunctionTool:
    """A tool with one argument, of a type."""

    def t(x: Any) -> str:
        done.append(x)
        return "ran"

    t.__annotations__["x"] = kind
    return function_tool(t, strict_mode=strict)


def ruled(when: str) -> callgate.Guard:
    return callgate.Guard(text=f"rules:\n  - {{name: stop, tool: t, when: '{when}', action: deny}}\n  - {{name: rest, tool: t, action: allow}}\n")


# A type, arguments without a default, and where a rule sees it; None where it can't be known which default holds.
COMPLETED = {
    "mapping": (dict[str, Forced], {"k": {"name": "n"}}, "x.k"),
    "mapping of lists": (dict[str, list[Forced]], {"k": [{"name": "n"}]}, "x.k[0]"),
    "tuple": (tuple[Forced, int], [{"name": "n"}, 1], "x[0]"),
    "tuple of any length": (tuple[Forced, ...], [{"name": "n"}], "x[0]"),
    "tree": (Tree, {"force": False, "below": [{"force": False, "below": [{}]}]}, "x.below[0].below[0]"),
    "optional": (Optional[Forced], {"name": "n"}, "x"),
    "object or scalar": (Union[Forced, int, str, None], {"name": "n"}, "x"),
    "object or list": (Union[Forced, list[int]], {"name": "n"}, "x"),
    "told apart by a text": (Union[Named, Numbered], {"kind": "counted"}, "x"),
    "told apart by the schema": (Annotated[Union[Named, Numbered], pydantic.Field(discriminator="kind")], {"kind": "named"}, "x"),
    "told apart within an optional": (Optional[Annotated[Union[Named, Numbered], pydantic.Field(discriminator="kind")]], {"kind": "named"}, "x"),
    "union": (Union[Forced, Other], {"name": "n"}, None),
    "union within a list": (list[Union[Forced, Other]], [{"name": "n"}], None),
    "union within a mapping": (dict[str, Union[Forced, Other]], {"k": {"name": "n"}}, None),
    "union that leaves out what tells it apart": (Union[Named, Numbered], {}, None),
    "union of lists": (Union[list[Forced], list[Other]], [{"name": "n"}], None),
    "named tuple": (Pair, ["n"], None),
}


@pytest.mark.parametrize("shape", COMPLETED)
def test_no_default_within_is_overlooked(shape: str) -> None:
    done.clear()
    kind, value, place = COMPLETED[shape]
    # The type of each value has force, and it is True unless the model writes it.
    guard = ruled(f"args.{place}.force == true" if place else 'args.x == "never"')
    [answer] = told(wrap(guard, taking(kind)), {"x": value})
    assert "denied" in answer and ("unsupported_schema" in answer or "defaults" in answer or "shorter" in answer) == (place is None)
    assert done == []


@pytest.mark.parametrize("shape", [shape for shape, (_, _, place) in COMPLETED.items() if place])
def test_what_is_completed_runs_as_it_was_decided_on(shape: str) -> None:
    done.clear()
    kind, value, place = COMPLETED[shape]
    assert told(wrap(ruled(f"args.{place}.force != true"), taking(kind)), {"x": value}) == ["ran"] and len(done) == 1


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Optional[Plain], {"name": "n"}), (Optional[Plain], None), (Union[int, str], 5), (Union[int, str, None], None),
        (Union[int, list[int]], [1, 2]), (Union[Plain, Box], {"name": "n"}), (Union[list[Plain], list[Box]], [{"size": 1}]),
        (Colour, "red"), (Optional[Colour], "blue"), (list[Colour], ["red"]), (Literal["a", "b"], "a"), (list[int], []),
        (Union[Forced, Other, int], 5), (Optional[Union[Forced, Other]], None),
    ],
)
def test_types_without_defaults_go_on(kind: Any, value: Any, strict: bool) -> None:
    assert told(wrap(ruled('args.x == "never"'), taking(kind, strict)), {"x": value}) == ["ran"]


FORCE = {"type": "object", "properties": {"force": {"type": "boolean", "default": True}}}


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [FORCE]}, {"oneOf": [FORCE, {"type": "object", "required": ["a"]}]}, {"patternProperties": {"^k": FORCE}},
        {"patternProperties": {"^j": {}}, "additionalProperties": FORCE}, {"if": {"required": ["k"]}, "then": FORCE},
        {"if": {"required": ["j"]}, "else": FORCE}, {"dependentSchemas": {"k": FORCE}}, {"unevaluatedProperties": FORCE},
        {"allOf": [{"$ref": "#/$defs/force"}]}, {"allOf": [{"properties": {"const": FORCE}}]}, {"$ref": "#force"},
        {"$dynamicRef": "#force"}, {"x-own": FORCE}, {"properties": {"o": {"anyOf": [{"type": "integer", "default": 1}]}}},
        {"$id": "https://example.com/x"}, {"anyOf": [{"$ref": "#/$defs/circle"}]}, {"$ref": "#/$defs/none"},
    ],
)
def test_defaults_that_can_not_be_known_are_denied(schema: dict[str, Any]) -> None:
    async def invoke(of: Any, text: str) -> str:
        raise AssertionError

    anchored = {**FORCE, "$anchor": "force", "$dynamicAnchor": "force"}
    whole = {"type": "object", "properties": {"x": schema}, "$defs": {"force": anchored, "circle": {"$ref": "#/$defs/circle"}}}
    with pytest.raises(ArgumentError) as caught:
        Arguments(whole).read('{"x": {"k": {}}}')
    assert caught.value.code == "unsupported_schema"
    tool = FunctionTool("t", "Runs.", whole, invoke, strict_json_schema=False)
    rails = ToolGuardrails(ruled('args.x == "never"'))
    [answer] = told(wrap(ruled('args.x == "never"'), tool), {"x": {"k": {}}})
    assert "denied" in answer
    tool.tool_input_guardrails = [rails.input]
    assert told(tool, {"x": {"k": {}}}) == [answer]


@pytest.mark.parametrize(("reference", "value"), [("#", {"x": {}}), ("#/$defs/a~1b", {}), ("#/$defs/a%2Fb", None), ("#/$defs/list/prefixItems/0", {})])
def test_references_within_the_schema_are_followed(reference: str, value: Any) -> None:
    async def invoke(of: Any, text: str) -> str:
        raise AssertionError

    definitions = {"a/b": FORCE, "list": {"prefixItems": [FORCE]}}
    whole = {"type": "object", "properties": {"force": {"default": True}, "x": {"$ref": reference}}, "$defs": definitions}
    tool = FunctionTool("t", "Runs.", whole, invoke, strict_json_schema=False)
    [answer] = told(wrap(ruled("args.x.force == true"), tool), {"x": {} if value is None else value})
    assert "denied" in answer
