"""YAML with the place of every scalar, from PyYAML's own node marks."""

from collections.abc import Iterator

import yaml

from .keyed import Keyed

#: CloudFormation's functions take names of other parts of the template, not values.
REFERENCES = ("!Ref", "!GetAtt", "!ImportValue", "!Condition", "!FindInMap", "!If")


def read_yaml(text: str) -> Iterator[Keyed]:
    """Yield the scalars of all documents in `text`. Raises yaml.YAMLError where it is not YAML."""
    for document in yaml.compose_all(text, Loader=yaml.SafeLoader):
        if document is not None:
            yield from _walk(document, "", (), text)


def _walk(node: yaml.Node, key: str, path: tuple[str, ...], text: str) -> Iterator[Keyed]:
    if node.tag in REFERENCES:
        return
    if isinstance(node, yaml.ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("'", '"'):
            start, end = start + 1, end - 1
        yield Keyed(start, end, node.value, key, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _walk(item, key, path, text)
    elif isinstance(node, yaml.MappingNode):
        inside = (*path, key) if key else path
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode):
                yield from _walk(value, name.value, inside, text)
