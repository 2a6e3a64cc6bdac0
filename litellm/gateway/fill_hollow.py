"""Puts the masked body where the hollow of it still stands."""

from typing import Any

from gateway.hollow import CONTENTS, CONTROLS, is_shown

# LiteLLM strips fields that begin so from what clients send; one that the hollow did not show must not come back.
_RESERVED = ("user_api_key_", "_")


def fill_hollow(data: dict[str, Any], hollow: dict[str, Any], masked: dict[str, Any]) -> None:
    """Fills LiteLLM's `data` in place. `masked` may be used up: its parts end in `data`.

    Content is replaced as a whole. Elsewhere only what is still as the hollow had it is filled, so what LiteLLM
    removed or rewrote stays so, and its own fields win."""
    for name, value in masked.items():
        if name in CONTROLS or (name in hollow and name not in data):
            continue
        if name in CONTENTS or name == "tools":
            data[name] = value
        elif name in hollow:
            data[name] = fill_value(data[name], hollow[name], value)
        else:
            data.setdefault(name, value)


def fill_value(now: Any, shown: Any, masked: Any) -> Any:
    """What stands in `data` after the filling: `now` is there, `shown` was in the hollow."""
    if isinstance(now, dict) and isinstance(shown, dict) and isinstance(masked, dict):
        _fill_members(now, shown, masked)
        return now
    if isinstance(now, list) and isinstance(shown, list) and isinstance(masked, list):
        if len(shown) == len(masked) and now[: len(shown)] == shown:
            return [*map(fill_value, now, shown, masked), *now[len(shown) :]]
        return now
    return masked if now == shown else now


def _fill_members(now: dict[str, Any], shown: dict[str, Any], masked: dict[str, Any]) -> None:
    for name, value in masked.items():
        if name in shown:
            if name in now:
                now[name] = fill_value(now[name], shown[name], value)
        elif not is_shown(name) and not name.startswith(_RESERVED):
            now.setdefault(name, value)
