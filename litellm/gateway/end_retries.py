"""A refused key that the client need not ask again with."""

from gateway.read_body import Message, Scope, Send
from gateway.set_header import replace_header


def end_retries(scope: Scope, send: Send) -> Send:
    """A `send` that calls a 401 final, be it the gateway's key or the provider's: Claude Code then says so at once, where it would ask
    ten times more, for three minutes. A key from its helper it renews all the same. Who sends the gateway's key as x-litellm-api-key
    may have a token of a subscription beside it, which a 401 tells it to renew."""
    if any(name.lower() == b"x-litellm-api-key" for name, _ in scope["headers"]):
        return send

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 401:
            message = replace_header(message, b"x-should-retry", b"false")
        await send(message)

    return with_header
