"""One header on the way out."""

from collections.abc import Callable
from typing import Optional

from gateway.read_body import Message, Send


def set_header(send: Send, name: bytes, value: Callable[[], Optional[str]]) -> Send:
    """A `send` that sets the header on the answer's start, if its value is known by then. No provider can set it."""

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = value()
            message = replace_header(message, name, known.encode("latin-1") if known else None)
        await send(message)

    return with_header


def replace_header(start: Message, name: bytes, value: Optional[bytes]) -> Message:
    """The start of an answer with this header once, and without it where `value` is None. `name` is lower case."""
    headers = [pair for pair in start.get("headers", ()) if pair[0].lower() != name]
    return {**start, "headers": [*headers, (name, value)] if value is not None else headers}
