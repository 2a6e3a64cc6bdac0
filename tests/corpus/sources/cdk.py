"""The CDK library's README files: TypeScript programs, read with tree-sitter."""

from collections.abc import Iterator
from dataclasses import replace

import tree_sitter_typescript
from labeller.document import Document
from labeller.keyed import Keyed
from tree_sitter import Language, Node, Parser

FENCE = "```"
LANGUAGES = ("ts", "typescript")


def read_documents(files: Iterator[tuple[str, bytes]]) -> Iterator[Document]:
    """A document per README, named by its module."""
    parser = Parser(Language(tree_sitter_typescript.language_typescript()))
    for path, content in files:
        if path.endswith("README.md"):
            text = content.decode()
            yield Document("cdk", path, text, list(_values(text, path.partition("/")[0], parser)))


def _values(text: str, module: str, parser: Parser) -> Iterator[Keyed]:
    service = module.removeprefix("aws-")
    for start, end in _programs(text):
        code = text[start:end]
        raw = code.encode()
        for value in _pairs(parser.parse(raw).root_node, raw):
            yield replace(value, start=value.start + start, end=value.end + start, service=service)


def _programs(text: str) -> Iterator[tuple[int, int]]:
    at, language, code_start = 0, None, 0
    for line in text.splitlines(keepends=True):
        if line.strip().startswith(FENCE):
            if language is None:
                words = line.strip()[len(FENCE) :].split()
                language, code_start = words[0] if words else "", at + len(line)
            else:
                if language in LANGUAGES:
                    yield code_start, at
                language = None
        at += len(line)


def _pairs(root: Node, raw: bytes) -> Iterator[Keyed]:
    """String literals that are the value of an object's property, or items of a list that is."""
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(node.children)
        if node.type != "pair":
            continue
        name, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if name is None or value is None:
            continue
        key = raw[name.start_byte : name.end_byte].decode().strip("'\"")
        for item in value.named_children if value.type == "array" else [value]:
            if item.type == "string":
                start = len(raw[: item.start_byte].decode()) + 1
                literal = raw[item.start_byte + 1 : item.end_byte - 1].decode()
                yield Keyed(start, start + len(literal), literal, key, ())
