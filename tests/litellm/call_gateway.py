"""Calls functions of litellm/gateway: JSON lines of {"call": "module.function", "arguments": […]} in, outcomes out."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "litellm"))

from gateway.refusal import Refusal


def outcome(call: str, arguments: list[Any]) -> dict[str, Any]:
    """What came back, or the status of the refusal, or the word of the error. Bytes go in as {"utf8": text}."""
    module, name = call.split(".")
    function = getattr(importlib.import_module(f"gateway.{module}"), name)
    given = [
        item["utf8"].encode("utf-8", "surrogatepass") if isinstance(item, dict) and item.keys() == {"utf8"} else item
        for item in arguments
    ]
    try:
        value = function(*given)
    except Refusal as refusal:
        return {"refused": refusal.status, "message": refusal.message}
    except ValueError as error:
        return {"failed": str(error)}
    value = getattr(value, "__dict__", value)
    left = [item for item in given if type(item) is not bytes]
    return {"value": value, "text": json.dumps(value, separators=(",", ":")), "arguments": left}


for line in sys.stdin:
    print(json.dumps(outcome(**json.loads(line))))
