"""What the pre-call hook does: masks the withheld body and fills LiteLLM's data with it."""

import copy
from typing import Any

from gateway.choose_policy import choose_policy
from gateway.fill_hollow import fill_hollow, fill_value
from gateway.holder import Holder
from gateway.hollow import CONTROLS
from gateway.masker_client import MaskerClient
from gateway.parse_json import parse_json
from gateway.recheck_body import recheck_body
from gateway.refusal import Refusal

# What LiteLLM may call a request of each API. Another call type on the route means that the body would go elsewhere.
CALL_TYPES = {
    "anthropic": ("anthropic_messages",),
    "openai-chat": ("acompletion", "completion"),
    "openai-completions": ("atext_completion", "text_completion"),
    "openai-responses": ("aresponses", "responses"),
    "gemini": ("agenerate_content", "agenerate_content_stream", "generate_content", "generate_content_stream"),
    "embeddings": ("aembedding", "embedding", "embeddings"),
    "rerank": ("arerank", "rerank"),
}
# The field that LiteLLM's logging object calls messages. It copied the hollow's before the hook.
LOGGED = {
    "openai-completions": "prompt",
    "openai-responses": "input",
    "embeddings": "input",
    "gemini": "contents",
    "rerank": "query",
}


async def mask_held_body(
    holder: Holder, data: dict[str, Any], *, key: Any, call_type: str, scope: str, masker: MaskerClient
) -> None:
    """Fills `data` in place. Raises Refusal when the body cannot be masked; then `data` is as hollow as before.

    LiteLLM runs its hooks again on a fresh hollow when it falls back from a rate limit: the masker is asked once."""
    if call_type not in CALL_TYPES[holder.api]:
        raise Refusal(403, "route: LiteLLM handles it as another API than the gateway masks it for")
    if holder.masked_raw is None:
        answer, holder.policy = await masker.mask_request(
            holder.raw,
            scope=scope,
            api=holder.api,
            name=holder.name,
            policy=choose_policy(key),
            mode="proof" if holder.scope else "store",  # only the canary's scope is given beforehand
        )
        holder.masked_raw = answer or b""
    masked = _take_masked(holder)
    await recheck_body(masked, key)
    metadata = copy.deepcopy(masked.get("metadata"))
    fill_hollow(data, holder.hollow, masked)
    _fill_requester_metadata(holder, data, metadata)
    log = data.get("litellm_logging_obj")
    logged = data.get(LOGGED.get(holder.api, "messages"))
    if log is not None and logged:
        log.update_messages(logged)


def _take_masked(holder: Holder) -> dict[str, Any]:
    """The masked body. LiteLLM changes what it is given, so a second taker gets a new one."""
    if not holder.masked_raw:
        body, holder.body = holder.body or parse_json(holder.raw), {}
        return body
    answer = parse_json(holder.masked_raw)
    masked: dict[str, Any] = answer["body"]
    for name in CONTROLS & holder.hollow.keys():
        if masked.get(name) != holder.hollow[name]:
            raise Refusal(400, f"{name}: holds what must be masked, but LiteLLM routes by it; use another name")
    holder.ticket = answer["ticket"]
    holder.on_ticket()
    holder.raw, holder.body = b"", {}
    return masked


def _fill_requester_metadata(holder: Holder, data: dict[str, Any], metadata: Any) -> None:
    """LiteLLM copied the client's metadata before the hook, for its logs."""
    for name in ("metadata", "litellm_metadata"):
        bucket = data.get(name)
        if isinstance(bucket, dict) and isinstance(bucket.get("requester_metadata"), dict):
            shown = holder.hollow.get("metadata")
            bucket["requester_metadata"] = fill_value(bucket["requester_metadata"], shown, metadata)
