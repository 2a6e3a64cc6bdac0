"""Python with the place of every string that stands under a keyword argument or a dict key, from the `ast` module."""

import ast
from collections.abc import Iterator
from itertools import accumulate

from .keyed import Keyed


def read_python(text: str) -> Iterator[Keyed]:
    """Yield the named strings of `text`; `path` starts with the dotted callee. Raises SyntaxError."""
    reader = _Reader(text)
    # Breadth first: a dict that is an argument is read with its call's name before it comes up by itself.
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            callee = ast.unparse(node.func)
            for argument in node.keywords:
                if argument.arg:
                    yield from reader.values(argument.value, argument.arg, (callee,))
        elif isinstance(node, ast.Dict) and node not in reader.read:
            yield from reader.values(node, "", ())


class _Reader:
    """`ast` counts columns in UTF-8 bytes; the corpus counts code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.starts = [0, *accumulate(len(line) for line in self.lines)]
        self.read: set[ast.Dict] = set()

    def values(self, node: ast.expr, key: str, path: tuple[str, ...]) -> Iterator[Keyed]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield self.keyed(node, node.value, key, path)
        elif isinstance(node, ast.List | ast.Tuple):
            for item in node.elts:
                yield from self.values(item, key, path)
        elif isinstance(node, ast.Dict):
            self.read.add(node)
            inside = (*path, key) if key else path
            for name, value in zip(node.keys, node.values, strict=True):
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield from self.values(value, name.value, inside)

    def keyed(self, node: ast.Constant, value: str, key: str, path: tuple[str, ...]) -> Keyed:
        start = self.place(node.lineno, node.col_offset)
        end = self.place(node.end_lineno or node.lineno, node.end_col_offset or 0)
        # Strip prefix and quotes; a literal with escapes or in several pieces no longer equals its value.
        while start < end and self.text[start] not in "'\"":
            start += 1
        while end - start > 1 and self.text[start] == self.text[end - 1] and self.text[start] in "'\"":
            start, end = start + 1, end - 1
        return Keyed(start, end, value, key, path)

    def place(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())
