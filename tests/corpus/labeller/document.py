"""A text of the corpus with the named values that its source's reader found in it."""

from dataclasses import dataclass, field

from .keyed import Keyed


@dataclass(frozen=True)
class Document:
    """`path` is unique within the source: the file inside the package and, after `#`, the part of it."""

    source: str
    path: str
    text: str
    values: list[Keyed] = field(default_factory=list)
