"""One error in the shape of each API, whole and as the event that ends a stream."""

import json
import re
from typing import Any

from gateway.refusal import Refusal

_ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
}
_GEMINI_STATUS = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    413: "INVALID_ARGUMENT",
    422: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


def error_body(api: str, refusal: Refusal) -> bytes:
    """The JSON body of an error answer."""
    return json.dumps(_error(api, refusal)).encode()


def error_event(api: str, refusal: Refusal, last: bytes) -> bytes:
    """The SSE bytes that end a broken stream. They begin with a blank line, because a frame may have been cut. `last` are
    those sent before: Responses numbers its events."""
    error = json.dumps(_error(api, refusal))
    if api == "anthropic":
        return f"\n\nevent: error\ndata: {error}\n\n".encode()
    if api == "openai-responses":
        event: dict[str, Any] = {"type": "error", "code": "server_error", "message": refusal.message, "param": None}
        event["sequence_number"] = _next_number(last)
        return f"\n\nevent: error\ndata: {json.dumps(event)}\n\n".encode()
    return f"\n\ndata: {error}\n\n".encode()


def _next_number(last: bytes) -> int:
    """Within a string the quote after the name would be escaped."""
    numbers = re.findall(rb'"sequence_number": ?([0-9]+)', last)
    return int(numbers[-1]) + 1 if numbers else 0


def _error(api: str, refusal: Refusal) -> dict[str, Any]:
    if api == "anthropic":
        kind = _ANTHROPIC_TYPES.get(refusal.status, "api_error")
        return {"type": "error", "error": {"type": kind, "message": refusal.message}}
    if api == "gemini":
        status = _GEMINI_STATUS.get(refusal.status, "INTERNAL")
        return {"error": {"code": refusal.status, "message": refusal.message, "status": status}}
    if refusal.status == 429:
        return {"error": {"message": refusal.message, "type": "requests", "param": None, "code": "rate_limit_exceeded"}}
    kind = "invalid_request_error" if refusal.status < 500 else "server_error"
    return {"error": {"message": refusal.message, "type": kind, "param": None, "code": str(refusal.status)}}
