"""Denials that no machine made, and times."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from . import _callgate
from ._errors import CallgateError

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def refused(reason: str, code: str, detail: str) -> _callgate.Decision:
    """A denial that no machine made, because there is no decision of one."""
    detail = detail.encode(errors="replace").decode()
    error = {"kind": code, "detail": detail, "offset": None}
    line = {"decision": "deny", "reason": reason, "error": {"kind": code, "detail": detail}}
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return _callgate.refused({"reason": reason, "error": error, "approvers": (), "matched": (), "monitored": (), "line": text})


def no_bytes() -> _callgate.Decision:
    """The denial of a call that is not bytes."""
    return refused("malformed", "unsupported_value", "the bytes of a call are bytes")


def time_of(now: datetime | int) -> tuple[int, int]:
    """Seconds and nanoseconds since 1970."""
    if isinstance(now, datetime):
        if now.tzinfo is None:
            raise CallgateError("invalid_option", "a time has a time zone")
        since = now - _EPOCH
        return since.days * 86_400 + since.seconds, since.microseconds * 1_000
    if type(now) is not int:
        raise CallgateError("invalid_option", "a time is a datetime, or nanoseconds since 1970")
    return divmod(now, 1_000_000_000)
