"""From (method, path) to the class of its route."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Optional

from gateway.routes import COUNTED, LOCAL, MASKED, OPAQUE_KINDS, REFUSED

UNKNOWN = "it is not on the list of routes that this gateway knows"
DOUBLED = f"{UNKNOWN}; leave /v1 off the base URL, for this client adds it"


Kind = Literal["masked", "counted", "local", "refused"]


@dataclass(frozen=True)
class RouteClass:
    """`api` is the masker's name for the API; a refused route has the one whose error shape fits its path."""

    kind: Kind
    api: str = "openai-chat"
    reason: Optional[str] = None
    known: bool = True


@lru_cache(maxsize=4096)
def classify_route(method: str, path: str) -> RouteClass:
    """The class of a route. `path` is decoded and without root_path, as Starlette matches it; never normalised,
    because LiteLLM does not normalise either: `//v1/messages` and `/v1/messages/` are other, unknown routes."""
    if method == "POST":
        for pattern, kind, api in _OPEN:
            if pattern.fullmatch(path):
                return RouteClass(kind, api)
    for pattern, reason in _REFUSED:
        if pattern.fullmatch(path):
            return RouteClass("refused", _error_shape(path), reason)
    if any(pattern.fullmatch(path) for pattern in _LOCAL):
        return RouteClass("local")
    if method == "OPTIONS" and classify_route("POST", path).kind in ("masked", "counted"):
        return RouteClass("local")
    return RouteClass("refused", _error_shape(path), DOUBLED if path.startswith("/v1/v1/") else UNKNOWN, known=False)


@lru_cache(maxsize=4096)
def list_opaque_kinds(path: str) -> tuple[str, ...]:
    """What MASKER_OPAQUE_ROUTES may name, any one of these, for the path to be open; none if nothing opens it."""
    return tuple(kind for kind, patterns in _OPAQUE if any(pattern.fullmatch(path) for pattern in patterns))


def _error_shape(path: str) -> str:
    if "/messages" in path or path.startswith("/anthropic"):
        return "anthropic"
    if path.startswith(("/v1beta/", "/gemini", "/vertex")) or path.endswith(("enerateContent", ":countTokens")):
        return "gemini"
    return "openai-chat"


def _compile(pattern: str) -> "re.Pattern[str]":
    body, below = (pattern[:-3], "(?:/.*)?") if pattern.endswith("/**") else (pattern, "")
    escaped = re.escape(body).replace(r"\{\*\*\}", ".+").replace(r"\{\}", "[^/]+")
    return re.compile(escaped + below, re.DOTALL)


_OPEN: list[tuple["re.Pattern[str]", Kind, str]] = [
    *((_compile(pattern), "masked", api) for pattern, api in MASKED),
    *((_compile(pattern), "counted", api) for pattern, api in COUNTED),
]
_OPAQUE = [(kind, [_compile(pattern) for pattern in patterns]) for kind, patterns in OPAQUE_KINDS.items()]
_REFUSED = [(_compile(pattern), reason) for pattern, reason in REFUSED]
_LOCAL = [_compile(pattern) for pattern in LOCAL]
