"""Arguments that a model wrote as JSON, as a tool with a schema will read them."""

from __future__ import annotations

import copy
import json
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry


class ArgumentError(Exception):
    """`code` is a stable name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ArgumentError("duplicate_key", "args: a key is there twice")
    return members


def _no_number(name: str) -> Any:
    raise ArgumentError("invalid_json", f"args: {name} is no JSON")


class Arguments:
    """What a tool's schema says of its arguments.

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

        :raises ArgumentError: also where they are not as the schema has them.
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

    def _complete(self, value: Any, schema: Any) -> None:
        """Puts defaults where members are missing, also of objects within."""
        schema = self._resolved(schema)
        if not isinstance(schema, dict):
            return
        if isinstance(value, list):
            for item in value:
                self._complete(item, schema.get("items"))
        if not isinstance(value, dict):
            return
        for name, member in schema.get("properties", {}).items():
            described = self._resolved(member)
            if name not in value and isinstance(described, dict) and "default" in described:
                value[name] = copy.deepcopy(described["default"])
            if name in value:
                self._complete(value[name], member)

    def _resolved(self, schema: Any) -> Any:
        """What a reference leads to; of alternatives, the only one that is not null."""
        for _ in range(32):
            if not isinstance(schema, dict):
                return schema
            alternatives = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
            if "$ref" in schema:
                found: Any = self._schema
                for step in schema["$ref"].removeprefix("#/").split("/"):
                    found = found.get(step, {}) if isinstance(found, dict) else {}
                schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
            elif len(alternatives) == 1:
                schema = {**alternatives[0], **{key: value for key, value in schema.items() if key != "anyOf"}}
            else:
                return schema
        raise ArgumentError("unsupported_schema", "args: references lead in a circle")
