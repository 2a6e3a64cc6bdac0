"""A refused key that the client need not ask again with."""

from gateway.read_body import Message, Scope, Send


def end_retries(scope: Scope, send: Send) -> Send:
    """A `send` that calls a 401 final, be it the gateway's key or the provider's: Claude Code then says so at once, where it would ask
    ten times more, for three minutes. A key from its helper it renews all the same. Who sends the gateway's key as x-litellm-api-key
    may have a token of a subscription beside it, which a 401 tells it to renew."""
    if any(name.lower() == b"x-litellm-api-key" for name, _ in scope["headers"]):
        return send

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 401:
            headers = [pair for pair in message.get("headers", ()) if pair[0].lower() != b"x-should-retry"]
            message = {**message, "headers": [*headers, (b"x-should-retry", b"false")]}
        await send(message)

    return with_header
