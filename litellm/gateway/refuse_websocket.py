"""The answer to a websocket, on which nothing can be masked."""

from gateway.answer_refusal import error_answer
from gateway.read_body import Scope, Send
from gateway.refusal import Refusal

WHY = "nothing that goes over a websocket is masked"
MAY_OPEN = f"{WHY}; MASKER_OPAQUE_ROUTES may open it"
CLOSED = f"{WHY}; send requests, whose answers may be streamed"
POLICY_VIOLATION = 1008


async def refuse_websocket(scope: Scope, send: Send, *, may_open: bool) -> None:
    """Refuses the handshake with a reason, where the server can say one. The query may hold anything, and servers log it."""
    scope["query_string"] = b""
    refusal = Refusal(403, f"route: refused, because {MAY_OPEN if may_open else CLOSED}")
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": refusal.message})
        return
    start, body = error_answer("openai-chat", refusal)
    await send({**start, "type": "websocket.http.response.start"})
    await send({**body, "type": "websocket.http.response.body"})
