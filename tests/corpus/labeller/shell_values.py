"""An `aws` command line with the place of every option's value: a POSIX shell's words, the AWS CLI's shorthand."""

from collections.abc import Iterator
from dataclasses import dataclass

from .json_values import read_json_leniently
from .keyed import Keyed

SPACE = " \t\r\n"


@dataclass(frozen=True)
class Word:
    """A word without its quotes; `places[i]` is where its i-th character stands in the document."""

    text: str
    places: tuple[int, ...]

    def keyed(self, start: int, end: int, key: str, path: tuple[str, ...]) -> Keyed | None:
        """The part of the word from `start` to `end`, if it stands in one piece in the document."""
        if start >= end or self.places[end - 1] - self.places[start] != end - 1 - start:
            return None
        return Keyed(self.places[start], self.places[end - 1] + 1, self.text[start:end], key, path)


def split_words(text: str, start: int, end: int) -> list[Word]:
    """The shell words of `text[start:end]`; a backslash before a newline joins lines."""
    words: list[Word] = []
    chars: list[tuple[str, int]] = []
    quote, is_open, at = "", False, start

    def close() -> None:
        if is_open:
            words.append(Word("".join(char for char, _ in chars), tuple(place for _, place in chars)))
        chars.clear()

    while at < end:
        char = text[at]
        if char in "\\^" and text[at + 1 : at + 3] == "\r\n":
            at += 2
        elif char == "\\" and quote != "'" and at + 1 < end:
            at += 1
            if text[at] != "\n":
                if quote and text[at] not in '"\\$`':
                    chars.append(("\\", at - 1))
                chars.append((text[at], at))
                is_open = True
        elif quote:
            if char == quote:
                quote = ""
            else:
                chars.append((char, at))
        elif char in "'\"":
            quote, is_open = char, True
        elif char in SPACE:
            close()
            is_open = False
        else:
            chars.append((char, at))
            is_open = True
        at += 1
    close()
    return words


def read_options(words: list[Word]) -> Iterator[Keyed]:
    """Yield the values of `--option value …` as the AWS CLI reads them: plain, JSON or shorthand."""
    key = ""
    for word in words:
        if word.text.startswith("--") and len(word.text) > 2:
            key, _, rest = word.text.partition("=")
            if rest:
                yield from _value(Word(rest, word.places[len(key) + 1 :]), key)
        elif key:
            yield from _value(word, key)


def _value(word: Word, key: str) -> Iterator[Keyed]:
    found: list[Keyed | None]
    if word.text[:1] in ("{", "["):
        found = [
            word.keyed(value.start, value.end, value.key, (key, *value.path) if value.key != key else ())
            for value in read_json_leniently(word.text, 0, key)
        ]
    elif "=" in word.text and "://" not in word.text.partition("=")[0]:
        found = list(_shorthand(word, key))
    else:
        found = [word.keyed(0, len(word.text), key, ())]
    yield from (value for value in found if value is not None)


def _shorthand(word: Word, option: str) -> Iterator[Keyed | None]:
    """`Name=vpc-id,Values=vpc-1,vpc-2`: a piece without `=` is one more value of the last name."""
    at, key = 0, option
    for piece in word.text.split(","):
        name, equals, _ = piece.partition("=")
        start = at
        if equals:
            key, start = name.strip("{["), at + len(name) + 1
        end = at + len(piece)
        text = word.text
        while start < end and text[start] in "{[ ":
            start += 1
        while end > start and text[end - 1] in "}] ":
            end -= 1
        yield word.keyed(start, end, key, (option,))
        at += len(piece) + 1
