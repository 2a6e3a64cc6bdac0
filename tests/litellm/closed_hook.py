"""Prints as JSON how the guard and its hook close where LiteLLM does what it should not: status and message, by case."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "litellm"))
os.environ.update(MASKER_API_KEY="abcdefghijklmnopqrstuvwx", LITELLM_MASTER_KEY="sk-abcdefghijklmnopqrstuvwx")

from fastapi import FastAPI, HTTPException
from litellm.proxy._types import UserAPIKeyAuth

from gateway.holder import HOLDER, Holder
from gateway.install_guard import install_guard
from gateway.mask_held_body import mask_held_body
from gateway.masker_client import MaskerClient
from gateway.recheck_body import recheck_body
from gateway.refusal import Refusal
from gateway.request_name import name_request
from gateway.restored_answer import RestoredAnswer
from gateway.restored_stream import RestoredStream
from gateway.settings import read_settings

MASKER = MaskerClient(read_settings(os.environ))
KEY = UserAPIKeyAuth(api_key="k", request_route="/v1/messages", metadata={"allowed_tools": ["look"]})


def new_holder() -> Holder:
    return Holder(api="anthropic", raw=b"{}", body={}, hollow={}, name=name_request({"headers": []}), ticket="t")


async def mask_model() -> Any:
    """LiteLLM has chosen the deployment by the model's name before the masker found something in it."""
    holder = new_holder()
    holder.hollow, holder.masked_raw = {"model": "a"}, b'{"ticket": "t", "body": {"model": "ec2-001"}}'
    return await mask_held_body(holder, {}, key=KEY, call_type="anthropic_messages", scope="s", masker=MASKER)


async def call_hook(call_type: str, holder: Any) -> Any:
    from masker_guardrail import MaskerGuardrail  # sets the guard up, which needs a loop

    HOLDER.set(holder)
    return await MaskerGuardrail(guardrail_name="masker").async_pre_call_hook(KEY, None, {}, call_type)


async def answer_without_hook() -> Any:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    answer = RestoredAnswer(new_holder(), MASKER, send)
    await answer.send({"type": "http.response.start", "status": 200, "headers": []})
    await answer.send({"type": "http.response.body", "body": b"an answer", "more_body": False})
    return [sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]).decode()]


async def feed_slow_masker() -> Any:
    """How many chunks a stream takes whose masker cannot be reached yet."""
    fed = 0

    async def send(message: Any) -> None:
        """Takes all."""

    stream = RestoredStream(new_holder(), MASKER, send)
    stream._passing.cancel()
    stream._passing = asyncio.create_task(asyncio.sleep(3600))
    for fed in range(10_000):
        try:
            await asyncio.wait_for(stream.feed(b"x", more=True), 0.05)
        except asyncio.TimeoutError:
            break
    await stream.close()
    return fed


async def install_twice() -> Any:
    app = FastAPI()
    first = install_guard(app)
    return first is install_guard(app) and app.middleware_stack is first and first.app is not first


async def outcome(work: Awaitable[Any]) -> Any:
    try:
        return await work
    except HTTPException as error:
        return [error.status_code, error.detail]
    except Refusal as refusal:
        return [refusal.status, refusal.message]


CASES: dict[str, Callable[[], Awaitable[Any]]] = {
    "a hook on a route that the guard does not know": lambda: call_hook("acompletion", None),
    "a hook for another API than the route's": lambda: call_hook("acompletion", new_holder()),
    "a model by a name that must be masked": mask_model,
    "an answer without the hook": answer_without_hook,
    "a tool that the key may not use": lambda: recheck_body({"model": "m", "tools": [{"name": "stop"}]}, KEY),
    "a tool that it may use": lambda: recheck_body({"model": "m", "tools": [{"name": "look"}]}, KEY),
    "chunks for a masker that takes none": feed_slow_masker,
    "one guard, however often it is set": install_twice,
}


async def main() -> None:
    print(json.dumps({name: await outcome(work()) for name, work in CASES.items()}))


asyncio.run(main())
