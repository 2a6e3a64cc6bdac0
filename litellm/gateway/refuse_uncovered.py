"""What a body may not hold, because its content would go around the masking."""

from typing import Any

from gateway.refusal import Refusal

KEPT = "what a provider keeps is bound to no scope, so another team could read it"
# LiteLLM would add to the prompt after the masking, or keep the conversation at the provider. Reason and cure.
UNCOVERED = {
    "vector_store_ids": "LiteLLM would add documents to the prompt that are not masked; leave it out",
    "prompt_id": "LiteLLM would add a stored prompt that is not masked; leave it out",
    "previous_response_id": f"{KEPT}; send the whole conversation in `input` instead",
    "conversation": f"{KEPT}; send the whole conversation in `input` instead",
    "background": f"{KEPT}; ask for a stream instead, which may take hours",
    "cachedContent": f"{KEPT}; send the content itself",
    "cached_content": f"{KEPT}; send the content itself",
    "file_id": "a file cannot be masked; leave it out",
}
# LiteLLM routes by these before its hooks run, and logs them.
NAMES = ("model", "fallbacks", "context_window_fallbacks", "content_policy_fallbacks", "guardrails")
# LiteLLM parses these when they come as strings, so an empty string would hide what it checks.
OBJECTS = ("metadata", "litellm_metadata", "extra_body", "litellm_params", "litellm_embedding_config")


def refuse_uncovered(body: dict[str, Any]) -> None:
    """Raises Refusal 400 with what to do."""
    for name, reason in UNCOVERED.items():
        if body.get(name):
            raise Refusal(400, f"{name}: {reason}")
    for name in OBJECTS:
        if isinstance(body.get(name), str):
            raise Refusal(400, f"{name}: a string; send an object")
    for name in NAMES:
        if not _holds_names(body.get(name)):
            raise Refusal(400, f"{name}: more than names, and the rest cannot be masked in time; send names alone")
    if isinstance(body.get("stream"), (str, list, dict)):
        raise Refusal(400, "stream: neither on nor off; send true or false")
    for name in ("input", "prompt"):
        items = body.get(name)
        if isinstance(items, list) and any(isinstance(item, (int, list)) for item in items):
            raise Refusal(400, f"{name}: text as token numbers, in which nothing can be found; send text")
    if any(item.get("type") == "item_reference" for item in _objects(body.get("input"))):
        raise Refusal(400, f"input: a reference to an item, and {KEPT}; send the item itself")
    tools = _objects(body.get("tools"))
    if any(_is_run_by_litellm(tool) for tool in tools):
        raise Refusal(400, "tools: LiteLLM would run this tool itself, outside of the masking; leave it out")
    if any(_names_container(one.get("container")) for one in (body, *tools)):
        raise Refusal(400, f"container: one that there is already, and {KEPT}; leave it out to get a new one")
    # LiteLLM sets these fields into the body that it sends.
    if isinstance(body.get("extra_body"), dict):
        refuse_uncovered(body["extra_body"])


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _names_container(value: Any) -> bool:
    """A new one has no id yet: `{"type": "auto"}`, `{"skills": [...]}`."""
    return bool(value.get("id")) if isinstance(value, dict) else isinstance(value, str) and value != ""


def _is_run_by_litellm(tool: dict[str, Any]) -> bool:
    return bool(tool.get("vector_store_ids")) or str(tool.get("server_url", "")).startswith("litellm_proxy")


def _holds_names(value: Any) -> bool:
    """`["a"]`, `[{"model": "a", "temperature": 0}]`, or `[{"a": ["b"]}]` for the names that stand in for another."""
    if not isinstance(value, list):
        return value is None or isinstance(value, str)
    return all(isinstance(one, str) or (isinstance(one, dict) and _is_choice(one)) for one in value)


def _is_choice(one: dict[str, Any]) -> bool:
    if "model" in one:
        return not any(isinstance(value, (str, list, dict)) for name, value in one.items() if name != "model")
    return all(isinstance(value, list) and all(isinstance(name, str) for name in value) for value in one.values())
