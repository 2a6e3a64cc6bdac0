"""pulumi_aws carries the Terraform provider's documentation in its docstrings: example programs and import commands."""

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from labeller.document import Document
from labeller.keyed import Keyed
from labeller.python_values import read_python
from labeller.shell_values import split_words

HEADING = "## Example Usage"
END = ":param "
FENCE = "```"


def read_documents(files: Iterator[tuple[str, bytes]]) -> Iterator[Document]:
    """A document per resource or data source: its docstring from the first example to the parameters."""
    for path, content in files:
        if not path.startswith("pulumi_aws/") or not path.endswith(".py") or path.endswith("_inputs.py"):
            continue
        seen: set[str] = set()
        for node in ast.walk(ast.parse(content)):
            if not isinstance(node, ast.FunctionDef):
                continue
            text = _examples(ast.get_docstring(node) or "")
            if text and text not in seen:
                seen.add(text)
                number = f"#{len(seen)}" if len(seen) > 1 else ""
                yield Document("pulumi", path + number, text, list(_values(text)))


def _examples(docstring: str) -> str:
    start = docstring.find(HEADING)
    if start < 0:
        return ""
    end = docstring.find(END, start)
    return docstring[start : end if end >= 0 else len(docstring)]


def _values(text: str) -> Iterator[Keyed]:
    at, language, code_start = 0, None, 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare.startswith(FENCE):
            if language is None:
                language, code_start = bare[len(FENCE) :] or "sh", at + len(line)
            else:
                if language == "python":
                    yield from _program(text[code_start:at], code_start)
                language = None
        elif bare.startswith("$ pulumi import "):
            yield from _import(text, at, at + len(line))
        at += len(line)


def _program(code: str, offset: int) -> Iterator[Keyed]:
    indent = len(code) - len(code.lstrip(" "))
    if indent or textwrap.dedent(code) != code:
        return
    try:
        found = list(read_python(code))
    except SyntaxError:
        return
    for value in found:
        callee = value.path[0].split(".") if value.path else [""]
        service = callee[1] if callee[0] == "aws" and len(callee) > 2 else ""
        yield replace(value, start=value.start + offset, end=value.end + offset, service=service)


def _import(text: str, start: int, end: int) -> Iterator[Keyed]:
    """`$ pulumi import aws:lb/loadBalancer:LoadBalancer name <id>`"""
    words = split_words(text, start, end)
    if len(words) == 6:
        kind = words[3].text.split(":")
        found = words[5].keyed(0, len(words[5].text), "import id", (words[3].text,))
        if found is not None and len(kind) == 3:
            yield replace(found, service=kind[1].partition("/")[0])
