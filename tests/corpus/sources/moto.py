"""moto's tests: Python programs that call AWS through boto3, with literal arguments and expected answers."""

import ast
from collections.abc import Iterator
from dataclasses import replace

from labeller.document import Document
from labeller.keyed import Keyed, name_filters
from labeller.nested_json import with_nested
from labeller.python_values import read_python
from labeller.shapes import Shapes


def read_documents(files: Iterator[tuple[str, bytes]], shapes: Shapes) -> Iterator[Document]:
    """A document per test program."""
    for path, content in files:
        if path.startswith("tests/test_") and path.endswith(".py"):
            text = content.decode()
            yield Document("moto", path, text, list(_values(text, shapes)))


def _values(text: str, shapes: Shapes) -> Iterator[Keyed]:
    services = sorted(_clients(text))
    for value in with_nested(name_filters(list(read_python(text))), text):
        callee = value.path[0] if value.path and "." in value.path[0] else ""
        if not callee or "filter" in value.path:
            yield replace(value, service=services[0] if len(services) == 1 else "")
            continue
        operation, below = callee.rpartition(".")[2], replace(value, path=value.path[1:])
        described = [shapes.describe(below, service, operation, "input") for service in services]
        known = [one for one in described if one.shapes]
        yield known[0] if known else replace(value, service=services[0] if len(services) == 1 else "")


def _clients(text: str) -> set[str]:
    """The services that a program makes clients of: `boto3.client("ec2", …)`."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("boto3.client", "boto3.resource"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found
