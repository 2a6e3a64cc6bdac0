"""The names under which guard, LiteLLM and masker log and trace one request."""

import re
import secrets
import uuid
from dataclasses import dataclass

from gateway.read_body import Scope, Send, header
from gateway.set_header import set_header

HEADER = b"x-masker-request-id"
# Under the first, edges and clients name a request; under the second LiteLLM logs it and writes it into its spend rows.
_GIVEN = (b"x-request-id", b"x-litellm-call-id")
_TRACE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True)
class RequestName:
    """`id` is in every log line; `trace` is a W3C traceparent, the client's or a new one."""

    id: str
    trace: str

    def headers(self) -> dict[str, str]:
        """For the masker."""
        return {"x-request-id": self.id, "traceparent": self.trace}


def name_request(scope: Scope) -> RequestName:
    """The client's own names where they are harmless, else new ones."""
    given = (header(scope, name).decode("latin-1") for name in _GIVEN)
    trace = header(scope, b"traceparent").decode("latin-1")
    return RequestName(
        id=next((one for one in given if _is_harmless(one)), None) or str(uuid.uuid4()),
        trace=trace if _TRACE.fullmatch(trace) else f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01",
    )


def with_name(scope: Scope, name: RequestName) -> Scope:
    """The scope for LiteLLM, which takes its names from these headers."""
    replaced = (*_GIVEN, b"traceparent")
    kept = [(key, value) for key, value in scope["headers"] if key.lower() not in replaced]
    added = [*((key, name.id.encode()) for key in _GIVEN), (b"traceparent", name.trace.encode())]
    return {**scope, "headers": [*kept, *added]}


def tell_name(send: Send, name: RequestName) -> Send:
    """A `send` that puts the id into the answer's headers."""
    return set_header(send, HEADER, lambda: name.id)


def _is_harmless(given: str) -> bool:
    return given.isascii() and given.replace("-", "").isalnum() and len(given) <= 64
