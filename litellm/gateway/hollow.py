"""What LiteLLM sees of a body before the masker has: its shape and its controls, no content."""

import re
from typing import Any

from gateway.refusal import Refusal

# LiteLLM decides by these before its hooks run. They pass as they are; the masker must leave them alone.
CONTROLS = frozenset(
    {"model", "stream", "fallbacks", "context_window_fallbacks", "content_policy_fallbacks", "guardrails"}
)
# What people and tools wrote. Never walked: each becomes an empty value of its type.
CONTENTS = frozenset(
    {
        *("messages", "system", "input", "instructions", "prompt", "suffix", "prediction", "functions"),
        *("contents", "systemInstruction", "system_instruction", "query", "documents", "response_format", "text"),
    }
)
# LiteLLM would add to the prompt after the masking, or keep the conversation at the provider.
UNCOVERED = {
    "vector_store_ids": "LiteLLM would add documents to the prompt that are not masked",
    "prompt_id": "LiteLLM would add a stored prompt that is not masked",
    "previous_response_id": "conversations kept by a provider are not bound to a scope",
    "conversation": "conversations kept by a provider are not bound to a scope",
    "background": "answers kept by a provider are not bound to a scope",
    "file_id": "a file cannot be masked",
}
# LiteLLM parses these when they come as strings, so an empty string would hide what it checks.
OBJECTS = ("metadata", "litellm_metadata", "extra_body", "litellm_params", "litellm_embedding_config")

_NAME = re.compile(r"[A-Za-z_]{1,64}|s3_endpoint_url")
_TOP_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TYPE = re.compile(r"[a-z0-9_]{1,40}")


def make_hollow(body: dict[str, Any]) -> dict[str, Any]:
    """The hollow of a parsed body. Raises Refusal for what the scheme cannot carry."""
    _refuse_uncovered(body)
    return {name: _hollow_field(name, value) for name, value in body.items() if is_shown(name)}


def is_shown(name: str) -> bool:
    """Whether the hollow shows a field of this name. Names of LiteLLM's parameters all pass; identifiers do not."""
    return _NAME.fullmatch(name) is not None


def _refuse_uncovered(body: dict[str, Any]) -> None:
    for name, reason in UNCOVERED.items():
        if body.get(name):
            raise Refusal(400, f"{name}: {reason}; leave it out")
    for name in OBJECTS:
        if isinstance(body.get(name), str):
            raise Refusal(400, f"{name}: a string; send an object")
    if not all(is_shown(name) or _TOP_NAME.fullmatch(name) for name in body):
        raise Refusal(400, "body: a field has a name that no API has; leave it out")
    for tool in body.get("tools") or ():
        if isinstance(tool, dict) and _is_run_by_litellm(tool):
            raise Refusal(400, "tools: LiteLLM would run this tool itself, outside of the masking; leave it out")


def _is_run_by_litellm(tool: dict[str, Any]) -> bool:
    return bool(tool.get("vector_store_ids")) or str(tool.get("server_url", "")).startswith("litellm_proxy")


def _hollow_field(name: str, value: Any) -> Any:
    if name in CONTROLS:
        return value
    if name == "tools" and isinstance(value, list):
        return [_only_type(tool) for tool in value]
    if name in CONTENTS:
        return type(value)() if isinstance(value, (str, list, dict)) else value
    return _emptied(value)


def _only_type(tool: Any) -> Any:
    kind = tool.get("type") if isinstance(tool, dict) else None
    return {"type": kind} if isinstance(kind, str) and _TYPE.fullmatch(kind) else {}


def _emptied(value: Any) -> Any:
    if isinstance(value, str):
        return ""
    if isinstance(value, list):
        return [_emptied(item) for item in value]
    if isinstance(value, dict):
        return {name: _emptied_member(name, item) for name, item in value.items() if is_shown(name)}
    return value


def _emptied_member(name: str, value: Any) -> Any:
    if name == "type" and isinstance(value, str) and _TYPE.fullmatch(value):
        return value
    return _emptied(value)
