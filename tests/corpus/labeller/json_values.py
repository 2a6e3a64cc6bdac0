"""JSON with the place of every scalar. Documentation often cuts JSON short: what was read up to there stays good."""

from collections.abc import Iterator
from json.decoder import scanstring

from .keyed import Keyed

SPACE = " \t\r\n"


def read_json(text: str, start: int, key: str = "", path: tuple[str, ...] = ()) -> Iterator[Keyed]:
    """Yield the scalars of the JSON value at `start`. Raises ValueError where it stops being JSON."""
    yield from _Reader(text, start).value(key, path)


def read_json_leniently(text: str, start: int, key: str = "") -> list[Keyed]:
    """The scalars of the JSON value at `start`, up to where it stops being JSON."""
    found: list[Keyed] = []
    try:
        for value in read_json(text, start, key):
            found.append(value)
    except ValueError:
        pass
    return found


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def value(self, key: str, path: tuple[str, ...]) -> Iterator[Keyed]:
        match self.peek():
            case "{":
                yield from self.object(key, path)
            case "[":
                yield from self.array(key, path)
            case '"':
                start = self.at
                value = self.string()
                yield Keyed(start + 1, self.at - 1, value, key, path)
            case _:
                yield from self.bare(key, path)

    def object(self, key: str, path: tuple[str, ...]) -> Iterator[Keyed]:
        inside = (*path, key) if key else path
        self.at += 1
        while self.peek() != "}":
            if self.peek() != '"':
                raise ValueError("a member without a name")
            name = self.string()
            if self.peek() != ":":
                raise ValueError("a name without a value")
            self.at += 1
            yield from self.value(name, inside)
            self.separator("}")
        self.at += 1

    def array(self, key: str, path: tuple[str, ...]) -> Iterator[Keyed]:
        self.at += 1
        while self.peek() != "]":
            yield from self.value(key, path)
            self.separator("]")
        self.at += 1

    def bare(self, key: str, path: tuple[str, ...]) -> Iterator[Keyed]:
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] in "+-."):
            self.at += 1
        word = self.text[start : self.at]
        if word in ("true", "false", "null"):
            return
        float(word)
        yield Keyed(start, self.at, word, key, path)

    def string(self) -> str:
        value, self.at = scanstring(self.text, self.at + 1, False)
        return value

    def separator(self, closing: str) -> None:
        if self.peek() == ",":
            self.at += 1
        elif self.peek() != closing:
            raise ValueError("neither a comma nor the end")

    def peek(self) -> str:
        while self.at < len(self.text) and self.text[self.at] in SPACE:
            self.at += 1
        if self.at >= len(self.text):
            raise ValueError("cut short")
        return self.text[self.at]
