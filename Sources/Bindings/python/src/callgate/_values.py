"""Private copies of values, and what JSON says of them.

A tool gets the copy, and the guard decides on its JSON: nobody else has the copy, so whoever changes the caller's
values meanwhile changes neither.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import math
from typing import Any

from . import _callgate
from ._errors import UnsupportedValue

# spec/limits.md: levels of nesting, the call itself included, and bytes of a call.
MAX_DEPTH = 128
MAX_BYTES = 1 << 20
_INT_RANGE = range(-(1 << 63), 1 << 63)
_SCALARS = frozenset({str, int, float, bool, type(None)})


def _name(value: object) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


class _Copier:
    """One walk over a value. Steps into it are kept for messages."""

    def __init__(self, root: str) -> None:
        self.steps: list[str] = [root]
        # Bytes that are needed at least, so that a value which is shared a million times is not walked as often.
        self.bytes = 0

    def refuse(self, code: str, what: str) -> UnsupportedValue:
        path = "".join(self.steps)
        return UnsupportedValue(code, what, path if len(path) <= 200 else path[:199] + "…")

    def unsupported(self, value: object) -> UnsupportedValue:
        return self.refuse("unsupported_value", f"{_name(value)} can't be carried by JSON")

    def copy(self, value: Any, depth: int) -> tuple[Any, Any]:
        """The copy that a tool gets, and the same in the types of JSON.

        The two are one object where the types are JSON's own.
        """
        kind = type(value)
        self.bytes += len(value) + 2 if kind is str else 1
        if self.bytes > MAX_BYTES:
            raise self.refuse("call_too_large", f"the call is larger than {MAX_BYTES} bytes")
        if kind in _SCALARS:
            self.check_scalar(value)
            return value, value
        if depth >= MAX_DEPTH:
            raise self.refuse("nesting_too_deep", f"nested more than {MAX_DEPTH} levels deep, or in a circle")
        if kind is dict:
            return self.copy_dict(value, depth + 1)
        if kind is list:
            return self.copy_list(value, depth + 1)
        if kind is tuple:
            copy, plain = self.copy_list(list(value), depth + 1)
            return tuple(copy), plain
        # By its type: what a value says that it is may not be so.
        if issubclass(kind, enum.Enum):
            return value, self.enum_value(value)
        if dataclasses.is_dataclass(value) and not issubclass(kind, (dict, list, tuple, str, int, float)):
            return self.copy_dataclass(value, depth + 1)
        if isinstance(getattr(kind, "__pydantic_fields__", None), dict):
            return self.copy_model(value, depth + 1)
        raise self.unsupported(value)

    def check_scalar(self, value: Any) -> None:
        kind = type(value)
        if kind is int and value not in _INT_RANGE:
            raise self.refuse("unsupported_value", "an int of more than 64 bits can't be carried exactly")
        if kind is float and not math.isfinite(value):
            raise self.refuse("unsupported_value", f"{value} can't be carried by JSON")
        if kind is str and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise self.refuse("lone_surrogate", "a text with half of a surrogate pair is no Unicode") from None

    def member(self, step: str, value: Any, depth: int) -> tuple[Any, Any]:
        self.steps.append(step if len(step) <= 64 else step[:63] + "…")
        answer = self.copy(value, depth)
        self.steps.pop()
        return answer

    def copy_dict(self, value: dict[Any, Any], depth: int) -> tuple[Any, Any]:
        copies, plains, is_same = {}, {}, True
        # One step, so that nobody adds members meanwhile.
        for key, member in list(value.items()):
            if type(key) is not str:
                raise self.refuse("unsupported_value", f"a key of type {_name(key)} can't be carried by JSON")
            self.check_scalar(key)
            copy, plain = self.member(f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]", member, depth)
            copies[key], plains[key] = copy, plain
            is_same = is_same and copy is plain
        return copies, copies if is_same else plains

    def copy_list(self, value: list[Any], depth: int) -> tuple[Any, Any]:
        pairs = [self.member(f"[{index}]", member, depth) for index, member in enumerate(list(value))]
        copies = [copy for copy, _ in pairs]
        return copies, copies if all(copy is plain for copy, plain in pairs) else [plain for _, plain in pairs]

    def enum_value(self, value: enum.Enum) -> Any:
        plain = value._value_
        if type(plain) not in _SCALARS:
            raise self.unsupported(value)
        self.check_scalar(plain)
        return plain

    def copy_dataclass(self, value: Any, depth: int) -> tuple[Any, Any]:
        kind = type(value)
        fields = {field.name: object.__getattribute__(value, field.name) for field in dataclasses.fields(value)}
        if set(getattr(value, "__dict__", {})) - set(fields):
            raise self.refuse("unsupported_value", f"{_name(value)} has attributes that are no fields")
        copies, plains = self.copy_dict(fields, depth)
        copy = object.__new__(kind)
        for name, member in copies.items():
            object.__setattr__(copy, name, member)
        return copy, plains

    def copy_model(self, value: Any, depth: int) -> tuple[Any, Any]:
        """A model of Pydantic, by its fields: its own serializers might leave some out."""
        kind: Any = type(value)
        extra = value.__pydantic_extra__
        if value.__pydantic_private__ or not (extra is None or type(extra) is dict):
            raise self.refuse("unsupported_value", f"{_name(value)} has private attributes")
        both = {**value.__dict__, **(extra or {})}
        copies, plains = self.copy_dict(both, depth)
        copy = kind.__new__(kind)
        object.__setattr__(copy, "__dict__", {name: copies[name] for name in value.__dict__})
        object.__setattr__(copy, "__pydantic_extra__", None if extra is None else {name: copies[name] for name in extra})
        object.__setattr__(copy, "__pydantic_fields_set__", set(value.__pydantic_fields_set__))
        object.__setattr__(copy, "__pydantic_private__", None)
        return copy, plains


def private(value: Any, root: str, depth: int = 0) -> tuple[Any, Any]:
    """A copy of a value that nobody else has, and the same in the types of JSON.

    :param root: what paths in messages begin with.
    :param depth: the levels that the value lies in.
    :raises UnsupportedValue: where JSON can't carry it unchanged.
    """
    return _Copier(root).copy(value, depth)


def _object(value: Any, root: str) -> dict[str, Any] | None:
    if value is None:
        return None
    _, plain = private(value, root, 1)
    if type(plain) is not dict:
        raise UnsupportedValue(f"invalid_{root}", f"{_name(value)} is no object", root)
    return plain


_EXPLANATIONS = {
    "call_too_large": f"the call is larger than {MAX_BYTES} bytes",
    "nesting_too_deep": f"nested more than {MAX_DEPTH} levels deep, or in a circle",
}


def written_call(tool: Any, args: Any, context: Any) -> bytes:
    """A call as JSON.

    :raises UnsupportedValue: where JSON can't carry it unchanged.
    """
    if type(tool) is not str:
        raise UnsupportedValue("invalid_tool", "the name of a tool is a str", "")
    _Copier("tool").check_scalar(tool)
    written = _callgate.write_call(tool, _object(args, "args"), _object(context, "context"))
    if isinstance(written, bytes):
        return written
    raise UnsupportedValue(written, _EXPLANATIONS.get(written, "a value can't be carried by JSON"), "")


def written_value(value: Any, root: str) -> bytes:
    """A value of JSON's types as JSON.

    :raises UnsupportedValue: where JSON can't carry it unchanged.
    """
    written = _callgate.write_value(value)
    if isinstance(written, bytes):
        return written
    raise UnsupportedValue(written, _EXPLANATIONS.get(written, "the value can't be carried by JSON"), root)
