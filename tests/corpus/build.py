"""Makes the corpus: python tests/corpus/build.py CACHE_DIRECTORY

Reads the packages of sources.yaml through pip and npm (kept in CACHE_DIRECTORY), labels their examples by labels.yaml
and writes data/*.jsonl.gz and data/manifest.yaml. Deterministic: the same packages give the same bytes.
Needs PyYAML, tree-sitter and tree-sitter-typescript (requirements.txt).
"""

import sys
from collections import Counter
from pathlib import Path

import yaml
from labeller.decisions import Decisions, Label
from labeller.document import Document
from labeller.package import read_package, unpack_wheel
from labeller.shapes import Shapes
from labeller.shelf import Shelf
from sources import ansible, awscli, botocore_examples, cdk, cloudformation, moto, plain_code, pulumi

HERE = Path(__file__).parent
#: Of the large sources only every n-th document (by the hash of its id) is kept, so that the corpus stays small.
KEPT = {"django": 5, "sqlalchemy": 6, "three": 2, "date-fns": 2}
CODE = ("django", "sqlalchemy", "typescript-eslint", "three", "date-fns", "bootstrap")
#: A word this frequent in plain code is a common word; "never a common word" is the product's own promise.
COMMON_OCCURRENCES = 20


def main(cache: Path) -> None:
    table = yaml.safe_load((HERE / "labels.yaml").read_text())
    sources = yaml.safe_load((HERE / "sources.yaml").read_text())
    data = unpack_wheel(sources["botocore"], cache) / "botocore" / "data"
    shapes = Shapes(data)
    shelf = Shelf(HERE / "data", sources)

    code = {name: list(plain_code.read_documents(name, read_package(sources[name], cache))) for name in CODE}
    for name, documents in code.items():
        shelf.write(name, [(document, []) for document in documents if shelf.keeps(document, KEPT.get(name, 1))])

    decisions = Decisions(table, shapes.services, common_words(code))
    for name, documents in labelled_sources(sources, cache, data, shapes).items():
        kept = ((document, unique_labels(document, decisions)) for document in documents)
        shelf.write(name, [(d, labels) for d, labels in kept if labels and shelf.keeps(d, KEPT.get(name, 1))])
    shelf.write_manifest({f"{family}: {reason}": count for (family, reason), count in sorted(decisions.counts.items())})


def labelled_sources(sources: dict, cache: Path, data: Path, shapes: Shapes) -> dict:
    def files(name: str):
        return read_package(sources[name], cache)

    return {
        "awscli": awscli.read_documents(files("awscli"), shapes),
        "botocore": botocore_examples.read_documents(data, shapes),
        "ansible": ansible.read_documents(files("ansible"), shapes),
        "cloudformation": cloudformation.read_documents(files("cloudformation")),
        "pulumi": pulumi.read_documents(files("pulumi")),
        "moto": moto.read_documents(files("moto"), shapes),
        "cdk": cdk.read_documents(files("cdk")),
    }


def unique_labels(document: Document, decisions: Decisions) -> list[Label]:
    """Labels by place; a value that two readers reached (a filter, a shape) is labelled once."""
    found = {}
    for value in document.values:
        label = decisions.label(value, document.text)
        if label is not None:
            found.setdefault((label.start, label.end), label)
    return [found[place] for place in sorted(found)]


def common_words(code: dict[str, list[Document]]) -> set[str]:
    counts: Counter[str] = Counter()
    for documents in code.values():
        for document in documents:
            counts.update("".join(c if c.isalnum() else " " for c in document.text.lower()).split())
    return {word for word, count in counts.items() if count >= COMMON_OCCURRENCES and word.isalpha()}


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
