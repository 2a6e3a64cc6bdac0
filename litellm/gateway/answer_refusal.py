"""A refusal sent to the client."""

from gateway.api_errors import error_body
from gateway.read_body import Message, Send
from gateway.refusal import Refusal


async def answer_refusal(send: Send, api: str, refusal: Refusal) -> None:
    """A whole error answer in the shape of the client's API."""
    for message in error_answer(api, refusal):
        await send(message)


def error_answer(api: str, refusal: Refusal) -> tuple[Message, Message]:
    """Its two messages. 408, 429 and 503 may be tried again; nothing else should be."""
    body = error_body(api, refusal)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if refusal.status in (408, 429, 503):
        headers.append((b"retry-after", str(refusal.retry_after).encode()))
    else:
        headers.append((b"x-should-retry", b"false"))
    return (
        {"type": "http.response.start", "status": refusal.status, "headers": headers},
        {"type": "http.response.body", "body": body, "more_body": False},
    )
