"""The requests that prove the hooks: one of each API that is masked."""

from typing import Any, NamedTuple, Optional

# What stands before the planted identifier, by which the canary's provider finds the text that it says back.
QUESTION = "describe instance "
BOTH_HOOKS = frozenset({"pre_call", "post_call"})


class Trial(NamedTuple):
    """`body` lacks the model and has the planted identifier; `stages` are LiteLLM's hooks that must have run."""

    path: str
    provider: str
    body: dict[str, Any]
    stream: bool = False
    is_restored: bool = True
    stages: frozenset[str] = BOTH_HOOKS

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.path} {'streamed' if self.stream else 'whole'}"


def list_trials(planted: str, models: dict[str, str]) -> list[Trial]:
    """Each of them asks with one planted identifier. `models` are LiteLLM's names, by provider."""
    said = QUESTION + planted
    messages = [{"role": "user", "content": said}]
    contents = [{"role": "user", "parts": [{"text": said}]}]
    gemini = f"/v1beta/models/{models['gemini']}"
    return [
        *_both("/v1/messages", "anthropic", {"max_tokens": 64, "messages": messages}),
        *_both("/v1/chat/completions", "openai", {"messages": messages}),
        *_both("/v1/completions", "openai", {"prompt": said}),
        *_both("/v1/responses", "openai", {"input": said}),
        Trial(f"{gemini}:generateContent", "gemini", {"contents": contents}),
        Trial(f"{gemini}:streamGenerateContent", "gemini", {"contents": contents}, stream=True),
        _masked_only("/v1/embeddings", "openai", {"input": said}, *BOTH_HOOKS),
        # LiteLLM runs no hook after a rerank, and none at all where tokens are counted: there the guard masks before it.
        _masked_only("/v1/rerank", "cohere", {"query": said, "documents": [said]}, "pre_call"),
        _masked_only("/v1/messages/count_tokens", "anthropic", {"messages": messages}),
    ]


def body_of(trial: Trial, model: str) -> dict[str, Any]:
    """The whole body. Gemini has model and stream in the path."""
    if trial.provider == "gemini":
        return trial.body
    stream: dict[str, Optional[bool]] = {"stream": True} if trial.stream else {}
    return {"model": model, **stream, **trial.body}


def _both(path: str, provider: str, body: dict[str, Any]) -> list[Trial]:
    return [Trial(path, provider, body), Trial(path, provider, body, stream=True)]


def _masked_only(path: str, provider: str, body: dict[str, Any], *stages: str) -> Trial:
    """Whose answer repeats nothing."""
    return Trial(path, provider, body, is_restored=False, stages=frozenset(stages))
