"""Why a value is left out, and what a form answers when it is not."""

#: The parts that identify the customer, as (start, end) within the value.
Parts = list[tuple[int, int]]

MALFORMED = "malformed by AWS's own description of the kind"
OTHER = "another thing under the same name"


class NotLabelled(Exception):
    """The value is left out; the message is the reason, which the manifest counts."""


def whole(value: str) -> Parts:
    return [(0, len(value))]
