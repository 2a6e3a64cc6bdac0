"""JSON inside a JSON string, `"SecretString": "{\\"username\\": …}"`: the inner scalars with their place outside."""

from collections.abc import Iterator

from .json_values import read_json_leniently
from .keyed import Keyed

SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def with_nested(values: Iterator[Keyed] | list[Keyed], text: str) -> Iterator[Keyed]:
    """Every value, followed by the scalars of the JSON that it holds, if it holds any."""
    for value in values:
        yield value
        if value.value[:1] not in ("{", "["):
            continue
        decoded, places = _decode(text, value.start, value.end)
        if decoded != value.value:
            continue
        for inner in read_json_leniently(decoded, 0, value.key):
            start, end = places[inner.start], places[inner.end]
            yield Keyed(start, end, inner.value, inner.key, (*value.path, value.key, *inner.path), value.service)


def _decode(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """`text[start:end]` without JSON's escapes, and where each character (and the end) stands in `text`."""
    chars: list[str] = []
    places: list[int] = []
    at = start
    while at < end:
        places.append(at)
        if text[at] != "\\":
            chars.append(text[at])
            at += 1
        elif text[at + 1 : at + 2] == "u":
            chars.append(chr(int(text[at + 2 : at + 6], 16)))
            at += 6
        else:
            chars.append(SHORT.get(text[at + 1 : at + 2], text[at + 1 : at + 2]))
            at += 2
    return "".join(chars), [*places, end]
