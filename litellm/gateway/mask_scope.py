"""Whose mappings a request uses. Only what LiteLLM authenticated counts, nothing that a client sends."""

from typing import Any
from urllib.parse import quote

from gateway.refusal import Refusal


def choose_scope(mode: str, key: Any) -> str:
    """`team:<id>`, `user:<id>`, `key:<hash>` or `global` for LiteLLM's UserAPIKeyAuth."""
    if mode == "global":
        return "global"
    candidates = {"team": key.team_id, "user": key.user_id, "key": key.token or key.api_key}
    order = ("team", "user", "key")
    for kind in order[order.index(mode) :]:
        if candidates[kind]:
            return f"{kind}:{quote(str(candidates[kind]), safe='')}"
    raise Refusal(503, "scope: LiteLLM gave neither team, user nor key of this request; check its authentication")
