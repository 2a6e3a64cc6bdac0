"""Token counting: LiteLLM runs no hook there, so the body is masked before LiteLLM sees it."""

import json
from typing import Any

from gateway.masked_exchange import choose_request_id, parse_body
from gateway.masker_client import MaskerClient
from gateway.parse_json import parse_json
from gateway.read_body import Receive, Scope, Send, read_body, replay_body, with_body_headers

# Nothing is stored for it, because callers are not authenticated yet.
SCOPE = "count-tokens"


async def exchange_counted(
    app: Any, scope: Scope, receive: Receive, send: Send, *, api: str, masker: MaskerClient, limit: int
) -> None:
    """Passes a body with throw-away placeholders on. The answer holds a number, so nothing is restored."""
    raw = await read_body(scope, receive, limit)
    parse_body(raw)
    answer = await masker.mask_request(raw, scope=SCOPE, api=api, request_id=choose_request_id(scope), throwaway=True)
    masked = raw if answer is None else _body_of(answer)
    await app(with_body_headers(scope, len(masked)), replay_body(masked, receive), send)


def _body_of(answer: bytes) -> bytes:
    return json.dumps(parse_json(answer)["body"]).encode()
