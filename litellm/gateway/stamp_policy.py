"""The header that tells a client which policy its request had."""

from collections.abc import Callable
from typing import Optional

from gateway.read_body import Message, Send

POLICY_HEADER = b"x-masker-policy"


def stamp_policy(send: Send, policy: Callable[[], Optional[str]]) -> Send:
    """A `send` that sets the header on the answer's start, if the policy is known by then. No provider can set it."""

    async def stamped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message.get("headers", ()) if pair[0].lower() != POLICY_HEADER]
            applied = policy()
            if applied:
                headers.append((POLICY_HEADER, applied.encode("latin-1")))
            message = {**message, "headers": headers}
        await send(message)

    return stamped
