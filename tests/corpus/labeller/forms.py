"""Is a value what its name promises? By AWS's documentation of the kind, in plain Python; no regular expressions.

A form answers with the parts that identify the customer, as (start, end) within the value, or raises `NotLabelled`
with the reason that the corpus counts.
"""

import uuid
from collections.abc import Callable

from .addresses import cidr, ipv4
from .reasons import MALFORMED, OTHER, NotLabelled, Parts, whole

LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
HEX = "0123456789abcdef"
#: "IAM identifiers, understanding unique ID prefixes" in the IAM User Guide.
IAM_KINDS = ("ABIA", "ACCA", "AGPA", "AIDA", "AIPA", "AKIA", "ANPA", "ANVA", "APKA", "AROA", "ASCA", "ASIA")
#: Words of fillers such as `my-password` and `must_be_eight_characters`.
SELF_NAMING = ("pass", "pwd", "secret", "example", "plain", "must", "key", "token", "your")
ALPHABETS = {"hex": HEX, "lower": LOWER, "upper": UPPER, "upper-hex": HEX.upper(), "lower-dash": LOWER + "-"}


def name(value: str) -> Parts:
    if not 2 <= len(value) <= 255 or not all(c.isalnum() or c in "-._" for c in value) or not value.isascii():
        raise NotLabelled(OTHER)
    if len(value) == 2 or value.isdigit():
        raise NotLabelled("a name too short or of digits only: nobody can mask it wherever it occurs")
    return whole(value)


def s3_uri(value: str) -> Parts:
    bucket = value[5:].partition("/")[0]
    if not value.startswith(("s3://", "s3a://", "s3n://")) or bucket.startswith("arn:"):
        raise NotLabelled(OTHER)
    return [(start + 5, end + 5) for start, end in name(bucket)]


def account(value: str) -> Parts:
    if not value.isdigit():
        raise NotLabelled(OTHER)
    if len(value) != 12:
        raise NotLabelled(MALFORMED)
    if set(value) == {"0"}:
        raise NotLabelled("an account of zeros")
    return whole(value)


def unique_id(value: str) -> Parts:
    """Four letters that name the kind of IAM entity, then upper-case letters and digits; 16 to 128 in all (trait)."""
    if not _only(value, UPPER) or len(value) < 16:
        raise NotLabelled(MALFORMED)
    if value[:4] not in (
        "AKIA",
        "ASIA",
        "AIDA",
        "AROA",
        "AGPA",
        "AIPA",
        "ANPA",
        "ANVA",
        "APKA",
        "ASCA",
        "ABIA",
        "ACCA",
    ):
        raise NotLabelled(MALFORMED)
    return whole(value)


def secret(value: str) -> Parts:
    if len(value) < 6 or len(set(value)) < 4 or any(c.isspace() for c in value):
        raise NotLabelled("not a secret: a filler, a sentence or too short")
    if value.startswith(("file://", "fileb://", "arn:", "{", "/")):
        raise NotLabelled(OTHER)
    if all(c.isalpha() or c in "-_" for c in value) and any(word in value.lower() for word in SELF_NAMING):
        raise NotLabelled("a filler that says what should stand there")
    return whole(value)


def pem(value: str) -> Parts:
    if "..." in value or "[" in value or "<" in value or "-----BEGIN " not in value or "PRIVATE KEY-----" not in value:
        raise NotLabelled(OTHER)
    return whole(value)


def jwt(value: str) -> Parts:
    if not value.startswith("eyJ") or value.count(".") != 2 or "..." in value:
        raise NotLabelled(OTHER)
    return whole(value)


def key_id(value: str) -> Parts:
    if value.startswith("mrk-") and len(value) == 36 and _only(value[4:], HEX):
        return whole(value)
    if value.count("-") != 4:
        raise NotLabelled(OTHER)
    try:
        if uuid.UUID(value).int == 0:
            raise NotLabelled("a UUID of zeros")
    except ValueError:
        raise NotLabelled(MALFORMED) from None
    return whole(value)


def lower_10(value: str) -> Parts:
    if not _only(value, LOWER):
        raise NotLabelled(OTHER)
    if len(value) != 10:
        raise NotLabelled(MALFORMED)
    return whole(value)


def distribution(value: str) -> Parts:
    if not value.startswith("E") or not _only(value, UPPER):
        raise NotLabelled(OTHER)
    if not 12 <= len(value) <= 16:
        raise NotLabelled(MALFORMED)
    return whole(value)


def hosted_zone(value: str) -> Parts:
    start = value.rfind("/") + 1
    zone = value[start:]
    if not zone.startswith("Z") or not _only(zone, UPPER):
        raise NotLabelled(OTHER)
    if not 10 <= len(zone) <= 32:
        raise NotLabelled(MALFORMED)
    return [(start, len(value))]


def user_pool(value: str) -> Parts:
    region, _, pool = value.partition("_")
    if region.count("-") < 2:
        raise NotLabelled(OTHER)
    if not pool.isalnum() or len(pool) < 7:
        raise NotLabelled(MALFORMED)
    return whole(value)


def identity_pool(value: str) -> Parts:
    region, _, pool = value.partition(":")
    if region.count("-") < 2:
        raise NotLabelled(OTHER)
    return [(start + len(region) + 1, end + len(region) + 1) for start, end in key_id(pool)]


def _only(value: str, alphabet: str) -> bool:
    return value != "" and all(c in alphabet for c in value)


FORMS: dict[str, Callable[[str], Parts]] = {
    "name": name,
    "s3-uri": s3_uri,
    "account": account,
    "unique-id": unique_id,
    "secret": secret,
    "pem": pem,
    "jwt": jwt,
    "key-id": key_id,
    "lower-10": lower_10,
    "distribution": distribution,
    "hosted-zone": hosted_zone,
    "user-pool": user_pool,
    "identity-pool": identity_pool,
    "ipv4": ipv4,
    "cidr": cidr,
}
