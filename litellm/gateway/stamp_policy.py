"""The header that tells a client which policy its request had."""

from collections.abc import Callable
from typing import Optional

from gateway.read_body import Send
from gateway.set_header import set_header

POLICY_HEADER = b"x-masker-policy"


def stamp_policy(send: Send, policy: Callable[[], Optional[str]]) -> Send:
    """A `send` that sets the header on the answer's start, if the policy is known by then."""
    return set_header(send, POLICY_HEADER, policy)
