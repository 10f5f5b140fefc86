"""Callgate decides whether an AI agent may make a tool call.

    guard = callgate.Guard("policies/")
    decision = guard.check("refund_payment", {"amount_cents": 75000}, {"environment": "production"})
"""

from ._callgate import Decision, version as __version__
from ._errors import (
    ApprovalRequired,
    CallDenied,
    CallgateError,
    Diagnostic,
    PolicyError,
    ResultBlocked,
    UnsupportedValue,
)
from ._guard import Guard
from ._runtime import Approval, Judgement, Session
from ._tools import scope

__all__ = [
    "Approval",
    "ApprovalRequired",
    "CallDenied",
    "CallgateError",
    "Decision",
    "Diagnostic",
    "Guard",
    "Judgement",
    "PolicyError",
    "ResultBlocked",
    "Session",
    "UnsupportedValue",
    "__version__",
    "scope",
]
