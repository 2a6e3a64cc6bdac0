"""The Ansible collections amazon.aws and community.aws: examples, return samples, test playbooks, recorded answers."""

import ast
from collections.abc import Iterator
from dataclasses import replace

import yaml
from labeller.document import Document
from labeller.json_values import read_json_leniently
from labeller.keyed import Keyed, name_filters
from labeller.nested_json import with_nested
from labeller.shapes import Shapes
from labeller.yaml_values import read_yaml

COLLECTIONS = ("ansible_collections/amazon/aws/", "ansible_collections/community/aws/")
MODULE_TEXTS = ("EXAMPLES", "RETURN")


def read_documents(files: Iterator[tuple[str, bytes]], shapes: Shapes) -> Iterator[Document]:
    """A document per EXAMPLES and RETURN text, per test playbook and per recorded answer."""
    for path, content in files:
        if not path.startswith(COLLECTIONS):
            continue
        if "/plugins/" in path and "/tests/" not in path and path.endswith(".py"):
            yield from _module(path, content.decode())
        elif "/tests/integration/targets/" in path and path.endswith((".yml", ".yaml")):
            text = content.decode()
            yield Document("ansible", path, text, _playbook(text))
        elif "/placebo_recordings/" in path and path.endswith(".json"):
            text = content.decode()
            yield Document("ansible", path, text, list(_recording(path, text, shapes)))


def _module(path: str, code: str) -> Iterator[Document]:
    for node in ast.parse(code).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        name = getattr(node.targets[0], "id", "")
        if name in MODULE_TEXTS and isinstance(node.value.value, str):
            text = node.value.value.lstrip("\n")
            values = _playbook(text) if name == "EXAMPLES" else _samples(text)
            yield Document("ansible", f"{path}#{name}", text, values)


def _playbook(text: str) -> list[Keyed]:
    """The options of each task; a task's module (`amazon.aws.rds_instance`) is the service that names its options."""
    try:
        found = list(read_yaml(text))
    except yaml.YAMLError:
        return []
    return [replace(value, service=_module_name(value)) for value in found]


def _module_name(value: Keyed) -> str:
    for name in value.path:
        if name.startswith(("amazon.aws.", "community.aws.")):
            return name.rpartition(".")[2]
    return ""


def _samples(text: str) -> list[Keyed]:
    """`sample:` shows a value of the return key above it."""
    found = []
    for value in _playbook(text):
        path = tuple(name for name in value.path if name != "contains")
        if value.key == "sample" and path:
            found.append(replace(value, key=path[-1], path=path[:-1], is_apart=True))
        elif "sample" in path:
            found.append(replace(value, path=path))
    return found


def _recording(path: str, text: str, shapes: Shapes) -> Iterator[Keyed]:
    """placebo names a recording `<service>.<Operation>_<n>.json`."""
    service, _, rest = path.rpartition("/")[2].partition(".")
    operation = rest.rpartition("_")[0]
    for value in with_nested(name_filters(read_json_leniently(text, 0)), text):
        if value.path[:1] == ("data",):
            below = replace(value, path=value.path[1:])
            described = below if "filter" in below.path else shapes.describe(below, service, operation, "output")
            yield replace(described, service=service)
