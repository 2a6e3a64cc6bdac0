"""CloudFormation templates: the properties of each resource, JSON and YAML."""

from collections.abc import Iterator
from dataclasses import replace

import yaml
from labeller.document import Document
from labeller.json_values import read_json_leniently
from labeller.keyed import Keyed
from labeller.yaml_values import read_yaml

TEMPLATES = "test/fixtures/templates/"
FUNCTIONS = ("Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::FindInMap", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::If")


def read_documents(files: Iterator[tuple[str, bytes]]) -> Iterator[Document]:
    """A document per template that parses."""
    for path, content in files:
        if path.startswith(TEMPLATES) and path.endswith((".json", ".yaml", ".yml", ".template")):
            text = content.decode()
            yield Document("cloudformation", path, text, read_template(text))


def read_template(text: str) -> list[Keyed]:
    """The literal properties of a template's resources; `service` is the middle of `AWS::S3::Bucket`, in lower case."""
    try:
        found = read_json_leniently(text, 0) if text.lstrip().startswith("{") else list(read_yaml(text))
    except yaml.YAMLError:
        return []
    types = {value.path[1]: value.value for value in found if value.key == "Type" and len(value.path) == 2}
    properties = []
    for value in found:
        if value.path[:1] != ("Resources",) or value.path[2:3] != ("Properties",):
            continue
        if value.key in FUNCTIONS or any(name in FUNCTIONS for name in value.path):
            continue
        service = types.get(value.path[1], "").split("::")
        properties.append(replace(value, path=value.path[3:], service=service[1].lower() if len(service) == 3 else ""))
    return properties
