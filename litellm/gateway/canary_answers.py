"""What a provider would answer, saying back what it was told; (content type, text)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gateway.canary_trials import QUESTION

USAGE = {"input_tokens": 1, "output_tokens": 1}
OPENAI_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def answer_of(path: str, body: dict[str, Any]) -> tuple[str, str]:
    """The answer of the API that the path names, streamed where it was asked for so."""
    said = next((text for text in _texts(body) if text.startswith(QUESTION)), "")
    if "count_tokens" in path:
        return _whole({"input_tokens": 1})
    if "embeddings" in path:
        vector = {"object": "embedding", "index": 0, "embedding": [0.5]}
        return _whole({"object": "list", "model": "m", "data": [vector], "usage": OPENAI_USAGE})
    if "rerank" in path:
        units = {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}}
        return _whole({"id": "canary", "results": [{"index": 0, "relevance_score": 0.5}], "meta": units})
    if "enerateContent" in path:
        return _gemini(said, "stream" in path)
    for name, answer in (
        ("messages", _anthropic),
        ("chat/completions", _chat),
        ("completions", _completions),
        ("responses", _responses),
    ):
        if name in path:
            return answer(said, bool(body.get("stream")))
    raise ValueError("the canary knows no such API")


def _anthropic(said: str, stream: bool) -> tuple[str, str]:
    head = {"id": "msg_canary", "type": "message", "role": "assistant", "model": "m", "stop_sequence": None}
    if not stream:
        content = [{"type": "text", "text": said}]
        return _whole({**head, "content": content, "stop_reason": "end_turn", "usage": USAGE})
    stop = {"stop_reason": "end_turn", "stop_sequence": None}
    return _events(
        [
            {"type": "message_start", "message": {**head, "content": [], "stop_reason": None, "usage": USAGE}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": said}},
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": stop, "usage": {"output_tokens": 1}},
            {"type": "message_stop"},
        ]
    )


def _chat(said: str, stream: bool) -> tuple[str, str]:
    head = {"id": "chatcmpl-canary", "created": 0, "model": "m"}
    message = {"role": "assistant", "content": said}
    if not stream:
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return _whole({**head, "object": "chat.completion", "choices": [choice], "usage": OPENAI_USAGE})
    chunks = [
        {**head, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
        for delta, reason in ((message, None), ({}, "stop"))
    ]
    return _chunks(chunks, done=True)


def _completions(said: str, stream: bool) -> tuple[str, str]:
    choice = {"index": 0, "text": said, "finish_reason": "stop"}
    whole = {"id": "cmpl-canary", "object": "text_completion", "created": 0, "model": "m", "choices": [choice]}
    return _chunks([whole], done=True) if stream else _whole({**whole, "usage": OPENAI_USAGE})


def _responses(said: str, stream: bool) -> tuple[str, str]:
    part = {"type": "output_text", "text": said, "annotations": []}
    item = {"type": "message", "id": "msg_canary", "status": "completed", "role": "assistant", "content": [part]}
    head = {"id": "resp_canary", "object": "response", "created_at": 0, "model": "m", "parallel_tool_calls": True}
    usage = {**USAGE, "total_tokens": 2}
    whole = {**head, "status": "completed", "output": [item], "tool_choice": "auto", "tools": [], "usage": usage}
    if not stream:
        return _whole(whole)
    where = {"item_id": "msg_canary", "output_index": 0, "content_index": 0}
    begun = {**whole, "status": "in_progress", "output": []}
    return _events(
        [
            {"type": "response.created", "sequence_number": 0, "response": begun},
            {"type": "response.output_text.delta", "sequence_number": 1, **where, "delta": said},
            {"type": "response.completed", "sequence_number": 2, "response": whole},
        ]
    )


def _gemini(said: str, stream: bool) -> tuple[str, str]:
    candidate = {"content": {"parts": [{"text": said}], "role": "model"}, "finishReason": "STOP", "index": 0}
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}
    whole = {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m"}
    return _chunks([whole], done=False) if stream else _whole(whole)


def _whole(answer: dict[str, Any]) -> tuple[str, str]:
    return "application/json", json.dumps(answer)


def _events(events: Iterable[dict[str, Any]]) -> tuple[str, str]:
    return "text/event-stream", "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events)


def _chunks(chunks: Iterable[dict[str, Any]], *, done: bool) -> tuple[str, str]:
    end = "data: [DONE]\n\n" if done else ""
    return "text/event-stream", "".join(f"data: {json.dumps(one)}\n\n" for one in chunks) + end


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
