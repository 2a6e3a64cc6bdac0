"""botocore's packaged examples: a request and its answer per example, as they stand in `examples-1.json`."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from labeller.document import Document
from labeller.json_values import read_json
from labeller.keyed import name_filters
from labeller.nested_json import with_nested
from labeller.shapes import Shapes


def read_documents(data: Path, shapes: Shapes) -> Iterator[Document]:
    """One document per example, printed again with two spaces; `data` is botocore's folder of that name."""
    for service in sorted(shapes.services):
        newest = sorted(version for version in (data / service).iterdir() if version.is_dir())[-1]
        packed = newest / "examples-1.json"
        if not packed.exists():
            continue
        for operation, examples in sorted(json.loads(packed.read_text())["examples"].items()):
            for number, example in enumerate(examples):
                yield _document(service, operation, number, example, shapes)


def _document(service: str, operation: str, number: int, example: dict[str, object], shapes: Shapes) -> Document:
    text = json.dumps(example, indent=2, ensure_ascii=False)
    values = []
    for value in with_nested(name_filters(list(read_json(text, 0))), text):
        if value.path[:1] not in (("input",), ("output",)):
            continue
        side, below = value.path[0], replace(value, path=value.path[1:])
        described = below if "filter" in below.path else shapes.describe(below, service, operation, side)
        values.append(replace(described, service=service))
    return Document("botocore", f"{service}#{operation}-{number}", text, values)
