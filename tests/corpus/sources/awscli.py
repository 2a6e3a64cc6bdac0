"""The AWS CLI's packaged examples: literal blocks of reStructuredText, either a command line or its JSON output."""

from collections.abc import Iterator
from dataclasses import replace

from labeller.document import Document
from labeller.json_values import read_json_leniently
from labeller.keyed import Keyed, name_filters
from labeller.nested_json import with_nested
from labeller.shapes import Shapes
from labeller.shell_values import Word, read_options, split_words

#: Commands whose name differs from botocore's data folder.
SERVICES = {"s3api": "s3", "configservice": "config", "deploy": "codedeploy"}
S3_SCHEME = "s3://"


def read_documents(files: Iterator[tuple[str, bytes]], shapes: Shapes) -> Iterator[Document]:
    """One document per example file below `awscli/examples/<service>/`."""
    for path, content in files:
        parts = path.split("/")
        if parts[:2] == ["awscli", "examples"] and len(parts) >= 4 and path.endswith(".rst"):
            text = content.decode()
            service = SERVICES.get(parts[2], parts[2])
            yield Document("awscli", path, text, list(_values(text, service, parts[-1][:-4], shapes)))


def _values(text: str, service: str, operation: str, shapes: Shapes) -> Iterator[Keyed]:
    for start, end in literal_blocks(text):
        block = text[start:end].lstrip()
        at = end - len(text[start:end].lstrip())
        if block.startswith("aws "):
            yield from _command(text, at, end, shapes)
        elif block.startswith(("{", "[")):
            for value in with_nested(name_filters(read_json_leniently(text, at)), text):
                yield _describe(value, service, operation, "output", shapes)


def _command(text: str, start: int, end: int, shapes: Shapes) -> Iterator[Keyed]:
    words = split_words(text, start, end)
    if len(words) < 3:
        return
    command, operation = words[1].text, words[2].text
    service = SERVICES.get(command, command)
    for value in with_nested(name_filters(list(read_options(words))), text):
        yield _describe(value, service, operation, "input", shapes)
    for word in words[3:]:
        if command == "s3" and word.text.startswith(S3_SCHEME):
            yield from _s3_uri(word)


def _s3_uri(word: Word) -> Iterator[Keyed]:
    bucket = word.text[len(S3_SCHEME) :].partition("/")[0]
    found = word.keyed(len(S3_SCHEME), len(S3_SCHEME) + len(bucket), "bucket of s3 URI", ())
    if found is not None and not bucket.startswith("arn:"):
        yield replace(found, service="s3")


def _describe(value: Keyed, service: str, operation: str, side: str, shapes: Shapes) -> Keyed:
    if "filter" in value.path:
        return replace(value, service=service)
    return replace(shapes.describe(value, service, operation, side), service=service)


def literal_blocks(text: str) -> Iterator[tuple[int, int]]:
    """The indented blocks of a reStructuredText file as (start, end); a line at the margin ends a block."""
    start, at = -1, 0
    for line in text.splitlines(keepends=True):
        indented = line[:1] in (" ", "\t")
        if indented and start < 0:
            start = at
        elif line.strip() and not indented and start >= 0:
            yield start, at
            start = -1
        at += len(line)
    if start >= 0:
        yield start, at
