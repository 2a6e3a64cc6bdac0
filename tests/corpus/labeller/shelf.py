"""Writes the corpus: one gzipped JSON Lines file per source, and a manifest."""

import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from .decisions import Label
from .document import Document


class Shelf:
    """Fills `<source>.jsonl.gz` with lines of {id, half, text, labels: [[start, end, key, family, parts]]}."""

    def __init__(self, folder: Path, sources: dict[str, Any]) -> None:
        self.folder = folder
        self.sources = sources
        self.manifest: dict[str, Any] = {}
        folder.mkdir(exist_ok=True)

    def keeps(self, document: Document, every: int) -> bool:
        """Every `every`-th document by the hash of its id, so that a sample does not depend on order."""
        return _hash(document) // 2 % every == 0

    def write(self, source: str, documents: list[tuple[Document, list[Label]]]) -> None:
        lines, families, chars = [], Counter[str](), 0
        for document, labels in sorted(documents, key=lambda pair: pair[0].path):
            line = {
                "id": f"{document.source}:{document.path}",
                "half": "dev" if _hash(document) % 2 == 0 else "held-out",
                "text": document.text,
                "labels": [_in_utf16(label, document.text) for label in labels],
            }
            lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
            families.update(label.family for label in labels)
            chars += len(document.text)
        packed = gzip.compress("".join(line + "\n" for line in lines).encode(), 9, mtime=0)
        (self.folder / f"{source}.jsonl.gz").write_bytes(packed)
        about = self.sources[source]
        self.manifest[source] = {
            **{key: about[key] for key in ("package", "version", "registry", "licence", "copyright")},
            "documents": len(lines),
            "characters": chars,
            "labels": dict(sorted(families.items())),
        }

    def write_manifest(self, left_out: dict[str, int]) -> None:
        """`left_out`: reason → how many values under a masked name were not labelled, before sampling."""
        content = {"sources": self.manifest, "left_out": left_out}
        (self.folder / "manifest.yaml").write_text(yaml.safe_dump(content, sort_keys=False, width=120))


def _hash(document: Document) -> int:
    return int.from_bytes(hashlib.sha256(f"{document.source}:{document.path}".encode()).digest()[:6])


def _in_utf16(label: Label, text: str) -> list[Any]:
    """JavaScript counts UTF-16 units; a character outside the BMP counts twice."""

    def unit(place: int) -> int:
        return place + sum(1 for c in text[:place] if ord(c) > 0xFFFF) if not text.isascii() else place

    parts = [[unit(start), unit(end)] for start, end in label.parts]
    return [unit(label.start), unit(label.end), label.key, label.family, parts]
