"""Token counting: LiteLLM runs no hook there, so the body is masked before LiteLLM sees it."""

import json
from typing import Any

from gateway.answer_refusal import answer_refusal
from gateway.authenticate import authenticate
from gateway.choose_policy import choose_policy
from gateway.mask_scope import choose_scope
from gateway.masked_exchange import hold_body
from gateway.masker_client import MaskerClient
from gateway.parse_json import parse_json
from gateway.read_body import Receive, Scope, Send, replay_body, with_body_headers
from gateway.refusal import Refusal
from gateway.request_name import RequestName
from gateway.settings import Settings
from gateway.stamp_policy import stamp_policy


async def exchange_counted(
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
    """Passes a body with throw-away placeholders on. The answer holds a number, so nothing is restored."""
    held = await hold_body(scope, receive, name=name, api=api, limit=settings.body_limit)
    shown = json.dumps(held.hollow).encode()
    outer = with_body_headers(scope, len(shown))
    key = await authenticate({**outer, "state": {}}, replay_body(shown, receive), held.hollow)
    if key is None:
        await app(outer, replay_body(shown, receive), send)
        return
    mask_scope, policy = held.scope or choose_scope(settings.scope, key), choose_policy(key)
    try:
        answer, applied = await masker.mask_request(
            held.raw, scope=mask_scope, api=api, name=name, policy=policy, mode="proof" if held.scope else "throwaway"
        )
    except Refusal as refusal:
        policy_applied = refusal.policy
        await answer_refusal(stamp_policy(send, lambda: policy_applied), api, refusal)
        return
    masked = held.raw if answer is None else _body_of(answer)
    stamped = stamp_policy(send, lambda: applied)
    await app(with_body_headers(scope, len(masked)), replay_body(masked, receive), stamped)


def _body_of(answer: bytes) -> bytes:
    return json.dumps(parse_json(answer)["body"]).encode()
