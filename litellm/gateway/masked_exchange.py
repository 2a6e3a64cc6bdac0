"""One request on a masked route: the body withheld, LiteLLM called with its hollow, the answer restored."""

import json
from typing import Any

from gateway.holder import HOLDER, Holder
from gateway.hollow import make_hollow
from gateway.masker_client import MaskerClient
from gateway.parse_json import parse_json
from gateway.read_body import Receive, Scope, Send, read_body, replay_body, with_body_headers
from gateway.refusal import Refusal
from gateway.request_name import RequestName
from gateway.restored_answer import RestoredAnswer
from gateway.settings import Settings


async def exchange_masked(
    app: Any,
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    name: RequestName,
    api: str,
    masker: MaskerClient,
    settings: Settings,
) -> None:
    """Raises Refusal as long as nothing was answered."""
    holder = await hold_body(scope, receive, name=name, api=api, limit=settings.body_limit)
    hollow = json.dumps(holder.hollow).encode()
    answer = RestoredAnswer(holder, masker, send)
    if _asks_for_stream(scope, holder.hollow):
        holder.on_ticket = answer.expect_stream
    token = HOLDER.set(holder)
    try:
        await app(with_body_headers(scope, len(hollow)), replay_body(hollow, receive), answer.send)
    except Exception:
        if not answer.broke_off:
            await answer.send_rest()
            raise
    finally:
        HOLDER.reset(token)
        await answer.close()


async def hold_body(scope: Scope, receive: Receive, *, name: RequestName, api: str, limit: int) -> Holder:
    """By itself, so that the body is no local variable of a frame that LiteLLM's exceptions pass: error trackers send those.
    The holder is one, and its repr leaves the body out. Raises Refusal."""
    raw = await read_body(scope, receive, limit)
    body = parse_body(raw)
    return Holder(
        api=api,
        raw=raw,
        body=body,
        hollow=take_hollow(body),
        name=name,
        scope=scope.get("masker.scope"),
        stages=scope.get("masker.stages", set()),
    )


def _asks_for_stream(scope: Scope, hollow: dict[str, Any]) -> bool:
    return hollow.get("stream") is True or scope["path"].endswith(":streamGenerateContent")


def parse_body(raw: bytes) -> dict[str, Any]:
    """The body as an object. Raises Refusal 400."""
    try:
        body = parse_json(raw)
    except ValueError as error:
        raise Refusal(400, f"body: {error}; send a JSON object") from None
    if not isinstance(body, dict):
        raise Refusal(400, "body: not an object; send a JSON object")
    return body


def take_hollow(body: dict[str, Any]) -> dict[str, Any]:
    """What LiteLLM may see of a body. Raises Refusal 400."""
    try:
        return make_hollow(body)
    except RecursionError:
        raise Refusal(400, "body: nested too deeply; send less depth") from None
