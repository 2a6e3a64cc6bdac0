"""From a named value to a label: which family, which parts, or why it is left out."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from .forms import ALPHABETS, FORMS
from .hosts import Hosts
from .keyed import Keyed, normalise
from .locators import Locators
from .reasons import MALFORMED, OTHER, NotLabelled, Parts

PLACEHOLDERS = ("{{", "${", "<", "[", "%", "...", "xxx", "XXX", "***", "####", "#{")
#: `s3://your-bucket/`, `some-cluster`: nobody's name.
FILLERS = ("your-", "your_", "some-", "some_")
#: Forms without a shape: only a name beside the value can tell.
NEED_CONTEXT = ("name", "account", "secret", "key-id", "lower-10", "distribution", "hosted-zone")
ESCAPED = "written with escapes or in several pieces"


@dataclass(frozen=True)
class Label:
    """Code points into the document's text; `parts` must all be masked, `start` and `end` are the whole value."""

    start: int
    end: int
    key: str
    family: str
    parts: tuple[tuple[int, int], ...]


class Decisions:
    """The tables of labels.yaml, ready to be asked; `counts` says how often each reason left a value out."""

    def __init__(self, table: dict[str, Any], public_services: set[str], common_words: set[str]) -> None:
        self.rows = [_Row(row) for row in table["mask"]]
        self.prefixes = _prefixes(table["prefixes"])
        self.public_identifiers = {one for accounts in table["public_identifiers"].values() for one in accounts}
        self.common_words = common_words
        self.counts: Counter[tuple[str, str]] = Counter()
        self.generic_names = {_singular(name) for name in table["generic_names"]}
        services = frozenset(public_services)
        hosts = table["hosts"]
        self.hosts = Hosts(tuple(hosts["domains"]), frozenset(hosts["roles"]), hosts["services"], services)
        self.locators = Locators(
            frozenset(table["arn_words"]), frozenset(table["accountless_services"]), public_services=services
        )

    def label(self, value: Keyed, text: str) -> Label | None:
        """The label of `value`; None where no row holds, or where a row holds but its value is left out."""
        reason = None
        for row in self.rows:
            if not row.holds(value):
                continue
            try:
                return self._judge(row, value, text)
            except NotLabelled as left_out:
                reason = reason or (row.family, str(left_out))
        if reason:
            self.counts[reason] += 1
        return None

    def _judge(self, row: "_Row", value: Keyed, text: str) -> Label:
        is_secret = row.form in ("secret", "pem")
        if is_secret and (
            value.value.startswith(("<", "***", "xxx", "XXX")) or "{{" in value.value or "${" in value.value
        ):
            raise NotLabelled("a placeholder, a template or cut short")
        if not is_secret and any(sign in value.value for sign in PLACEHOLDERS):
            raise NotLabelled("a placeholder, a template or cut short")
        if value.is_apart and row.form in NEED_CONTEXT:
            raise NotLabelled("the name is lines away from the value (Ansible's `sample:`)")
        if row.form in NEED_CONTEXT and self._is_generic(value):
            raise NotLabelled("a generic name: only the call around it tells")
        family, parts = self._parts(row, value)
        if value.trait and not _has_trait(value.trait, value.value):
            raise NotLabelled("malformed by the pattern trait of its botocore shape")
        if any(self._is_common(value.value[start:end], value.key, family) for start, end in parts[:1]):
            raise NotLabelled("a common word, or the name of its own key or kind")
        if any(value.value[start:end].lower().startswith(FILLERS) for start, end in parts[:1]) and not is_secret:
            raise NotLabelled("a filler for a name to come")
        if any(one in value.value for one in self.public_identifiers):
            raise NotLabelled("an account or a list of AWS's own, or a public image's owner")
        if row.form == "pem":
            # In JSON its line breaks are `\n`; whatever they are, all of it is the secret.
            parts = [(0, value.end - value.start)]
        elif text[value.start : value.end] != value.value:
            raise NotLabelled(ESCAPED)
        places = tuple((value.start + start, value.start + end) for start, end in parts)
        return Label(value.start, value.end, value.key, family, places)

    def _parts(self, row: "_Row", value: Keyed) -> tuple[str, Parts]:
        if row.form == "prefixed-id":
            return self._prefixed_id(value)
        if row.form == "host":
            return row.family, self.hosts.locate(value.value)
        if row.form in FORMS:
            return row.family, FORMS[row.form](value.value)
        return row.family, getattr(self.locators, row.form.replace("-", "_"))(value.value)

    def _is_common(self, word: str, key: str, family: str) -> bool:
        own = normalise(word)
        return word.lower() in self.common_words or normalise(key).endswith(own) or own in (family, f"{family}name")

    def _is_generic(self, value: Keyed) -> bool:
        if value.key.startswith("--") or "/" in value.value or _singular(value.key) not in self.generic_names:
            return False
        return not any(value.service and value.service in name for name in value.path)

    def _prefixed_id(self, value: Keyed) -> tuple[str, Parts]:
        """The longest known prefix decides; what follows must have its alphabet and one of its lengths."""
        refused = OTHER
        pieces = value.value.split("-")
        for count in range(len(pieces) - 1, 0, -1):
            rest = "-".join(pieces[count:])
            for entry in self.prefixes.get("-".join(pieces[:count]), []):
                if not _allows(entry, value):
                    continue
                if len(rest) in entry["lengths"] and all(c in ALPHABETS[entry["alphabet"]] for c in rest):
                    return entry["family"], [(0, len(value.value))]
                refused = MALFORMED
            if refused == MALFORMED:
                break
        raise NotLabelled(refused)


class _Row:
    def __init__(self, row: dict[str, Any]) -> None:
        self.family: str = row["family"]
        self.form: str = row["form"]
        self.names = {_singular(name) for name in row.get("names", [])}
        self.endings = tuple(_singular(name) for name in row.get("names_ending", []))
        self.not_under = {normalise(name) for name in row.get("not_under", [])}
        self.services = {service.lower() for service in row.get("services", [])}

    def holds(self, value: Keyed) -> bool:
        if self.services and value.service.lower() not in self.services:
            return False
        if any(normalise(name) in self.not_under for name in value.path):
            return False
        names = [_singular(name) for name in (value.key, *value.shapes)]
        return any(name in self.names or (self.endings and name.endswith(self.endings)) for name in names)


def _has_trait(pattern: str, value: str) -> bool:
    """AWS writes traits in Java's dialect; those that Python does not read say nothing here."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True


def _singular(name: str) -> str:
    return normalise(name).removesuffix("s")


def _prefixes(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    table: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        lengths = row.get("lengths") or range(row["shortest"], row["longest"] + 1)
        entry = {**row, "lengths": lengths, "names": {_singular(name) for name in row.get("names", [])}}
        for prefix in row["prefixes"]:
            table.setdefault(prefix, []).append(entry)
    return table


def _allows(entry: dict[str, Any], value: Keyed) -> bool:
    if entry["names"] and _singular(value.key) not in entry["names"]:
        return False
    return not entry.get("services") or value.service in entry["services"]
