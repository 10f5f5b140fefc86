"""Arguments that a model wrote as JSON, as a tool with a schema will read them."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry


class ArgumentError(Exception):
    """`code` is a stable name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


# What a schema may have that is no schema of a value's parts, whatever is written in it.
_NO_PARTS = frozenset({"$defs", "definitions", "default", "enum", "const", "examples"})
# References and alternatives that lead to one another, without a step into the value.
_MAX_STEPS = 32


def _unsupported(why: str) -> ArgumentError:
    return ArgumentError("unsupported_schema", f"args: {why}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ArgumentError("duplicate_key", "args: a key is there twice")
    return members


def _no_number(name: str) -> Any:
    raise ArgumentError("invalid_json", f"args: {name} is no JSON")


class Arguments:
    """What a tool's schema says of its arguments.

    Defaults are put in where `properties`, `additionalProperties`, `items`, `prefixItems` and `$ref` say which schema a value
    has, and where only one alternative of an `anyOf` or `oneOf` can be meant: by its type, or by the texts that its members
    must be. Where any other part of the schema that looks at an object or array has a default somewhere below, what a tool
    would get can't be known, and the arguments are denied.

    :param schema: a JSON Schema, with references within itself only.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = copy.deepcopy(schema)
        Draft202012Validator.check_schema(self._schema)
        # Nothing is fetched, whatever references say.
        self._validator = Draft202012Validator(self._schema, registry=Registry())

    @staticmethod
    def parse(text: str) -> dict[str, Any]:
        """An object out of JSON; no text at all is an empty one, as the SDK has it.

        :raises ArgumentError: where it is none, or ambiguous.
        """
        try:
            args = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number) if text else {}
        except (ValueError, RecursionError) as error:
            raise ArgumentError("invalid_json", f"args: {error}") from None
        if type(args) is not dict:
            raise ArgumentError("invalid_args", "args: there is no object")
        return args

    def read(self, text: str) -> dict[str, Any]:
        """Likewise, completed by the defaults of the schema.

        :raises ArgumentError: also where they are not as the schema has them; `unsupported_schema` where they can't be completed.
        """
        args = self.parse(text)
        try:
            self._complete(args, self._schema)
            self._validator.validate(args)
        except ValidationError as error:
            raise ArgumentError("invalid_args", f"{error.json_path.replace('$', 'args', 1)}: {error.message}") from None
        except ArgumentError:
            raise
        except Exception as error:
            raise ArgumentError("unsupported_schema", f"args: {error}") from None
        return args

    def _complete(self, value: Any, schema: Any, steps: int = 0) -> None:
        """Puts defaults where members are missing, also of what is within."""
        # Nothing is missing of anything else.
        if not isinstance(value, (dict, list)) or not isinstance(schema, dict):
            return
        if steps > _MAX_STEPS:
            raise _unsupported("references lead in a circle")
        parts = {key: part for key, part in schema.items() if key not in _NO_PARTS}
        if schema is self._schema:
            parts.pop("$id", None)
        if "$ref" in parts:
            self._complete(value, self._target(parts.pop("$ref")), steps + 1)
        for key in ("anyOf", "oneOf"):
            alternatives = [one for one in parts.pop(key, ()) if self._is_possible(one, value)]
            if len(alternatives) == 1:
                self._complete(value, alternatives[0], steps + 1)
            elif alternatives:
                parts[key] = alternatives
        if isinstance(value, list):
            self._complete_items(value, parts)
        else:
            self._complete_members(value, parts)
        for key, part in parts.items():
            if self._brings_default({key: part}):
                raise _unsupported(f"{key} of the tool's schema has defaults, and which of them hold can't be known")

    def _complete_items(self, value: list[Any], parts: dict[str, Any]) -> None:
        """Those of an array. What is walked is taken out of the parts."""
        first = parts.pop("prefixItems", [])
        if len(value) < len(first):
            # What the tool puts in their place is not always written in the schema.
            raise _unsupported(f"an array of {len(value)} is shorter than the tool's schema has it")
        rest = parts.pop("items", None)
        for index, item in enumerate(value):
            self._complete(item, first[index] if index < len(first) else rest)
        self._without_parts(parts, "properties", "additionalProperties")

    def _complete_members(self, value: dict[str, Any], parts: dict[str, Any]) -> None:
        """Likewise, those of an object."""
        properties = parts.pop("properties", {})
        for name, member in properties.items():
            if name not in value:
                self._put_default(value, name, member)
            if name in value:
                self._complete(value[name], member)
        if "patternProperties" not in parts:
            rest = parts.pop("additionalProperties", None)
            for name in [name for name in value if name not in properties]:
                self._complete(value[name], rest)
        self._without_parts(parts, "items", "prefixItems")

    @staticmethod
    def _without_parts(parts: dict[str, Any], *keys: str) -> None:
        """Takes out what looks at values of the other type."""
        for key in keys:
            parts.pop(key, None)

    def _put_default(self, value: dict[str, Any], name: str, schema: Any) -> None:
        for _ in range(_MAX_STEPS):
            if not isinstance(schema, dict):
                return
            if "default" in schema:
                value[name] = copy.deepcopy(schema["default"])
                return
            for key in ("anyOf", "oneOf", "allOf"):
                if any(isinstance(one, dict) and "default" in one for one in schema.get(key, ())):
                    raise _unsupported(f"a default within {key} of the tool's schema")
            if "$ref" not in schema:
                return
            schema = self._target(schema["$ref"])
        raise _unsupported("references lead in a circle")

    def _is_possible(self, schema: Any, value: Any) -> bool:
        """Whether an alternative may be what an object or array is read as: no conversion makes it one of another type, or
        another text of one that a member must be."""
        for _ in range(_MAX_STEPS):
            if not isinstance(schema, dict):
                return schema is not False
            types = schema.get("type", [])
            types = types if isinstance(types, list) else [types]
            if types and ("object" if isinstance(value, dict) else "array") not in types:
                return False
            if isinstance(value, dict):
                for name, member in schema.get("properties", {}).items():
                    if name in value and isinstance(member, dict) and not _may_be(value[name], member):
                        return False
            if "$ref" not in schema:
                return True
            schema = self._target(schema["$ref"])
        raise _unsupported("references lead in a circle")

    def _brings_default(self, schema: Any) -> bool:
        """Whether it has a default anywhere below. A member that is named so counts as well: rather once too often."""
        pending: list[Any] = [schema]
        followed: set[str] = set()
        while pending:
            one = pending.pop()
            if isinstance(one, list):
                pending += one
            if not isinstance(one, dict):
                continue
            if not one.keys().isdisjoint({"default", "$id", "$dynamicRef", "$recursiveRef"}):
                return True
            pending += one.values()
            reference = one.get("$ref")
            if isinstance(reference, str) and reference not in followed:
                followed.add(reference)
                pending.append(self._target(reference))
        return False

    def _target(self, reference: Any) -> Any:
        """What a reference leads to: a pointer into the schema itself."""
        path = unquote(reference) if isinstance(reference, str) else ""
        if path != "#" and not path.startswith("#/"):
            raise _unsupported("a reference leads out of the tool's schema")
        found: Any = self._schema
        for step in path.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            elif isinstance(found, dict) and step in found:
                found = found[step]
            else:
                raise _unsupported("a reference leads nowhere")
        return found


def _may_be(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a member may be what a schema says, where that is one of some texts."""
    texts = [schema["const"]] if "const" in schema else schema.get("enum", [])
    return not texts or any(type(text) is not str for text in texts) or value in texts
