"""The address of a request, which servers log."""

import re

from gateway.read_body import Scope, header

# Anthropic's beta, Gemini's alt, Azure's api-version, with the values that they have: any other may be anything.
_KNOWN = re.compile(
    rb"beta=(?:true|false)|alt=(?:sse|json|media|proto)|"
    rb"api-version=(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-preview)?|v[0-9]|preview|latest)"
)
# Gemini's clients may send the gateway's key so. LiteLLM takes it from the header as well, and no server logs that.
_KEY = re.compile(rb"key=([A-Za-z0-9._-]{1,256})")
_KEY_HEADER = b"x-goog-api-key"
# What routes are made of: anything else in the path of one that there is not may be anything.
_SEGMENT = re.compile(r"|v[0-9]+(?:alpha|beta)?[0-9]*|[A-Za-z_.:-]{1,40}")


def strip_query(scope: Scope) -> None:
    """Leaves only what an API has, and moves a key into its header. In place: the server's access log reads this very
    scope, and LiteLLM logs it too."""
    parts = scope["query_string"].split(b"&")
    scope["query_string"] = b"&".join(part for part in parts if _KNOWN.fullmatch(part))
    key = next(filter(None, map(_KEY.fullmatch, parts)), None)
    if key and not header(scope, _KEY_HEADER):
        scope["headers"] = [*scope["headers"], (_KEY_HEADER, key[1])]


def strip_path(scope: Scope) -> None:
    """Of a route that there is not, likewise: its shape stays, by which an operator sees what a client has set up wrong."""
    segments = scope["path"].split("/")
    scope["path"] = "/".join(segment if _SEGMENT.fullmatch(segment) else "{}" for segment in segments)
    scope["raw_path"] = scope["path"].encode()
