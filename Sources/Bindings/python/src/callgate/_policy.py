"""What a policy is made of."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeAlias

from . import _callgate
from ._errors import CallgateError, Diagnostic, PolicyError

Path: TypeAlias = "str | os.PathLike[str]"


class PolicySource:
    """A policy that can be opened again and again."""

    def __init__(
        self,
        policy: Path | Sequence[Path] | None,
        *,
        text: str | None = None,
        image: bytes | None = None,
        tools: Path | Sequence[Path] = (),
        public_key: bytes | None = None,
    ) -> None:
        if sum(one is not None for one in (policy, text, image)) != 1:
            raise CallgateError("invalid_option", "a guard has a policy of files, or a text, or an image")
        self.text = text
        self.image = None if image is None else bytes(image)
        self.paths = () if policy is None else _paths(policy)
        if policy is not None and not self.paths:
            raise CallgateError("invalid_option", "there is no file of a policy")
        self.tools = _paths(tools)
        self.public_key = public_key

    def open(self) -> tuple[_callgate.Engine, list[Diagnostic]]:
        """Compiles or loads it.

        :raises PolicyError: where it has errors, or can't be read.
        """
        kind, sources = self._sources()
        tools = tuple((path, _read(path)) for path in self.tools)
        engine, diagnostics, status = _callgate.open(kind, sources, tools, self.public_key)
        if engine is None:
            raise PolicyError(diagnostics, status)
        return engine, diagnostics

    def _sources(self) -> tuple[str, tuple[object, ...]]:
        if self.image is not None:
            return "image", (("image", self.image),)
        if self.text is not None:
            try:
                return "documents", (("policy.yaml", self.text.encode()),)
            except UnicodeEncodeError:
                raise PolicyError([], "the text of the policy is no Unicode") from None
        return "paths", self.paths


def _paths(given: Path | Sequence[Path]) -> tuple[str, ...]:
    several = (given,) if isinstance(given, (str, os.PathLike)) else tuple(given)
    if not all(isinstance(path, (str, os.PathLike)) for path in several):
        raise CallgateError("invalid_option", "paths are texts")
    return tuple(os.fsdecode(path) for path in several)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise PolicyError([], f"{path}: {error.strerror or error}") from None
