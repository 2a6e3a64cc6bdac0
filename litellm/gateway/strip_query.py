"""The query of a request, which servers log."""

import re

from gateway.read_body import Scope

# Anthropic's beta, Gemini's alt and key, Azure's api-version.
_KNOWN = re.compile(rb"(?:beta|alt|key|api-version)=[A-Za-z0-9._-]{0,64}")


def strip_query(scope: Scope) -> None:
    """Leaves only what an API has. In place: the server's access log reads this very scope, and LiteLLM logs it too."""
    parts = scope["query_string"].split(b"&")
    scope["query_string"] = b"&".join(part for part in parts if _KNOWN.fullmatch(part))
