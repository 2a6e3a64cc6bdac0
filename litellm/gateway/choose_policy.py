"""What LiteLLM's metadata says of the masking of one request. What it means is the masker's business."""

import json
from typing import Any

from gateway.refusal import Refusal

FIELD = "masker"


def choose_policy(key: Any) -> str:
    """`{"team": …, "key": …}` as ASCII JSON: `metadata.masker` of both, out of LiteLLM's UserAPIKeyAuth. Nothing of it is
    a client's. Without `team` the key has none. Raises Refusal 503."""
    stated = {"key": _read(key.metadata)}
    if key.team_id:
        stated["team"] = _read(key.team_metadata)
    return json.dumps(stated)


def _read(metadata: Any) -> Any:
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refusal(503, "policy: LiteLLM gave metadata of a key or team that is no object; check its authentication")
    return metadata.get(FIELD)
