"""What the guard and the hook tell each other about one request."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Optional

from gateway.refusal import Refusal
from gateway.request_name import RequestName


@dataclass
class Holder:
    """`body` is the client's body parsed, `raw` its bytes, `hollow` what LiteLLM was given. The hook sets the rest.

    The repr leaves the body out: error trackers send the local variables of each frame of a failure, as their repr."""

    api: str
    raw: bytes = field(repr=False)
    body: dict[str, Any] = field(repr=False)
    hollow: dict[str, Any]
    name: RequestName
    scope: Optional[str] = None  # given for the canary only; else the authenticated key's
    masked_raw: Optional[bytes] = None  # b"" where nothing was found
    ticket: Optional[str] = None
    policy: Optional[str] = None  # as the masker says that it applied it
    refusal: Optional[Refusal] = None
    stages: set[str] = field(default_factory=set)
    on_ticket: Callable[[], None] = lambda: None  # the hook calls it once the ticket is there


# Whether the request is on a route that MASKER_OPAQUE_ROUTES opens: the hook lets it pass.
OPAQUE: "ContextVar[bool]" = ContextVar("masker_opaque", default=False)

# LiteLLM runs its hooks in tasks that inherit the context of the request.
HOLDER: "ContextVar[Optional[Holder]]" = ContextVar("masker_holder", default=None)
