"""What botocore's service models say of a member: the names of its shapes and its `pattern` trait."""

import gzip
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from .keyed import Keyed, normalise


class Shapes:
    """Looks members up in the models under `data`, botocore's folder of that name."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.model = cache(self._model)
        self.services = {folder.name for folder in data.iterdir() if folder.is_dir()}

    def describe(self, value: Keyed, service: str, operation: str, side: str) -> Keyed:
        """`value` with its shapes and trait, by its path below the operation's `input` or `output`."""
        model = self.model(service)
        if model is None:
            return value
        shape_name = _operations(model).get(normalise(operation), {}).get(side, {}).get("shape")
        names: list[str] = []
        trait = ""
        for key in (*value.path, value.key):
            shape_name = _down(model["shapes"], shape_name, key)
            if shape_name is None:
                return value
        while shape_name is not None:
            shape = model["shapes"][shape_name]
            names.insert(0, shape_name)
            trait = shape.get("pattern", trait)
            shape_name = shape["member"]["shape"] if shape["type"] == "list" else None
        return replace(value, service=service, shapes=tuple(names), trait=trait)

    def _model(self, service: str) -> dict[str, Any] | None:
        folder = self.data / service
        if not folder.is_dir():
            return None
        newest = sorted(version for version in folder.iterdir() if version.is_dir())[-1]
        packed = newest / "service-2.json.gz"
        if packed.exists():
            return json.loads(gzip.decompress(packed.read_bytes()))
        plain = newest / "service-2.json"
        return json.loads(plain.read_text()) if plain.exists() else None


def _operations(model: dict[str, Any]) -> dict[str, Any]:
    if "by_name" not in model:
        model["by_name"] = {normalise(name): operation for name, operation in model["operations"].items()}
    return model["by_name"]


def _down(shapes: dict[str, Any], shape_name: str | None, key: str) -> str | None:
    """The shape of member `key` of a structure, a list of structures or a map; a list keeps its own name."""
    while shape_name is not None and shapes[shape_name]["type"] == "list":
        shape_name = shapes[shape_name]["member"]["shape"]
    shape = shapes.get(shape_name or "", {})
    if shape.get("type") == "structure":
        wanted = normalise(key)
        for name, member in shape["members"].items():
            if normalise(name) == wanted or normalise(member.get("locationName", "")) == wanted:
                return member["shape"]
    elif shape.get("type") == "map":
        return shape["value"]["shape"]
    return None
