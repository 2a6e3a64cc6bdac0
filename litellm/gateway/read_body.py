"""A request's body out of ASGI, and a body put into it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from gateway.refusal import Refusal

# 32 MiB at 300 kB/s.
BODY_SECONDS = 120

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = dict[str, Any]


class ClientGone(Exception):
    """The client left before its body was whole."""


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The whole body. Raises Refusal 413 beyond `limit` bytes, by the declared length at once; 408 for a body that
    comes too slowly, which would hold a connection and memory for as long as its sender likes."""
    try:
        return await asyncio.wait_for(_read_within(scope, receive, limit), BODY_SECONDS)
    except asyncio.TimeoutError:
        raise Refusal(408, f"body: it did not come within {BODY_SECONDS} s; send it faster, or send less") from None


async def _read_within(scope: Scope, receive: Receive, limit: int) -> bytes:
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def replay_body(raw: bytes, receive: Receive) -> Receive:
    """A `receive` that gives these bytes, then what comes after the body: the client's leaving."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": raw, "more_body": False}

    return replay


def with_body_headers(scope: Scope, length: int) -> Scope:
    """The scope for LiteLLM: a JSON body of this length, and an answer that is not compressed."""
    replaced = (b"content-length", b"content-type", b"content-encoding", b"transfer-encoding", b"accept-encoding")
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in replaced]
    added = [(b"content-type", b"application/json"), (b"content-length", str(length).encode())]
    return {**scope, "headers": [*kept, *added]}


def header(scope: Message, name: bytes) -> bytes:
    """A header's value, or b""."""
    return next((value for key, value in scope.get("headers", ()) if key.lower() == name), b"")


def _too_large(limit: int) -> Refusal:
    return Refusal(413, f"body: larger than {limit} bytes; send less, or raise MASKER_BODY_LIMIT_BYTES on both sides")
