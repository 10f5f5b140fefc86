"""MCP: a client session whose calls are decided on, and whose results are judged.

    session = callgate.mcp.GuardedSession(guard, session)
    result = await session.call_tool("refund_payment", {"amount_cents": 75000})
"""

from __future__ import annotations

from typing import Any

from mcp.types import CallToolResult, TextContent

from ._errors import ApprovalRequired, CallDenied, CallgateError, ResultBlocked, UnsupportedValue
from ._guard import Guard
from ._tools import ask, option, running
from ._values import private, written_value

# By which a call could be sent that nobody has decided on.
_HIDDEN = frozenset({"session", "send_request", "send_notification", "experimental", "dispatcher"})


class GuardedSession:
    """A `mcp.ClientSession`, or a `mcp.Client`, whose `call_tool` asks first. All else is the session's own.

    :param context: the call's context, or a function that gives it; left out, that of `callgate.scope`.
    :param session_id: the guard's session, likewise.
    :param on_refusal: "raise", or "tell" for a result with `is_error` that says why.
    :param prefix: put before the names that the server gives its tools, where two servers may use the same.
    """

    def __init__(
        self,
        guard: Guard,
        session: Any,
        *,
        context: Any = None,
        session_id: Any = None,
        on_refusal: str = "raise",
        prefix: str = "",
    ) -> None:
        if not callable(getattr(session, "call_tool", None)):
            raise CallgateError("invalid_option", f"{type(session).__name__} is no session of MCP")
        if on_refusal not in ("raise", "tell"):
            raise CallgateError("invalid_option", "on_refusal is raise or tell")
        self._guard, self._session, self._prefix = guard, session, prefix
        self._context, self._session_id = context, session_id
        self._tells = on_refusal == "tell"

    async def call_tool(self, name: str, arguments: dict[str, Any] | None = None, *rest: Any, **options: Any) -> Any:
        """As the session's own.

        The server gets the arguments that were decided on. A result is judged as JSON, as the protocol has it:
        `result.content[0].text`, `result.structuredContent`, `result.isError`.

        :raises CallDenied: or `ApprovalRequired`, `ResultBlocked`.
        """
        try:
            return await self._call(name, arguments, rest, options)
        except (CallDenied, ApprovalRequired, ResultBlocked) as error:
            if not self._tells:
                raise
            return CallToolResult(content=[TextContent(type="text", text=str(error))], is_error=True)

    async def _call(self, name: str, arguments: Any, rest: tuple[Any, ...], options: dict[str, Any]) -> Any:
        tool = self._prefix + name if isinstance(name, str) else name
        asked = {} if arguments is None else arguments
        copy, decision = ask(self._guard, tool, asked, option(self._context), option(self._session_id))
        with running(self._guard, decision):
            result = await self._session.call_tool(name, None if arguments is None else copy, *rest, **options)
        if self._guard.is_closed:
            raise CallgateError("guard_closed", "the guard was closed while the tool ran: its result can't be judged")
        if not (self._guard.is_stateful or decision.is_kept):
            return result
        try:
            _, plain = private(result.model_dump(mode="json", by_alias=True, exclude_none=True), "result")
            written = written_value(plain, "result")
        except (UnsupportedValue, ValueError):
            written = b""
        judgement = self._guard.record_bytes(decision, written)
        if judgement.passes:
            return result
        raise ResultBlocked(decision, judgement)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in _HIDDEN:
            raise AttributeError(f"{name} is not to be had of a guarded session")
        return getattr(self._session, name)
