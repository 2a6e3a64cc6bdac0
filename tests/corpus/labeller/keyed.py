"""A value with the name it stands under: what every reader yields and the decisions judge."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Keyed:
    """One value of a document. `start` and `end` are code points into the document's text."""

    start: int
    end: int
    value: str
    #: The member, option, attribute or filter name that the value stands under: `DBInstanceIdentifier`, `--bucket`.
    key: str
    #: The names above it, outermost first, without list indexes and without `key`.
    path: tuple[str, ...] = ()
    #: The service as botocore's data folder calls it, or as near as the source tells it.
    service: str = ""
    #: Names of botocore shapes that the value has by the service model, most specific first.
    shapes: tuple[str, ...] = ()
    #: The `pattern` trait of its shape, if the service model declares one.
    trait: str = ""
    #: Its name stands lines above it, not beside it: nothing but a schema says that they belong together.
    is_apart: bool = False


def normalise(name: str) -> str:
    """One spelling for `DBInstanceIdentifier`, `--db-instance-identifier` and `db_instance_identifier`."""
    return "".join(c for c in name.lower() if c.isalnum())


def name_filters(values: list[Keyed]) -> Iterator[Keyed]:
    """Give the values of `{"Name": "vpc-id", "Values": ["…"]}` (a filter or a dimension) the name that the pair states.

    Only siblings count: `Name` and `Value(s)` must share their path and follow each other.
    """
    stated: Keyed | None = None
    for value in values:
        key = normalise(value.key)
        if key == "name":
            stated = value
        elif key in ("value", "values") and stated is not None and stated.path == value.path:
            yield replace(value, key=stated.value, path=(*value.path, "filter"), shapes=(), trait="")
            continue
        yield value
