"""What LiteLLM sees of a body before the masker has: its shape and its controls, no content."""

import re
from functools import lru_cache
from typing import Any

from gateway.refusal import Refusal
from gateway.refuse_uncovered import refuse_uncovered

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
# Words as API fields have them: `api_base`, `systemInstruction`, `s3_endpoint_url`, `…_above_128k_tokens`.
_WORD = r"(?:[a-z]{1,32}|(?:[A-Z]?[a-z]{1,24})(?:[A-Z][a-z]{1,24}){0,4}|[A-Z]{1,6})"
_WORD_WITH_DIGITS = re.compile(r"[a-z]?[0-9]{1,4}[a-z]{0,3}")
_ANY_WORD = rf"(?:{_WORD}|{_WORD_WITH_DIGITS.pattern})"
_NAME = re.compile(rf"_*{_WORD}(?:[_-]+{_ANY_WORD})*_*|{_WORD_WITH_DIGITS.pattern}(?:_{_WORD})+")
_MOST_NUMBERED_WORDS = 2
_LONGEST_NAME = 80
_TOP_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TYPE = re.compile(r"[a-z0-9_]{1,40}")


def make_hollow(body: dict[str, Any]) -> dict[str, Any]:
    """The hollow of a parsed body. Raises Refusal for what the scheme cannot carry."""
    refuse_uncovered(body)
    if not all(is_shown(name) or _TOP_NAME.fullmatch(name) for name in body):
        raise Refusal(400, "body: a field has a name that no API has; leave it out")
    return {name: _hollow_field(name, value) for name, value in body.items() if is_shown(name)}


@lru_cache(maxsize=4096)
def is_shown(name: str) -> bool:
    """Whether the hollow shows a field of this name. LiteLLM's parameters all pass; identifiers and secrets do not."""
    if len(name) > _LONGEST_NAME or _NAME.fullmatch(name) is None:
        return False
    words = re.split("[_-]+", name)
    return sum(_WORD_WITH_DIGITS.fullmatch(word) is not None for word in words) <= _MOST_NUMBERED_WORDS


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
