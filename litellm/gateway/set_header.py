"""One header on the way out."""

from collections.abc import Callable
from typing import Optional

from gateway.read_body import Message, Send


def set_header(send: Send, name: bytes, value: Callable[[], Optional[str]]) -> Send:
    """A `send` that sets the header on the answer's start, if its value is known by then. No provider can set it."""

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message.get("headers", ()) if pair[0].lower() != name]
            known = value()
            if known:
                headers.append((name, known.encode("latin-1")))
            message = {**message, "headers": headers}
        await send(message)

    return with_header
