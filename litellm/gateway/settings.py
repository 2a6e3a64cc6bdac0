"""The environment, read and checked once."""

import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Optional

from gateway.routes import OPAQUE_KINDS

MAKE_A_KEY = "make one with: openssl rand -base64 32"
MEBIBYTE = 1024 * 1024
# Values of examples and of first drafts; masker-service/src/is-strong-key.ts has the same list.
KNOWN_KEYS = re.compile("^sk-1234|^admin|changeme|change-me|password|secret|example|default", re.IGNORECASE)
# LiteLLM reads these as the address of a provider and as its key. Set for Claude Code, they point at the gateway
# itself: LiteLLM would call itself in a loop, or send the gateway's key upstream.
MISLEADING = (
    *("ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS", "CLAUDE_CODE_OAUTH_TOKEN"),
    *("OPENAI_BASE_URL", "OPENAI_API_HOST"),
)


class SettingsError(ValueError):
    """LiteLLM must not start. The message names the variable and the cure."""


@dataclass(frozen=True)
class Settings:
    """`scope` says whose mappings a request uses: the team's (else the user's, else the key's), …, or one for all."""

    masker_url: str
    masker_key: str
    master_key: str
    scope: str
    body_limit: int
    opaque: frozenset[str] = frozenset()  # kinds of routes that pass unmasked


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError for what is missing or weak."""
    scope = environment.get("MASKER_SCOPE") or "team"
    if scope not in ("team", "user", "key", "global"):
        raise SettingsError("MASKER_SCOPE must be team, user, key or global")
    limit = environment.get("MASKER_BODY_LIMIT_BYTES") or str(32 * MEBIBYTE)
    if not limit.isdigit() or int(limit) == 0:
        raise SettingsError("MASKER_BODY_LIMIT_BYTES must be a number of bytes")
    if environment.get("DATABASE_URL"):
        # Without them LiteLLM takes the master key for both.
        _refuse_weak(environment.get("UI_PASSWORD"), "UI_PASSWORD", 16)
        _refuse_weak(environment.get("LITELLM_SALT_KEY"), "LITELLM_SALT_KEY")
    host = environment.get("MASKER_HOST") or "127.0.0.1"
    return Settings(
        masker_url=f"http://{f'[{host}]' if ':' in host else host}:{environment.get('MASKER_PORT') or '8080'}",
        masker_key=_strong_key(environment, "MASKER_API_KEY"),
        master_key=_strong_key(environment, "LITELLM_MASTER_KEY"),
        scope=scope,
        body_limit=int(limit),
        opaque=_read_opaque(environment),
    )


def _read_opaque(environment: Mapping[str, str]) -> frozenset[str]:
    named = frozenset(filter(None, (environment.get("MASKER_OPAQUE_ROUTES") or "").replace(" ", "").split(",")))
    if not named <= OPAQUE_KINDS.keys():
        raise SettingsError(f"MASKER_OPAQUE_ROUTES may name {', '.join(OPAQUE_KINDS)}; separate them by commas")
    return named


def scrub_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Removes what would mislead LiteLLM, and keeps a proxy of the machine out of the loopback."""
    for name in MISLEADING:
        environment.pop(name, None)
    for name in ("NO_PROXY", "no_proxy"):
        listed = [host for host in environment.get(name, "").split(",") if host]
        environment[name] = ",".join(dict.fromkeys([*listed, "127.0.0.1", "localhost", "::1"]))


def _strong_key(environment: Mapping[str, str], name: str) -> str:
    key = environment.get(name, "")
    if not key:
        raise SettingsError(f"{name} is missing; {MAKE_A_KEY}")
    _refuse_weak(key, name)
    return key


def _refuse_weak(key: Optional[str], name: str, length: int = 24) -> None:
    if key and (len(key) < length or len(set(key)) < 10 or KNOWN_KEYS.search(key)):
        raise SettingsError(f"{name} is too short, too regular or well known; {MAKE_A_KEY}")
