"""What this package raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ._callgate import Decision
    from ._runtime import Judgement


class Diagnostic(TypedDict):
    """Something to tell the author of a policy. Lines and columns are from 1, or 0 where it is about no place."""

    severity: str
    line: int
    column: int
    length: int
    file: str | None
    message: str | None
    source_line: str | None
    suggestion: str | None
    rendered: str | None


class CallgateError(Exception):
    """`code` is a stable name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class PolicyError(CallgateError):
    """A policy that has errors, or can't be read. `diagnostics` has them one by one."""

    def __init__(self, diagnostics: list[Diagnostic], fallback: str) -> None:
        errors = [one["rendered"] or one["message"] or "" for one in diagnostics if one["severity"] == "error"]
        super().__init__("invalid_policy", "\n".join(errors) or fallback)
        self.diagnostics = diagnostics


class UnsupportedValue(CallgateError):
    """A value that JSON can't carry, or can't carry unchanged. `path` says where it is, as `args.to[0]`."""

    def __init__(self, code: str, what: str, path: str) -> None:
        super().__init__(code, f"{path}: {what}" if path else what)
        self.path = path


def _describe(decision: Decision, verb: str) -> str:
    tool = "the call" if decision.tool is None else f"the call of {decision.tool}"
    error = decision.error
    why = decision.message or (error["detail"] if error else None)
    return f"{tool} {verb}: {why or (f'rule {decision.rule}' if decision.rule else decision.reason)}"


class CallDenied(CallgateError):
    """A call that may not be made."""

    def __init__(self, decision: Decision) -> None:
        super().__init__("call_denied", _describe(decision, "is denied"))
        self.decision = decision


class ApprovalRequired(CallgateError):
    """A call that waits for somebody. `id` is what to approve or reject; None where no approval could be opened."""

    def __init__(self, decision: Decision) -> None:
        super().__init__("approval_required", _describe(decision, "needs an approval"))
        self.decision = decision
        self.id = decision.id if decision.approval_error is None else None
        self.approvers = decision.approvers


class ResultBlocked(CallgateError):
    """A result that is kept from the agent."""

    def __init__(self, decision: Decision, judgement: Judgement) -> None:
        rules = ", ".join(judgement.rules)
        super().__init__("result_blocked", f"the result of {decision.tool} is kept back{': ' + rules if rules else ''}")
        self.decision = decision
        self.judgement = judgement
