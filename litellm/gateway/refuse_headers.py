"""What headers may not hold, because nothing in a header is masked."""

import re

from gateway.read_body import Scope
from gateway.refusal import Refusal

# Of a client's headers LiteLLM passes these on. What they name is made of words, short numbers and a date, tomorrow's
# names too; identifiers and secrets are not.
_PASSED_ON = (b"anthropic-beta", b"anthropic-version")
_WORD = rb"(?:[a-z]{1,24}|[a-z]?[0-9]{1,2}|[0-9]{1,3}[a-z]{1,2}|20[0-9]{2}|20[0-9]{6})"
_NAME = re.compile(rb"%s(?:-%s){0,15}" % (_WORD, _WORD))


def refuse_headers(scope: Scope) -> None:
    """Raises Refusal 400 with what to do."""
    for name, value in scope["headers"]:
        if name in _PASSED_ON and not all(map(_is_name, value.split(b","))):
            raise Refusal(400, f"{name.decode()}: holds what is no name, and headers are not masked; leave it out")
        if name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            raise Refusal(400, "content-encoding: nothing can be found in a compressed body; send it as it is")


def _is_name(part: bytes) -> bool:
    return not part.strip() or _NAME.fullmatch(part.strip()) is not None
