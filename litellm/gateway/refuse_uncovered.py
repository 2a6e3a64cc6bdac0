"""What a body may not hold, because its content would go around the masking."""

from typing import Any

from gateway.refusal import Refusal

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


def refuse_uncovered(body: dict[str, Any]) -> None:
    """Raises Refusal 400 with what to do."""
    for name, reason in UNCOVERED.items():
        if body.get(name):
            raise Refusal(400, f"{name}: {reason}; leave it out")
    for name in OBJECTS:
        if isinstance(body.get(name), str):
            raise Refusal(400, f"{name}: a string; send an object")
    for name in ("input", "prompt"):
        items = body.get(name)
        if isinstance(items, list) and any(isinstance(item, (int, list)) for item in items):
            raise Refusal(400, f"{name}: text as token numbers, in which nothing can be found; send text")
    tools = body.get("tools")
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, dict) and _is_run_by_litellm(tool):
            raise Refusal(400, "tools: LiteLLM would run this tool itself, outside of the masking; leave it out")


def _is_run_by_litellm(tool: dict[str, Any]) -> bool:
    return bool(tool.get("vector_store_ids")) or str(tool.get("server_url", "")).startswith("litellm_proxy")
